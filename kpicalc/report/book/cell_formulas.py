"""A formula of pay as a live formula of a spreadsheet, only where that gives the same amount there."""

from __future__ import annotations

import decimal
from collections.abc import Mapping
from decimal import Decimal, localcontext

from kpicalc.formula.functions import FUNCTIONS
from kpicalc.i18n.format import minor_digits
from kpicalc.model.expr import (
    Aggregate,
    Binary,
    Call,
    Expr,
    Lookup,
    Number,
    Operand,
    Reference,
    Unary,
    Window,
)
from kpicalc.model.fault import Value
from kpicalc.model.money import CONTEXT, ONE, ZERO, Rounding, round_to_step
from kpicalc.model.result import Line

# As many digits as a cell keeps.
_CELL = decimal.Context(prec=15, rounding=decimal.ROUND_HALF_EVEN, Emin=-99, Emax=99, traps=[])
_LONGEST = 8000

# A part of a formula as it is written, and what it comes to.
_Part = tuple[str, Decimal]


def write_cell_formula(line: Line, currency: str) -> str:
    """Return what makes the amount of a line out of figures, without `=`; "" where that is not certain.

    What stands behind the figures (tables, rows, lines) is in it with its value. A bare figure has none.
    """
    if not isinstance(line.value, Decimal) or isinstance(line.expr, Number | Operand):
        return ""
    with localcontext(CONTEXT):
        part = _write(line.expr, line.operands)
        if part is None or len(part[0]) > _LONGEST:
            return ""
        text, value = part
        digits = minor_digits(currency)
        rounded = round_to_step(value, Rounding(ONE.scaleb(-digits)))
        return f"ROUND({text},{digits})" if rounded == line.value else ""


def _write(expr: Expr, operands: Mapping[Operand, Value]) -> _Part | None:
    match expr:
        case Number(value=value):
            return _constant(value)
        case Unary(sign="-", operand=operand):
            part = _write(operand, operands)
            return None if part is None else (f"(-{part[0]})", -part[1])
        case Binary():
            return _write_binary(expr, operands)
        case Call(function=function, arguments=arguments) if _name_in_cells(function):
            parts = [_write(each, operands) for each in arguments]
            return _call(function, [each for each in parts if each is not None]) if all(parts) else None
        case Reference() | Lookup() | Aggregate() | Window():
            known = operands.get(expr)
            return _constant(known) if isinstance(known, Decimal) else None
        case _:
            return None


def _write_binary(expr: Binary, operands: Mapping[Operand, Value]) -> _Part | None:
    left, right = _write(expr.left, operands), _write(expr.right, operands)
    if left is None or right is None or (expr.sign == "/" and right[1] == ZERO):
        return None
    first, second = left[1], right[1]
    match expr.sign:
        case "+":
            value = first + second
        case "-":
            value = first - second
        case "*":
            value = first * second
        case _:
            value = first / second
    return f"({left[0]}{expr.sign}{right[0]})", value


def _call(function: str, parts: list[_Part]) -> _Part:
    values = [value for _, value in parts]
    found = FUNCTIONS[function].meaning(*values)
    text = f"{_name_in_cells(function)}({','.join(text for text, _ in parts)})"
    return text, found if isinstance(found, Decimal) else ZERO


def _name_in_cells(function: str) -> str:
    """Return how a spreadsheet calls the function that chooses among values, "" for another one."""
    branching = FUNCTIONS[function].branching
    if branching is None:
        return ""
    return "ABS" if branching.by_sign else {1: "MAX", -1: "MIN"}.get(branching.side, "")


def _constant(value: Decimal) -> _Part:
    """Write a figure with as many digits as a cell keeps; what is lost shows in the amount, or not at all."""
    kept = _CELL.plus(value)
    return f"{kept:f}", kept
