"""The figures of KPIs as columns: nobody's pay is taken apart again for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kpicalc.model.fault import Value
from kpicalc.model.kind import Kind
from kpicalc.model.outline import KpiOutline
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Settlement

_Column = Sequence[Value] | None


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

    def figures(self, row: int) -> tuple[Value | None, ...]:
        """Return plan, actual, attainment, weight, score and part of an employee."""
        return tuple(None if column is None else column[row] for column in self.columns)


def read_kpis(settlement: Settlement) -> tuple[KpiColumns, ...]:
    """Return the KPIs of a scheme."""
    titles = {each.name: each.label for each in settlement.program.kpis}
    return tuple(_columns_of(settlement, each, titles) for each in settlement.program.kpis)


def _columns_of(settlement: Settlement, kpi: KpiOutline, titles: dict[str, str]) -> KpiColumns:
    kept = settlement.values.columns
    kinds = {each.name: each.kind for each in settlement.program.variables() if each.grain == EMPLOYEES}

    def column(name: str) -> _Column:
        return kept[EMPLOYEES, name] if name else None

    figures = (kpi.plan, kpi.actual, kpi.attainment, kpi.weight, kpi.score, kpi.part)
    return KpiColumns(
        kpi.label or kpi.name,
        ", ".join(label for name, label in titles.items() if name in kpi.goals),
        kpi.owner,
        kinds.get(kpi.plan, Kind.NUMBER),
        kinds.get(kpi.actual, Kind.NUMBER),
        tuple(map(column, figures)),
        column(kpi.attainment),
    )
