"""Remarks of an explanation: the band, branch, rule or rounding that was taken."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date
from decimal import Decimal

from kpicalc.engine.lens import Lens
from kpicalc.engine.tables import Found, OutsideBandsError, cell_at, finder, line_around, slices_of
from kpicalc.formula.function import CALENDAR, Function, Stepping
from kpicalc.formula.functions import FUNCTIONS
from kpicalc.formula.functions.days import exceptions_between
from kpicalc.formula.printer import print_formula, print_stretch
from kpicalc.model.expr import Call, Compare, Expr, If, Lookup, Number, OverRows
from kpicalc.model.kind import Kind
from kpicalc.model.money import COUNTING
from kpicalc.model.program import Outside, Table, TableMode
from kpicalc.model.result import Note
from kpicalc.model.source import Span


def note(key: str, **params: object) -> Note:
    """Make a remark; its sentence is chosen by `key` at the edge."""
    return Note(key, tuple(sorted(params.items())))


def note_of_money(key: str, **params: object) -> Note:
    """Make a remark whose figures are amounts of money."""
    return Note(key, tuple(sorted(params.items())), Kind.MONEY)


def notes_of_formula(lens: Lens, expr: Expr) -> Iterator[Note]:
    """Yield what the formula decided at a row: each branch taken, each rounding that changed the value."""
    if isinstance(expr, OverRows):
        return  # what is inside belongs to other rows
    if isinstance(expr, If) and not _asks_on(lens, expr):
        yield from _branch(lens, expr)
    if isinstance(expr, Call) and expr.function in FUNCTIONS:
        yield from _notes_of_call(lens, expr, FUNCTIONS[expr.function])
    for part in lens.deciding_parts(expr):
        if not isinstance(part, Lookup):
            yield from notes_of_formula(lens, part)


def _branch(lens: Lens, choice: If) -> Iterator[Note]:
    """Tell which branch is taken: none where the condition cannot be computed."""
    asked = lens.value(choice.condition)
    if isinstance(asked, bool):
        taken = "branch_then" if asked else "branch_else"
        yield note(taken, condition=print_formula(choice.condition, home=lens.grain))


def _asks_on(lens: Lens, choice: If) -> bool:
    """Say whether the branch taken asks for the same thing again: only the value found is told."""
    match choice:
        case If(
            condition=Compare(sign="=", left=asked), otherwise=If(condition=Compare(sign="=", left=again))
        ):
            return asked == again and choice.otherwise is lens.branch(choice)
        case _:
            return False


def notes_of_lookup(lens: Lens, lookup: Lookup) -> Iterator[Note]:
    """Yield what a table did with the asked value: the band, the slices, the line between two points."""
    table = lens.world.program.tables[lookup.table]
    if table.columns is None or lookup.base is None:
        found = yield from _find(lens, table, lookup.axis)
        if found is not None:
            yield from _inside(table, found)
    else:
        row = yield from _find(lens, table, lookup.axis)
        column = yield from _find(lens, table.columns, lookup.base)
        if row is not None and column is not None:
            yield from _cell(table, table.columns, row, column)


def _find(lens: Lens, table: Table, asked: Expr) -> Generator[Note, None, Found | None]:
    """Tell how a value was rounded and whether it is outside; return its band, None where it has none."""
    axis = lens.value(asked)
    if not isinstance(axis, Decimal | date):
        return None
    counted = COUNTING.plus(axis) if isinstance(axis, Decimal) else axis
    try:
        found = finder(table)(counted, axis)
    except OutsideBandsError:
        return None
    if isinstance(axis, Decimal) and found.asked != axis:
        yield note("snapped", **{"from": _shown(table, axis), "to": _shown(table, found.asked)})
    yield from _outside(table, found)
    return found


def _cell(table: Table, columns: Table, row: Found, column: Found) -> Iterator[Note]:
    if Outside.ZERO not in {row.outside, column.outside}:
        yield note(
            "cell",
            table=table.name,
            row=band_text(table, row.position),
            column=band_text(columns, column.position),
            value=_value(table, cell_at(table, row, column)),
        )


def _notes_of_call(lens: Lens, call: Call, function: Function) -> Iterator[Note]:
    if function.stepping is not None and function.stepping.has_mode:
        yield from _rounding(lens, call, function.stepping)
    if CALENDAR in function.parameters:
        yield from _exceptional_days(lens, call)


def _rounding(lens: Lens, call: Call, stepping: Stepping) -> Iterator[Note]:
    before, after = lens.value(call.arguments[0]), lens.value(call)
    if before != after and isinstance(before, Decimal):
        step, mode = lens.value(stepping.step(call)), lens.value(stepping.mode(call))
        yield note("rounded", **{"from": before, "to": after, "step": step, "mode": mode})


def _exceptional_days(lens: Lens, call: Call) -> Iterator[Note]:
    """Yield the holidays and the worked weekends among the days of a count of working days."""
    start, end, *stretch, calendar = [lens.value(each) for each in call.arguments]
    days = [each for each in (start, end, *stretch) if isinstance(each, date)]
    if len(days) < len(call.arguments) - 1 or not isinstance(calendar, str):
        return
    first, last = max(days[::2]), min(days[1::2])
    off, worked = exceptions_between(first, last, calendar)
    if off:
        yield note("days_off", days=", ".join(off))
    if worked:
        yield note("days_worked", days=", ".join(worked))


def _outside(table: Table, found: Found) -> Iterator[Note]:
    if found.outside in {Outside.ZERO, Outside.FIRST}:
        yield note("below_bands", table=table.name, value=_shown(table, found.asked))
    elif found.outside is not None:
        yield note("beyond_bands", table=table.name, value=_shown(table, found.asked))


def _inside(table: Table, found: Found) -> Iterator[Note]:
    if found.outside is Outside.ZERO:
        return
    match table.mode:
        case TableMode.MARGINAL:
            for each in slices_of(table, found):
                ends = {"from": _shown(table, each.start), "to": _shown(table, each.end)}
                amount = each.end - each.start
                yield note("slice", **ends, amount=amount, rate=_value(table, each.rate), pay=each.pay)
        case TableMode.INTERPOLATE if (
            found.outside is not Outside.FIRST and found.outside is not Outside.LAST
        ):
            left, right = line_around(table, found)
            yield note(
                "interpolated",
                left=_point(table, left),
                right=_point(table, right),
                at=_shown(table, found.asked),
            )
        case _:
            band = table.bands[found.position]
            yield note(
                "band",
                table=table.name,
                band=band_text(table, found.position),
                value=_value(table, band.value),
            )


def band_text(table: Table, position: int) -> str:
    """Return a band as text: `80% <= x < 100%`."""
    band = table.bands[position]
    last = position == len(table.bands) - 1
    after = None if last else table.bands[position + 1]
    upper, included = band.upper, band.upper_included
    if after is not None and after.lower is not None:
        upper, included = after.lower, after.after
    low, high = ("" if end is None else _shown(table, end) for end in (band.lower, upper))
    return print_stretch(low, high, low_open=band.after, high_open=not included)


def _point(table: Table, point: tuple[Decimal, Decimal]) -> str:
    return f"{_shown(table, point[0])} → {_value(table, point[1])}"


def _shown(table: Table, value: Decimal) -> str:
    if table.axis_kind is Kind.DATE:
        return date.fromordinal(int(value)).isoformat()
    return _number(value, table.axis_kind, table.span)


def _value(table: Table, value: Decimal) -> str:
    return _number(value, table.value_kind, table.span)


def _number(value: Decimal, kind: Kind, span: Span) -> str:
    return print_formula(Number(value, kind is Kind.RATIO, span))
