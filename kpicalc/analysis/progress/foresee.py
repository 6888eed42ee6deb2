"""A program made to see ahead: facts at the end of the period at the present pace, KPIs as planned."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from kpicalc.analysis.progress.pace_of import comes_of_each_row, growth_of_rows
from kpicalc.compiler.draft import Definition, Draft
from kpicalc.compiler.order import needs_in_order, order_steps
from kpicalc.formula.functions import AGGREGATES
from kpicalc.formula.functions.missing import IF_MISSING
from kpicalc.formula.functions.rounding import FLOOR
from kpicalc.formula.rewrite import rewrite_parts
from kpicalc.lab.behind import Behind
from kpicalc.model.expr import Aggregate, Binary, Call, Expr, Number, Reference, references
from kpicalc.model.kind import Kind
from kpicalc.model.money import ONE
from kpicalc.model.outline import KpiOutline
from kpicalc.model.period import Growth, Pace
from kpicalc.model.program import EMPLOYEES, Input, Key, Program, Variable
from kpicalc.model.progress import Due

Dues = Mapping[Growth, Due]


def open_at_end(program: Program) -> Program:
    """Return the program with blanks allowed in what is decided at the end, and without checks."""
    inputs = tuple(replace(each, optional=True) if _at_end(each) else each for each in program.inputs)
    return replace(program, inputs=inputs, checks=(), cautions=())


def assume_plans(program: Program) -> Program:
    """Return the program in which a KPI that is decided at the end counts as planned while it is blank."""
    late = frozenset(each.key for each in program.inputs if _at_end(each))
    for kpi in program.kpis:
        if late & _facts_of_kpi(program, kpi):
            program = _put_plan(
                program, kpi, lambda given, plan: Call(IF_MISSING.name, (given, plan), given.span)
            )
    return program


def foresee_end(program: Program, dues: Dues) -> Program:
    """Return the program in which what grows has come on at the present pace to the end of the period."""
    growing = {
        each.key: (each.kind, due)
        for growth, due in dues.items()
        for each in program.inputs
        if each.growth == growth
    }

    def ahead(expr: Expr) -> Expr:
        inner = rewrite_parts(expr, ahead)
        if isinstance(inner, Reference) and inner.key in growing:
            kind, due = growing[inner.key]
            return _scale(inner, due, whole=kind is Kind.COUNT)
        if isinstance(inner, Aggregate) and comes_of_each_row(inner.function):
            growth = growth_of_rows(program, inner)
            counted = AGGREGATES[inner.function].grid(None) is not None
            return _scale(inner, dues[growth], whole=counted) if growth in dues else inner
        return inner

    return _reordered(program, [replace(each, expr=ahead(each.expr)) for each in program.variables()])


def put_plans(program: Program) -> Program:
    """Return the program in which every KPI comes out as planned."""
    for kpi in program.kpis:
        program = _put_plan(program, kpi, lambda _, plan: plan)
    return program


def is_late(program: Program, kpi: KpiOutline) -> bool:
    """Say whether a KPI rests on what is decided at the end."""
    facts = _facts_of_kpi(program, kpi)
    return any(each.key in facts and _at_end(each) for each in program.inputs)


def _at_end(given: Input) -> bool:
    return given.growth is not None and given.growth.pace is Pace.AT_END


def _facts_of_kpi(program: Program, kpi: KpiOutline) -> frozenset[Key]:
    name = kpi.actual or kpi.attainment
    return Behind(program).facts_of((EMPLOYEES, name)) if name else frozenset()


def _put_plan(program: Program, kpi: KpiOutline, put: Callable[[Expr, Expr], Expr]) -> Program:
    """Put the plan in the place of the actual figure, wherever it is named; without a plan attain it whole.

    Where the actual is no fact or sum by itself, only the KPI takes the plan. A plan that rests on the actual
    leaves the program as it is.
    """
    variables = {each.key: each for each in program.variables()}
    if not kpi.plan:
        whole = Number(ONE, percent=True, span=program.grains[EMPLOYEES].span)
        return _with_values(program, {(EMPLOYEES, kpi.attainment): lambda expr: put(expr, whole)})
    actual = variables[EMPLOYEES, kpi.actual].expr
    plan = Reference(EMPLOYEES, kpi.plan, actual.span)
    own = {(EMPLOYEES, kpi.actual): lambda expr: put(expr, plan)}
    if not isinstance(actual, Reference | Aggregate):
        return _with_values(program, own)

    def exchanged(expr: Expr) -> Expr:
        return put(expr, plan) if expr == actual else rewrite_parts(expr, exchanged)

    others = {(EMPLOYEES, each.actual) for each in program.kpis if each is not kpi}
    kept = {plan.key} | _behind(program, plan.key) | others
    users = {each.key: exchanged for each in program.variables() if each.grain == EMPLOYEES} | own
    return _with_values(program, {key: made for key, made in users.items() if key not in kept})


def _behind(program: Program, key: Key) -> set[Key]:
    variables = {each.key: each.expr for each in program.variables()}
    met: set[Key] = set()
    waiting = [key]
    while waiting:
        named = {each.key for each in references(variables[waiting.pop()])} & variables.keys() - met
        met |= named
        waiting.extend(named)
    return met


def _with_values(program: Program, changes: Mapping[Key, Callable[[Expr], Expr]]) -> Program:
    changed = [
        replace(each, expr=changes[each.key](each.expr)) if each.key in changes else each
        for each in program.variables()
    ]
    return _reordered(program, changed)


def _reordered(program: Program, variables: Iterable[Variable]) -> Program:
    """Return the program with other formulas, put in order; as it is where they form a circle."""
    listed = list(variables)
    draft = Draft(grains=dict(program.grains))
    draft.definitions = [
        Definition(each.grain, each.name, each.expr, each.label, each.role, each.span) for each in listed
    ]
    order = needs_in_order(draft)
    if draft.problems:
        return program
    return replace(program, steps=order_steps(draft, order, {each.key: each.kind for each in listed}))


def _scale(expr: Expr, due: Due, *, whole: bool) -> Expr:
    """Multiply by the whole of the period over what has passed; of what is counted no part counts."""
    passed, length = (Number(each, percent=False, span=expr.span) for each in (due.passed, due.whole))
    scaled = Binary("/", Binary("*", expr, length, expr.span), passed, expr.span)
    return Call(FLOOR.name, (scaled,), expr.span) if whole else scaled
