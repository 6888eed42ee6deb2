"""Values from date to date: the one in force in the period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kpicalc.compiler.desugar.terms import read, unreadable
from kpicalc.compiler.draft import Draft, Requirement
from kpicalc.model.diagnostic import error
from kpicalc.model.expr import Expr
from kpicalc.model.kind import Kind
from kpicalc.model.source import Span
from kpicalc.scheme.parameter_section import DatedFormula


@dataclass(frozen=True, slots=True)
class Demand:
    """Where a dated value stands, the kind it must have, the first day of the period, and its place."""

    grain: str
    kind: Kind | None
    first_day: date
    span: Span


def value_in_force(draft: Draft, name: str, values: tuple[DatedFormula, ...], demand: Demand) -> Expr:
    """Return the last value that has begun; the others are only checked."""
    begun = unreadable(demand.span)
    for since, formula in values:
        expr = read(draft, formula)
        if since is None or since <= demand.first_day:
            begun = expr
        draft.requirements.append(Requirement(demand.grain, expr, demand.kind, "KPI231", name))
    first = values[0][0]
    if first is not None and first > demand.first_day:
        draft.problems.append(error("KPI210", demand.span, name=name, first=first, day=demand.first_day))
    return begun
