"""How strongly the operators of a formula bind, for reading and for printing alike."""

from __future__ import annotations

from typing import Literal

from kpicalc.model.expr import ArithmeticSign, ComparisonSign

CHOICE, OR, AND, NOT, COMPARISON, SUM, PRODUCT, MINUS, WHOLE = range(9)

LOGIC: dict[str, Literal["and", "or"]] = {"and": "and", "or": "or"}
COMPARISONS: dict[str, ComparisonSign] = {"<": "<", "<=": "<=", ">": ">", ">=": ">=", "=": "=", "!=": "!="}
ARITHMETIC: dict[str, ArithmeticSign] = {"+": "+", "-": "-", "*": "*", "/": "/"}

INFIX: dict[str, int] = {
    "or": OR,
    "and": AND,
    **dict.fromkeys(COMPARISONS, COMPARISON),
    "+": SUM,
    "-": SUM,
    "*": PRODUCT,
    "/": PRODUCT,
}
