"""Which ways are open: the branch of an `if`, the band of a table, the argument of `min` that decides."""

from __future__ import annotations

from kpicalc.analysis.enclosure.table_domains import axis_parts
from kpicalc.engine.tables import axes_of
from kpicalc.formula.functions import branching_of
from kpicalc.model.domain import Choices, Domain, has_value
from kpicalc.model.domain_comparisons import comparison_domain
from kpicalc.model.expr import Call, Compare, Expr, If, Logic, Lookup
from kpicalc.model.program import Program

# The condition of an `if` or the flag of a comparison.
YES, NO = 1, 0


def open_ways(program: Program, node: Expr, operands: tuple[Domain, ...]) -> tuple[frozenset[int], ...]:
    """Return which ways a node can go, given what its operands can be: a set for each choice that it makes.

    A comparison, `and`, `or` and the condition of an `if` have YES and NO; a function those of its record; a
    table its bands (-1 below them, their number beyond), a matrix its rows and then its columns. A choice
    with one way, or none, is decided; a node that makes no choice has no set.
    """
    match node:
        case Compare(sign=sign):
            return (_flags(comparison_domain(sign, *operands)),)
        case If() | Logic():
            return (_flags(operands[0]),)
        case Call():
            branching = branching_of(node)
            if branching is not None and all(map(has_value, operands)):
                return (branching.ways(operands),)
        case Lookup():
            return _bands(program, node, operands)
    return ()


def _flags(asked: Domain) -> frozenset[int]:
    values = asked.values if isinstance(asked, Choices) else ()
    return frozenset(YES if value is True else NO for value in values)


def _bands(program: Program, lookup: Lookup, operands: tuple[Domain, ...]) -> tuple[frozenset[int], ...]:
    asked = zip(axes_of(program.tables[lookup.table]), operands, strict=False)
    return tuple(frozenset(position for position, _ in axis_parts(axis, domain)) for axis, domain in asked)
