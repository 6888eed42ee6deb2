"""Read one raw cell of a date column."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from kpicalc.facts.cells import is_missing_number, refuse_error_text
from kpicalc.facts.refusals import MISSING, Refusal, refuse, refuse_broken, show
from kpicalc.facts.workbook import DAY_ZERO, Broken, Percent, Raw
from kpicalc.facts.written_dates import Misdate, WrittenDate, read_date
from kpicalc.model.writing import UNSAID, TimeOfDay, Writing

# A bare number is only believed to be a day of these years.
_FIRST_DAY, _LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
# Before it spreadsheets count a 29 February 1900 that never was; what stands there is 0, or a time of day.
_FIRST_SURE_DAY = date(1900, 3, 1)
_CODES = {Misdate.NO_DATE: "KPI439", Misdate.NO_DAY: "KPI440"}


def read_date_cell(
    cell: Raw, writing: Writing = UNSAID, day_zero: date | None = DAY_ZERO
) -> WrittenDate | Refusal:
    """Read a cell of a date column; a plausible bare serial number is a date (the caller says so)."""
    match cell:
        case str():
            found = _from_text(cell, writing)
        case datetime() if cell.date() >= _FIRST_SURE_DAY:
            found = WrittenDate(cell.date(), timed=cell.time() != time())
        case date() if cell >= _FIRST_SURE_DAY:
            found = WrittenDate(cell)
        case Broken():
            return refuse_broken(cell)
        case bool() | Percent() | date() | time() | timedelta():
            return refuse("KPI439", found=show(cell))
        case _:
            found = _from_number(cell, day_zero)
    if isinstance(found, WrittenDate) and found.timed and writing.time is not TimeOfDay.DROP:
        return refuse("KPI497", found=show(cell).strip())
    return found


def is_serial(cell: Raw) -> bool:
    """Say whether a date cell is a bare number, so that its reading must be reported."""
    return isinstance(cell, int | float)


def _from_text(cell: str, writing: Writing) -> WrittenDate | Refusal:
    found = read_date(cell, writing.dates)
    if isinstance(found, WrittenDate):
        return found
    if is_missing_number(cell):
        return MISSING
    if found is Misdate.OTHER_ORDER:
        return refuse("KPI495", found=cell.strip(), order=str(writing.dates))
    return refuse_error_text(cell) or refuse(_CODES[found], found=cell)


def _from_number(cell: float, day_zero: date | None) -> WrittenDate | Refusal:
    whole, rest = divmod(cell, 1)
    written = None if rest else read_date(f"{cell:.0f}")
    if isinstance(written, WrittenDate):
        return written
    refusal = refuse("KPI439", found=show(cell))
    if day_zero is None or not 0 <= whole < 100_000:
        return refusal
    day = day_zero + timedelta(days=int(whole))
    return WrittenDate(day, timed=bool(rest)) if _FIRST_DAY <= day <= _LAST_DAY else refusal
