"""The budget of a month: figures worked by hand."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kpicalc.api import Request, measure_budget
from kpicalc.model.budget import BudgetQuestion, MonthBudget
from kpicalc.model.period import parse_period
from kpicalc.scheme.more_formulas import typed_source

SCHEME = """\
kpicalc: 1
scheme: seller
title: Sellers
currency: USD
facts: {employees: {Department: text, sales: {type: money, min: 0, max: 3_000}}}
pay:
  base: {kind: fixed, amount: 1 * 100}
  fee: {kind: variable, amount: sales * 10%, title: Commission}
limits: {funds: {fees: {lines: [fee], max: 500}}}
"""
FACTS = "ID,Name,Department,Sales\n1,Ann,North,1000\n2,Bob,South,2000\n3,Eve,North,1000\n"


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Request:
    folder = tmp_path_factory.mktemp("month")
    (folder / "seller.yaml").write_text(SCHEME, encoding="utf-8")
    (folder / "f.csv").write_text(FACTS, encoding="utf-8")
    return Request((folder / "f.csv",), (folder / "seller.yaml",), parse_period("2026-03"))


def asked(month: Request, **more: object) -> MonthBudget:
    found = measure_budget(month, BudgetQuestion(by=("Department",), **more))  # type: ignore[arg-type]
    assert found.value is not None, found.diagnostics
    return found.value


def test_costs_add_up_each_way(month: Request) -> None:
    budget = asked(month)

    assert (budget.total, budget.people) == (Decimal(700), 3)
    assert [(each.name, each.people, each.amount) for each in budget.schemes] == [
        ("Sellers", 3, Decimal(700))
    ]
    departments = [(each.name, each.people, each.amount) for each in budget.departments]
    assert departments == [("North", 2, Decimal(400)), ("South", 1, Decimal(300))]
    assert [(each.label, each.amount) for each in budget.lines] == [
        ("base", Decimal(300)),
        ("Commission", Decimal(400)),
    ]


def test_a_fund_says_what_it_has_left(month: Request) -> None:
    (fund,) = asked(month).funds

    assert (fund.name, fund.claims, fund.most, fund.left) == (
        "fees",
        Decimal(400),
        Decimal(500),
        Decimal(100),
    )


def test_pay_beside_turnover(month: Request) -> None:
    base = asked(month, base=typed_source("sum(employees.sales)", "--of"), part=Decimal("0.2")).base

    assert base is not None
    assert (base.base, base.part) == (Decimal(4000), Decimal("0.2"))
    wrong = measure_budget(month, BudgetQuestion(base=typed_source("sum(employees.sale)", "--of")))
    assert [each.code for each in wrong.diagnostics] == ["KPI207"]


def test_a_cap_takes_what_is_above_it(month: Request) -> None:
    (cap,) = asked(month, caps=(Decimal(250),)).caps

    assert (cap.saved, cap.people) == (Decimal(50), (("2", "Bob", Decimal(300)),))


@pytest.mark.parametrize(
    ("fund", "floor", "then"),
    [
        # Above the salaries are 100, 200, 100; of 100.01 left the odd cents go by remainders.
        ("400.01", None, ["125.00", "150.01", "125.00"]),
        ("400.03", None, ["125.01", "150.01", "125.01"]),
        # 90 % of pay is kept: 180, 270, 180; 30 are shared as 20, 30, 20.
        ("660", "0.9", ["188.57", "282.86", "188.57"]),
        ("900", None, ["200", "300", "200"]),
    ],
)
def test_a_cut_keeps_the_floors_and_comes_to_the_fund(
    month: Request, fund: str, floor: str | None, then: list[str]
) -> None:
    cut = asked(month, fund=Decimal(fund), floor=None if floor is None else Decimal(floor)).cut

    assert cut is not None
    assert [each.then for each in cut.people] == list(map(Decimal, then))
    assert sum(each.then for each in cut.people) == min(Decimal(fund), Decimal(700))


def test_a_fund_below_the_floors_is_told(month: Request) -> None:
    cut = asked(month, fund=Decimal(200)).cut

    assert cut is not None
    assert (cut.people, cut.floors) == ((), Decimal(300))


def test_the_most_that_the_month_can_cost(month: Request) -> None:
    (most,) = asked(month, greatest=True).greatest

    assert (most.people, most.each, most.tight) == (3, Decimal(400), True)


def test_one_currency_is_chosen(month: Request) -> None:
    assert asked(month, currency="USD").total == Decimal(700)
    found = measure_budget(month, BudgetQuestion(currency="EUR"))
    assert (found.value, [each for each in found.diagnostics if each.severity == "error"]) == (None, [])


def test_teams_are_departments() -> None:
    company = Path(__file__).parents[2] / "examples" / "retail-seller" / "march.xlsx"
    scheme = Path(__file__).parents[2] / "schemes" / "retail-seller.yaml"
    found = measure_budget(Request((company,), (scheme,), parse_period("2026-03")), BudgetQuestion())

    assert found.value is not None
    assert sum(each.amount for each in found.value.departments) == found.value.total
    assert len(found.value.departments) > 1
