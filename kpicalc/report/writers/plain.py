"""Values as text for other programs: one way to write each, in no language."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from itertools import repeat

from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, SHOWN, minor_unit


def write_amount(amount: Decimal, currency: str) -> str:
    """Write an amount with all minor digits of its currency; further digits are kept.

    >>> write_amount(Decimal("1400"), "RUB"), write_amount(Decimal("0.125"), "RUB")
    ('1400.00', '0.125')
    """
    padded = _pad(amount, minor_unit(currency))
    return write_number(amount) if padded is None else f"{padded:f}"


def write_number(value: Decimal) -> str:
    """Write a number without exponent and without needless zeros; one that does not end with 50 digits.

    >>> write_number(Decimal("1E+3")), write_number(Decimal("0.50"))
    ('1000', '0.5')
    """
    text = f"{SHOWN.plus(value):f}" if value else "0"
    return text.rstrip("0").rstrip(".") if "." in text else text


def write_plainly(value: Value, kind: Kind, currency: str) -> str | bool | None:
    """Write a value for JSON: figures as text, flags as they are, None for what is not computed."""
    match value:
        case Fault():
            return None
        case Decimal():
            return write_amount(value, currency) if kind is Kind.MONEY else write_number(value)
        case bool() | str():
            return value
        case _:
            return value.isoformat()


def write_amounts(amounts: Sequence[Value], currency: str, fault: str) -> list[str]:
    """Write a block of amounts as `write_amount` does, and `fault` for what is not computed."""
    unit = minor_unit(currency)
    try:
        padded = list(map(CONTEXT.quantize, amounts, repeat(unit)))  # type: ignore[arg-type]
    except (TypeError, InvalidOperation):
        padded = []
    if padded == amounts:
        texts = list(map(str, padded))
        zero = str(unit - unit)
        return [zero if text == f"-{zero}" else text for text in texts] if f"-{zero}" in texts else texts
    return [write_amount(each, currency) if isinstance(each, Decimal) else fault for each in amounts]


def _pad(amount: Decimal, unit: Decimal) -> Decimal | None:
    try:
        padded = CONTEXT.quantize(amount, unit)
    except InvalidOperation:
        return None
    return CONTEXT.plus(padded) if padded == amount else None
