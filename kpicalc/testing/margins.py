"""Where the formulas of a scheme turn: differences that are zero just where another way is taken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from kpicalc.engine.tables import axes_of
from kpicalc.formula.functions import branching_of
from kpicalc.lab.behind import parts_with_grain
from kpicalc.model.expr import (
    Binary,
    Call,
    Compare,
    Day,
    Expr,
    Lookup,
    Number,
    Reference,
    Text,
)
from kpicalc.model.kind import Kind
from kpicalc.model.program import EMPLOYEES, Program, Table
from kpicalc.testing.batch import Located


def find_margins(program: Program) -> tuple[Located, ...]:
    """Return a difference for each comparison, band and limit, with the grain at which it is formed."""
    found: dict[Located, None] = dict.fromkeys(_plans(program))
    for variable in program.variables():
        for node, grain in parts_with_grain(variable.expr, variable.grain):
            found.update(((grain, margin), None) for margin in _margins(program, node))
    return tuple(found)


def _plans(program: Program) -> Iterator[Located]:
    """Yield how far each KPI is from its plan."""
    for kpi in program.kpis:
        if kpi.plan and kpi.actual:
            span = program.grains[EMPLOYEES].span
            actual, plan = (Reference(EMPLOYEES, each, span) for each in (kpi.actual, kpi.plan))
            yield EMPLOYEES, Binary("-", actual, plan, span)


def _margins(program: Program, node: Expr) -> Iterator[Expr]:
    match node:
        case Compare(left=left, right=right) if not isinstance(left, Text) and not isinstance(right, Text):
            yield Binary("-", left, right, node.span)
        case Call(arguments=(first, *others)) if branching_of(node) is not None:
            yield from (Binary("-", first, each, node.span) for each in others)
        case Lookup(table=table, axis=axis, base=base):
            asked = (axis,) if base is None else (axis, base)
            for each, value in zip(axes_of(program.tables[table]), asked, strict=False):
                yield from (Binary("-", value, bound, node.span) for bound in _bounds(each))


def _bounds(table: Table) -> Iterator[Expr]:
    numbers: list[Decimal] = [each.lower for each in table.bands if each.lower is not None]
    last = table.bands[-1].upper
    for bound in (*numbers, *(() if last is None else (last,))):
        if table.axis_kind is Kind.DATE:
            yield Day(date.fromordinal(int(bound)), table.span)
        else:
            yield Number(bound, table.axis_kind is Kind.RATIO, table.span)
