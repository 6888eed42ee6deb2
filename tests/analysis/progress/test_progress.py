"""Facts of the middle of a period: what is due, what this pace comes to, what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpicalc.api import Request, compute, find_progress
from kpicalc.model.diagnostic import Checked
from kpicalc.model.period import Period, PeriodLength
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.progress import KpiProgress, PersonProgress, Progress

MARCH = Period(2026, 3, PeriodLength.MONTH)
MIDDLE, END = date(2026, 3, 15), date(2026, 3, 31)

SCHEME = """\
kpicalc: 1
scheme: seller
currency: RUB
calendar: {holidays: [2026-03-09]}
facts:
  employees:
    plan: {type: money, above: 0}
    sales: {type: money, min: 0, grows: working_days}
    calls: {type: count, min: 0, grows: days}
    rating: {type: number, grows: never}
    grade: {type: ratio, grows: at_end}
kpis:
  sold: {weight: 50%, plan: plan, actual: sales}
  called: {weight: 20%, plan: 200, actual: calls}
  liked: {weight: 10%, plan: 50, actual: rating}
  judged: {weight: 20%, attainment: grade}
pay:
  salary: {kind: fixed, amount: 40_000}
  bonus: {kind: variable, amount: 30_000, factors: [index]}
  fee: {kind: variable, amount: sales * 2%}
"""
SHEET = "ID;plan;sales;calls;rating;grade\n1;1000000;450000;90;52;\n2;800000;500000;120;40;110%\n"


def progress_of(
    scheme: str, sheets: dict[str, str], day: date = MIDDLE, period: Period = MARCH
) -> Checked[Progress]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "scheme.yaml").write_text(scheme, encoding="utf-8")
        for called, text in sheets.items():
            (folder / f"{called}.csv").write_text(text, encoding="utf-8")
        facts = tuple(sorted(folder.glob("*.csv")))
        return find_progress(Request(facts, (folder / "scheme.yaml",), period), day)


def people_of(scheme: str, sheet: str, day: date = MIDDLE, **others: str) -> tuple[PersonProgress, ...]:
    checked = progress_of(scheme, {"employees": sheet, **others}, day)
    assert checked.value is not None, checked.diagnostics
    return checked.value.people


def codes_of(scheme: str, sheet: str, day: date = MIDDLE, **others: str) -> list[str]:
    checked = progress_of(scheme, {"employees": sheet, **others}, day)
    assert checked.value is None
    return [each.code for each in checked.diagnostics]


def kpi(person: PersonProgress, name: str) -> KpiProgress:
    return next(each for each in person.kpis if each.name == name)


def paid_by_compute(scheme: str, sheet: str) -> list[object]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "scheme.yaml").write_text(scheme, encoding="utf-8")
        (folder / "employees.csv").write_text(sheet, encoding="utf-8")
        run = compute(Request((folder / "employees.csv",), (folder / "scheme.yaml",), MARCH)).value
    assert run is not None
    return list(run.settlements[0].values.columns[EMPLOYEES, "total"])


def test_what_grows_with_working_days_is_held_against_their_share() -> None:
    # 9 of 21 working days: 5 and 4, for 9 March is a day off; 12 are left.
    sold = kpi(people_of(SCHEME, SHEET)[0], "sold")

    assert (sold.due, sold.reached) == (Decimal("428571.43"), Decimal("1.05"))
    assert (sold.forecast, sold.attainment) == (Decimal(1_050_000), Decimal("1.05"))
    assert sold.needed == Decimal("45833.33")


def test_what_grows_with_days_is_held_against_calendar_days_and_counts_whole_pieces() -> None:
    # 15 of 31 days: 200 calls come to 96.77; 90 go on to 186, and 110 are left for 16 days.
    called = kpi(people_of(SCHEME, SHEET)[0], "called")

    assert (called.due, called.forecast, called.needed) == (Decimal("96.77"), Decimal(186), Decimal("6.88"))


def test_a_level_is_compared_with_the_whole_plan_and_stays() -> None:
    liked = kpi(people_of(SCHEME, SHEET)[0], "liked")

    assert (liked.due, liked.needed, liked.pace) == (None, None, None)
    assert (liked.reached, liked.forecast) == (Decimal("1.04"), Decimal(52))


def test_what_is_decided_at_the_end_may_be_blank_and_counts_as_planned() -> None:
    first, second = people_of(SCHEME, SHEET)

    assert [(kpi(each, "judged").assumed, kpi(each, "judged").attainment) for each in (first, second)] == [
        (True, 1),
        (False, Decimal("1.1")),
    ]


def test_pay_is_foreseen_and_told_as_planned() -> None:
    # 30 000 × (0.5 × 1.05 + 0.2 × 0.93 + 0.1 × 1.04 + 0.2) = 30 450; 2 % of 1 050 000 or of the plan.
    first = people_of(SCHEME, SHEET)[0]

    assert (first.pay_forecast, first.pay_plan) == (Decimal(91_450), Decimal(90_000))


def test_on_the_last_day_the_forecast_is_what_is_paid() -> None:
    sheet = SHEET.replace("52;\n", "52;90%\n")

    assert [each.pay_forecast for each in people_of(SCHEME, sheet, END)] == paid_by_compute(SCHEME, sheet)
    assert {kpi(each, "sold").needed for each in people_of(SCHEME, sheet, END)} == {None}


@settings(max_examples=25, deadline=None)
@given(sales=st.integers(0, 3_000_000), day=st.integers(2, 31), calls=st.integers(0, 400))
def test_a_forecast_pays_what_the_facts_carried_on_would_be_paid(sales: int, day: int, calls: int) -> None:
    """The same facts at the end, at the same pace, are paid by `compute` what the forecast says."""
    as_of = date(2026, 3, day)
    days = [date(2026, 3, at) for at in range(1, day + 1)]
    worked = sum(each.weekday() < 5 and each.day != 9 for each in days)
    # Multiples of what has passed: carried on they are whole, as cells are.
    now = f"ID;plan;sales;calls;rating;grade\n1;1000000;{sales * worked};{calls * day};52;80%\n"
    then = f"ID;plan;sales;calls;rating;grade\n1;1000000;{sales * 21};{calls * 31};52;80%\n"

    assert [each.pay_forecast for each in people_of(SCHEME, now, as_of)] == paid_by_compute(SCHEME, then)


DEALS = """\
kpicalc: 1
scheme: dealer
currency: RUB
facts:
  employees: {plan: {type: money, above: 0}}
  deals: {grows: days, columns: {amount: {type: money, min: 0}}}
