"""The results of people: the KPIs of a scheme, else the facts that they can move."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field
from decimal import Decimal
from typing import cast

from kpicalc.analysis.next_steps import facts_of_people
from kpicalc.engine.formulas import column_of
from kpicalc.engine.lens import LookingBlock, world_of
from kpicalc.engine.world import World
from kpicalc.lab.behind import Behind
from kpicalc.lab.frozen import find_affected
from kpicalc.lab.people import owners_of_rows
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
        for kpi in program.kpis:
            name = kpi.attainment or kpi.actual
            if name:
                kind = Kind.RATIO if kpi.attainment else self.world.variables[EMPLOYEES, name].kind
                column = columns[EMPLOYEES, name]
                yield Result("", kpi.name, kpi.label or kpi.name, kind, column, of_kpi=bool(kpi.attainment))
        if any(each.attainment or each.actual for each in program.kpis):
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
