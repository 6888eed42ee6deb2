"""Columns that nobody reads but that say of an amount: its time, a debit, taken back, a rate, kopecks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal

from kpicalc.facts.column_place import UnitColumn
from kpicalc.facts.find_period import read_periods
from kpicalc.facts.number_column import NumberDraft, bare_numbers, replace_values
from kpicalc.facts.numbers import CREDIT, DEBIT, Misread, WrittenNumber, read_side, read_written_number
from kpicalc.facts.refusals import explain_refusal, make_refusal
from kpicalc.facts.row_units import CENTS, DAY, PERIOD, RATE, SIDE, head_text, says_month, says_quarter
from kpicalc.facts.sheet_draft import SheetDraft
from kpicalc.facts.unit_column import refuse_column
from kpicalc.facts.written_dates import MONTHS, WrittenDate, fold_word, read_date
from kpicalc.model.diagnostic import Diagnostic, Label, Listing, error
from kpicalc.model.fault import Fault
from kpicalc.model.kind import Kind
from kpicalc.model.period import Period, PeriodLength, parse_period
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.writing import CreditSign

_COMPACT = re.compile(r"(20[0-9]{2})(0[1-9]|1[0-2])")
_SHORT_YEAR = re.compile(r"(?P<month>[^\W\d_]{3,})[ .'’-]*(?P<year>[0-9]{2})")
_QUARTER = re.compile(
    r"(?:(?:q|кв\.?|квартал)\s*)?(?P<part>[1-4]|iv|i{1,3})(?:-?й)?(?:\s*(?:q|кв\.?|квартал))?", re.IGNORECASE
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_CENTURY, _DECEMBER, _SHOWN = 2000, 12, 20


def find_other_periods(draft: SheetDraft) -> Iterator[Diagnostic]:
    """Yield an error for each such column with the rows that are not of the period.

    A row whose amount came about on several days is of the period if one of them is. A list of people may be
    made after the period, on one day for all of them.
    """
    days = [(each, _rows_outside(draft, each)) for each in draft.rows.units if each.says == DAY]
    inside = {row for each, out in days for row in _rows_of(each).difference(_rows_of_texts(each, out))}
    for each in draft.rows.units:
        if each.says == PERIOD:
            yield from _tell(draft, each, _rows_outside(draft, each), frozenset())
    for each, out in days:
        if inside or draft.reading.grain.name != EMPLOYEES:
            yield from _tell(draft, each, out, inside)


def check_heading(draft: NumberDraft, period: Period) -> None:
    """Refuse a column that was found by its lower heading alone, where the one above names another time."""
    place = draft.place
    above, _, _ = place.heading.text.rpartition(" / ")
    named = any("/" in each for each in place.spec.headings)
    if named or not any(lies_outside(each, period) for each in above.split(" / ")):
        return
    refuse_column(
        draft,
        error(
            Problem.COLUMN_OF_OTHER_PERIOD,
            place.rows.sheet.cell(place.head_row, place.heading.column),
            heading=place.heading.child,
            full=place.heading.text,
            found=above,
            period=str(period),
        ),
    )


def _rows_of(column: UnitColumn) -> set[int]:
    return {row for rows in column.rows.values() for row in rows}


def _rows_of_texts(column: UnitColumn, texts: Iterable[str]) -> set[int]:
    return {row for text in texts for row in column.rows[text]}


def _rows_outside(draft: SheetDraft, column: UnitColumn) -> list[str]:
    """Return the texts of a column that name a time outside the period."""
    reading = draft.reading
    period, heading = reading.period, head_text(reading.sheet, reading.header.row, column.column)
    return [text for text in column.rows if lies_outside(text, period, heading)]


def _tell(
    draft: SheetDraft, column: UnitColumn, texts: list[str], but: Collection[int]
) -> Iterator[Diagnostic]:
    reading = draft.reading
    indexes = sorted(_rows_of_texts(column, texts).difference(but))
    if not indexes:
        return
    numbers = [draft.rows.numbers[index] for index in indexes]
    places = [reading.sheet.cell(number, column.column) for number in numbers[:_SHOWN]]
    yield error(
        Problem.ROWS_OF_OTHER_PERIOD,
        places[0],
        *map(Label, places[1:]),
        count=len(numbers),
        heading=head_text(reading.sheet, reading.header.row, column.column),
        found=Listing((*texts[:_SHOWN], *["…"] * (len(texts) > _SHOWN))),
        period=str(reading.period),
        table=reading.grain.label,
    )


def lies_outside(text: str, period: Period, heading: str = "") -> bool:
    """Say whether a text names a time of which no day is in the period; a text that names none does not.

    >>> march = parse_period("2026-03")
    >>> [lies_outside(each, march, "Месяц") for each in ("Апрель", "2", "Feb-26", "2025-03", "01.04.2026")]
    [True, True, True, True, True]
    >>> [lies_outside(each, march, "Месяц") for each in ("март", "3", "Q1 2026", "1-15 марта 2026", "весна")]
    [False, False, False, False, False]
    >>> [lies_outside(each, march, "Квартал") for each in ("1", "I кв.", "Q2", "IV")]
    [False, False, True, True]
    """
    named = _read_times(text)
    if named:
        return all(last < period.first_day or first > period.last_day for first, last in named)
    months = _read_months(text, heading)
    days = (period.first_day + timedelta(days=each) for each in range(period.days))
    return bool(months) and all(day.month not in months for day in days)


def _read_months(text: str, heading: str) -> Collection[int]:
    """Return the months that a text without a year names: one by its name, or some by their number."""
    number = MONTHS.get(fold_word(text.strip(" .")), 0)
    if number or not (says_month(heading) or says_quarter(heading)):
        return {number} - {0}
    if says_month(heading):
        return {int(text)} if text.isdecimal() and 1 <= int(text) <= _DECEMBER else ()
    found = _QUARTER.fullmatch(text)
    last = 3 * int(_ROMAN.get(found["part"].casefold(), found["part"])) if found else 0
    return range(last - 2, last + 1) if last else ()


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


_COUNTED: Mapping[CreditSign | None, str] = {CreditSign.PLUS: CREDIT, CreditSign.MINUS: DEBIT}
_BOTH = 2


def heed_columns_beside(draft: NumberDraft) -> None:
    """Give amounts the sign that a column beside them tells; refuse those of which one tells more."""
    _settle_sides(draft)
    _refuse_undone(draft)
    _refuse_exchanged(draft)
    _refuse_without_cents(draft)


def _settle_sides(draft: NumberDraft) -> None:
    """Give amounts the sign of their side where the scheme declares it, or refuse those of two sides.

    A sign that some amounts have already must be the one of their side, for all of them.
    """
    for each in draft.place.rows.units if draft.place.spec.kind is Kind.MONEY else ():
        if each.says == SIDE:
            _settle(draft, each)


def _settle(draft: NumberDraft, column: UnitColumn) -> None:
    sides = {index: side for text, rows in column.rows.items() if (side := read_side(text)) for index in rows}
    amounts = {index: each for index, each in bare_numbers(draft) if index in sides and each}
    counted = _COUNTED.get(draft.place.writing.credit)
    signs = {(sides[index], each > 0) for index, each in amounts.items()}
    negative = any(not up for _, up in signs)
    if counted is None:
        # Of one side, or each side with a sign of its own: the column says nothing new.
        of_sides = {side for side, _ in signs}
        known = len(of_sides) < _BOTH or (len(signs) == _BOTH and negative and any(up for _, up in signs))
    else:
        known = all(up is (side == counted) for side, up in signs)
    if known:
        return
    if counted is None or negative:
        _refuse(draft, column, amounts, signed=negative)
    else:
        replace_values(draft, {index: -each for index, each in amounts.items() if sides[index] != counted})


def _refuse(draft: NumberDraft, column: UnitColumn, amounts: Mapping[int, Decimal], *, signed: bool) -> None:
    place, first = draft.place, next(iter(amounts))
    hint = {"hint": "signed"} if signed else {}
    text = next(text for text, rows in column.rows.items() if first in rows)
    cell = place.rows.sheet.cell(place.rows.numbers[first], column.column)
    refusal = make_refusal(Problem.CREDIT_UNDECLARED, found=text, **hint)
    problem = explain_refusal(refusal, cell, place.what(first))
    draft.problems.append(problem)
    draft.faulty = True
    replace_values(draft, dict.fromkeys(amounts, Fault((problem,))))


# A rate below is rather a year of studies, «Курс» too.
_LEAST_RATE = 7
_CENTS_OF_ONE = 100


def _refuse_undone(draft: NumberDraft) -> None:
    """Refuse the amounts of rows that were taken back or came to nothing, but count like all others.

    An amount below zero is taken off already; where all rows are called so, the sheet is one of them.
    """
    size = len(draft.place.rows.numbers)
    told = {
        index: (column.column, text)
        for column in draft.place.rows.units
        for text in column.find_undone()
        if len(rows := column.rows[text]) < size
        for index in rows
    }
    _refuse_rows(draft, told, Problem.ROWS_UNDONE)


def _refuse_exchanged(draft: NumberDraft) -> None:
    """Refuse money beside a rate of exchange: it may be in the other currency, or have been converted."""
    rates = [each for each in draft.place.rows.units if each.says == RATE]
    if draft.place.spec.kind is Kind.MONEY and rates:
        told = {
            index: (column.column, text)
            for column in rates
            for text, rows in column.rows.items()
            if _is_rate(read_written_number(text))
            for index in rows
        }
        _refuse_rows(draft, told, Problem.RATES_OF_EXCHANGE_BESIDE)


def _refuse_without_cents(draft: NumberDraft) -> None:
    """Refuse whole amounts whose kopecks stand in the next column."""
    beside = draft.place.heading.column + 1
    columns = [each for each in draft.place.rows.units if (each.says, each.column) == (CENTS, beside)]
    if draft.place.spec.kind is Kind.MONEY and columns:
        whole = {index for index, amount in bare_numbers(draft) if amount == int(amount)}
        told = {
            index: (beside, text)
            for text, rows in columns[0].rows.items()
            if _is_rest(read_written_number(text))
            for index in whole.intersection(rows)
        }
        _refuse_rows(draft, told, Problem.CENTS_BESIDE)


def _is_rest(found: WrittenNumber | Misread) -> bool:
    return isinstance(found, WrittenNumber) and found.value in range(1, _CENTS_OF_ONE)


def _is_rate(found: WrittenNumber | Misread) -> bool:
    value = found.value if isinstance(found, WrittenNumber) else Decimal(0)
    return value >= _LEAST_RATE or (value > 0 and value != int(value))


def _refuse_rows(draft: NumberDraft, told: Mapping[int, tuple[int, str]], code: str) -> None:
    """Refuse the amounts above zero of rows of which a column, given with its text, tells something."""
    place = draft.place
    found = [index for index, amount in bare_numbers(draft) if amount > 0 and index in told] if told else []
    if not found:
        return
    cells = [place.rows.sheet.cell(place.rows.numbers[index], told[index][0]) for index in found[:_SHOWN]]
    problem = error(
        code,
        cells[0],
        *map(Label, cells[1:]),
        count=len(found),
        column=place.spec.label,
        heading=head_text(place.rows.sheet, place.head_row, told[found[0]][0]),
        found=Listing(tuple(dict.fromkeys(told[index][1] for index in found))),
    )
    draft.problems.append(problem)
    draft.faulty = True
    replace_values(draft, dict.fromkeys(found, Fault((problem,))))
