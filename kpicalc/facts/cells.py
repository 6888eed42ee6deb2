"""Read one raw cell as a text, flag, number or identifier."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from decimal import Decimal

from kpicalc.facts.numbers import Misread, WrittenNumber, Wrong, read_binary, read_number
from kpicalc.facts.refusals import MISSING, Refusal, refuse, refuse_broken, show
from kpicalc.facts.workbook import Broken, Percent, Raw, Shown
from kpicalc.model.flag_words import read_flag_word
from kpicalc.model.kind import Kind
from kpicalc.model.plain_text import clean_text
from kpicalc.model.writing import DecimalMark

_DASHES = frozenset({"", "-", "—", "–", "−"})
_NOTHING = _DASHES | {"н/д", "н.д.", "нд", "n/a", "нет данных"}
_NO_NUMBER = _NOTHING | {"нет", "no", "none"}
_NO_FLAG = _NOTHING - {"-"}
_ERROR_TEXT = re.compile(r"#[A-ZА-ЯЁ0-9/_]+[!?]?", re.IGNORECASE)
_ID_DIGITS = 15
_NUMBER_CODES = {Wrong.NOT_A_NUMBER: "KPI430", Wrong.TOO_LONG: "KPI435"}


def read_number_cell(cell: Raw, decimal: DecimalMark | None = None) -> WrittenNumber | Refusal:
    """Read a cell of a numeric column; truth values, dates and times are refused, not converted."""
    if isinstance(cell, str):
        return _number_from_text(cell, decimal)
    if isinstance(cell, Broken):
        return refuse_broken(cell)
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return refuse("KPI432", found=show(cell))
    value = Decimal(cell) if type(cell) is int and abs(cell) < 10**_ID_DIGITS else read_binary(cell)
    if value is None:
        return refuse("KPI435", found=show(cell))
    return WrittenNumber(value, percent=isinstance(cell, Percent))


def _number_from_text(cell: str, decimal: DecimalMark | None) -> WrittenNumber | Refusal:
    found = read_number(cell, decimal)
    if isinstance(found, WrittenNumber):
        return found
    if is_missing_number(cell):
        return MISSING
    return refuse_error_text(cell) or _refuse_number(cell, found, decimal)


def _refuse_number(cell: str, found: Misread, decimal: DecimalMark | None) -> Refusal:
    if found.reason is Wrong.LOOK_ALIKE:
        return refuse("KPI412", found=cell, letter=found.letter, digit=found.digit)
    if found.reason is Wrong.OTHER_MARK:
        return refuse("KPI491", found=cell, declared=f"decimal: {decimal}")
    return refuse(_NUMBER_CODES[found.reason], found=cell)


def is_missing_number(cell: str) -> bool:
    """Say whether a text of a numeric or date column stands for nothing: a dash, or `n/a`."""
    return _fold(cell) in _NO_NUMBER


def refuse_error_text(cell: str) -> Refusal | None:
    """Refuse the text of a spreadsheet error, as a CSV export writes it."""
    return refuse("KPI433", found=cell.strip()) if _ERROR_TEXT.fullmatch(cell.strip()) else None


def read_text_cell(cell: Raw) -> str | Refusal:
    """Read a cell of a text column; numbers are shown as a spreadsheet shows them."""
    match cell:
        case str():
            text = clean_text(cell)
            return MISSING if text.casefold() in _NOTHING else refuse_error_text(text) or sys.intern(text)
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
            said = read_flag_word(folded)
            if said is not None:
                return said
            return MISSING if folded in _NO_FLAG else refuse_error_text(cell) or refuse("KPI438", found=cell)
        case Broken():
            return refuse_broken(cell)
        case int() | float() if cell in (0, 1) and not isinstance(cell, Percent):
            return bool(cell)
        case _:
            return refuse("KPI438", found=show(cell))


def read_key(cell: Raw) -> str | Refusal:
    """Read an identifier: always text, as its cell shows it; one over 15 digits is refused as a number."""
    match cell:
        case str():
            text = clean_text(cell)
            return refuse_error_text(text) or sys.intern(text) if text else MISSING
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


TEXT_READERS: dict[Kind, Callable[[Raw], str | bool | Refusal]] = {
    Kind.TEXT: read_text_cell,
    Kind.FLAG: read_flag_cell,
}
