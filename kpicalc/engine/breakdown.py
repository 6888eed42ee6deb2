"""The pay of one employee taken apart: KPIs, factors, lines, total."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kpicalc.engine.checks import check_person
from kpicalc.engine.faults import place_of_row
from kpicalc.engine.lens import Lens, look_at_rows, world_of
from kpicalc.engine.notes import note, work_out
from kpicalc.engine.people_notes import notes_of_line
from kpicalc.engine.settle import segment_of
from kpicalc.engine.world import World
from kpicalc.formula.functions.rounding import without_rounding
from kpicalc.formula.rewrite import rewrite_parts
from kpicalc.model.expr import Expr, If, Number, Reference
from kpicalc.model.fault import Fault, Value, merge_faults
from kpicalc.model.kind import Kind
from kpicalc.model.money import ONE
from kpicalc.model.outline import FactorOutline, KpiOutline, PayLine, StopRule
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Breakdown, FactorResult, KpiResult, Line, Note, Settlement


def break_down(settlement: Settlement, rows: Iterable[int]) -> Iterator[Breakdown]:
    """Yield the breakdown of the employees in some rows of the settlement's employees frame."""
    for lens in look_at_rows(world_of(settlement), EMPLOYEES, rows):
        yield _breakdown(settlement, lens)


def break_down_lines(settlement: Settlement, rows: Iterable[int]) -> Iterator[tuple[tuple[Line, ...], Value]]:
    """Yield only the lines of pay and the total of some employees, as `break_down` has them."""
    world, program = world_of(settlement), settlement.program
    for lens in look_at_rows(world, EMPLOYEES, rows):
        lines = tuple(_line(lens, each) for each in program.pay_lines)
        yield lines, _total(settlement.held.get(lens.row, lens.named(program.total)), lines)


def formula_taken(lens: Lens, expr: Expr) -> Expr:
    """Return the formula without its last rounding and with only the branch taken of an outer choice."""
    inner = without_rounding(expr)
    return formula_taken(lens, lens.branch(inner)) if isinstance(inner, If) else inner


def rule_fired(lens: Lens, rules: tuple[StopRule, ...]) -> StopRule | None:
    """Return the first rule of a stop-factor that holds."""
    return next((rule for rule in rules if lens.named(rule.condition) is True), None)


def value_without_stop(lens: Lens, line: PayLine) -> Value | None:
    """Return what the line would pay without its stop-factors, None where that is no different."""
    if all(lens.named(each) == ONE for each in line.stop_factors):
        return None
    expr = lens.world.variables[EMPLOYEES, line.variable].expr
    unstopped = lens.once(
        ("unstopped", line.variable), lambda: without_factors(expr, frozenset(line.stop_factors))
    )
    value = lens.value(unstopped)
    return None if value == lens.named(line.variable) else value


def without_factors(expr: Expr, factors: frozenset[str]) -> Expr:
    """Return a formula with 1 in the place of some stop-factors."""
    if isinstance(expr, Reference) and expr.grain == EMPLOYEES and expr.name in factors:
        return Number(ONE, percent=False, span=expr.span)
    return rewrite_parts(expr, lambda part: without_factors(part, factors))


def _breakdown(settlement: Settlement, lens: Lens) -> Breakdown:
    program, frame = settlement.program, settlement.facts.frames[EMPLOYEES]
    lines = tuple(_line(lens, each) for each in program.pay_lines)
    return Breakdown(
        employee=frame.keys[lens.row],
        label=frame.labels[lens.row],
        scheme=program.scheme,
        scheme_title=program.title,
        currency=program.currency,
        kpis=tuple(_kpi(lens, each) for each in program.kpis),
        indexes=tuple(_index(lens, name) for name in program.indexes),
        factors=tuple(_factor(lens, each) for each in program.factors),
        lines=lines,
        total=_total(settlement.held.get(lens.row, lens.named(program.total)), lines),
        place=place_of_row(frame, lens.row),
        checks=tuple(check_person(lens, each) for each in program.checks),
        segment=segment_of(settlement, lens.row),
    )


def _total(total: Value, lines: tuple[Line, ...]) -> Value:
    """Return the total, or the faults of all lines: an entitlement that cannot be told holds it back too."""
    faults = [line.value for line in lines if isinstance(line.value, Fault)]
    return merge_faults(faults) if faults else total


def _kpi(lens: Lens, kpi: KpiOutline) -> KpiResult:
    return KpiResult(
        name=kpi.name,
        label=kpi.label,
        owner=kpi.owner,
        plan=_optional(lens, kpi.plan),
        actual=_optional(lens, kpi.actual),
        attainment=_optional(lens, kpi.attainment),
        weight=_optional(lens, kpi.weight),
        score=_optional(lens, kpi.score),
        part=_optional(lens, kpi.part),
        plan_kind=_kind(lens.world, kpi.plan) if kpi.plan else None,
        actual_kind=_kind(lens.world, kpi.actual) if kpi.actual else None,
        goal=", ".join(each.label for each in lens.world.program.kpis if each.name in kpi.goals),
        notes=tuple(_too_few(lens, kpi)),
        score_kind=kpi.score_kind,
    )


def _too_few(lens: Lens, kpi: KpiOutline) -> Iterator[Note]:
    """Tell the sample that is too small to judge by, with its figures."""
    if kpi.enough and lens.named(kpi.enough) is False:
        yield note("too_few", condition=work_out(lens, lens.world.variables[EMPLOYEES, kpi.enough].expr))


def _optional(lens: Lens, name: str) -> Value | None:
    return lens.named(name) if name else None


def _kind(world: World, name: str) -> Kind:
    return world.variables[EMPLOYEES, name].kind


def _index(lens: Lens, name: str) -> FactorResult:
    index = lens.world.variables[EMPLOYEES, name]
    return FactorResult(name, index.label, lens.named(name), index.kind, rule="", stop_factor=False)


def _factor(lens: Lens, factor: FactorOutline) -> FactorResult:
    fired = rule_fired(lens, factor.rules)
    rule = "" if fired is None else fired.label
    value = lens.named(factor.variable) if factor.source is None else lens.value(factor.source)
    return FactorResult(
        factor.name, factor.label, value, factor.kind, rule, stop_factor=factor.source is None
    )


def _line(lens: Lens, line: PayLine) -> Line:
    value = lens.named(line.variable)
    variable = lens.world.variables[EMPLOYEES, line.variable]
    expr = formula_taken(lens, variable.expr)
    unstopped = value_without_stop(lens, line)
    return Line(
        name=line.name,
        label=line.label,
        kind=line.kind,
        group=line.group,
        value=value,
        value_kind=Kind.MONEY if line.kind.traits.money else variable.kind,
        expr=expr,
        operands=lens.operands(expr),
        unstopped=unstopped,
        left=_optional(lens, line.left),
        notes=tuple(notes_of_line(lens, line)),
        earned=_line(lens, replace(line, variable=line.earned, earned="")) if line.earned else None,
    )
