"""The sheets of pay lines: each amount, and where a spreadsheet gives the same, a live formula."""

from __future__ import annotations

import decimal
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal, localcontext

from kpicalc.formula.functions import FUNCTIONS
from kpicalc.i18n.format import minor_digits
from kpicalc.i18n.sentence import phrase
from kpicalc.model.expr import (
    Aggregate,
    Binary,
    Call,
    Expr,
    Lookup,
    Number,
    Operand,
    Reference,
    Unary,
    Window,
)
from kpicalc.model.fault import Value
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, ONE, ZERO, Rounding, round_to_step
from kpicalc.model.outline import LineKind
from kpicalc.model.result import Line
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
                program.title,
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
            program.title,
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
                program.title,
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


# As many digits as a cell keeps.
_CELL = decimal.Context(prec=15, rounding=decimal.ROUND_HALF_EVEN, Emin=-99, Emax=99, traps=[])
_LONGEST = 8000

# A part of a formula as it is written, and what it comes to.
_Part = tuple[str, Decimal]


def write_cell_formula(line: Line, currency: str) -> str:
    """Return what makes the amount of a line out of figures, without `=`; "" where that is not certain.

    What stands behind the figures (tables, rows, lines) is in it with its value. A bare figure has none.
    """
    if not isinstance(line.value, Decimal) or isinstance(line.expr, Number | Operand):
        return ""
    with localcontext(CONTEXT):
        part = _write(line.expr, line.operands)
        if part is None or len(part[0]) > _LONGEST:
            return ""
        text, value = part
        digits = minor_digits(currency)
        rounded = round_to_step(value, Rounding(ONE.scaleb(-digits)))
        return f"ROUND({text},{digits})" if rounded == line.value else ""


def _write(expr: Expr, operands: Mapping[Operand, Value]) -> _Part | None:
    match expr:
        case Number(value=value):
            return _constant(value)
        case Unary(sign="-", operand=operand):
            part = _write(operand, operands)
            return None if part is None else (f"(-{part[0]})", -part[1])
        case Binary():
            return _write_binary(expr, operands)
        case Call(function=function, arguments=arguments) if _name_in_cells(function):
            parts = [_write(each, operands) for each in arguments]
            return _call(function, [each for each in parts if each is not None]) if all(parts) else None
        case Reference() | Lookup() | Aggregate() | Window():
            known = operands.get(expr)
            return _constant(known) if isinstance(known, Decimal) else None
        case _:
            return None


def _write_binary(expr: Binary, operands: Mapping[Operand, Value]) -> _Part | None:
    left, right = _write(expr.left, operands), _write(expr.right, operands)
    if left is None or right is None or (expr.sign == "/" and right[1] == ZERO):
        return None
    first, second = left[1], right[1]
    match expr.sign:
        case "+":
            value = first + second
        case "-":
            value = first - second
        case "*":
            value = first * second
        case _:
            value = first / second
    return f"({left[0]}{expr.sign}{right[0]})", value


def _call(function: str, parts: list[_Part]) -> _Part:
    values = [value for _, value in parts]
    found = FUNCTIONS[function].meaning(*values)
    text = f"{_name_in_cells(function)}({','.join(text for text, _ in parts)})"
    assert isinstance(found, Decimal)  # noqa: S101 - it is one of the values
    return text, found


def _name_in_cells(function: str) -> str:
    """Return how a spreadsheet calls the function that chooses among values, "" for another one."""
    branching = FUNCTIONS[function].branching
    if branching is None:
        return ""
    return "ABS" if branching.by_sign else {1: "MAX", -1: "MIN"}.get(branching.side, "")


def _constant(value: Decimal) -> _Part:
    """Write a figure with as many digits as a cell keeps; what is lost shows in the amount, or not at all."""
    kept = _CELL.plus(value)
    return f"{kept:f}", kept