kpis:
  sold: {plan: plan, actual: sum(deals.amount)}
  made: {plan: 10, actual: count(deals)}
  mean: {plan: 5_000, actual: if count(deals) > 0 then avg(deals.amount) else 0}
pay:
  fee: {kind: variable, amount: sum(deals.amount) * 1%}
"""
DEAL_ROWS = "ID;amount\n1;3000\n1;6000\n1;6000\n"


def test_rows_of_a_growing_table_come_on_at_their_pace() -> None:
    person = people_of(DEALS, "ID;plan\n1;31000\n", deals=DEAL_ROWS)[0]

    # 15 000 in 15 of 31 days, and 3 deals of 10.
    assert (kpi(person, "sold").forecast, kpi(person, "sold").due) == (Decimal(31_000), Decimal(15_000))
    assert (kpi(person, "made").forecast, kpi(person, "made").due) == (Decimal(6), Decimal("4.84"))
    assert (kpi(person, "mean").forecast, kpi(person, "mean").due) == (Decimal(5_000), None)
    assert (person.pay_forecast, person.pay_plan) == (Decimal(310), Decimal(310))


def test_rows_below_rows_that_grow_grow_once() -> None:
    scheme = DEALS.replace(
        "  deals: {grows: days, columns",
        "  clients: {key: client, grows: days, columns: {}}\n"
        "  deals: {of: clients, link: client, grows: days, columns",
    )
    clients = "client;ID\nA;1\nB;1\n"
    rows = "client;amount\nA;3000\nA;6000\nB;6000\n"

    person = people_of(scheme, "ID;plan\n1;31000\n", clients=clients, deals=rows)[0]

    assert kpi(person, "sold").forecast == Decimal(31_000)


def test_a_curve_says_what_is_due() -> None:
    scheme = SCHEME.replace("grows: working_days", "grows: {10: 20%, 20: 60%}")

    # Halfway between the 10th and the 20th: 40 %.
    sold = kpi(people_of(scheme, SHEET)[0], "sold")

    assert (sold.due, sold.forecast) == (Decimal(400_000), Decimal(1_125_000))


def test_each_fact_that_may_grow_must_be_declared() -> None:
    bare = SCHEME.replace(", grows: working_days", "").replace(", grows: never", "")
    checked = progress_of(bare, {"employees": SHEET})

    assert [
        (each.code, dict(each.params)["fact"], str(each.primary and each.primary.place).split(":", 1)[1])
        for each in checked.diagnostics
    ] == [
        ("KPI605", "sales", "8:5"),
        ("KPI605", "rating", "10:5"),
    ]


def test_rows_of_details_must_be_declared() -> None:
    assert codes_of(DEALS.replace("grows: days, ", ""), "ID;plan\n1;31000\n", deals=DEAL_ROWS) == ["KPI605"]


def test_in_a_table_that_is_all_there_its_columns_are_asked() -> None:
    scheme = DEALS.replace("grows: days, ", "grows: never, ")

    assert codes_of(scheme, "ID;plan\n1;31000\n", deals=DEAL_ROWS) == ["KPI605"]
    told = scheme.replace("{type: money, min: 0}}}", "{type: money, min: 0, grows: days}}}")
    assert kpi(people_of(told, "ID;plan\n1;31000\n", deals=DEAL_ROWS)[0], "sold").forecast == Decimal(31_000)


def test_before_the_first_working_day_there_is_no_pace() -> None:
    assert codes_of(SCHEME, SHEET, date(2026, 3, 1)) == ["KPI606"]


def test_a_day_of_another_month_gives_nobody() -> None:
    checked = progress_of(SCHEME, {"employees": SHEET}, date(2026, 4, 1))

    assert checked.value == Progress(MARCH, date(2026, 4, 1), (), ())


def test_a_blank_of_another_fact_is_refused_as_at_the_end() -> None:
    assert codes_of(SCHEME, SHEET.replace("450000", "")) == ["KPI451"]


def test_a_line_that_is_not_known_yet_is_named_and_left_out() -> None:
    scheme = SCHEME + "  gift: {kind: variable, amount: present, title: Present}\n"
    scheme = scheme.replace("    rating:", "    present: {type: money, grows: at_end}\n    rating:")
    sheet = "ID;plan;sales;calls;rating;grade;present\n1;1000000;450000;90;52;;\n"

    person = people_of(scheme, sheet)[0]

    assert (person.open_lines, person.pay_forecast) == (("Present",), Decimal(91_450))


def test_two_kpis_may_rest_on_one_fact_with_plans_of_their_own() -> None:
    scheme = SCHEME.replace("  called:", "  stretch: {plan: plan * 2, actual: sales}\n  called:")
    person = people_of(scheme, SHEET)[0]

    assert (kpi(person, "stretch").due, person.pay_plan) == (Decimal("857142.86"), Decimal(90_000))


def test_a_plan_that_rests_on_the_fact_itself_is_no_circle() -> None:
    scheme = SCHEME.replace("plan: plan, actual: sales", 'plan: "max(plan, sales)", actual: sales')

    assert people_of(scheme, SHEET)[0].pay_forecast == Decimal(90_700)


def test_facts_of_the_company_grow_for_everybody() -> None:
    scheme = SCHEME.replace(
        "  employees:", "  company: {turnover: {type: money, grows: days}}\n  employees:", 1
    )
    scheme = scheme.replace("  called:", "  firm: {plan: 62_000, actual: turnover}\n  called:")

    people = people_of(scheme, SHEET, company="turnover\n30000\n")

    assert [kpi(each, "firm").forecast for each in people] == [Decimal(62_000)] * 2


def test_rows_of_some_days_are_refused() -> None:
    scheme = SCHEME.replace(
        "  employees:\n",
        "  employees:\n   segments: {from: since, to: until, holes: allow}\n"
        "   columns:\n    since: date\n    until: date\n",
    )
    sheet = "ID;plan;sales;calls;rating;grade;since;until\n1;1000000;450000;90;52;;2026-03-01;2026-03-31\n"

    assert codes_of(scheme, sheet) == ["KPI607"]


@pytest.mark.parametrize("word", ["days", "working_days", "{5: 10%}"])
def test_nothing_is_left_a_day_when_the_plan_is_there(word: str) -> None:
    scheme = SCHEME.replace("grows: working_days", f"grows: {word}")

    assert kpi(people_of(scheme, SHEET.replace("450000", "1200000"))[0], "sold").needed == 0
