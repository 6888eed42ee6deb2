"""The results of people: their KPIs, else facts that they can move; their pay where these are moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from decimal import Decimal
from functools import partial
from typing import cast

from kpicalc.analysis.next_steps import facts_of_people
from kpicalc.analysis.what_if.movers import as_in_a_cell
from kpicalc.engine.formulas import column_of
from kpicalc.engine.lens import LookingBlock, world_of
from kpicalc.engine.world import World
from kpicalc.lab.behind import Behind
from kpicalc.lab.frozen import find_affected
from kpicalc.lab.people import owners_of_rows
from kpicalc.lab.replay import prepare_replay
from kpicalc.lab.values import is_allowed, step_of
from kpicalc.model.audit import Slope
from kpicalc.model.dataclass import dataclass
from kpicalc.model.expr import Aggregate, Expr, Window, references, walk
from kpicalc.model.fault import Value
from kpicalc.model.kind import Kind
from kpicalc.model.money import ZERO
from kpicalc.model.outline import PayShare
from kpicalc.model.program import EMPLOYEES, Input, Key, Program
from kpicalc.model.result import Settlement


@dataclass(frozen=True, slots=True)
class Result:
    """What one result of each employee row comes to; of a KPI (whose `grain` is "") more is better."""

    grain: str
    name: str
    label: str
    kind: Kind
    values: Sequence[Value]
    of_kpi: bool


@dataclass(slots=True)
class Audited:
    """A settlement with what the audit asks of it again and again; `rows` are the people who are paid."""

    settlement: Settlement
    rows: tuple[int, ...]
    world: World = field(init=False)
    behind: Behind = field(init=False)
    facts: tuple[Input, ...] = field(init=False)
    results: tuple[Result, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Look once at what all parts of the audit share."""
        self.world = world_of(self.settlement)
        self.behind = Behind(self.program)
        self.facts = tuple(facts_of_people(self.settlement, self.program))
        self.results = tuple(self._results())

    @property
    def program(self) -> Program:
        """The program of the settlement."""
        return self.settlement.program

    @property
    def total(self) -> Sequence[Decimal]:
        """What each row is paid; of the rows of the audit each is a number."""
        column = self.settlement.values.columns[EMPLOYEES, self.program.total]
        return cast("Sequence[Decimal]", column)

    @property
    def variable(self) -> list[Decimal]:
        """The pay of each row without its fixed lines."""
        fixed = [each.variable for each in self.program.pay_lines if each.kind.traits.share is PayShare.FIXED]
        columns = self.settlement.values.columns
        own = [cast("Sequence[Decimal]", columns[EMPLOYEES, name]) for name in fixed]
        return [self.total[row] - sum((each[row] for each in own), ZERO) for row in self.rows]

    def column(self, expr: Expr, grain: str = EMPLOYEES) -> list[Value]:
        """Return what a formula gives for each row of a grain."""
        size = self.world.frame(grain).size
        found = column_of(expr, LookingBlock(self.world, grain, range(size)))
        return list(found.listed(size))

    def crosses_people(self, changed: frozenset[Key]) -> bool:
        """Say whether facts of one person can move the pay of another."""
        moved = changed | find_affected(self.program, changed)
        return any(
            isinstance(part, Window) or self._is_above(part)
            for variable in self.behind.formulas(self.program.total)
            for part in walk(variable.expr)
            if isinstance(part, Aggregate | Window) and any(each.key in moved for each in references(part))
        )

    def _is_above(self, node: Aggregate) -> bool:
        return bool(node.through) or EMPLOYEES not in self.program.ancestors(node.target)

    def _results(self) -> Iterator[Result]:
        program, columns = self.program, self.settlement.values.columns
        judged = [each for each in program.kpis if each.attainment]
        for kpi in judged:
            column = columns[EMPLOYEES, kpi.attainment]
            yield Result("", kpi.name, kpi.label, Kind.RATIO, column, of_kpi=True)
        if judged:
            return
        for given in self.facts:
            if EMPLOYEES in program.ancestors(given.grain):
                yield Result(
                    given.grain, given.name, given.label, given.kind, self._summed(given), of_kpi=False
                )

    def _summed(self, given: Input) -> Sequence[Value]:
        """Return a fact of each employee; of detail rows their sum."""
        column = self.world.whole_column(given.key)
        if given.grain == EMPLOYEES:
            return column
        sums: list[Decimal] = [ZERO] * self.world.frame(EMPLOYEES).size
        for owner, value in zip(owners_of_rows(self.world, given.grain), column, strict=True):
            sums[owner] += value if isinstance(value, Decimal) else ZERO
        return sums


