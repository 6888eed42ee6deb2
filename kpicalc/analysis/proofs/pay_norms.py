"""Pay at plan against norms: the mix that the scheme wants, and weights that should fit the money."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, localcontext

from kpicalc.analysis.reference import rest_at
from kpicalc.formula.parser import parse_formula
from kpicalc.lab.laboratory import Laboratory, prepare_laboratory
from kpicalc.model.analysis import Witness
from kpicalc.model.diagnostic import Diagnostic, ToldShare, advice
from kpicalc.model.expr import Expr, Name, children
from kpicalc.model.figure import Figure, name_figure
from kpicalc.model.kind import Scalar
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.outline import PayShare
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Key, Program
from kpicalc.scheme.constructs.limits import MixParts
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.words import Formula, Word

# How far a weight may be off the part of the money before it is told: a tenth of the whole.
_TOLERANCE = Decimal("0.1")

Amounts = Mapping[str, Decimal]


def advise_on_norms(
    program: Program, document: SchemeDocument, indexes: Iterable[tuple[Word, tuple[Word, ...]]]
) -> Iterator[Diagnostic]:
    """Yield what lies outside of the norms; nothing is computed where nothing can."""
    lines = [_lines_of_kpis(document, members) for _, members in indexes]
    # Without KPIs nobody knows what pay at plan is: `analyse --at` is told.
    if document.mix is not None and program.kpis:
        for role, norms in document.mix.norms.items():
            pinned = {(EMPLOYEES, str(document.mix.by)): role} if role else {}
            yield from _mixes_off(program, document, norms, _amounts_at_plan(program, pinned))
    for owned in filter(None, lines):
        yield from _weights_off(document, owned, _amounts_at_plan(program, {}))


def mixes_off(program: Program, document: SchemeDocument, at_plan: Witness) -> Iterator[Diagnostic]:
    """Yield the parts of pay that lie outside of the mix that the scheme wants, for a row of facts."""
    mix = document.mix
    of_employee = dict(next((row.values for row in at_plan.rows if row.grain == EMPLOYEES), ()))
    norms = None if mix is None else mix.norms.get(str(of_employee.get(str(mix.by), "")))
    if norms is not None:
        with localcontext(CONTEXT):
            amounts = _amounts_of(program, prepare_laboratory(program), at_plan)
        yield from _mixes_off(program, document, norms, amounts)


def _amounts_at_plan(program: Program, pinned: Mapping[Key, Scalar]) -> Amounts:
    """Return the pay lines and the weights with all KPIs at plan, for somebody of these facts."""
    with localcontext(CONTEXT):
        lab = prepare_laboratory(program)
        return _amounts_of(program, lab, rest_at(lab, pinned))


def _amounts_of(program: Program, lab: Laboratory, witness: Witness) -> Amounts:
    outcomes = lab.settle_all([witness])
    names = {line.name: line.variable for line in program.pay_lines if line.kind.traits.money}
    names |= {kpi.weight: kpi.weight for kpi in program.kpis if kpi.weight}
    found = {name: outcomes.named(variable)[0] for name, variable in names.items()}
    return {name: value for name, value in found.items() if isinstance(value, Decimal)}


def _mixes_off(
    program: Program, document: SchemeDocument, norms: MixParts, amounts: Amounts
) -> Iterator[Diagnostic]:
    groups = {str(name): str(spec.group or "") for name, spec in document.pay.items()}
    fixed = {line.name for line in program.pay_lines if line.kind.traits.share is PayShare.FIXED}
    paid = {line.name: amounts[line.name] for line in program.pay_lines if line.name in amounts}
    total = sum(paid.values(), ZERO)
    if total <= ZERO:
        return
    for word, norm, of_pay in norms.parts():
        if of_pay is None:
            lines = {name for name in paid if word in {name, groups.get(name)}}
        else:
            lines = fixed if of_pay is PayShare.FIXED else paid.keys() - fixed
        share = CONTEXT.divide(sum((paid[each] for each in lines if each in paid), ZERO), total)
        if not norm.least <= share <= norm.most:
            shown = {"share": ToldShare(share), "least": ToldShare(norm.least), "most": ToldShare(norm.most)}
            yield advice(Problem.MIX_OUT_OF_NORM, norm.span, part=str(word), **shown)


def _lines_of_kpis(document: SchemeDocument, members: tuple[Word, ...]) -> dict[Word, tuple[str, ...]]:
    """Return for each KPI of an index the lines that rest on it alone; none where one has no such line."""
    names = {str(each) for each in members}
    asked = {str(name): _kpis_named(spec, names) for name, spec in document.pay.items()}
    found = {kpi: tuple(line for line, told in asked.items() if told == {str(kpi)}) for kpi in members}
    return found if all(found.values()) else {}


def _kpis_named(spec: object, kpis: set[str]) -> set[str]:
    """Return the KPIs whose figures the formulas of a line name."""
    values = [
        each for value in vars(spec).values() for each in (value if isinstance(value, tuple) else (value,))
    ]
    parsed = (parse_formula(each.source).value for each in values if isinstance(each, Formula))
    return {path[0] for expr in parsed if expr is not None for path in _paths(expr) if path[0] in kpis}


def _paths(expr: Expr) -> Iterator[tuple[str, ...]]:
    if isinstance(expr, Name) and len(expr.path) > 1:
        yield expr.path
    for part in children(expr):
        yield from _paths(part)


def _weights_off(
    document: SchemeDocument, owned: Mapping[Word, tuple[str, ...]], amounts: Amounts
) -> Iterator[Diagnostic]:
    """Tell KPIs whose weight is not the part of the money that is paid for them at plan."""
    weights = {kpi: amounts.get(name_figure(kpi, Figure.WEIGHT), ZERO) for kpi in owned}
    money = {kpi: sum((amounts.get(line, ZERO) for line in lines), ZERO) for kpi, lines in owned.items()}
    whole, fund = sum(weights.values(), ZERO), sum(money.values(), ZERO)
    if whole <= ZERO or fund <= ZERO:
        return
    for kpi in owned:
        weight, share = CONTEXT.divide(weights[kpi], whole), CONTEXT.divide(money[kpi], fund)
        if abs(weight - share) > _TOLERANCE:
            shown = {"weight": ToldShare(weight), "share": ToldShare(share)}
            place = document.kpis[kpi].place("weight") if document.kpis[kpi].has("weight") else kpi.span
            yield advice(Problem.WEIGHT_OFF_FUND, place, kpi=str(kpi), **shown)
