"""Stop-factors: rules in order, of which the first that holds sets the factor."""

from __future__ import annotations

from kpicalc.compiler.desugar.lines import stoppable_names
from kpicalc.compiler.desugar.suggestion import missing_name
from kpicalc.compiler.desugar.terms import choose, either, one, own, read, require, zero
from kpicalc.compiler.draft import Definition, Draft
from kpicalc.model.diagnostic import error
from kpicalc.model.expr import Call, Expr, Flag, Number
from kpicalc.model.kind import Kind
from kpicalc.model.outline import FactorOutline, StopRule
from kpicalc.model.program import EMPLOYEES, Role
from kpicalc.model.source import Span
from kpicalc.scheme.document import SchemeDocument, StopFactorSpec, StopRuleSpec
from kpicalc.scheme.stop_section import ANY
from kpicalc.scheme.words import Formula, Word


def translate_stop_factors(draft: Draft, document: SchemeDocument) -> None:
    """Add each stop-factor and its rules; every KPI with a stop must be looked at by one of them."""
    for name, spec in document.stop_factors.items():
        _translate(draft, document, name, spec)
    _check_unwatched(draft, document)


def factors_of_line(document: SchemeDocument, line: Word, group: Word | None) -> tuple[str, ...]:
    """Return the stop-factors that multiply a pay line, by its own name or by its group's."""
    names = {str(line), str(group)} if group is not None else {str(line)}
    return tuple(
        str(factor) for factor, spec in document.stop_factors.items() if names & set(map(str, spec.lines))
    )


def check_stopped_lines(draft: Draft, document: SchemeDocument) -> None:
    """Every line or group that a stop-factor names must be one that it can multiply."""
    known = stoppable_names(draft)
    for spec in document.stop_factors.values():
        for line in spec.lines:
            if line not in known:
                draft.problems.append(missing_name("KPI219", line, known))


def _translate(draft: Draft, document: SchemeDocument, name: Word, spec: StopFactorSpec) -> None:
    label = spec.title or name
    factor: Expr = one(spec.span) if spec.otherwise is None else _factor(draft, name, spec.otherwise)
    rules = []
    for position, rule in reversed(list(enumerate(spec.rules, 1))):
        variable = f"{name}.rule{position}"
        condition = _condition(draft, document, name, rule)
        _define(draft, variable, condition, Kind.FLAG, (rule.title or label, rule.span))
        factor = choose(own(variable, rule.span), _factor(draft, name, rule.factor), factor, rule.span)
        rules.append(StopRule(rule.title or _words_of(rule), variable))
    _define(draft, str(name), factor, Kind.RATIO, (label, name.span))
    draft.factors.append(FactorOutline(str(name), label, str(name), tuple(reversed(rules))))


def _condition(draft: Draft, document: SchemeDocument, name: Word, rule: StopRuleSpec) -> Expr:
    if rule.when is not None:
        when = read(draft, rule.when)
        require(draft, when, Kind.FLAG, "KPI234", str(name))
        return when
    for kpi in rule.kpis_stopped or ():
        if kpi not in (ANY, *_with_stop(document)):
            draft.problems.append(missing_name("KPI217", kpi, _with_stop(document)))
    stopped = _watched(document, rule)
    if not stopped:
        return Flag(value=False, span=rule.span)
    return either((own(f"{kpi}.stopped", rule.span) for kpi in stopped), rule.span)


def _with_stop(document: SchemeDocument) -> tuple[str, ...]:
    return tuple(str(kpi) for kpi, spec in document.kpis.items() if spec.stop is not None)


def _watched(document: SchemeDocument, rule: StopRuleSpec) -> tuple[str, ...]:
    with_stop = _with_stop(document)
    named = rule.kpis_stopped or ()
    return with_stop if ANY in named else tuple(kpi for kpi in with_stop if kpi in named)


def _check_unwatched(draft: Draft, document: SchemeDocument) -> None:
    rules = [rule for spec in document.stop_factors.values() for rule in spec.rules]
    watched = {kpi for rule in rules for kpi in _watched(document, rule)}
    for kpi, spec in document.kpis.items():
        if spec.stop is not None and kpi not in watched:
            draft.problems.append(error("KPI306", spec.stop.span, kpi=str(kpi)))


def _factor(draft: Draft, name: Word, formula: Formula) -> Expr:
    """Read a factor and hold it between 0 and 1; a constant outside is told by the lint pass."""
    factor = read(draft, formula)
    require(draft, factor, Kind.RATIO, "KPI233", str(name))
    if isinstance(factor, Number):
        return factor
    return Call("clamp", (factor, zero(formula.span), one(formula.span)), formula.span)


def _words_of(rule: StopRuleSpec) -> str:
    return rule.when.text if rule.when is not None else ", ".join(map(str, rule.kpis_stopped or ()))


def _define(draft: Draft, name: str, expr: Expr, kind: Kind, text: tuple[str, Span]) -> None:
    label, span = text
    definition = Definition(EMPLOYEES, name, expr, label, Role.STOP_FACTOR, span, kind, by_parts=True)
    draft.definitions.append(definition)
