"""The proof of a piece of a curve: which ways are open, and that nothing turns between two facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from decimal import Decimal

from kpicalc.analysis.enclosure.box import Box
from kpicalc.analysis.enclosure.enclose import Enclosing
from kpicalc.analysis.enclosure.row_state import Owner
from kpicalc.analysis.enclosure.table_domains import axis_parts
from kpicalc.engine.tables import axes_of
from kpicalc.formula.functions import branching_of
from kpicalc.model.analysis import Witness
from kpicalc.model.dataclass import dataclass
from kpicalc.model.domain import (
    NOTHING,
    Choices,
    Domain,
    Interval,
    Rows,
    exactly,
    has_value,
    join,
    maybe_missing,
)
from kpicalc.model.domain_operators import comparison_domain
from kpicalc.model.expr import Call, Compare, Expr, If, Logic, Lookup
from kpicalc.model.kind import Scalar
from kpicalc.model.money import COUNTING
from kpicalc.model.program import EMPLOYEES, Input, Key, Program

# From where a fact goes to where; None is without end.
Ends = tuple[Decimal, Decimal | None]

# A piece that is not proved whole is cut in halves this many times.
_HALVINGS = 3


class SettledProof:
    """Proves for one fact after another that nothing turns between two values while others rest."""

    def __init__(self, program: Program, reference: Witness, coarse: frozenset[Call]) -> None:
        self._program, self._coarse = program, coarse
        values: dict[Key, list[Scalar | None]] = {}
        for row in reference.rows:
            for name, value in row.values:
                values.setdefault((row.grain, name), []).append(value)
        # Where a table has several rows, each may have the value of any; the first is the one that moves.
        self._others = {each.key: _domain(each, values.get(each.key, [])[1:]) for each in program.inputs}
        domains = {each.key: _domain(each, values.get(each.key, [])) for each in program.inputs}
        rows = {grain: _count_rows(program, reference, grain) for grain in program.grains}
        alone = sum(row.grain == EMPLOYEES for row in reference.rows) <= 1
        self._rest = Enclosing(program, Box(domains, rows, Rows(0, 0) if alone else Rows()))

    def of(self, driver: Key) -> Callable[[Decimal, Decimal | None], bool]:
        """Return a function that says whether nothing turns between two values (None: without end).

        False only means that it was not proved.
        """

        def is_settled(ends: Ends) -> bool:
            doubts = _Doubts(self._program, self._coarse)
            self._rest.with_fact(driver, join(Interval(*ends), self._others[driver]), doubts)
            return not doubts.found

        return lambda low, high: _is_proved(is_settled, (low, high), _HALVINGS)


@dataclass(slots=True)
class _Doubts:
    """Looks for a node that could go more than one way."""

    program: Program
    coarse: frozenset[Call]
    found: list[Expr] = field(default_factory=list)

    def see(self, owner: Owner, node: Expr, operands: tuple[Domain, ...], result: Domain) -> None:  # noqa: ARG002 - the protocol of visitors
        """Take note of a node that may go this way or that."""
        if self._may_turn(node, operands) or self._is_stair(node, result):
            self.found.append(node)

    def _may_turn(self, node: Expr, operands: tuple[Domain, ...]) -> bool:
        branching = branching_of(node)
        if branching is not None:
            return not _keep_order(branching.rival_domains(operands))
        return any(len(ways) > 1 for ways in open_ways(self.program, node, operands))

    def _is_stair(self, node: Expr, result: Domain) -> bool:
        wide = isinstance(result, Interval) and result.point is None
        return wide and isinstance(node, Call) and node in self.coarse


def _keep_order(operands: Sequence[Domain]) -> bool:
    """Say whether the operands stand in one order: they may touch, for there both give the same."""
    return all(
        _is_below(one, other) or _is_below(other, one)
        for at, one in enumerate(operands)
        for other in operands[:at]
    )


def _is_below(one: Domain, other: Domain) -> bool:
    if not (isinstance(one, Interval) and isinstance(other, Interval)):
        # What never has a value decides nothing.
        return True
    if one.high is None or other.low is None:
        return False
    return COUNTING.plus(one.high) <= COUNTING.plus(other.low)


def _is_proved(is_settled: Callable[[Ends], bool], ends: Ends, halvings: int) -> bool:
    """Say whether all is settled between two ends, or in each of some parts of the way."""
    if is_settled(ends):
        return True
    low, high = ends
    if not halvings or high is None or low == high:
        return False
    middle = (low + high) / 2
    halves = ((low, middle), (middle, high))
    return all(_is_proved(is_settled, half, halvings - 1) for half in halves)


def _domain(given: Input, values: Iterable[Scalar | None]) -> Domain:
    found: Domain = NOTHING
    for value in values:
        known = given.fallback if value is None else value
        found = join(found, maybe_missing(NOTHING) if known is None else exactly(known))
    return found


def _count_rows(program: Program, reference: Witness, grain: str) -> Rows:
    """Return how many rows of a table each row above has in a witness."""
    above = program.grains[grain].parent
    if above is None:
        return Rows(1, 1)
    parents = reference.parents or (0,) * len(reference.rows)
    under = Counter(parent for row, parent in zip(reference.rows, parents, strict=True) if row.grain == grain)
    size = max(1, sum(row.grain == above for row in reference.rows))
    return Rows(min(under[each] for each in range(size)), max(under.values(), default=0))


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
            asked = zip(axes_of(program.tables[node.table]), operands, strict=False)
            return tuple(
                frozenset(position for position, _ in axis_parts(axis, domain)) for axis, domain in asked
            )
    return ()


def _flags(asked: Domain) -> frozenset[int]:
    values = asked.values if isinstance(asked, Choices) else ()
    return frozenset(YES if value is True else NO for value in values)
