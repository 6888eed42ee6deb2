"""Runs made by chance over the small program: what its people are paid, and what is told of the reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from kpicalc import api
from kpicalc.cli.in_order import take_lines_apart, trace_pay, write_apart
from kpicalc.i18n.catalogue import Language
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.facts import LeftOut, SheetReceipt
from kpicalc.model.fault import Value
from kpicalc.model.kind import Kind
from kpicalc.model.month import CarriedAmount
from kpicalc.model.outline import KpiOutline, LineKind, StopRule
from kpicalc.model.period import Period
from kpicalc.model.program import Program
from kpicalc.model.result import LineTotal, Run, Settlement
from kpicalc.report.book import month, statement_sheet
from kpicalc.report.book.make_book import make_book
from kpicalc.report.book.month import PaidMonth
from kpicalc.report.formats import CsvDialect
from kpicalc.report.views.amount_pictures import draw_spread
from kpicalc.report.views.breakdown import show_person
from kpicalc.report.views.pay_page import show_pay_page
from kpicalc.report.views.pay_rows import list_pay, show_pay_table
from kpicalc.report.views.summary import show_summary
from kpicalc.report.writers.run_json import write_run
from kpicalc.report.writers.to_csv import write_statement
from tests.report.made_records import Maker
from tests.report.program_sample import FAULT, PROGRAM, D
from tests.report.run_sample import HEAD_PROGRAM, RECEIPT, frame, settlement

_MONEY = ("0.00", "0.00", "1.00", "-1.00", "1234.56", "99999.99", "50000.00", "80000.00", "?")
_RATIOS = ("0", "0.5", "0.9462", "1", "1.2")
_LABELS = ("", "Иванов Иван", "Петрова Анна", "=Сидоров", "003")


def make_run(maker: Maker) -> Run:
    """Make a run of one or two schemes, now and then in two currencies."""
    programs = (PROGRAM, replace(HEAD_PROGRAM, currency=maker.chance.choice(("RUB", "USD", "JPY"))))
    settled = [_settle(maker, each) for each in programs[: maker.chance.randint(1, 2)]]
    totals = tuple(
        maker.make_fields(LineTotal, scheme=each.program.scheme, line=line)
        for each in settled
        for line in (*(line.name for line in each.program.pay_lines), "")
        if not line or maker.chance.random() < 0.8
    )
    return Run(
        maker.make(Period),
        tuple(settled),
        totals,
        maker.make(tuple[Diagnostic, ...]),
        maker.several(LeftOut),
        maker.several(CarriedAmount),
    )


def _settle(maker: Maker, program: Program) -> Settlement:
    kinds = (LineKind.FIXED, LineKind.VARIABLE, LineKind.DEDUCTION, LineKind.PRIZE, LineKind.ADJUSTMENT)
    lines = tuple(
        replace(line, kind=maker.chance.choice(kinds)) if line.kind.traits.money else line
        for line in program.pay_lines
    )
    count = maker.chance.choice((0, 1, 2, 2, 5))
    keys = [f"{at:03}" for at in maker.chance.sample(range(9), count)]
    if maker.chance.random() < 0.2:
        # Of some people there are several rows.
        keys = [keys[at // 2] for at in range(count)]
    people = frame(keys, [maker.chance.choice(_LABELS) for _ in keys], [at + 5 for at in range(count)])
    columns = {each.name: [_fill(maker, each.kind) for _ in keys] for each in program.variables()}
    factors = tuple(replace(each, rules=(StopRule("взыскание", "прайс"),)) for each in program.factors)
    told = replace(program, pay_lines=lines, kpis=_outline(maker, program), factors=factors)
    made = settlement(told, people, columns)
    held = {row: FAULT for row in made.unpaid if maker.make(bool)}
    receipts = (*maker.several(SheetReceipt), maker.chance.choice((RECEIPT, replace(RECEIPT, roles=()))))
    shown = maker.chance.choice([None, None, tuple(range(0, count, 2))])
    return replace(made, facts=replace(made.facts, receipts=receipts), held=held, shown=shown)


def _outline(maker: Maker, program: Program) -> tuple[KpiOutline, ...]:
    """Return the KPIs with figures that the program has, or without some of them."""
    kinds = ("weight", "plan", "actual", "attainment", "score", "part")
    names = ("index", "D", "выручка.attainment", "оклад", "")
    made: list[dict[str, Any]] = [{name: maker.chance.choice(names) for name in kinds} for _ in program.kpis]
    return tuple(replace(each, **figures) for each, figures in zip(program.kpis, made, strict=True))


def _fill(maker: Maker, kind: Kind) -> Value:
    if kind is Kind.FLAG:
        return maker.chance.random() < 0.5
    written = maker.chance.choice(_MONEY if kind is Kind.MONEY else _RATIOS)
    return FAULT if written == "?" else D(written)


def tell_book(run: Run, language: Language, *, formulas: bool) -> Any:
    """Return the workbook of a run before it is written."""
    places = api.employee_rows(run)
    options = (("--period", "2026-03"),)
    return make_book(PaidMonth(run, places, lambda: take_lines_apart(places), language, options, formulas))


def tell_short_sheet(run: Run, language: Language, most: int) -> Any:
    """Return the statement with formulas, where a sheet holds few rows."""
    places = api.employee_rows(run)
    made = PaidMonth(run, places, lambda: take_lines_apart(places), language, formulas=True)
    with pytest.MonkeyPatch.context() as patch:
        for module in (month, statement_sheet):
            patch.setattr(module, "MOST_ROWS", most)
        sheet = statement_sheet.statement_sheet(made, "RUB")
        return sheet.columns, tuple(sheet.rows), sheet.sums


def tell_statement(run: Run, dialect: CsvDialect) -> Iterator[bytes]:
    """Yield the statement as text."""
    return write_statement(run, api.employee_rows(run), dialect)


def tell_run(run: Run) -> Iterator[bytes]:
    """Yield the document of a run."""
    return write_run(run, write_apart(api.employee_rows(run)))


def tell_table(run: Run, language: Language) -> Any:
    """Return the table of pay."""
    return show_pay_table(run, tuple(list_pay(api.employee_rows(run))), language)


def tell_page(run: Run, language: Language) -> Any:
    """Return the page of pay."""
    places = api.employee_rows(run)
    people = ((row, *each) for row, each in zip(list_pay(places), trace_pay(places), strict=True))
    return show_pay_page(run, people, places, (), language)


def tell_person(run: Run, language: Language) -> Any:
    """Return what several rows of one person come to, as if all people were one."""
    places = api.employee_rows(run)
    return show_person(places, language) if places else None


RUN_TELLERS = (
    tell_book,
    tell_short_sheet,
    tell_statement,
    tell_run,
    tell_table,
    tell_page,
    tell_person,
    draw_spread,
    show_summary,
)
