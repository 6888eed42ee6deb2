"""Read one raw cell as a text, flag, date, number or identifier."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from kpicalc.facts.numbers import Misread, WrittenNumber, Wrong, read_binary, read_number
from kpicalc.facts.refusals import MISSING, Refusal, refuse, refuse_broken, show
from kpicalc.facts.workbook import Broken, Percent, Raw, Shown
from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.plain_text import clean_text

_DASHES = frozenset({"", "-", "—", "–", "−"})
_NOTHING = _DASHES | {"н/д", "н.д.", "нд", "n/a", "нет данных"}
_NO_NUMBER = _NOTHING | {"нет", "no", "none"}
_NO_FLAG = _NOTHING - {"-"}
_FLAGS = {
    **dict.fromkeys(("да", "yes", "true", "истина", "1", "+", "y", "д"), True),
    **dict.fromkeys(("нет", "no", "false", "ложь", "0", "-", "n", "н"), False),
}
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_RUSSIAN = re.compile(
    r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})(?: г\.?)?(?: 0?0:00(?::00)?)?"
)
_ERROR_TEXT = re.compile(r"#[A-ZА-ЯЁ0-9/_]+[!?]?", re.IGNORECASE)
_FIRST_SERIAL, _LAST_SERIAL = 32874, 73050  # 1990-01-01 and 2099-12-31
_EPOCH = date(1899, 12, 30)
_ID_DIGITS = 15
_NUMBER_CODES = {Wrong.NOT_A_NUMBER: "KPI430", Wrong.TOO_LONG: "KPI435"}


def read_number_cell(cell: Raw) -> WrittenNumber | Refusal:
    """Read a cell of a numeric column; truth values, dates and times are refused, not converted."""
    if isinstance(cell, str):
        return _number_from_text(cell)
    if isinstance(cell, Broken):
        return refuse_broken(cell)
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return refuse("KPI432", found=show(cell))
    value = Decimal(cell) if type(cell) is int and abs(cell) < 10**_ID_DIGITS else read_binary(cell)
    if value is None:
        return refuse("KPI435", found=show(cell))
    return WrittenNumber(value, percent=isinstance(cell, Percent))


def _number_from_text(cell: str) -> WrittenNumber | Refusal:
    found = read_number(cell)
    if isinstance(found, WrittenNumber):
        return found
    if _fold(cell) in _NO_NUMBER:
        return MISSING
    return _refuse_text(cell) or _refuse_number(cell, found)


def _refuse_number(cell: str, found: Misread) -> Refusal:
    if found.reason is Wrong.LOOK_ALIKE:
        return refuse("KPI412", found=cell, letter=found.letter, digit=found.digit)
    return refuse(_NUMBER_CODES[found.reason], found=cell)


def _refuse_text(cell: str) -> Refusal | None:
    """Refuse the text of a spreadsheet error, as a CSV export writes it."""
    return refuse("KPI433", found=cell.strip()) if _ERROR_TEXT.fullmatch(cell.strip()) else None


def read_text_cell(cell: Raw) -> str | Refusal:
    """Read a cell of a text column; numbers are shown as a spreadsheet shows them."""
    match cell:
        case str():
            text = clean_text(cell)
            return MISSING if text.casefold() in _NOTHING else _refuse_text(text) or sys.intern(text)
        case Broken():
            return refuse_broken(cell)
        case bool() | Percent():
            return refuse("KPI444", found=show(cell))
        case int() | float():
            return show(cell)
        case _:
            return refuse("KPI444", found=show(cell))


def read_flag_cell(cell: Raw) -> bool | Refusal:
    """Read a cell of a yes/no column."""
    match cell:
        case bool():
            return cell
        case str():
            folded = _fold(cell)
            if folded in _FLAGS:
                return _FLAGS[folded]
            return MISSING if folded in _NO_FLAG else _refuse_text(cell) or refuse("KPI438", found=cell)
        case Broken():
            return refuse_broken(cell)
        case int() | float() if cell in (0, 1) and not isinstance(cell, Percent):
            return bool(cell)
        case _:
            return refuse("KPI438", found=show(cell))


def read_date_cell(cell: Raw) -> date | Refusal:
    """Read a cell of a date column; a plausible bare serial number is a date (the caller says so)."""
    match cell:
        case datetime():
            return cell.date() if cell.time() == time() else refuse("KPI439", found=show(cell))
        case date():
            return cell
        case str():
            return _date_from_text(cell)
        case Broken():
            return refuse_broken(cell)
        case bool() | Percent() | time() | timedelta():
            return refuse("KPI439", found=show(cell))
        case _ if float(cell).is_integer() and _FIRST_SERIAL <= cell <= _LAST_SERIAL:
            return _EPOCH + timedelta(days=int(cell))
        case _:
            return refuse("KPI439", found=show(cell))


def is_serial(cell: Raw) -> bool:
    """Say whether a date cell is a bare number, so that its reading must be reported."""
    return isinstance(cell, int | float)


def _date_from_text(cell: str) -> date | Refusal:
    text = " ".join(cell.split())
    found = _ISO.fullmatch(text) or _RUSSIAN.fullmatch(text)
    if found is None:
        return MISSING if _fold(cell) in _NO_NUMBER else _refuse_text(cell) or refuse("KPI439", found=cell)
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return refuse("KPI440", found=cell)


def read_key(cell: Raw) -> str | Refusal:
    """Read an identifier: always text, as its cell shows it; one over 15 digits is refused as a number."""
    match cell:
        case str():
            text = clean_text(cell)
            return _refuse_text(text) or sys.intern(text) if text else MISSING
        case Broken():
            return refuse_broken(cell)
        case bool() | Percent():
            return refuse("KPI446", found=show(cell))
        case Shown():
            return sys.intern(clean_text(cell.text))
        case int() | float():
            return _key_from_number(cell)
        case _:
            return refuse("KPI446", found=show(cell))


def _key_from_number(cell: float) -> str | Refusal:
    if not float(cell).is_integer():
        return refuse("KPI446", found=show(cell))
    text = format(cell, ".0f")
    return refuse("KPI445", found=text) if len(text.lstrip("-")) > _ID_DIGITS else sys.intern(text)


def refuse_missing(cell: Raw) -> Refusal:
    """Refuse a cell that was read as missing: it is blank, or a dash or a word stands there."""
    text = clean_text(show(cell))
    return refuse("KPI451", found=f": `{text}`" if text else "")


def _fold(text: str) -> str:
    return clean_text(text).casefold()


TEXT_READERS: dict[Kind, Callable[[Raw], Scalar | Refusal]] = {
    Kind.TEXT: read_text_cell,
    Kind.FLAG: read_flag_cell,
    Kind.DATE: read_date_cell,
}
