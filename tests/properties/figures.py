"""Exact figures of the second evaluator: fractions that know how sure a decision about them is."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

DIGITS = 50  # what the contract promises of decimal arithmetic
NEAR = Fraction(1, 10**30)
TOLERANCE = Fraction(1, 10**36)


class TooCloseError(Exception):
    """A decision hangs on the digits that decimal arithmetic does not have."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number; `sure` when 50 digits hold it and all that it was made from."""

    value: Fraction
    sure: bool = True


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


def derive(value: Fraction, *sources: Figure) -> Figure:
    """Make a figure out of others."""
    return Figure(value, all(each.sure for each in sources) and _fits(value))


def calculate(sign: str, left: Figure, right: Figure) -> Figure | Trouble:
    """Add, subtract, multiply or divide; 0 of anything is surely 0."""
    if sign == "/" and right.value == 0:
        return trouble("KPI501")
    zeros = [each for each in (left, right) if each == Figure(Fraction(0))]
    if sign in {"*", "/"} and zeros:
        return zeros[0]
    return derive(_ARITHMETIC[sign](left.value, right.value), left, right)


def compare(sign: str, left: Exact, right: Exact) -> bool:
    """Compare two values of one kind; what 50 digits do not hold is compared as if they did."""
    if isinstance(left, Figure) and isinstance(right, Figure):
        return _COMPARISONS[sign](left.value, right.value)
    return _COMPARISONS[sign](left, right)


def difference(left: Figure, right: Figure) -> Fraction:
    """Subtract in order to decide where the contract says nothing of the last digits; refuses when unsure."""
    found = left.value - right.value
    if abs(found) < NEAR and not (left.sure and right.sure):
        raise TooCloseError
    return found


def round_figure(number: Figure, step: Figure, mode: str) -> Figure | Trouble:
    """Round to a multiple of the step by one of the four modes."""
    if step.value <= 0:
        return trouble("KPI504")
    return derive(Fraction(_ROUNDINGS[mode](number.value / step.value)) * step.value)


def agrees(outcome: Outcome, value: object) -> bool:
    """Say whether the engine's value is the figure: exactly, or to 36 digits where 50 do not hold it."""
    if not isinstance(outcome, Figure):
        return outcome == value
    if not isinstance(value, Decimal):
        return False
    gap = abs(Fraction(value) - outcome.value)
    return gap == 0 or (not outcome.sure and gap <= TOLERANCE * max(abs(outcome.value), Fraction(1)))


def _fits(value: Fraction) -> bool:
    scaled = value * 10**60
    return scaled.denominator == 1 and len(str(abs(scaled.numerator)).rstrip("0")) <= DIGITS


def _half_up(steps: Fraction) -> int:
    return ceil(steps - Fraction(1, 2)) if steps < 0 else floor(steps + Fraction(1, 2))


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
    "half_even": round,
    "down": int,
    "up": lambda steps: floor(steps) if steps < 0 else ceil(steps),
    "floor": floor,
    "ceil": ceil,
}
