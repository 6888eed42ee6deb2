"""Values that go on from row to row: balances, debts, thresholds on what earlier rows came to."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from kpicalc.engine.explain import explain
from kpicalc.model.fault import Fault
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Explanation
from tests.engine.builders import Row, settle_rows

DRAW = """
facts:
  employees: {долг: money}
  weeks:
    order: [неделя]
    columns: {неделя: count, заработано: money}
    values:
      начало: employee.долг + before(аванс) - before(возврат)
      аванс: max(500 - заработано, 0)
      возврат: "min(max(заработано - 500, 0), начало)"
values:
  остаток: долг + sum(weeks.аванс) - sum(weeks.возврат)
pay: {оплата: {kind: variable, amount: sum(weeks.заработано) + sum(weeks.аванс) - sum(weeks.возврат)}}
"""


def weeks_of(key: str, *earned: int) -> list[Row]:
    return [
        {"of": key, "неделя": str(at), "заработано": str(amount)} for at, amount in enumerate(earned, start=1)
    ]


def test_a_debt_of_earlier_weeks_is_repaid_out_of_later_ones() -> None:
    # 800; 200 + 300 advance; 900 − 300 back; 200 + 300 advance: 2 400 paid, 300 still owed.
    settled = settle_rows(
        DRAW, employees=[{"key": "1", "долг": "0"}], weeks=list(reversed(weeks_of("1", 800, 200, 900, 200)))
    )

    assert settled.values.columns[EMPLOYEES, "оплата"] == [Decimal(2400)]
    assert settled.values.columns[EMPLOYEES, "остаток"] == [Decimal(300)]


@given(
    st.lists(
        st.tuples(st.integers(0, 900), st.lists(st.integers(0, 1200), max_size=7)), min_size=1, max_size=4
    )
)
@settings(max_examples=60, deadline=None)
def test_balances_agree_with_a_walk_over_the_weeks(people: list[tuple[int, list[int]]]) -> None:
    paid, owed = [], []
    for opening, earned in people:
        pay, debt = 0, opening
        for amount in earned:
            advance, back = max(500 - amount, 0), min(max(amount - 500, 0), debt)
            pay, debt = pay + amount + advance - back, debt + advance - back
        paid.append(Decimal(pay))
        owed.append(Decimal(debt))
    rows = [each for key, (_, earned) in enumerate(people) for each in weeks_of(str(key), *earned)]

    settled = settle_rows(
        DRAW,
        employees=[{"key": str(key), "долг": str(debt)} for key, (debt, _) in enumerate(people)],
        weeks=rows[1::2] + rows[::2],
    )

    assert settled.values.columns[EMPLOYEES, "оплата"] == paid
    assert settled.values.columns[EMPLOYEES, "остаток"] == owed


def test_weeks_that_the_order_does_not_tell_apart_have_no_balance() -> None:
    twice = [{"of": "1", "неделя": "1", "заработано": "100"}] * 2
    people = [{"key": "1", "долг": "0"}, {"key": "2", "долг": "0"}]

    settled = settle_rows(DRAW, employees=people, weeks=[*twice, *weeks_of("2", 800)])

    first, second = settled.values.columns[EMPLOYEES, "оплата"]
    assert isinstance(first, Fault)
    assert {each.code for each in first.causes} == {"KPI506"}
    assert second == Decimal(800)


def test_a_week_that_cannot_be_computed_is_a_fault_of_the_weeks_after_it() -> None:
    scheme = """
facts:
  employees: {а: count}
  weeks:
    order: [неделя]
    columns: {неделя: count, сумма: money, делитель: count}
    values: {часть: сумма / делитель + before(часть) * 0, до: before(часть) + 1}
values:
  первая: sum(weeks.часть where weeks.неделя = 1)
  вторая: sum(weeks.часть where weeks.неделя = 2)
  до_второй: sum(weeks.до where weeks.неделя = 2)
  до_третьей: sum(weeks.до where weeks.неделя = 3)
pay:
  оплата: {kind: variable, amount: первая + до_второй}
  ещё: {kind: variable, amount: вторая}
  дальше: {kind: variable, amount: до_третьей}
