"""Read one raw cell as a text, flag, number, identifier or as hours."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from kpicalc.facts.numbers import (
    CREDIT,
    DEBIT,
    Misread,
    WrittenNumber,
    Wrong,
    read_binary,
    read_written_number,
)
from kpicalc.facts.refusals import MISSING, CellRefusal, make_refusal, refuse_broken, show
from kpicalc.facts.workbook import DAY_ZERO_1904, Broken, Percent, Raw, Shown
from kpicalc.model.kind import Kind, read_flag_word
from kpicalc.model.money import CONTEXT
from kpicalc.model.plain_text import clean_text
from kpicalc.model.problem import Problem
from kpicalc.model.writing import CreditSign, DecimalMark, HoursForm

_DASHES = frozenset({"", "-", "—", "–", "−"})
_NOTHING = _DASHES | {"н/д", "н.д.", "нд", "n/a", "нет данных"}
_NO_NUMBER = _NOTHING | {"нет", "no", "none"}
_NO_FLAG = _NOTHING - {"-"}
_ERROR_TEXT = re.compile(r"#(?![0-9]+$)[A-ZА-ЯЁ0-9/_]+[!?]?", re.IGNORECASE)
_ID_DIGITS = 15
_NUMBER_CODES = {Wrong.NOT_A_NUMBER: Problem.CELL_NOT_A_NUMBER, Wrong.TOO_LONG: Problem.CELL_DIGITS_TOO_MANY}


def read_number_cell(
    cell: Raw, decimal: DecimalMark | None = None, credit: CreditSign | None = None
) -> WrittenNumber | CellRefusal:
    """Read a cell of a numeric column; truth values, dates and times are refused, not converted.

    An amount with `CR` or `DR` beside it has the sign that is declared for credits.
    """
    if isinstance(cell, str):
        found = _number_from_text(cell, decimal)
        return found if isinstance(found, CellRefusal) or not found.side else _with_sign(cell, found, credit)
    if isinstance(cell, Broken):
        return refuse_broken(cell)
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return make_refusal(Problem.CELL_DATE_FOR_NUMBER, found=show(cell))
    value = Decimal(cell) if type(cell) is int and abs(cell) < 10**_ID_DIGITS else read_binary(cell)
    if value is None:
        return make_refusal(Problem.CELL_DIGITS_TOO_MANY, found=show(cell))
    return WrittenNumber(value, percent=isinstance(cell, Percent))


def _with_sign(cell: str, found: WrittenNumber, credit: CreditSign | None) -> WrittenNumber | CellRefusal:
    if credit is None:
        return make_refusal(Problem.CREDIT_UNDECLARED, found=cell.strip())
    counted = CREDIT if credit is CreditSign.PLUS else DEBIT
    return replace(found, value=found.value if found.side == counted or not found.value else -found.value)


def _number_from_text(cell: str, decimal: DecimalMark | None) -> WrittenNumber | CellRefusal:
    found = read_written_number(cell, decimal)
    if isinstance(found, WrittenNumber):
        return found
    if is_missing_number(cell):
        return MISSING
    return refuse_error_text(cell) or _refuse_number(cell, found, decimal)


def _refuse_number(cell: str, found: Misread, decimal: DecimalMark | None) -> CellRefusal:
    if found.reason is Wrong.LOOK_ALIKE:
        return make_refusal(Problem.DIGIT_LOOKALIKE, found=cell, letter=found.letter, digit=found.digit)
    if found.reason is Wrong.OTHER_MARK:
        return make_refusal(Problem.UNIT_CONTRADICTED, found=cell, declared=f"decimal: {decimal}")
    return make_refusal(_NUMBER_CODES[found.reason], found=cell)


def is_missing_number(cell: str) -> bool:
    """Say whether a text of a numeric or date column stands for nothing: a dash, or `n/a`."""
    return _fold(cell) in _NO_NUMBER


def refuse_error_text(cell: str) -> CellRefusal | None:
    """Refuse the text of a spreadsheet error, as a CSV export writes it."""
    return (
        make_refusal(Problem.CELL_ERROR, found=cell.strip()) if _ERROR_TEXT.fullmatch(cell.strip()) else None
    )


def read_text_cell(cell: Raw) -> str | CellRefusal:
    """Read a cell of a text column; numbers are shown as a spreadsheet shows them."""
    match cell:
        case str():
            text = clean_text(cell)
            return MISSING if text.casefold() in _NOTHING else refuse_error_text(text) or sys.intern(text)
        case Broken():
            return refuse_broken(cell)
        case bool() | Percent():
            return make_refusal(Problem.CELL_NOT_A_TEXT, found=show(cell))
        case int() | float():
            return _refuse_lost_digits(cell) or show(cell)
        case _:
            return make_refusal(Problem.CELL_NOT_A_TEXT, found=show(cell))


def read_flag_cell(cell: Raw) -> bool | CellRefusal:
    """Read a cell of a yes/no column."""
    match cell:
        case bool():
            return cell
        case str():
            folded = _fold(cell)
            said = read_flag_word(folded)
            if said is not None:
                return said
            return (
                MISSING
                if folded in _NO_FLAG
                else refuse_error_text(cell) or make_refusal(Problem.CELL_NOT_A_FLAG, found=cell)
            )
        case Broken():
            return refuse_broken(cell)
        case int() | float() if cell in (0, 1) and not isinstance(cell, Percent):
            return bool(cell)
        case _:
            return make_refusal(Problem.CELL_NOT_A_FLAG, found=show(cell))


def read_key(cell: Raw) -> str | CellRefusal:
    """Read an identifier: always text, as its cell shows it; one over 15 digits is refused as a number."""
    match cell:
        case str():
            text = clean_text(cell)
            return refuse_error_text(text) or sys.intern(text) if text else MISSING
        case Broken():
            return refuse_broken(cell)
        case bool() | Percent():
            return make_refusal(Problem.CELL_NOT_A_KEY, found=show(cell))
        case Shown():
            return sys.intern(clean_text(cell.text))
        case int() | float():
            return _key_from_number(cell)
        case _:
            return make_refusal(Problem.CELL_NOT_A_KEY, found=show(cell))


def _key_from_number(cell: float) -> str | CellRefusal:
    if not float(cell).is_integer():
        return make_refusal(Problem.CELL_NOT_A_KEY, found=show(cell))
    return _refuse_lost_digits(cell) or sys.intern(format(cell, ".0f"))


def _refuse_lost_digits(cell: float) -> CellRefusal | None:
    """Refuse a number of which a spreadsheet has not kept all digits."""
    text = format(cell, ".0f")
    lost = len(text.lstrip("-")) > _ID_DIGITS
    return make_refusal(Problem.CELL_DIGITS_LOST, found=text) if lost else None


def refuse_missing(cell: Raw) -> CellRefusal:
    """Refuse a cell that was read as missing: it is blank, or a dash or a word stands there."""
    text = clean_text(show(cell))
    return make_refusal(Problem.CELL_BLANK, found=f": `{text}`" if text else "")


def _fold(text: str) -> str:
    return clean_text(text).casefold()


TEXT_READERS: dict[Kind, Callable[[Raw], str | bool | CellRefusal]] = {
    Kind.TEXT: read_text_cell,
    Kind.FLAG: read_flag_cell,
}


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
_POINT = re.compile(rf"{_MINUS}(?P<hours>[0-9]{{1,6}})[.,](?P<minutes>[0-5][0-9])(?P<seconds>)\s*")
_DECIMALS = re.compile(rf"{_MINUS}[0-9]+[.,][0-9]+\s*")
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
        case float() if form is HoursForm.CLOCK and not cell.is_integer() and not isinstance(cell, Percent):
            return _from_number(Decimal(format(cell, ".15g")))
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


def show_hours(hours: Decimal) -> str:
    """Return hours as a clock shows them, to the minute.

    >>> show_hours(Decimal("8.25"))
    '8:15'
    """
    minutes = int(abs(hours) * 60 + Decimal("0.5"))
    return f"{'-' if hours < 0 else ''}{minutes // 60}:{minutes % 60:02}"


def _from_text(cell: str, form: HoursForm | None) -> Decimal | CellRefusal | None:
    patterns = (_CLOCK, _WORDS, _JOINED, *((_POINT,) if form is HoursForm.CLOCK else ()))
    found = next((found for each in patterns if (found := each.fullmatch(cell))), None)
    bare = _NO_COLON.fullmatch(cell) if form is not HoursForm.DECIMAL else None
    clock, padded = form is HoursForm.CLOCK, cell.strip().startswith("0")
    found = bare if bare and (clock or padded) else found
    if found is not None and (found["hours"] or found["minutes"]):
        parts = zip(found.group("hours", "minutes", "seconds"), (_HOUR, _HOUR // 60, 1000), strict=True)
        hours = _hours(sum(int(part or 0) * size for part, size in parts) * (-1 if found["minus"] else 1))
        return hours if bare is None or clock is padded else _doubt(cell.strip(), Decimal(cell), hours)
    if clock and _DECIMALS.fullmatch(cell):
        digits = cell.strip().replace(",", ".")
        return _doubt(cell.strip(), Decimal(re.sub("[^0-9.]", "", digits)), None)
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
    other = re.sub("[.,]", ":", found) if second is None else show_hours(second)
    return make_refusal(Problem.HOURS_AMBIGUOUS, found=found, first=show_hours(first), second=other)


def _milliseconds(span: timedelta) -> int:
    """Return a span in milliseconds, as fine as both readers tell it; a hair off counts as none."""
    found = round(span / timedelta(milliseconds=1))
    second = round(found / 1000) * 1000
    return second if abs(found - second) <= 1 else found


def _hours(milliseconds: int) -> Decimal:
    return CONTEXT.divide(Decimal(milliseconds), Decimal(_HOUR))
