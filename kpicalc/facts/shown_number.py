"""Numbers that a cell shows by its format with zeros or signs of its own: 2 as 0002, 123456 as 123-456."""

from __future__ import annotations

import re

from kpicalc.facts.workbook import Shown

_LITERAL = r'"[^"]*"|\\.|[-\s/]'
_SHAPE = re.compile(rf"(?:{_LITERAL})*0(?:0|{_LITERAL})*")
_PART = re.compile(rf"0|{_LITERAL}")
# Beyond these a spreadsheet has lost digits, and a number with a fraction is no identifier.
_GREATEST = 10**15


def is_shape(number_format: str) -> bool:
    """Say whether whole numbers in a format look otherwise than their digits.

    >>> is_shape("0000"), is_shape('"E-"000'), is_shape("0"), is_shape("0.00"), is_shape("General")
    (True, True, False, False, False)
    """
    first = number_format.partition(";")[0]
    return first != "0" and _SHAPE.fullmatch(first) is not None


def show_number(value: float, number_format: str) -> float:
    """Return a whole number together with what its cell shows; another number as it is.

    >>> show_number(2.0, "0000").text, show_number(123456.0, "000-000").text, show_number(12.0, "0").text
    ('0002', '123-456', '12')
    """
    if not value.is_integer() or not 0 <= value < _GREATEST:
        return value
    digits = format(value, ".0f")
    parts: list[str] = _PART.findall(number_format.partition(";")[0])
    first = parts.index("0")
    shown: list[str] = []
    for at in range(len(parts) - 1, -1, -1):
        if parts[at] != "0":
            shown.append(parts[at].strip('"').removeprefix("\\"))
        elif at == first:
            shown.append(digits or "0")
        else:
            shown.append(digits[-1:] or "0")
            digits = digits[:-1]
    return Shown(value, "".join(reversed(shown)))