def audited(settlement: Settlement, rows: Sequence[int]) -> Audited:
    """Return a settlement ready to be audited."""
    return Audited(settlement, tuple(rows))


MOST_ROWS = 2_000_000
"""Rows that are computed for one fact where people are tried one after another."""
_BUMP = Decimal("0.05")

# How a number of a fact becomes another; None where it cannot.
Move = Callable[[Decimal], Decimal | None]
# What each row of the audit is paid, None where its fact does not move or it cannot be paid.
MovedPay = list[Decimal | None]


def pay_moved(audit: Audited, given: Input, moves: Sequence[Move]) -> list[MovedPay] | None:
    """Return for each move what each person is paid with his own fact moved; None where that is too much.

    Where one person's facts move the pay of others, each is tried alone.
    """
    replay = prepare_replay(audit.settlement, frozenset([given.key]), [(EMPLOYEES, audit.program.total)])
    alone = audit.crosses_people(frozenset([given.key]))
    if alone and replay.rows * len(audit.rows) * len(moves) > MOST_ROWS:
        return None
    now = list(audit.world.whole_column(given.key))
    owners = owners_of_rows(audit.world, given.grain)
    results: list[MovedPay] = []
    for move in moves:
        moved = [_moved(value, given, move) for value in now]
        able = {owner for owner, value in zip(owners, moved, strict=True) if value is not None}
        able -= {
            owner
            for owner, value, was in zip(owners, moved, now, strict=True)
            if value is None and isinstance(was, Decimal)
        }
        groups = [{row} for row in audit.rows if row in able] if alone else [able]
        columns = (_columns(now, moved, owners, group) for group in groups)
        paid: dict[int, Decimal] = {}
        for group, found in zip(groups, replay.pay_all({given.key: each} for each in columns), strict=True):
            totals = next(iter(found.values()))
            paid.update((row, value) for row in group if isinstance(value := totals[row], Decimal))
        results.append([paid.get(row) for row in audit.rows])
    return results


def _columns(
    now: Sequence[Value], moved: Sequence[Decimal | None], owners: Sequence[int], who: set[int]
) -> list[Value]:
    return [
        value if other is None or owner not in who else other
        for value, other, owner in zip(now, moved, owners, strict=True)
    ]


def _moved(value: Value, given: Input, move: Move) -> Decimal | None:
    other = move(value) if isinstance(value, Decimal) else None
    return other if other is not None and is_allowed(given, other) else None


def find_slopes(audit: Audited) -> Iterator[Slope | str]:
    """Yield for each fact that people move how many of them 5 % more pays more, nothing, or less.

    The name of a fact stands for one that was not looked at.
    """
    for given in audit.facts:
        if EMPLOYEES not in audit.program.ancestors(given.grain):
            continue
        found = pay_moved(audit, given, [partial(_bump, audit, given)])
        if found is None:
            yield given.label
            continue
        pairs = [
            (audit.total[row], then)
            for row, then in zip(audit.rows, found[0], strict=True)
            if then is not None
        ]
        more, less = (sum(then > now for now, then in pairs), sum(then < now for now, then in pairs))
        yield Slope(given.label, more, len(pairs) - more - less, less, *given.key)


def _bump(audit: Audited, given: Input, value: Decimal) -> Decimal:
    """Return a number 5 % greater, at least by the smallest difference that people write."""
    step = step_of(given, audit.program.currency)
    return as_in_a_cell(value + max(abs(value) * _BUMP, step), audit.settlement, given)
