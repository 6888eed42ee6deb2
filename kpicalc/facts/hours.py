"""Read a cell of hours as a clock or words show them; doubt bare numbers that may be hours and minutes."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from kpicalc.facts.numbers import read_binary
from kpicalc.facts.refusals import CellRefusal, make_refusal
from kpicalc.facts.workbook import DAY_ZERO_1904, Percent, Raw, Shown
from kpicalc.model.money import CONTEXT
from kpicalc.model.problem import Problem
from kpicalc.model.writing import HoursForm

_MINUS = r"\s*(?P<minus>[-\u2212\u2013])?\s*"
_HOURS = r"\s*(?i:часов|часа|час|ч|hours?|hrs?|h|std|stunden?)\.?"
_MINUTES = r"\s*(?i:минуты|минута|минут|мин|м|minutes?|mins?|min|m)\.?"
_CLOCK = re.compile(
    rf"{_MINUS}(?P<hours>[0-9]{{1,6}}):(?P<minutes>[0-5][0-9])(?::(?P<seconds>[0-5][0-9]))?(?:{_HOURS})?\s*"
)
_WORDS = re.compile(
    rf"{_MINUS}(?:(?P<hours>[0-9]{{1,6}}){_HOURS})?\s*(?:(?P<minutes>[0-9]{{1,5}}){_MINUTES})?(?P<seconds>)\s*"
)
_JOINED = re.compile(rf"{_MINUS}(?P<hours>[0-9]{{1,6}}){_HOURS}\s*(?P<minutes>[0-5][0-9])(?P<seconds>)\s*")
_NO_COLON = re.compile(r"\s*(?P<minus>)(?P<hours>[0-9]{2})(?P<minutes>[0-5][0-9])(?P<seconds>)\s*")
_DIGITS = re.compile(rf"{_MINUS}(?P<hours>[0-9]{{1,6}})(?P<minutes>[0-5][0-9])(?P<seconds>)\s*")
_BARE = re.compile(rf"{_MINUS}[0-9]*[1-9][0-9]*\s*")
_POINT = re.compile(rf"{_MINUS}(?P<hours>[0-9]{{1,6}})[.,](?P<minutes>[0-5][0-9])(?P<seconds>)\s*")
_DECIMALS = re.compile(rf"{_MINUS}[0-9]+[.,][0-9]+\s*")
_PATTERNS = (_CLOCK, _WORDS, _JOINED)
_FORMS = {HoursForm.CLOCK: (_POINT,), HoursForm.DIGITS: (_DIGITS,)}
_IN_AN_HOUR = 60
_HOUR = 3_600_000
_DAY = 24 * _HOUR
# Time cells of a day or more are dates for the readers: of January and February of the first year.
_LONGEST = 60
_ZERO_1900 = date(1899, 12, 31)


def read_clock(cell: Raw, form: HoursForm | None) -> Decimal | CellRefusal | None:
    """Read hours that are no plain number, in sixtieths; None where it is left to the reader of numbers.

    >>> read_clock("176:30", None), read_clock("8 ч 15 мин", None), read_clock("8.30", HoursForm.CLOCK)
    (Decimal('176.5'), Decimal('8.25'), Decimal('8.5'))
    """
    match cell:
        case str() | Shown():
            return _from_text(cell if isinstance(cell, str) else cell.text, form)
        case timedelta():
            return _hours(_milliseconds(cell))
        case time():
            return _hours(_milliseconds(_past_midnight(cell)))
        case date():
            return _from_day(cell, form)
        case float() if form is HoursForm.CLOCK and not isinstance(cell, Percent):
            number = read_binary(cell)
            return None if number is None else _from_number(number)
        case int() | float() if form is HoursForm.DIGITS and not isinstance(cell, bool | Percent):
            return _from_text(format(cell, ".15g"), form)
        case _:
            return None


def doubt_number(number: Decimal) -> CellRefusal | None:
    """Refuse a number among hours written as h:mm, where it may be hours and minutes, or a part of a day."""
    whole, rest = divmod(abs(number), 1)
    minutes = rest * 100
    if not rest:
        return None
    if minutes == int(minutes):
        other = whole + minutes / 60
        return _doubt(f"{number:f}", number, other) if minutes < 60 else None
    return _doubt(f"{number:f}", number, number * 24) if not whole else None


def doubt_digits(number: Decimal, longest: int) -> CellRefusal | None:
    """Refuse a whole number that may be hours and minutes without a colon, up to so many hours.

    >>> doubt_digits(Decimal(1730), 24) is None, doubt_digits(Decimal(1780), 24) is None
    (False, True)
    """
    whole, minutes = divmod(number, 100)
    if number != int(number) or minutes >= _IN_AN_HOUR or not 0 < whole < longest:
        return None
    return _doubt(f"{number:f}", number, whole + CONTEXT.divide(minutes, Decimal(_IN_AN_HOUR)))


def show_hours(hours: Decimal) -> str:
    """Return hours as a clock shows them, to the minute.

    >>> show_hours(Decimal("8.25"))
    '8:15'
    """
    minutes = int(abs(hours) * 60 + Decimal("0.5"))
    return f"{'-' if hours < 0 else ''}{minutes // 60}:{minutes % 60:02}"


def _from_text(cell: str, form: HoursForm | None) -> Decimal | CellRefusal | None:
    declared = () if form is None else _FORMS.get(form, ())
    found = next((found for each in (*_PATTERNS, *declared) if (found := each.fullmatch(cell))), None)
    bare = _NO_COLON.fullmatch(cell) if form in {None, HoursForm.CLOCK} else None
    clock, padded = form is HoursForm.CLOCK, cell.strip().startswith("0")
    found = bare if bare and (clock or padded) else found
    if found is not None and (found["hours"] or found["minutes"]):
        parts = zip(found.group("hours", "minutes", "seconds"), (_HOUR, _HOUR // 60, 1000), strict=True)
        span = sum(int(part or 0) * size for part, size in parts)
        hours = _hours(-span if found["minus"] else span)
        return hours if bare is None or clock is padded else _doubt(cell.strip(), Decimal(cell), hours)
    if (form in _FORMS and _DECIMALS.fullmatch(cell)) or (form is HoursForm.DIGITS and _BARE.fullmatch(cell)):
        number = Decimal(re.sub("[^0-9.]", "", cell.replace(",", ".")))
        minutes = CONTEXT.divide(number, Decimal(60)) if number < 100 and _BARE.fullmatch(cell) else None
        return _doubt(cell.strip(), number, minutes)
    return None


def _past_midnight(moment: time) -> timedelta:
    return datetime.combine(date.min, moment) - datetime.combine(date.min, time())


def _from_number(number: Decimal) -> Decimal | CellRefusal:
    """Read 8.3 as 8:30: a number cell has lost the zero behind, never one before."""
    whole, rest = divmod(number, 1)
    minutes = rest * 100
    if minutes != int(minutes) or not -60 < minutes < 60:
        return _doubt(f"{number:f}", number, None)
    return CONTEXT.divide(whole * 60 + minutes, Decimal(60))


def _from_day(cell: date, form: HoursForm | None) -> Decimal | CellRefusal | None:
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


def _doubt(found: str, first: Decimal, second: Decimal | None) -> CellRefusal:
    other = (
        re.sub("[.,]|(?<=[0-9])(?=[0-9]{2}$)", ":", found, count=1) if second is None else show_hours(second)
    )
    return make_refusal(Problem.HOURS_AMBIGUOUS, found=found, first=show_hours(first), second=other)


def _milliseconds(span: timedelta) -> int:
    """Return a span in milliseconds, as fine as both readers tell it; a hair off counts as none.

    >>> [_milliseconds(timedelta(hours=1, milliseconds=each)) for each in (-1, 0, 1, 2, 500)]
    [3600000, 3600000, 3600000, 3600002, 3600500]
    """
    found = round(span / timedelta(milliseconds=1))
    second = round(found / 1000) * 1000
    return second if abs(found - second) <= 1 else found


def _hours(milliseconds: int) -> Decimal:
    return CONTEXT.divide(Decimal(milliseconds), Decimal(_HOUR))
