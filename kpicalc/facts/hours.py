"""Hours and minutes as clocks, people and spreadsheets write them: 176:30, `8 h 15 min`, a cell of time."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from kpicalc.facts.refusals import Refusal, refuse
from kpicalc.facts.workbook import DAY_ZERO_1904, Percent, Raw
from kpicalc.model.money import CONTEXT
from kpicalc.model.writing import HoursForm

_MINUS = r"\s*(?P<minus>[-\u2212\u2013])?\s*"
_CLOCK = re.compile(
    rf"{_MINUS}(?P<hours>[0-9]{{1,6}}):(?P<minutes>[0-5][0-9])(?::(?P<seconds>[0-5][0-9]))?\s*"
)
_WORDS = re.compile(
    rf"{_MINUS}(?:(?P<hours>[0-9]{{1,6}})\s*(?:часов|часа|час|ч|hours?|hrs?|h|std|stunden?)\.?)?\s*"
    r"(?:(?P<minutes>[0-9]{1,5})\s*(?:минуты|минута|минут|мин|м|minutes?|mins?|min|m)\.?)?(?P<seconds>)\s*",
    re.IGNORECASE,
)
_POINT = re.compile(rf"{_MINUS}(?P<hours>[0-9]{{1,6}})[.,](?P<minutes>[0-5][0-9])(?P<seconds>)\s*")
_DECIMALS = re.compile(rf"{_MINUS}[0-9]+[.,][0-9]+\s*")
_HOUR = 3_600_000
_DAY = 24 * _HOUR
# Time cells of a day or more are dates for the readers: of January and February of the first year.
_LONGEST = 60
_ZERO_1900 = date(1899, 12, 31)


def read_clock(cell: Raw, form: HoursForm | None) -> Decimal | Refusal | None:
    """Read hours that are no plain number, in sixtieths; None where it is left to the reader of numbers.

    >>> read_clock("176:30", None), read_clock("8 ч 15 мин", None), read_clock("8.30", HoursForm.CLOCK)
    (Decimal('176.5'), Decimal('8.25'), Decimal('8.5'))
    """
    match cell:
        case str():
            return _from_text(cell, form)
        case timedelta():
            return _hours(_milliseconds(cell))
        case time():
            return _hours(_milliseconds(_past_midnight(cell)))
        case date():
            return _from_day(cell, form)
        case float() if form is HoursForm.CLOCK and not cell.is_integer() and not isinstance(cell, Percent):
            return _from_number(Decimal(format(cell, ".15g")))
        case _:
            return None


def doubt_number(number: Decimal) -> Refusal | None:
    """Refuse a number among hours written as h:mm, where it may be hours and minutes, or a part of a day."""
    whole, rest = divmod(abs(number), 1)
    minutes = rest * 100
    if not rest:
        return None
    if minutes == int(minutes):
        other = whole + minutes / 60
        return _doubt(f"{number:f}", number, other) if minutes < 60 else None
    return _doubt(f"{number:f}", number, number * 24) if not whole else None


def show_hours(hours: Decimal) -> str:
    """Return hours as a clock shows them, to the minute.

    >>> show_hours(Decimal("8.25"))
    '8:15'
    """
    minutes = int(abs(hours) * 60 + Decimal("0.5"))
    return f"{'-' if hours < 0 else ''}{minutes // 60}:{minutes % 60:02}"


def _from_text(cell: str, form: HoursForm | None) -> Decimal | Refusal | None:
    patterns = (_CLOCK, _WORDS, _POINT) if form is HoursForm.CLOCK else (_CLOCK, _WORDS)
    found = next((found for each in patterns if (found := each.fullmatch(cell))), None)
    if found is not None and (found["hours"] or found["minutes"]):
        seconds = (
            int(found["hours"] or 0) * 3600 + int(found["minutes"] or 0) * 60 + int(found["seconds"] or 0)
        )
        return _hours(-seconds * 1000 if found["minus"] else seconds * 1000)
    if form is HoursForm.CLOCK and _DECIMALS.fullmatch(cell):
        digits = cell.strip().replace(",", ".")
        return _doubt(cell.strip(), Decimal(re.sub("[^0-9.]", "", digits)), None)
    return None


def _past_midnight(moment: time) -> timedelta:
    return timedelta(
        hours=moment.hour, minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond
    )


def _from_number(number: Decimal) -> Decimal | Refusal:
    """Read 8.3 as 8:30: a number cell has lost the zero behind, never one before."""
    whole, rest = divmod(number, 1)
    minutes = rest * 100
    if minutes != int(minutes) or not -60 < minutes < 60:
        return _doubt(f"{number:f}", number, None)
    return CONTEXT.divide(whole * 60 + minutes, Decimal(60))


def _from_day(cell: date, form: HoursForm | None) -> Decimal | Refusal | None:
    """Read a cell with the format h:mm that holds a day or more, of which it shows the rest only."""
    day, moment = (cell.date(), cell.time()) if isinstance(cell, datetime) else (cell, time())
    zero = DAY_ZERO_1904 if cell.year == DAY_ZERO_1904.year else _ZERO_1900
    past = day - zero + _past_midnight(moment)
    if not timedelta() <= past < timedelta(days=_LONGEST):
        return None
    all_of_it = _hours(_milliseconds(past))
    if form is HoursForm.CLOCK:
        return all_of_it
    shown = _hours(_milliseconds(past) % _DAY)
    return _doubt(show_hours(shown), shown, all_of_it)


def _doubt(found: str, first: Decimal, second: Decimal | None) -> Refusal:
    other = re.sub("[.,]", ":", found) if second is None else show_hours(second)
    return refuse("KPI498", found=found, first=show_hours(first), second=other)


def _milliseconds(span: timedelta) -> int:
    """Return a span in milliseconds, as fine as both readers tell it; a hair off counts as none."""
    found = round(span / timedelta(milliseconds=1))
    second = round(found / 1000) * 1000
    return second if abs(found - second) <= 1 else found


def _hours(milliseconds: int) -> Decimal:
    return CONTEXT.divide(Decimal(milliseconds), Decimal(_HOUR))
