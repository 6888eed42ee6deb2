"""What if the facts were others: figures worked by hand, and what is refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kpicalc.api import Request, simulate
from kpicalc.model.diagnostic import Checked
from kpicalc.model.period import parse_period
from kpicalc.model.what_if import Draw, Scenario, Shape, Simulation, Sweep, WhatIf
from kpicalc.report.writers.decision_json import write_simulation
from kpicalc.scheme.more_formulas import read_scenarios, read_shock, typed_source

SCHEME = """\
kpicalc: 1
scheme: seller
currency: USD
parameters: {rate: {2024-01: 5%, 2026-01: 10%}}
facts:
  teams: {goal: {type: money, above: 0}}
  employees:
    team: text
    sales: {type: money, min: 0, max: 5_000}
    calls: {type: count, min: 0}
    senior: flag
  deals:
    of: employees
    columns: {amount: {type: money, min: 0}}
values: {earned: sales * rate}
pay:
  base: {kind: fixed, amount: if senior then 500 else 300}
  fee: {kind: variable, amount: earned}
  calling: {kind: variable, amount: 1 * 50, when: calls >= 100}
  deal: {kind: variable, amount: sum(deals.amount) * 1%}
  together: {kind: variable, amount: 1 * 100, when: sum(employees.sales) >= goal}
