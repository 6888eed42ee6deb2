"""The nearest change of one fact: exact, in both directions, by the person's own facts."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from kpicalc import api
from kpicalc.model.grounds import NextStep
from kpicalc.model.period import Period, PeriodLength
from kpicalc.model.result import Run
from tests.tries import tries

if TYPE_CHECKING:
    import pytest

D = Decimal
SCHEME = """\
kpicalc: 1
scheme: steps
currency: RUB
facts:
  employees: {{plan: {{type: money, above: 0}}, sales: {{type: money, min: 0}}, calls: count, salary: money}}
  receipts: {{amount: money}}
kpis:
  revenue: {{weight: 1, plan: plan, actual: sales}}
tables:
  scale: {{mode: lookup, bands: [{bands}]}}
pay:
  base:   {{kind: fixed, amount: salary}}
  bonus:  {{kind: variable, amount: 1000 * scale(index)}}
  calls_: {{kind: variable, amount: "if calls >= 10 then 500 else 0"}}
  deals:  {{kind: variable, amount: sum(receipts.amount) * 10%}}
  {more}
"""
BANDS = "{from: 0%, value: 0}, {from: 80%, value: 0.5}, {from: 100%, value: 1}"


def computed(folder: Path, people: str, bands: str = BANDS, more: str = "") -> Run:
    """Return the run of some people with two receipts of the first."""
    (folder / "steps.yaml").write_text(SCHEME.format(bands=bands, more=more), encoding="utf-8")
    head = "ID,Name,Plan,Sales,Calls,Salary\n"
    (folder / "employees.csv").write_text(head + people, encoding="utf-8")
    (folder / "receipts.csv").write_text("ID,Amount\n1,100\n1,250.55\n", encoding="utf-8")
    facts = (folder / "employees.csv", folder / "receipts.csv")
    period = Period(2026, 3, PeriodLength.MONTH)
    checked = api.compute(api.Request(facts, (folder / "steps.yaml",), period))
    assert checked.value is not None, checked.diagnostics
    return checked.value


def steps(run: Run, name: str, row: int = 0, *, nearby: bool = False) -> list[tuple[object, ...]]:
    """Return the steps of a value, told shortly."""
    found = api.find_next_steps(run.settlements[0], row, name, nearby=nearby)
    return [(each.label, each.now, each.then, each.paid_now, each.paid_then, each.jump) for each in found]


def test_the_next_band_and_the_one_below(tmp_path: Path) -> None:
    run = computed(tmp_path, "1,Ann,1000,799,9,50\n")

    assert steps(run, "bonus") == [("sales", D(799), D("800.00"), D("0.00"), D("500.00"), True)]


def test_both_directions_where_less_pays_less(tmp_path: Path) -> None:
    run = computed(tmp_path, "1,Ann,1000,800,9,50\n")

    assert steps(run, "bonus") == [
        ("sales", D(800), D("1000.00"), D("500.00"), D("1000.00"), True),
        ("sales", D(800), D("799.99"), D("500.00"), D("0.00"), False),
    ]


def test_no_step_leads_out_of_what_the_scheme_allows(tmp_path: Path) -> None:
    run = computed(tmp_path, "1,Ann,1000,0,9,50\n", more='share: {kind: variable, amount: "sales * 10%"}')

    assert steps(run, "share") == [("sales", D(0), D("0.05"), D("0.00"), D("0.01"), False)]


def test_a_condition_of_a_count(tmp_path: Path) -> None:
    assert steps(computed(tmp_path, "1,Ann,1000,5,9,50\n"), "calls_") == [
        ("calls", D(9), D(10), D("0.00"), D("500.00"), True)
    ]


def test_a_line_that_grows_with_every_kopeck_tells_the_smallest_change(tmp_path: Path) -> None:
    """35.06 is half a kopeck above 35.055: 250.54 gives 35.054, which is rounded down."""
    run = computed(tmp_path, "1,Ann,1000,5,9,50\n")

    assert steps(run, "deals") == [
        ("amount", D("250.55"), D("250.65"), D("35.06"), D("35.07"), False),
        ("amount", D("250.55"), D("250.54"), D("35.06"), D("35.05"), False),
    ]


def test_the_cell_of_the_fact_is_named(tmp_path: Path) -> None:
    run = computed(tmp_path, "1,Ann,1000,799,9,50\n2,Ben,1000,5,1,1\n")

    found = api.find_next_steps(run.settlements[0], 1, "calls_")
    assert [str(each.cell).rpartition("employees.csv")[2] for each in found] == ["!E3"]
    assert [(each.missing, each.gain) for each in found] == [(D(9), D("500.00"))]


def test_places_among_others_are_tried_with_all_of_them(tmp_path: Path) -> None:
    prize = "first: {kind: prize, amount: 300, best: sales, ties: all}"
    run = computed(tmp_path, "1,Ann,1000,700,9,50\n2,Ben,1000,750,9,50\n", more=prize)

    assert steps(run, "first") == [("sales", D(700), D("750.00"), D("0.00"), D("300.00"), True)]


def test_what_is_too_far_is_not_looked_for_in_passing(tmp_path: Path) -> None:
    run = computed(tmp_path, "1,Ann,1000,100,9,50\n")

    assert steps(run, "bonus", nearby=True) == []
    assert [each[2] for each in steps(run, "bonus")] == [D("800.00")]


def test_nothing_is_said_where_pay_cannot_be_computed(tmp_path: Path) -> None:
    bands = "{from: 50%, value: 0}, {from: 80%, value: 0.5}, {from: 100%, to: 200%, value: 1}"
    (tmp_path / "x").mkdir()
    run = computed(tmp_path, "1,Ann,1000,800,9,50\n", bands=bands)

    assert [each[2] for each in steps(run, "bonus")] == [D("1000.00"), D("799.99")]


@settings(max_examples=tries(25), deadline=None)
@given(
    sales=st.integers(0, 1500),
    plan=st.integers(1, 1500),
    bound=st.integers(1, 150),
    value=st.integers(1, 9),
)
def test_a_step_is_the_smallest_there_is(
    tmp_path_factory: pytest.TempPathFactory, sales: int, plan: int, bound: int, value: int
) -> None:
    folder = tmp_path_factory.mktemp("steps")
    bands = f"{{from: 0%, value: 0}}, {{from: {bound}%, value: 0.{value}}}"
    run = computed(folder, f"1,Ann,{plan},{sales},9,50\n", bands=bands)

    found: tuple[NextStep, ...] = api.find_next_steps(run.settlements[0], 0, "bonus")
    exact = D(plan) * bound / 100
    reached = D(sales) >= exact
    for step in found:
        assert (step.then >= exact) is not reached
        beside = step.then - D("0.01") if step.missing > 0 else step.then + D("0.01")
        assert (beside >= exact) is reached
    assert len(found) == (reached or exact <= sales * 11 or (not sales and exact <= 11))
