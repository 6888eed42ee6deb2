"""Where a condition cuts a measure: `ПДЗ < 10%` cuts it at 10 %."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kpicalc.analysis.proofs.subject import Subject
from kpicalc.formula.printer import print_formula
from kpicalc.model.expr import Compare, ComparisonSign, Expr, Logic, Reference, Unary
from kpicalc.model.money import COUNTING, ZERO

# Two formulas compared with each other are one measure; nobody can write what stands between them.
BESIDE = "\0"
# The measure of a condition that is no comparison.
OTHER = ""

_FLIPPED: dict[ComparisonSign, ComparisonSign] = {
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
    "=": "=",
    "!=": "!=",
}


@dataclass(frozen=True, slots=True)
class Cut:
    """A comparison of the measure with a bound: `measure sign bound`; `written` is the bound as a formula.

    Where the bound varies too, it is the place at which the measure equals it, and `bound` is 0.
    """

    sign: ComparisonSign
    bound: Decimal
    written: Expr
    comparison: Compare


def cuts_of(subject: Subject, condition: Expr) -> Iterator[tuple[str, Cut]]:
    """Yield the measure and the cut of each comparison; OTHER stands for anything else."""
    written = written_condition(subject, condition)
    match written:
        case Compare():
            yield _cut(subject, written)
        case Logic(left=left, right=right):
            yield from cuts_of(subject, left)
            yield from cuts_of(subject, right)
        case Unary(operand=operand):
            yield from cuts_of(subject, operand)
        case _:
            yield OTHER, Cut("=", ZERO, written, Compare("=", written, written, written.span))


def _cut(subject: Subject, comparison: Compare) -> tuple[str, Cut]:
    left, right = comparison.left, comparison.right
    low, high = subject.constant(left), subject.constant(right)
    flipped = _FLIPPED[comparison.sign]
    if high is not None:
        return print_formula(left), Cut(comparison.sign, COUNTING.plus(high), right, comparison)
    if low is not None:
        return print_formula(right), Cut(flipped, COUNTING.plus(low), left, comparison)
    one, other = print_formula(left), print_formula(right)
    if one <= other:
        return f"{one}{BESIDE}{other}", Cut(comparison.sign, ZERO, right, comparison)
    return f"{other}{BESIDE}{one}", Cut(flipped, ZERO, left, comparison)


def is_met(subject: Subject, condition: Expr, at: Decimal) -> bool:
    """Say whether a condition on one measure holds where the measure has a value."""
    written = written_condition(subject, condition)
    match written:
        case Logic(sign=sign, left=left, right=right):
            met = (is_met(subject, part, at) for part in (left, right))
            return all(met) if sign == "and" else any(met)
        case Unary(operand=operand):
            return not is_met(subject, operand, at)
        case _:
            return all(_holds(cut, at) for _, cut in cuts_of(subject, written))


def written_condition(subject: Subject, condition: Expr) -> Expr:
    """Return the formula of a condition that stands in a variable of its own."""
    if isinstance(condition, Reference):
        found = subject.variables.get(condition.key)
        if found is not None:
            return written_condition(subject, found.expr)
    return condition


def _holds(cut: Cut, at: Decimal) -> bool:
    match cut.sign:
        case "<":
            return at < cut.bound
        case "<=":
            return at <= cut.bound
        case ">":
            return at > cut.bound
        case ">=":
            return at >= cut.bound
        case "=":
            return at == cut.bound
        case _:
            return at != cut.bound
