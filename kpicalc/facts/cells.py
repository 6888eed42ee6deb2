"""Read one raw cell as a text, flag, number or identifier."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import replace
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
from kpicalc.facts.workbook import Broken, Percent, Raw, Shown
from kpicalc.model.kind import Kind, read_flag_word
from kpicalc.model.plain_text import clean_text
from kpicalc.model.problem import Problem
from kpicalc.model.writing import CreditSign, DecimalMark

DASHES = frozenset({"-", "—", "–", "−"})
"""What people write where there is nothing."""

_NOTHING = DASHES | {"", "н/д", "н.д.", "нд", "n/a", "нет данных"}
_NO_NUMBER = _NOTHING | {"нет", "no", "none"}
_NO_FLAG = _NOTHING - {"-"}
_ERROR_TEXT = re.compile(r"#(?![0-9]+$)[A-ZА-ЯЁ0-9/_]+[!?]?", re.IGNORECASE)
# A number in a workbook is a binary one: so many digits of it are sure.
_ID_DIGITS = 15
# `050` may be the end of `1,050` that was cut at its comma, `0830` hours and minutes.
_ZEROS = re.compile(r"[^0-9]*0[0-9]{2}")
_CUT_CENTS = re.compile(r"[^0-9]*0[0-9](?![0-9.,])")
# A spreadsheet makes a day of `5.03` and shows it with two digits.
_DAY_AND_MONTH = re.compile(r"(?:0[1-9]|[12][0-9]|3[01])\.(?:0[1-9]|1[0-2])")
_NUMBER_CODES = {Wrong.NOT_A_NUMBER: Problem.CELL_NOT_A_NUMBER, Wrong.TOO_LONG: Problem.CELL_DIGITS_TOO_MANY}


def read_number_cell(
    cell: Raw, decimal: DecimalMark | None = None, credit: CreditSign | None = None
) -> WrittenNumber | CellRefusal:
    """Read a cell of a numeric column; truth values, dates and times are refused, not converted.

    An amount with `CR` or `DR` beside it has the sign that is declared for credits.
    """
    if isinstance(cell, str):
        found = _number_from_text(cell, decimal)
        if isinstance(found, CellRefusal) or not found.side:
            return found
        if credit is None:
            return make_refusal(Problem.CREDIT_UNDECLARED, found=cell.strip())
        counted = CREDIT if credit is CreditSign.PLUS else DEBIT
        return replace(found, value=found.value if found.side == counted else -found.value)
    if isinstance(cell, Broken):
        return refuse_broken(cell)
    if isinstance(cell, bool) or not isinstance(cell, int | float):
        return make_refusal(Problem.CELL_DATE_FOR_NUMBER, found=show(cell))
    value = Decimal(cell) if type(cell) is int and abs(cell) < 10**_ID_DIGITS else read_binary(cell)
    if value is None:
        return make_refusal(Problem.CELL_DIGITS_TOO_MANY, found=show(cell))
    return WrittenNumber(value, percent=isinstance(cell, Percent))


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


def has_zeros_in_front(cell: str, kind: Kind) -> bool:
    """Say whether a number has zeros in front that mean something; `08` may be days, but of money cents."""
    cut = kind in {Kind.MONEY, Kind.RATIO} and _CUT_CENTS.match(cell)
    return bool(_ZEROS.match(cell) or cut)


def is_day_and_month(cell: str) -> bool:
    """Say whether a number is written as the days of a spreadsheet are.

    >>> is_day_and_month("05.03"), is_day_and_month("5.03"), is_day_and_month("12.13")
    (True, False, False)
    """
    return _DAY_AND_MONTH.fullmatch(cell.strip()) is not None


def is_missing_number(cell: str) -> bool:
    """Say whether a text of a numeric or date column stands for nothing: a dash, or `n/a`."""
    return fold_code(cell) in _NO_NUMBER


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
            folded = fold_code(cell)
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


def fold_code(text: str) -> str:
    """Return the form in which codes of a timesheet and other signs of cells compare.

    >>> fold_code(" ОТ ") == fold_code("от")
    True
    """
    return clean_text(text).casefold()


TEXT_READERS: dict[Kind, Callable[[Raw], str | bool | CellRefusal]] = {
    Kind.TEXT: read_text_cell,
    Kind.FLAG: read_flag_cell,
}
