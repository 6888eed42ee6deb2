"""The figures of KPIs as columns: nobody's pay is taken apart again for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import localcontext

from kpicalc.engine.lens import LookingBlock, world_of
from kpicalc.model.expr import Reference
from kpicalc.model.fault import Value
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT
from kpicalc.model.outline import KpiOutline
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Settlement

# By the row of the employee.
_Column = Sequence[Value] | Mapping[int, Value] | None


@dataclass(frozen=True, slots=True)
class KpiColumns:
    """One KPI of all employees of a scheme; None in the place of a figure that it does not have."""

    label: str
    goal: str
    owner: str
    plan_kind: Kind
    actual_kind: Kind
    columns: tuple[_Column, ...]
    attainment: _Column
    score_kind: Kind

    def figures(self, row: int) -> tuple[Value | None, ...]:
        """Return plan, actual, attainment, weight, score and part of an employee."""
        return tuple(None if column is None else column[row] for column in self.columns)


def read_kpis(settlement: Settlement) -> tuple[KpiColumns, ...]:
    """Return the KPIs of a scheme."""
    titles = {each.name: each.label for each in settlement.program.kpis}
    return tuple(_columns_of(settlement, each, titles) for each in settlement.program.kpis)


def _compute(settlement: Settlement, name: str) -> Mapping[int, Value]:
    """Return a figure of those who are shown, where a run of a few people kept nothing but pay."""
    rows = list(settlement.rows)
    block = LookingBlock(world_of(settlement), EMPLOYEES, rows)
    with localcontext(CONTEXT):
        column = block.column(Reference(EMPLOYEES, name, settlement.program.grains[EMPLOYEES].span))
        return dict(zip(rows, column.listed(len(rows)), strict=True))


def _columns_of(settlement: Settlement, kpi: KpiOutline, titles: dict[str, str]) -> KpiColumns:
    kept = settlement.values.columns
    kinds = {each.name: each.kind for each in settlement.program.variables() if each.grain == EMPLOYEES}

    def column(name: str) -> _Column:
        if not name:
            return None
        return kept[EMPLOYEES, name] if (EMPLOYEES, name) in kept else _compute(settlement, name)

    figures = (kpi.plan, kpi.actual, kpi.attainment, kpi.weight, kpi.score, kpi.part)
    return KpiColumns(
        kpi.label or kpi.name,
        ", ".join(label for name, label in titles.items() if name in kpi.goals),
        kpi.owner,
        kinds.get(kpi.plan, Kind.NUMBER),
        kinds.get(kpi.actual, Kind.NUMBER),
        tuple(map(column, figures)),
        column(kpi.attainment),
        kpi.score_kind,
    )
