"""The reports, letter for letter, at 80 columns and stacked on a narrow screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kpicalc.i18n.catalogue import Language
from kpicalc.model.expr import Reference, Text
from kpicalc.model.fault import Value
from kpicalc.model.outline import LineKind
from kpicalc.model.result import Segment
from kpicalc.model.what_if import PaidPerson, Simulation, TornadoBar
from kpicalc.report.document import Document, TableBlock
from kpicalc.report.views.breakdown import show_breakdown, show_days
from kpicalc.report.views.explanation import show_explanation
from kpicalc.report.views.receipt import SheetRead, list_rows, show_receipt_briefly, show_receipt_in_full
from kpicalc.report.views.simulation import show_simulation
from kpicalc.report.views.summary import show_summary
from kpicalc.report.views.wording import name_employee, title_value, word_program
from tests.report.breakdown_sample import BREAKDOWN, EXPLANATION, UNPAID
from tests.report.closed_sample import show_book
from tests.report.golden_files import draw, golden
from tests.report.program_sample import FAULT, PERIOD, PROGRAM, SPAN, D, own, times
from tests.report.run_sample import ONE_SCHEME, RECEIPT, RUN, SELLERS

RU, EN = Language.RU, Language.EN


def reports(language: Language) -> dict[str, Document]:
    """Return every report of the small run by name."""
    wording = word_program(PROGRAM, language)
    return {
        "breakdown": show_breakdown(BREAKDOWN, PERIOD, wording),
        "unpaid": show_breakdown(UNPAID, PERIOD, wording),
        "summary": show_summary(RUN, language),
        "receipt": show_receipt_in_full((SheetRead(RECEIPT),), language),
        "brief_receipt": show_receipt_briefly((SheetRead(RECEIPT),), language),
        "explanation": show_explanation("001 · Иванов", EXPLANATION, wording, "employees"),
        "book": show_book(language),
    }


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "name", ["breakdown", "unpaid", "summary", "receipt", "brief_receipt", "explanation", "book"]
)
def test_a_report_at_80_columns(name: str, language: Language) -> None:
    assert golden(f"{name}.{language}") == draw(reports(language)[name])


def test_a_breakdown_on_a_narrow_screen_is_stacked() -> None:
    assert golden("breakdown.narrow") == draw(reports(EN)["breakdown"], 40)


def test_no_sum_is_cut_on_any_screen() -> None:
    whole = draw(reports(RU)["breakdown"], None)

    for width in range(1, 130):
        drawn = draw(reports(RU)["breakdown"], width)
        for figure in ("1\u00a0000\u00a0000,00\u00a0₽", "69\u00a0428,05\u00a0₽", "−500,00\u00a0₽"):
            assert drawn.count(figure) == whole.count(figure)


def test_one_scheme_needs_no_sum_of_all() -> None:
    assert "Все схемы" not in draw(show_summary(ONE_SCHEME, RU))


def test_a_limit_that_does_not_bite_is_not_summed() -> None:
    idle = replace(ONE_SCHEME.totals[2], amount=D("0.00"))

    assert "Предел итога" in draw(show_summary(ONE_SCHEME, RU))
    assert "Предел итога" not in draw(show_summary(replace(ONE_SCHEME, totals=(idle,)), RU))


def test_many_unpaid_are_counted() -> None:
    frame = replace(SELLERS.facts.frames["employees"], keys=["1"] * 60, labels=[""] * 60)
    facts = replace(SELLERS.facts, frames={"employees": frame})
    run = replace(ONE_SCHEME, settlements=(replace(SELLERS, facts=facts, unpaid=tuple(range(60))),))

    assert draw(show_summary(run, RU), None).endswith(", 1 … +10\n")


def test_a_clean_receipt_has_no_remarks() -> None:
    clean = replace(RECEIPT, skipped=(), roles=(), hidden_rows=(), columns=RECEIPT.columns[3:])

    assert draw(show_receipt_briefly((SheetRead(clean),), EN)) == "Read\nmarch.xlsx!Март: 2 rows\n"
    assert "Left out" not in draw(show_receipt_in_full((SheetRead(clean),), EN))


def test_a_long_list_of_rows_is_cut() -> None:
    assert list_rows(range(1, 30, 2)) == "1, 3, 5, 7, 9, 11, 13, 15 …"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (D(-5), "(−5) × (−5)"),
        (True, "yes × yes"),
        ("РКО", '"РКО" × "РКО"'),
        (date(2026, 3, 1), "2026-03-01 × 2026-03-01"),
        (FAULT, "(not computed) × (not computed)"),
    ],
)
def test_values_put_into_a_formula(value: Value, expected: str) -> None:
    wording = word_program(PROGRAM, EN)
    name = own("план")

    assert expected == wording.formula_in_numbers(times(name, name), {name: value}, "employees")


def test_what_has_no_value_stays_as_written() -> None:
    expr = times(own("x"), Text("т", SPAN))

    assert word_program(PROGRAM, EN).formula_in_numbers(expr, {}, "employees") == 'x × "т"'


@pytest.mark.parametrize(
    ("name", "label", "expected"),
    [
        ("bonus", "Премия", "Премия"),
        ("official_salary", "", "Недоработанная часть мягкого оклада"),
        ("limits.премии", "", "Предел группы «премии»"),
        ("limits.фонд.claims", "", "Фонд `фонд`: всего до сокращения"),
        ("limits.фонд.max", "", "Фонд `фонд`"),
        ("total", "", "Итого"),
        ("index", "", "Индекс KPI"),
        ("К3", "", "К3"),
        ("премия.carried", "", "переносится: премия"),
        ("limits.премии.carried", "", "переносится: Предел группы «премии»"),
        ("period.working_days", "", "Рабочих дней в периоде"),
    ],
)
def test_titles(name: str, label: str, expected: str) -> None:
    assert expected == title_value(name, label, RU)


def test_an_employee_without_a_name() -> None:
    assert [name_employee("7", label) for label in ("", "7", "Ян")] == ["7", "7", "7 · Ян"]


def test_what_a_line_leaves_for_later_is_shown() -> None:
    bonus = BREAKDOWN.lines[1]
    carried = replace(BREAKDOWN, lines=(replace(bonus, left=D("300.00")),))
    debt = replace(BREAKDOWN, lines=(replace(bonus, kind=LineKind.DRAW, left=D("300.00")),))
    nothing = replace(BREAKDOWN, lines=(replace(bonus, left=D("0.00")),))
    shown = [
        draw(show_breakdown(each, PERIOD, word_program(PROGRAM, EN))) for each in (carried, debt, nothing)
    ]

    assert "carried over to later periods: 300.00" in shown[0].replace("\u00a0", " ")
    assert "debt after the period: 300.00" in shown[1].replace("\u00a0", " ")
    assert "later periods" not in shown[2]


def test_a_calendar_is_said_by_its_name() -> None:
    calendar = Reference("company", "period.calendar", SPAN)

    assert word_program(PROGRAM, EN).formula_in_numbers(calendar, {calendar: "12345"}, "employees") == (
        "period.calendar"
    )


@pytest.mark.parametrize(("first", "last", "told"), [(1, 31, False), (2, 31, True), (1, 30, True)])
def test_days_are_told_where_they_are_not_all_of_the_period(first: int, last: int, *, told: bool) -> None:
    part = replace(BREAKDOWN, segment=Segment(date(2026, 3, first), date(2026, 3, last)))
    assert [*show_days(part, PERIOD, word_program(PROGRAM, Language.RU))] == (
        [("Дни", f"{first:02}.03.2026 – {last}.03.2026")] * told
    )


def test_a_fact_that_leaves_its_range_or_leaves_people_unpaid_is_told_beside_its_bar() -> None:
    bars = [TornadoBar("sales", "calls", D(90), D(110), *counts) for counts in ((0, 0), (2, 0), (2, 3))]
    people = (PaidPerson("1", "Ann", "sales", D(100)),)
    simulation = Simulation(PERIOD, "USD", people, tornado=D("0.1"), bars=tuple(bars))

    tables = [
        block
        for part in show_simulation(simulation, EN)
        if isinstance(part, Document)
        for block in part.blocks
        if isinstance(block, TableBlock)
    ]
    outside, unpaid = "outside the declared range: 2 times", "cannot be paid and counts as now: 3 employees"
    assert [row.details for row in tables[-1].rows] == [(), (outside,), (outside, unpaid)]
