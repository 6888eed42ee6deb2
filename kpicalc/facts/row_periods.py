"""Columns that nobody reads but that name, row by row, the month or period of what stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from kpicalc.facts.column_place import UnitColumn
from kpicalc.facts.find_period import read_periods
from kpicalc.facts.row_units import PERIOD, head_text, says_month
from kpicalc.facts.sheet_draft import SheetDraft
from kpicalc.facts.written_dates import MONTHS, WrittenDate, fold_word, read_date
from kpicalc.model.diagnostic import Diagnostic, Label, Listing, error
from kpicalc.model.period import Period, PeriodLength, parse_period
from kpicalc.model.problem import Problem

_COMPACT = re.compile(r"(20[0-9]{2})(0[1-9]|1[0-2])")
_SHORT_YEAR = re.compile(r"(?P<month>[^\W\d_]{3,})[ .'’-]*(?P<year>[0-9]{2})")
_CENTURY, _DECEMBER, _SHOWN = 2000, 12, 20


def find_other_periods(draft: SheetDraft) -> Iterator[Diagnostic]:
    """Yield an error for each such column with the rows that are not of the period."""
    for each in draft.rows.units:
        if each.says == PERIOD:
            yield from _check_column(draft, each)


def _check_column(draft: SheetDraft, column: UnitColumn) -> Iterator[Diagnostic]:
    reading = draft.reading
    heading = head_text(reading, column.column)
    month = says_month(heading)
    other = {text: rows for text, rows in column.rows.items() if _lies_outside(text, reading.period, month)}
    numbers = sorted(draft.rows.numbers[index] for rows in other.values() for index in rows)
    if not numbers:
        return
    places = [reading.sheet.cell(number, column.column) for number in numbers[:_SHOWN]]
    yield error(
        Problem.ROWS_OF_OTHER_PERIOD,
        places[0],
        *map(Label, places[1:]),
        count=len(numbers),
        heading=heading,
        found=Listing(tuple(other)),
        period=str(reading.period),
        table=reading.grain.label,
    )


def _lies_outside(text: str, period: Period, month: bool) -> bool:  # noqa: FBT001 - what the heading says
    """Say whether a text names a time of which no day is in the period; a text that names none does not.

    >>> march = parse_period("2026-03")
    >>> [_lies_outside(each, march, True) for each in ("Апрель", "2", "Feb-26", "2025-03", "01.04.2026")]
    [True, True, True, True, True]
    >>> [_lies_outside(each, march, True) for each in ("март", "3", "Q1 2026", "1-15 марта 2026", "весна")]
    [False, False, False, False, False]
    """
    named = _read_times(text)
    if named:
        return all(last < period.first_day or first > period.last_day for first, last in named)
    number = MONTHS.get(fold_word(text.strip(" .")), 0)
    if not number and month and text.isdecimal() and 1 <= int(text) <= _DECEMBER:
        number = int(text)
    days = (period.first_day + timedelta(days=each) for each in range(period.days))
    return bool(number) and all(day.month != number for day in days)


def _read_times(text: str) -> list[tuple[date, date]]:
    """Return the first and last days of the times that a text names with their year."""
    periods = [*read_periods(text)]
    short, compact = _SHORT_YEAR.fullmatch(text), _COMPACT.fullmatch(text)
    if compact:
        periods.append(Period(int(compact[1]), int(compact[2]), PeriodLength.MONTH))
    elif short and (number := MONTHS.get(fold_word(short["month"]), 0)):
        periods.append(Period(_CENTURY + int(short["year"]), number, PeriodLength.MONTH))
    elif not periods and (whole := parse_period(text)) is not None:
        periods.append(whole)
    found = read_date(text) if not periods else None
    day = [found.day] if isinstance(found, WrittenDate) and not found.readings else []
    return [*((each.first_day, each.last_day) for each in periods), *((each, each) for each in day)]
