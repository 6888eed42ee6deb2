"""Which sides of a switch can be taken: the branch of an `if`, the band of a table, an argument of `min`."""

from __future__ import annotations

from collections.abc import Callable

from kpicalc.analysis.enclosure.table_domains import axis_parts
from kpicalc.model.domain import Choices, Domain, exactly, has_value, maybe_missing
from kpicalc.model.domain_arithmetic import take_greatest, take_least
from kpicalc.model.domain_comparisons import comparison_domain
from kpicalc.model.expr import Call, Compare, Expr, If, Logic, Lookup
from kpicalc.model.money import ZERO
from kpicalc.model.program import Program

# The condition of an `if` or the flag of a comparison.
YES, NO = 1, 0


def possible_sides(program: Program, node: Expr, operands: tuple[Domain, ...]) -> frozenset[int]:
    """Return the sides that a node can take, given what its operands can be; empty for what is no switch.

    A comparison, `and`, `or` and the condition of an `if` have YES and NO; `min` and `max` the positions of
    the arguments that can decide; `clamp` 0 (the value itself), 1 (low) and 2 (high); `abs` NO and YES
    (negative); a table its bands (-1 below them, their number beyond), a matrix its rows, then 1000 + its
    columns. A node with one side, or none, is decided.
    """
    match node:
        case Compare(sign=sign):
            return _flags(comparison_domain(sign, *operands))
        case If():
            return _flags(operands[0])
        case Logic():
            return _flags(operands[0])
        case Call(function=function) if function in _CALLS:
            return _CALLS[function](operands) if all(map(has_value, operands)) else frozenset()
        case Lookup():
            return _bands(program, node, operands)
    return frozenset()


def _flags(asked: Domain) -> frozenset[int]:
    values = asked.values if isinstance(asked, Choices) else ()
    return frozenset(YES if value is True else NO for value in values)


def _least(operands: tuple[Domain, ...]) -> frozenset[int]:
    found = take_least(operands)
    return frozenset(at for at, each in enumerate(operands) if not _always("<", found, each))


def _greatest(operands: tuple[Domain, ...]) -> frozenset[int]:
    found = take_greatest(operands)
    return frozenset(at for at, each in enumerate(operands) if not _always(">", found, each))


def _always(sign: str, left: Domain, right: Domain) -> bool:
    """Say whether one domain lies wholly on one side of the other."""
    plain = [maybe_missing(each, missing=False) for each in (left, right)]
    if sign == "<":
        return comparison_domain("<", *plain) == exactly(value=True)
    return comparison_domain(">", *plain) == exactly(value=True)


def _clamped(operands: tuple[Domain, ...]) -> frozenset[int]:
    value, low, high = operands
    sides = {0} if not (_always("<", value, low) or _always(">", value, high)) else set()
    sides |= {1} if not _always(">", value, low) and not _never_less(value, low) else set()
    sides |= {2} if not _always("<", value, high) and not _never_more(value, high) else set()
    return frozenset(sides)


def _never_less(value: Domain, low: Domain) -> bool:
    return comparison_domain("<", value, low) == exactly(value=False)


def _never_more(value: Domain, high: Domain) -> bool:
    return comparison_domain(">", value, high) == exactly(value=False)


def _signs(operands: tuple[Domain, ...]) -> frozenset[int]:
    return _flags(comparison_domain("<", operands[0], exactly(ZERO)))


def _bands(program: Program, lookup: Lookup, operands: tuple[Domain, ...]) -> frozenset[int]:
    table = program.tables[lookup.table]
    sides = {position for position, _ in axis_parts(table, operands[0])}
    if table.columns is not None and len(operands) > 1:
        sides |= {1000 + position for position, _ in axis_parts(table.columns, operands[1])}
    return frozenset(sides)


_CALLS: dict[str, Callable[[tuple[Domain, ...]], frozenset[int]]] = {
    "min": _least,
    "max": _greatest,
    "clamp": _clamped,
    "abs": _signs,
}