"""
SHEETS = {
    "employees.csv": "ID,Name,Team,Sales,Calls,Senior\n1,Ann,North,1000,90,yes\n2,Bob,North,2000,100,no\n",
    "teams.csv": "Team,Goal\nNorth,4000\n",
    "deals.csv": "ID,Amount\n1,100\n1,200\n2,1000\n",
}


@pytest.fixture(scope="module")
def request_of_march(tmp_path_factory: pytest.TempPathFactory) -> Request:
    folder = tmp_path_factory.mktemp("march")
    scheme = SCHEME.replace("facts:\n  teams: {goal: {type: money, above: 0}}", "facts:").replace(
        ", when: sum(employees.sales) >= goal", ""
    )
    (folder / "seller.yaml").write_text(scheme, encoding="utf-8")
    for name in ("employees.csv", "deals.csv"):
        (folder / name).write_text(SHEETS[name], encoding="utf-8")
    paths = (folder / "employees.csv", folder / "deals.csv")
    return Request(paths, (folder / "seller.yaml",), parse_period("2026-03"))


def shock_all(request: Request, *texts: str) -> Checked[Simulation]:
    shocks = [read_shock(typed_source(text, "--set")) for text in texts]
    return simulate(request, WhatIf((Scenario("", tuple(shocks)),)))  # type: ignore[arg-type]


def pays_after(request: Request, *texts: str) -> list[Decimal | None]:
    found = shock_all(request, *texts)
    assert found.value is not None, found.diagnostics
    return list(found.value.scenarios[0].pays)


# Ann: 500 + 100 + 0 + 3 + 100; Bob: 300 + 200 + 50 + 10 + 100.
@pytest.mark.parametrize(
    ("texts", "paid"),
    [
        (["sales = sales * 0.9"], ["693", "640"]),
        (["employees.sales = sales * 90%"], ["693", "640"]),
        (["1.calls = 100"], ["753", "660"]),
        (["Ann.calls = calls + 10"], ["753", "660"]),
        (["2.calls = calls - 1"], ["703", "610"]),
        (["senior = not senior"], ["503", "860"]),
        (["deals.amount = amount * 2"], ["706", "670"]),
        (["1.deals.amount = deals.amount + 50"], ["704", "660"]),
        (["amount = if amount > 500 then 0 else amount"], ["703", "650"]),
        # Both formulas read the facts as they are; of two for one cell the later holds.
        (["sales = calls * 10 * 1", "calls = 100"], ["743", "560"]),
        (["sales = 0", "1.sales = 500"], ["653", "460"]),
    ],
)
def test_facts_change_by_formulas(request_of_march: Request, texts: list[str], paid: list[str]) -> None:
    if "calls * 10" in texts[0]:
        texts = [texts[0].replace("calls * 10 * 1", "1 * calls * 10"), texts[1]]
    assert pays_after(request_of_march, *texts) == list(map(Decimal, paid))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("sale = 1", "KPI850"),
        ("rate@2025-01 = 5%", "KPI851"),
        ("rate[x] = 5%", "KPI850"),
        ("rat = 5%", "KPI850"),
        ("rate = sales", "KPI204"),
        ("9.sales = 1", "KPI852"),
        ("sales > 5", "KPI853"),
        ("sales = sals * 2", "KPI207"),
        ("sales = 'x'", "KPI231"),
        ("sales = ", "KPI853"),
        ("sales = (1", "KPI190"),
    ],
)
def test_what_cannot_be_tried_is_told_where_it_stands(
    request_of_march: Request, text: str, code: str
) -> None:
    shock = read_shock(typed_source(text, "--set"))
    problems = (
        (shock,)
        if not hasattr(shock, "target")
        else simulate(request_of_march, WhatIf((Scenario("", (shock,)),))).diagnostics  # type: ignore[arg-type]
    )

    assert [each.code for each in problems] == [code]
    assert "what_if" not in str(problems[0].params)
    place = problems[0].primary.place  # type: ignore[union-attr]
    assert getattr(place, "file", "") == "--set"


def test_a_range_that_is_left_is_told_and_paid(request_of_march: Request) -> None:
    found = shock_all(request_of_march, "sales = sales * 3")

    assert found.value is not None
    (breach,) = found.value.scenarios[0].breaches
    assert (breach.fact, breach.count, breach.who, breach.value) == ("sales", 1, "Bob", Decimal(6000))
    assert found.value.scenarios[0].pays == (Decimal(903), Decimal(1060))


def test_two_sweeps_make_a_grid(request_of_march: Request) -> None:
    sweeps = (
        Sweep(typed_source("sales", "--vary"), Decimal("0.5"), Decimal("1.5"), Decimal("0.5"), share=None),
        Sweep(typed_source("1.calls", "--vary"), Decimal(99), Decimal(100), Decimal(1), share=False),
    )
    found = simulate(request_of_march, WhatIf(sweeps=sweeps))

    assert found.value is not None
    half, one, more = Decimal("0.5"), Decimal("1.0"), Decimal("1.5")
    assert [(each.at, each.total) for each in found.value.points] == [
        ((half, Decimal(99)), Decimal(1213)),
        ((half, Decimal(100)), Decimal(1263)),
        ((one, Decimal(99)), Decimal(1363)),
        ((one, Decimal(100)), Decimal(1413)),
        ((more, Decimal(99)), Decimal(1513)),
        ((more, Decimal(100)), Decimal(1563)),
    ]


def test_a_grid_is_bounded(request_of_march: Request) -> None:
    sweep = Sweep(typed_source("sales", "--vary"), Decimal(0), Decimal(10_000), Decimal(1), share=False)

    assert [each.code for each in simulate(request_of_march, WhatIf(sweeps=(sweep,))).diagnostics] == [
        "KPI853"
    ]


def test_draws_are_the_same_bytes_and_have_their_mean(request_of_march: Request) -> None:
    draw = Draw(typed_source("sales", "--draw"), Shape.UNIFORM, (Decimal("0.5"), Decimal("1.5")), share=True)
    asked = WhatIf(draws=(draw,), times=2000)
    found = [simulate(request_of_march, asked).value for _ in range(2)]

    assert found[0] is not None
    assert found[1] is not None
    assert b"".join(write_simulation(found[0])) == b"".join(write_simulation(found[1]))
    spread = found[0].distribution
    assert spread is not None
    assert spread.total is not None
    # All pay is 1 063 + 10 % of sales of 1 500 to 4 500, on the average 1 363.
    assert abs(spread.total.mean - 1363) < 4
    assert Decimal(1213) <= spread.total.least <= spread.total.quantiles[0] <= spread.total.greatest
    assert sum(count for _, _, count in spread.bars) == 2000
    other = simulate(request_of_march, WhatIf(draws=(draw,), times=2000, seed=2)).value
    assert other != found[0]


def test_a_common_draw_moves_all_rows_alike(request_of_march: Request) -> None:
    numbers = (Decimal("0.5"), Decimal("1.5"))
    draw = Draw(typed_source("sales", "--draw"), Shape.UNIFORM, numbers, share=True, common=True)
    found = simulate(request_of_march, WhatIf(draws=(draw,), times=200)).value

    assert found is not None
    assert found.distribution is not None
    ann, bob = found.distribution.people
    assert ann is not None
    assert bob is not None
    # Bob sells twice what Ann sells.
    assert abs((bob.greatest - bob.least) - 2 * (ann.greatest - ann.least)) <= Decimal("0.02")


def test_the_fact_that_moves_pay_most_comes_first(request_of_march: Request) -> None:
    found = simulate(request_of_march, WhatIf(tornado=Decimal("0.1"))).value

    assert found is not None
    # 10 % of the calls take Bob's 50, or give Ann nothing: 99 are not 100.
    told = [(each.fact, each.down, each.up) for each in found.bars]
    assert told == [
        ("sales", Decimal(1333), Decimal(1393)),
        ("calls", Decimal(1313), Decimal(1363)),
        ("deals: amount", Decimal("1361.70"), Decimal("1364.30")),
    ]


def test_scenarios_are_read_from_a_file(request_of_march: Request) -> None:
    text = (
        'worse:\n  sales: sales * 0.5\n  1.calls: 0\nbetter: ["2.sales = 3_000", "calls = 100"]\n'
        "one: calls = 0\n"
    )
    loaded = read_scenarios(text, "scenarios.yaml")
    assert loaded.value is not None
    found = simulate(request_of_march, WhatIf(loaded.value)).value

    assert found is not None
    told = [(each.name, found.total_with(each.pays)) for each in found.scenarios]
    assert told == [("worse", Decimal(1213)), ("better", Decimal(1513)), ("one", Decimal(1313))]


def test_teams_may_change(tmp_path: Path) -> None:
    scheme = SCHEME.replace("    team: text\n", "")
    (tmp_path / "seller.yaml").write_text(scheme.replace("sum(employees.sales)", "sales"), encoding="utf-8")
    for name, text in SHEETS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    request = Request(
        tuple(tmp_path / name for name in SHEETS), (tmp_path / "seller.yaml",), parse_period("2026-03")
    )

    # The goal of the team is met by Bob alone.
    assert pays_after(request, "North.goal = 1_500") == [Decimal(603), Decimal(660)]
    assert pays_after(request, "teams.goal = goal / 4") == [Decimal(703), Decimal(660)]


def test_one_person_is_told_of_alone(request_of_march: Request) -> None:
    shock = read_shock(typed_source("sales = sales * 0.9", "--set"))
    asked = WhatIf((Scenario("", (shock,)),))  # type: ignore[arg-type]

    found = simulate(request_of_march, asked, ["2"])
    assert found.value is not None
    assert [(each.name, each.now) for each in found.value.people] == [("Bob", Decimal(660))]
    assert found.value.scenarios[0].pays == (Decimal(640),)
    unknown = simulate(request_of_march, asked, ["3"])
    assert [each.code for each in unknown.diagnostics] == ["KPI852"]
