"""Exact figures of the second evaluator: fractions."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

# How far from a fraction a decimal may be that is made of cut quotients.
TOLERANCE = Fraction(1, 10**120)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Trouble:
    """A value that cannot be computed: the codes of its causes, and whether it is only missing."""

    codes: frozenset[str]
    missing: bool = False


Exact = Figure | bool | str | date
Outcome = Exact | Trouble


def figure_of(number: Decimal | int) -> Figure:
    """Take a decimal as it is."""
    return Figure(Fraction(number))


def trouble(code: str, *, missing: bool = False) -> Trouble:
    """Make the trouble of one cause."""
    return Trouble(frozenset({code}), missing)


def merge(troubles: Iterable[Trouble]) -> Trouble:
    """Join troubles: only a missing value when all of them are."""
    listed = list(troubles)
    return Trouble(frozenset().union(*(each.codes for each in listed)), all(each.missing for each in listed))


def calculate(sign: str, left: Figure, right: Figure) -> Figure | Trouble:
    """Add, subtract, multiply or divide."""
    if sign == "/" and right.value == 0:
        return trouble("KPI501")
    return Figure(_ARITHMETIC[sign](left.value, right.value))


def compare(sign: str, left: Exact, right: Exact) -> bool:
    """Compare two values of one kind."""
    if isinstance(left, Figure) and isinstance(right, Figure):
        return _COMPARISONS[sign](left.value, right.value)
    return _COMPARISONS[sign](left, right)


def round_figure(number: Figure, step: Figure, mode: str) -> Figure | Trouble:
    """Round to a multiple of the step by one of the four modes."""
    if step.value <= 0:
        return trouble("KPI504")
    return Figure(Fraction(_ROUNDINGS[mode](number.value / step.value)) * step.value)


def agrees(outcome: Outcome, value: object) -> bool:
    """Say whether the engine's value is the figure, but for digits that no decision looks at."""
    if not isinstance(outcome, Figure):
        return outcome == value
    if not isinstance(value, Decimal):
        return False
    gap = abs(Fraction(value) - outcome.value)
    return gap <= TOLERANCE * max(abs(outcome.value), Fraction(1))


def _half_up(steps: Fraction) -> int:
    return ceil(steps - Fraction(1, 2)) if steps < 0 else floor(steps + Fraction(1, 2))


def _half_down(steps: Fraction) -> int:
    return floor(steps + Fraction(1, 2)) if steps < 0 else ceil(steps - Fraction(1, 2))


_ARITHMETIC: dict[str, Callable[[Fraction, Fraction], Fraction]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}

_COMPARISONS: dict[str, Callable[..., bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}

_ROUNDINGS: dict[str, Callable[[Fraction], int]] = {
    "half_up": _half_up,
    "half_down": _half_down,
    "half_even": round,
    "down": int,
    "up": lambda steps: floor(steps) if steps < 0 else ceil(steps),
    "floor": floor,
    "ceil": ceil,
}
