"""Functions and tables of the second evaluator, written from the language's description."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from kpicalc.formula.rewrite import NO_ANSWER
from kpicalc.model.program import Band, Outside, Table, TableMode
from tests.properties.figures import (
    Exact,
    Figure,
    Outcome,
    Trouble,
    compare,
    figure_of,
    round_figure,
    trouble,
)

ONE = figure_of(1)


def call_function(name: str, arguments: Sequence[Any]) -> Outcome:
    """Call a function with values that are all there."""
    return _FUNCTIONS[name](*arguments)


def ask_table(table: Table, axis: Figure, base: Figure | None) -> Figure | Trouble:
    """Ask a table; a slab table takes a base, a matrix the column."""
    if table.columns is not None and base is not None:
        return _cell(table, axis, base)
    asked = axis
    if table.snap is not None:
        snapped = round_figure(axis, figure_of(table.snap.step), table.snap.mode.value)
        assert isinstance(snapped, Figure)
        asked = snapped
    bands = [band for band in table.bands if _begins_at_or_before(band, asked)]
    outside = _outside(table, bands, asked)
    if outside is Outside.ERROR:
        return trouble("KPI503")
    if outside is Outside.ZERO:
        return figure_of(0)
    return _answer(table, len(bands) or 1, (asked, axis if base is None else base), outside)


def _cell(table: Table, row: Figure, column: Figure) -> Figure | Trouble:
    """Ask each axis for its place."""
    assert table.columns is not None
    rows = replace(table, mode=TableMode.LOOKUP, columns=None)
    places = [ask_table(rows, row, None), ask_table(table.columns, column, None)]
    troubles = [each for each in places if isinstance(each, Trouble)]
    if troubles:
        return troubles[0]
    first, second = (int(each.value) for each in places if isinstance(each, Figure))
    return figure_of(table.cells[first][second])


def _begins_at_or_before(band: Band, asked: Figure) -> bool:
    if band.lower is None:
        return True
    return compare(">" if band.after else ">=", asked, figure_of(band.lower))


def _outside(table: Table, bands: list[Band], asked: Figure) -> Outside | None:
    """Say how the table treats a value below its first band or above its last."""
    if not bands:
        return table.below
    last = table.bands[-1]
    if len(bands) < len(table.bands):
        return None
    if table.mode is TableMode.INTERPOLATE:
        assert last.lower is not None
        return table.beyond if compare(">", asked, figure_of(last.lower)) else None
    if last.upper is None:
        return None
    inside = compare("<=" if last.upper_included else "<", asked, figure_of(last.upper))
    return None if inside else table.beyond


def _answer(table: Table, reached: int, numbers: tuple[Figure, Figure], outside: Outside | None) -> Figure:
    asked, base = numbers
    value = figure_of(table.bands[reached - 1].value)
    match table.mode:
        case TableMode.LOOKUP:
            return value
        case TableMode.SLAB:
            return Figure(value.value * base.value)
        case TableMode.MARGINAL:
            return _slices(table, reached, asked)
    if outside in {Outside.FIRST, Outside.LAST} or len(table.bands) == 1:
        return value
    return _line(table, min(reached, len(table.bands) - 1), asked)


def _slices(table: Table, reached: int, asked: Figure) -> Figure:
    """Pay each slice at its own rate; what lies below the first band is a slice that is taken off."""
    bounds = [Fraction(band.lower or 0) for band in table.bands[:reached]] + [asked.value]
    rates = [Fraction(band.value) for band in table.bands]
    paid = sum((bounds[at + 1] - bounds[at]) * rates[at] for at in range(reached))
    return Figure(Fraction(paid))


def _line(table: Table, left: int, asked: Figure) -> Figure:
    (x1, y1), (x2, y2) = (
        (Fraction(band.lower or 0), Fraction(band.value)) for band in table.bands[left - 1 : left + 1]
    )
    return Figure(y1 + (y2 - y1) * (asked.value - x1) / (x2 - x1))


def _least(*values: Exact) -> Exact:
    return _extreme("<", values)


def _greatest(*values: Exact) -> Exact:
    return _extreme(">", values)


def _extreme(sign: str, values: Sequence[Exact]) -> Exact:
    """Choose the least or the greatest."""
    best, *others = values
    for each in others:
        if compare(sign, each, best):
            best = each
    return best


def _clamp(value: Exact, low: Exact, high: Exact) -> Exact | Trouble:
    if compare(">", low, high):
        return trouble("KPI514")
    return _least(_greatest(value, low), high)


def _round(value: Figure, step: Figure = ONE, mode: str = "half_up") -> Figure | Trouble:
    return round_figure(value, step, mode)


def _days(first: date, second: date) -> Figure:
    return figure_of(second.toordinal() - first.toordinal())


def _months(first: date, second: date) -> Figure:
    """Count how many times a month can be added to the earlier date without passing the later one."""
    if second < first:
        return Figure(-_months(second, first).value)
    count = 0
    while _add_months(first, count + 1) <= second:
        count += 1
    return figure_of(count)


def _days_within(start: date, end: date, first: date, last: date) -> Figure:
    """Count the days of one stretch that lie in the other, one by one."""
    stretch = range(first.toordinal(), last.toordinal() + 1)
    return figure_of(sum(start.toordinal() <= day <= end.toordinal() for day in stretch))


def reckon_days(sign: str, left: Exact, right: Exact) -> Outcome:
    """Add days to a date, or take days or a date off one."""
    days = [int(each.value) if isinstance(each, Figure) else day_number(each) for each in (left, right)]
    found = days[0] + days[1] if sign == "+" else days[0] - days[1]
    between = sign == "-" and not isinstance(right, Figure)
    return figure_of(found) if between else date.fromordinal(found)


def day_number(day: Exact) -> int:
    """Return the number of a day."""
    assert isinstance(day, date)
    return day.toordinal()


def _years(first: date, second: date) -> Figure:
    months = _months(first, second).value
    return figure_of(int(months / 12))


def _add_months(day: date, count: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def sign_of(left: Exact, right: Exact) -> int:
    """Tell the order of two figures: -1, 0 or 1."""
    assert isinstance(left, Figure)
    assert isinstance(right, Figure)
    gap = left.value - right.value
    return (gap > 0) - (gap < 0)


_FUNCTIONS: dict[str, Callable[..., Outcome]] = {
    NO_ANSWER: lambda code, *_: trouble(code),
    "min": _least,
    "max": _greatest,
    "round": _round,
    "floor": lambda value, step=ONE: round_figure(value, step, "floor"),
    "ceil": lambda value, step=ONE: round_figure(value, step, "ceil"),
    "abs": lambda value: Figure(abs(value.value)),
    "clamp": _clamp,
    "days_between": _days,
    "months_between": _months,
    "years_between": _years,
    "add_months": lambda day, count: _add_months(day, int(count.value)),
    "days_within": _days_within,
}
