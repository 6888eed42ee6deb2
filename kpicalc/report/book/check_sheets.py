"""The sheet of checks: what was read, control totals in and out, exceptions; and the record of the run."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kpicalc import __version__
from kpicalc.i18n.format import format_money, format_period
from kpicalc.i18n.sentence import phrase, sentence
from kpicalc.model.facts import ColumnRead
from kpicalc.model.kind import Kind
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.source import CellRef
from kpicalc.report.book.month import PaidMonth
from kpicalc.report.book.sheets import BookCell, BookColumn, BookRow, BookSheet
from kpicalc.report.views.pay_rows import list_pay
from kpicalc.report.views.receipt import join_receipts, list_rows


def checks_sheet(month: PaidMonth) -> BookSheet:
    """Return what was read and left out, whether totals agree, and every exception."""
    say = month.say
    columns = (
        BookColumn(say("check"), width=26),
        BookColumn(say("what"), width=60),
        BookColumn(say("place"), width=40),
        BookColumn(say("found"), Kind.NUMBER, 18),
        BookColumn(say("expected"), Kind.NUMBER, 18),
        BookColumn(say("verdict"), width=30),
    )
    checks: list[BookRow] = []
    checks += _totals_out(month)
    checks += _exceptions(month)
    checks += _problems(month)
    checks += _totals_in(month)
    checks += _left_out(month)
    return BookSheet(month.sheet_name("checks"), say("title.checks"), columns, tuple(checks))


def _totals_out(month: PaidMonth) -> Iterator[BookRow]:
    """Yield whether the lines of each scheme add up to its total, and everybody is paid or named."""
    say = month.say
    for settlement in month.run.settlements:
        program = settlement.program
        own = [each for each in month.run.totals if each.scheme == program.scheme]
        lines = sum((each.amount for each in own if each.line), Decimal(0))
        total = next(each for each in own if not each.line)
        called = program.title
        yield (
            say("check.total"),
            called,
            None,
            BookCell(lines, Kind.MONEY, program.currency),
            BookCell(total.amount, Kind.MONEY, program.currency),
            _verdict(month, agrees=lines == total.amount),
        )
        read, counted = len(settlement.rows), total.employees + len(settlement.unpaid)
        agrees = read == counted
        yield (
            say("check.people"),
            called,
            None,
            Decimal(counted),
            Decimal(read),
            _verdict(month, agrees=agrees),
        )


def _exceptions(month: PaidMonth) -> Iterator[BookRow]:
    """Yield who needs a look, and names that several people bear."""
    names: dict[str, set[str]] = {}
    for row in list_pay(month.places):
        names.setdefault(row.label, set()).add(row.employee)
        place = row.settlement.facts.frames[EMPLOYEES].row_read(row.row)
        for mark in row.marks:
            yield (
                phrase(f"pay_mark.{mark}", month.language),
                f"{row.employee} {row.label}".strip(),
                str(place),
                BookCell(row.total, Kind.MONEY, row.currency),
                None,
                month.say("verdict.look"),
            )
    for name, numbers in names.items():
        if name and len(numbers) > 1:
            listed = f"{name}: {', '.join(sorted(numbers))}"
            count = Decimal(len(numbers))
            yield month.say("check.namesakes"), listed, None, count, None, month.say("verdict.look")


def _problems(month: PaidMonth) -> Iterator[BookRow]:
    """Yield the problems of the run: people without a scheme, doubled, missing, cells that were refused."""
    for problem in month.run.diagnostics:
        yield (
            f"{phrase(f'severity.{problem.severity}', month.language)} {problem.code}",
            sentence(problem, month.language),
            None if problem.primary is None else str(problem.primary.place),
            None,
            None,
            month.say("verdict.look"),
        )


def _totals_in(month: PaidMonth) -> Iterator[BookRow]:
    """Yield the rows and the control sums of each sheet, beside the total that the sheet prints."""
    say = month.say
    titles = {each.program.scheme: each.program.title for each in month.run.settlements}
    run = month.run.settlements
    for sheet in join_receipts((each.program.scheme, one) for each in run for one in each.facts.receipts):
        receipt = sheet.receipt
        place = str(CellRef(receipt.file, receipt.sheet))
        yield say("check.rows"), None, place, Decimal(receipt.rows_read), None, None
        for scheme, rows in sheet.schemes:
            yield say("check.rows_of_scheme"), titles[scheme], place, Decimal(rows), None, None
        for skipped in receipt.skipped:
            reason = phrase(f"skipped.{skipped.reason}", month.language)
            yield (
                say("check.skipped"),
                f"{reason}: {list_rows(skipped.rows)}",
                place,
                Decimal(len(skipped.rows)),
                None,
                None,
            )
        yield from (_total_in(month, each, place) for each in receipt.columns if each.total is not None)


def _total_in(month: PaidMonth, column: ColumnRead, place: str) -> BookRow:
    """Tell a control sum beside the total that the sheet prints; one that differs is a problem."""
    printed, verdict = column.printed_total, None
    if printed is not None:
        verdict = month.say("verdict.agrees" if printed == column.total else "verdict.with_rest")
    return month.say("check.sum"), column.heading, place, column.total, printed, verdict


def _left_out(month: PaidMonth) -> Iterator[BookRow]:
    for each in month.run.left_out:
        said = phrase(f"left_out.{each.reason}", month.language, place=str(each.place))
        yield month.say("check.left_out"), said, str(each.place), None, None, None


def _verdict(month: PaidMonth, *, agrees: bool) -> str:
    return month.say("verdict.agrees" if agrees else "verdict.differs")


def record_sheet(month: PaidMonth) -> BookSheet:
    """Return by what the month was computed: program, options, schemes, facts; and what it came to."""
    columns = (BookColumn(month.say("record"), width=34), BookColumn(month.say("value"), width=90))
    return BookSheet(month.sheet_name("record"), month.say("title.record"), columns, tuple(_record(month)))


def _record(month: PaidMonth) -> Iterator[BookRow]:
    say, run = month.say, month.run
    yield say("record.program"), f"kpicalc {__version__}"
    yield say("record.period"), format_period(run.period, month.language)
    yield from ((say("record.option", name=name), value) for name, value in month.options)
    for settlement in run.settlements:
        program = settlement.program
        file = program.grains["company"].span.file
        yield say("record.scheme"), f"{program.title} ({program.scheme}, {file})"
        yield say("record.scheme_digest"), program.digest
        yield say("record.facts_digest"), settlement.facts.digest
    receipts = list(
        dict.fromkeys(each for settlement in run.settlements for each in settlement.facts.receipts)
    )
    for name, digest in dict.fromkeys((each.file, each.sha256) for each in receipts):
        yield say("record.file", file=name), digest
    titles = {each.program.scheme: each.program.title for each in run.settlements}
    yield say("record.people"), f"{len(month.places)}"
    for total in run.totals:
        if not total.line:
            currency = next(
                each.program.currency for each in run.settlements if each.program.scheme == total.scheme
            )
            yield (
                say("record.total", scheme=titles[total.scheme]),
                format_money(total.amount, currency, month.language),
            )
