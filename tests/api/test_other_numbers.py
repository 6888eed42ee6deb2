"""What if numbers of a scheme were others, one value of a parameter among them; cells that two roles read."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kpicalc.api import Request, simulate
from kpicalc.model.period import parse_period
from kpicalc.model.what_if import Draw, Shape, Sweep, WhatIf
from kpicalc.scheme.more_formulas import typed_source
from tests.api.test_what_if import pays_after

POSTS = """\
kpicalc: 1
scheme: posts
currency: USD
parameters:
  rate: {by: post, values: {A: 4%, B: {2025-01: 5%, 2026-02: 6%}}, otherwise: 2%}
  bonus: {2025-01: 100, 2026-03: 200}
tables: {tiers: {mode: marginal, bands: [{from: 0, rate: 1%}, {from: 10_000, rate: 2%}]}}
facts:
  employees: {post: text, sales: {type: money, min: 0}}
  tickets:
    roles: {sold: Seller, mended: {link: Fitter, missing: allow}}
    columns: {amount: {type: money, min: 0}}
pay:
  fee: {kind: variable, amount: "sales * rate + bonus * 1 USD + tiers(sales)"}
  sold: {kind: variable, amount: sum(sold.amount) * 1%}
  mended: {kind: variable, amount: sum(mended.amount) * 2%}
"""
POSTED = {
    "employees.csv": "ID,Name,Post,Sales\n1,Ann,A,20000\n2,Bob,B,10000\n3,Eve,C,5000\n",
    "tickets.csv": "Seller,Fitter,Amount\n1,2,1000\n1,,500\n3,1,100\n",
}


@pytest.fixture(scope="module")
def posts(tmp_path_factory: pytest.TempPathFactory) -> Request:
    folder = tmp_path_factory.mktemp("posts")
    for name, text in {"posts.yaml": POSTS, **POSTED}.items():
        (folder / name).write_text(text, encoding="utf-8")
    paths = (folder / "employees.csv", folder / "tickets.csv")
    return Request(paths, (folder / "posts.yaml",), parse_period("2026-03"))


# Ann 800 + 200 + 300 + 15 + 2, Bob 600 + 200 + 100 + 20, Eve 100 + 200 + 50 + 1.
@pytest.mark.parametrize(
    ("texts", "paid"),
    [
        (["rate[A] = 5%"], ["1517", "920", "351"]),
        (["rate[B]@2026-03 = 7%"], ["1317", "1020", "351"]),
        (["rate[otherwise] = rate * 2"], ["1317", "920", "451"]),
        (["rate[иначе] = 4%"], ["1317", "920", "451"]),
        (["rate = rate * 1.5"], ["1717", "1220", "401"]),
        (["bonus = 300", "1.sales = 0"], ["317", "1020", "451"]),
        (["bonus@2026-03 = bonus + 50"], ["1367", "970", "401"]),
        (["tables.tiers.bands.2.rate = 3%"], ["1417", "920", "351"]),
        # A row of two roles is one row: its cell stands in both.
        (["amount = amount * 2"], ["1334", "940", "352"]),
        (["sold.amount = sold.amount * 2"], ["1334", "940", "352"]),
        (["tickets.amount = 0"], ["1300", "900", "350"]),
        (["2.amount = 2000"], ["1327", "940", "351"]),
    ],
)
def test_numbers_of_the_scheme_and_rows_of_roles(posts: Request, texts: list[str], paid: list[str]) -> None:
    assert pays_after(posts, *texts) == list(map(Decimal, paid))


def test_a_grid_of_a_number_and_a_fact(posts: Request) -> None:
    sweeps = (
        Sweep(typed_source("sales", "--vary"), Decimal(1), Decimal(2), Decimal(1), share=True),
        Sweep(
            typed_source("rate[A]", "--vary"), Decimal("0.04"), Decimal("0.05"), Decimal("0.01"), share=None
        ),
    )
    found = simulate(posts, WhatIf(sweeps=sweeps)).value

    assert found is not None
    assert [(axis.fact, axis.share) for axis in found.axes] == [("sales", True), ("rate[A]", False)]
    # Sales doubled: Ann 1 600 + 200 + 700 + 17, Bob 1 200 + 200 + 300 + 20, Eve 200 + 200 + 100 + 1.
    assert [int(point.total) for point in found.points] == [2588, 2788, 4738, 5138]


def test_numbers_are_not_drawn_and_not_compiled_too_often(posts: Request) -> None:
    drawn = WhatIf(
        draws=(Draw(typed_source("bonus", "--draw"), Shape.UNIFORM, (Decimal(1), Decimal(2)), share=True),)
    )
    fine = Sweep(typed_source("bonus", "--vary"), Decimal(1), Decimal(1000), Decimal(1), share=False)

    assert [each.code for each in simulate(posts, drawn).diagnostics] == ["KPI851"]
    assert [each.code for each in simulate(posts, WhatIf(sweeps=(fine,))).diagnostics] == ["KPI853"]


def test_a_cell_of_two_roles_is_drawn_once_and_moved_once(posts: Request) -> None:
    shape = Draw(typed_source("amount", "--draw"), Shape.UNIFORM, (Decimal(0), Decimal(2)), share=True)
    found = simulate(posts, WhatIf(draws=(shape,), times=4, tornado=Decimal("0.1"))).value

    assert found is not None
    assert [(bar.fact, bar.swing) for bar in found.bars if ": " in bar.fact] == [
        ("sold: amount", Decimal("7.60"))
    ]
    assert found.distribution is not None
    # Of 1 000 of Ann's and Bob's one row she has 1 % and he 2 %.
    bob = found.distribution.people[1]
    assert bob is not None
    assert bob.greatest - bob.least > 0
