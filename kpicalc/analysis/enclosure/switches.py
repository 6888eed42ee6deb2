"""Which sides of a switch can be taken: the branch of an `if`, the band of a table, an argument of `min`."""

from __future__ import annotations

from kpicalc.analysis.enclosure.table_domains import axis_parts
from kpicalc.formula.functions import branching_of
from kpicalc.model.domain import Choices, Domain, has_value
from kpicalc.model.domain_comparisons import comparison_domain
from kpicalc.model.expr import Call, Compare, Expr, If, Logic, Lookup
from kpicalc.model.program import Program

# The condition of an `if` or the flag of a comparison.
YES, NO = 1, 0


def possible_sides(program: Program, node: Expr, operands: tuple[Domain, ...]) -> frozenset[int]:
    """Return the sides that a node can take, given what its operands can be; empty for what is no switch.

    A comparison, `and`, `or` and the condition of an `if` have YES and NO; a function those of its record; a
    table its bands (-1 below them, their number beyond), a matrix its rows, then 1000 + its columns.
    A node with one side, or none, is decided.
    """
    match node:
        case Compare(sign=sign):
            return _flags(comparison_domain(sign, *operands))
        case If():
            return _flags(operands[0])
        case Logic():
            return _flags(operands[0])
        case Call():
            branching = branching_of(node)
            if branching is not None and all(map(has_value, operands)):
                return branching.ways(operands)
        case Lookup():
            return _bands(program, node, operands)
    return frozenset()


def _flags(asked: Domain) -> frozenset[int]:
    values = asked.values if isinstance(asked, Choices) else ()
    return frozenset(YES if value is True else NO for value in values)


def _bands(program: Program, lookup: Lookup, operands: tuple[Domain, ...]) -> frozenset[int]:
    table = program.tables[lookup.table]
    sides = {position for position, _ in axis_parts(table, operands[0])}
    if table.columns is not None and len(operands) > 1:
        sides |= {1000 + position for position, _ in axis_parts(table.columns, operands[1])}
    return frozenset(sides)