"""
    rows = [
        {"of": "1", "неделя": "1", "сумма": "10", "делитель": "2"},
        {"of": "1", "неделя": "2", "сумма": "10", "делитель": "0"},
        {"of": "1", "неделя": "3", "сумма": "10", "делитель": "1"},
    ]

    settled = settle_rows(scheme, employees=[{"key": "1", "а": "1"}], weeks=rows)

    (paid,), *later = (settled.values.columns[EMPLOYEES, name] for name in ("оплата", "ещё", "дальше"))
    assert paid == Decimal(5 + 6)
    for (refused,) in later:
        assert isinstance(refused, Fault)
        assert [each.code for each in refused.causes] == ["KPI501"]


def test_the_weeks_of_one_person_stop_nobody_else() -> None:
    scheme = """
facts:
  employees: {а: count}
  weeks:
    order: [неделя]
    columns: {неделя: count, сумма: money}
    values: {всего: сумма + before(всего)}
pay: {оплата: {kind: variable, amount: sum(weeks.всего)}}
"""
    rows = [{"of": key, "неделя": week, "сумма": "10"} for key, week in ("11", "11", "21", "22", "31")]
    people = [{"key": key, "а": "1"} for key in "123"]

    paid = settle_rows(scheme, employees=people, weeks=rows).values.columns[EMPLOYEES, "оплата"]
    refused = settle_rows(scheme, employees=people[:1], weeks=rows[:2]).values.columns[EMPLOYEES, "оплата"]

    for each in (paid[0], refused[0]):
        assert isinstance(each, Fault)
        assert {cause.code for cause in each.causes} == {"KPI506"}
    assert paid[1:] == [Decimal(10 + 20), Decimal(10)]


def test_an_explanation_goes_down_through_the_earlier_weeks() -> None:
    settled = settle_rows(DRAW, employees=[{"key": "1", "долг": "0"}], weeks=weeks_of("1", 800, 200, 900))

    tree = explain(settled, 0, "оплата")

    last = tree.children[2].children[-1]
    assert (last.name, last.value) == ("возврат", Decimal(300))
    balance = next(each for each in last.children if each.name == "начало")
    brought = [each.value for window in balance.children for each in _repayments(window)]
    assert brought == [Decimal(0), Decimal(0)]


def test_what_earlier_rows_brought_may_be_a_formula_of_its_own() -> None:
    scheme = """
facts:
  employees: {а: count}
  weeks:
    order: [неделя]
    columns: {неделя: count, сумма: money}
    values: {всего: сумма + before(всего * 2)}
pay: {оплата: {kind: variable, amount: sum(weeks.всего)}}
"""
    rows = [{"of": "1", "неделя": str(week), "сумма": "10"} for week in (1, 2, 3)]

    settled = settle_rows(scheme, employees=[{"key": "1", "а": "1"}], weeks=rows)

    # 10, then 10 + 20, then 10 + 20 + 60.
    assert settled.values.columns[EMPLOYEES, "оплата"] == [Decimal(130)]
    third = explain(settled, 0, "оплата").children[0].children[-1]
    assert [each.value for each in third.children[-1].children] == [Decimal(20), Decimal(60)]


def test_nobody_has_a_balance_where_there_are_no_rows() -> None:
    settled = settle_rows(DRAW, employees=[{"key": "1", "долг": "7"}], weeks=[])

    assert settled.values.columns[EMPLOYEES, "остаток"] == [Decimal(7)]


def test_thirds_that_run_on_are_exact_when_they_are_paid() -> None:
    scheme = """
facts:
  employees: {а: count}
  weeks:
    order: [неделя]
    columns: {неделя: count, сумма: money, на: count}
    values: {часть: сумма / на + before(часть) * 0.5}
values: {последняя: sum(weeks.часть where weeks.неделя = 2)}
pay: {оплата: {kind: variable, amount: последняя}}
"""
    # A third of 0.01, then one and a half of that: half a kopeck, which goes up.
    rows = [{"of": "1", "неделя": str(week), "сумма": "0.01", "на": "3"} for week in (1, 2, 3)]

    settled = settle_rows(scheme, employees=[{"key": "1", "а": "1"}], weeks=rows)

    assert settled.values.columns[EMPLOYEES, "оплата"] == [Decimal("0.01")]


def _repayments(window: Explanation) -> list[Explanation]:
    return [each for each in window.children if each.name == "возврат"]
