"""The sheets that take pay apart: every line with its formula, every KPI."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpicalc.i18n.sentence import phrase
from kpicalc.model.expr import Expr
from kpicalc.model.kind import Kind
from kpicalc.model.outline import LineKind
from kpicalc.model.result import Line
from kpicalc.report.book.cell_formulas import write_cell_formula
from kpicalc.report.book.month import PaidMonth
from kpicalc.report.book.sheets import BookCell, BookColumn, BookRow, BookSheet
from kpicalc.report.views.explanation import say_note
from kpicalc.report.views.plain_words import PlainWords, plain_words
from kpicalc.report.views.wording import word_program


def lines_sheet(month: PaidMonth) -> BookSheet:
    """Return every line of pay with its formula in words and in numbers."""
    say = month.say
    columns = (
        BookColumn(say("number"), width=12),
        BookColumn(say("name"), width=30),
        BookColumn(say("scheme"), width=24),
        BookColumn(say("line"), width=34),
        BookColumn(say("kind"), width=14),
        BookColumn(say("amount"), Kind.MONEY, 15),
        BookColumn(say("currency"), width=9),
        BookColumn(say("formula"), width=50),
        BookColumn(say("numbers"), width=40),
        BookColumn(say("remarks"), width=60),
    )
    return BookSheet(month.sheet_name("lines"), say("title.lines"), columns, _line_rows(month), fixed=2)


def _line_rows(month: PaidMonth) -> Iterator[BookRow]:
    plain: dict[int, PlainWords] = {}
    # A formula is the same node for everybody; kept here, it keeps its identity.
    said: dict[int, tuple[Expr, str]] = {}
    for settlement, row, (lines, total) in month.break_down():
        program = settlement.program
        if id(settlement) not in plain:
            plain[id(settlement)] = plain_words(program, word_program(program, month.language))
        words, person = plain[id(settlement)], month.person(settlement, row)
        first = month.row_of_lines(settlement, row) if month.formulas else None
        for line in filter(None if first else _concerns, lines):
            if id(line.expr) not in said:
                said[id(line.expr)] = (line.expr, words.say(line.expr))
            yield (
                person.number,
                person.name,
                program.title or program.scheme,
                words.title(line.name, line.label, None),
                words.wording.say(f"line.{line.kind}"),
                BookCell(
                    line.value,
                    line.value_kind,
                    program.currency,
                    formula=write_cell_formula(line, program.currency) if first else "",
                ),
                program.currency if line.kind.traits.money else None,
                said[id(line.expr)][1],
                words.say_in_numbers(line.expr, line.operands) if line.operands else None,
                "; ".join(_remarks(line, words)) or None,
            )
        yield (
            person.number,
            person.name,
            program.title or program.scheme,
            BookCell(words.wording.say("breakdown.total"), strong=True),
            None,
            BookCell(total, Kind.MONEY, program.currency, strong=True, formula=_sum_of(lines, first)),
            program.currency,
        )


def _concerns(line: Line) -> bool:
    """Say whether somebody has a line: what is paid of an earlier month is one of those who have some.

    Where cells hold formulas, these count on a row for each line.
    """
    return line.kind is not LineKind.RETRO or line.value != 0


def _sum_of(lines: Sequence[Line], first: int | None) -> str:
    """Return the formula of a total over the cells of its lines, which begin in a row; "" without one."""
    if first is None:
        return ""
    return "+".join(f"F{at}" for at, line in enumerate(lines, first) if line.kind.traits.money)


def _remarks(line: Line, words: PlainWords) -> Iterator[str]:
    for note in line.notes:
        yield say_note(note, Kind.MONEY, words.wording, lambda _, worked: words.say(worked.expr))
    if line.unstopped is not None:
        amount = words.wording.write(line.unstopped, Kind.MONEY)
        yield words.wording.say("breakdown.unstopped", amount=amount)
    if line.left is not None and line.left != 0:
        left = words.wording.write(line.left, Kind.MONEY)
        yield words.wording.say(f"breakdown.{line.kind.traits.leaves}", amount=left)


def kpis_sheet(month: PaidMonth) -> BookSheet:
    """Return the KPIs of every employee: plan, actual, attainment, weight, score, part of the index."""
    say = month.say
    figures = ("plan", "actual", "attainment", "weight", "score", "part")
    columns = (
        BookColumn(say("number"), width=12),
        BookColumn(say("name"), width=30),
        BookColumn(say("scheme"), width=24),
        BookColumn(say("kpi"), width=40),
        *(BookColumn(phrase(f"breakdown.{each}", month.language), Kind.RATIO, 14) for each in figures),
        BookColumn(say("goal"), width=24),
        BookColumn(say("owner"), width=28),
    )
    return BookSheet(month.sheet_name("kpis"), say("title.kpis"), columns, _kpi_rows(month), fixed=2)


def _kpi_rows(month: PaidMonth) -> Iterator[BookRow]:
    for settlement, row in month.places:
        person, program = month.person(settlement, row), settlement.program
        for kpi in month.kpis(settlement):
            plan, actual, attainment, weight, score, part = kpi.figures(row)
            yield (
                person.number,
                person.name,
                program.title or program.scheme,
                kpi.label,
                BookCell(plan, kpi.plan_kind, program.currency),
                BookCell(actual, kpi.actual_kind, program.currency),
                attainment,
                weight,
                BookCell(score, kpi.score_kind),
                BookCell(part, kpi.score_kind),
                kpi.goal or None,
                kpi.owner or None,
            )
