"""Rules in order: tables that decide a value, and stop-factors that multiply pay lines.

A rule table `x` becomes `x.rule1`, `x.rule2` … (whether the rule holds), `x.value1`, `x.value2` … (what it
would give), and for the greatest and the least `x.first`: the first value that counts, in the place of all
that do not.
"""

from __future__ import annotations

from collections.abc import Iterator

from kpicalc.compiler.constructs.lines import stoppable_names
from kpicalc.compiler.constructs.terms import (
    choose,
    either,
    missing_name,
    one,
    own,
    read,
    require,
    rounded,
    total,
    zero,
)
from kpicalc.compiler.draft import Definition, Draft, Requirement, Topic
from kpicalc.formula.no_answer import no_answer
from kpicalc.model.diagnostic import error
from kpicalc.model.expr import Call, Expr, Flag, Number, Reference
from kpicalc.model.kind import Kind
from kpicalc.model.outline import FactorOutline, RulesOutline, StopRule
from kpicalc.model.program import EMPLOYEES, Role
from kpicalc.model.source import Span
from kpicalc.scheme.constructs.rules import ANY, Hit, RuleSpec
from kpicalc.scheme.document import RuleTable, SchemeDocument, StopFactorSpec, StopRuleSpec
from kpicalc.scheme.words import Formula, Word

# Whether a rule holds, and what it gives.
_Rule = tuple[Reference, Expr]


def translate_rules(draft: Draft, document: SchemeDocument) -> None:
    """Add every rule table as a value of its grain."""
    for name, spec in document.rules.items():
        if spec.of is not None and spec.of not in draft.grains:
            draft.problems.append(missing_name("KPI212", spec.of, draft.grains))
            continue
        _Rules(draft, name, spec).translate()


class _Rules:
    """One rule table on its way: where its variables go and how they are called."""

    def __init__(self, draft: Draft, name: Word, spec: RuleTable) -> None:
        self.draft = draft
        self.name = name
        self.spec = spec
        self.grain = str(spec.of or EMPLOYEES)

    def translate(self) -> None:
        """Add what each rule asks and gives, then the table itself."""
        rules = [self._add_rule(number, rule) for number, rule in enumerate(self.spec.rules, 1)]
        span = self.name.span
        expr = rounded(self._formula(rules, span), self.spec.round, span)
        label = self.spec.title or self.name
        kind = Kind.COUNT if self.spec.hit is Hit.COUNT else None
        self.draft.definitions.append(
            Definition(self.grain, str(self.name), expr, label, Role.VALUE, span, kind)
        )
        numbers = range(1, len(rules) + 1)
        conditions = [StopRule(_words_of(rule), f"{self.name}.rule{at}") for rule, at in self._numbered()]
        gives = () if self.spec.hit is Hit.COUNT else tuple(f"{self.name}.value{at}" for at in numbers)
        first_decides = self.spec.hit is Hit.FIRST
        self.draft.rules.append(
            RulesOutline(self.grain, str(self.name), tuple(conditions), gives, first_decides)
        )

    def _numbered(self) -> Iterator[tuple[RuleSpec, int]]:
        return zip(self.spec.rules, range(1, len(self.spec.rules) + 1), strict=True)

    def _add_rule(self, number: int, rule: RuleSpec) -> _Rule:
        """Add the variables of a rule; one that is counted gives 1."""
        when = read(self.draft, rule.when)
        holds = self._define(f"rule{number}", when, rule, Kind.FLAG)
        if rule.value is None:
            return holds, one(rule.span)
        return holds, self._define(f"value{number}", read(self.draft, rule.value), rule)

    def _define(self, part: str, expr: Expr, rule: RuleSpec, kind: Kind | None = None) -> Reference:
        name = f"{self.name}.{part}"
        if kind is not None:
            self.draft.requirements.append(Requirement(self.grain, expr, kind, Topic.CONDITION, name))
        label, by_parts = _words_of(rule), kind is not None
        self.draft.definitions.append(
            Definition(self.grain, name, expr, label, Role.VALUE, rule.span, kind, by_parts)
        )
        return Reference(self.grain, name, rule.span)

    def _formula(self, rules: list[_Rule], span: Span) -> Expr:
        match self.spec.hit:
            case Hit.SUM | Hit.COUNT:
                return total((choose(holds, gives, zero(span), span) for holds, gives in rules), span)
            case Hit.MAX | Hit.MIN if len(rules) > 1:
                return self._extreme(rules, span)
            case _:
                return self._first(rules, span)

    def _first(self, rules: list[_Rule], span: Span) -> Expr:
        """What the first rule that holds gives, else what the table says for no rule."""
        spec = self.spec
        expr = (
            no_answer("KPI510", self.name, span)
            if spec.otherwise is None
            else read(self.draft, spec.otherwise)
        )
        for holds, gives in reversed(rules):
            expr = choose(holds, gives, expr, span)
        return expr

    def _extreme(self, rules: list[_Rule], span: Span) -> Expr:
        """The greatest or least of what holds: the first value that counts stands in for all that do not."""
        name = f"{self.name}.first"
        label = self.spec.title or self.name
        self.draft.definitions.append(
            Definition(self.grain, name, self._first(rules, span), label, Role.VALUE, span)
        )
        first = Reference(self.grain, name, span)
        values = tuple(choose(holds, gives, first, span) for holds, gives in rules)
        return Call(self.spec.hit.value, values, span, of_values=True)


def _words_of(rule: RuleSpec) -> str:
    return rule.title or rule.when.text


def translate_stop_factors(draft: Draft, document: SchemeDocument) -> None:
    """Add each stop-factor and its rules; every KPI with a stop must be looked at by one of them."""
    for name, spec in document.stop_factors.items():
        _translate_stop_factor(draft, document, name, spec)
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


def _translate_stop_factor(draft: Draft, document: SchemeDocument, name: Word, spec: StopFactorSpec) -> None:
    label = spec.title or name
    factor: Expr = one(spec.span) if spec.otherwise is None else _factor(draft, name, spec.otherwise)
    rules = []
    for position, rule in reversed(list(enumerate(spec.rules, 1))):
        variable = f"{name}.rule{position}"
        condition = _condition(draft, document, name, rule)
        _define_factor(draft, variable, condition, Kind.FLAG, (rule.title or label, rule.span))
        factor = choose(own(variable, rule.span), _factor(draft, name, rule.factor), factor, rule.span)
        rules.append(StopRule(rule.title or _words_of_stop(rule), variable))
    _define_factor(draft, str(name), factor, Kind.RATIO, (label, name.span))
    draft.factors.append(FactorOutline(str(name), label, str(name), tuple(reversed(rules))))


def _condition(draft: Draft, document: SchemeDocument, name: Word, rule: StopRuleSpec) -> Expr:
    if rule.when is not None:
        when = read(draft, rule.when)
        require(draft, when, Kind.FLAG, Topic.CONDITION, str(name))
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
    require(draft, factor, Kind.RATIO, Topic.FACTOR, str(name))
    if isinstance(factor, Number):
        return factor
    return Call("clamp", (factor, zero(formula.span), one(formula.span)), formula.span)


def _words_of_stop(rule: StopRuleSpec) -> str:
    return rule.when.text if rule.when is not None else ", ".join(map(str, rule.kpis_stopped or ()))


def _define_factor(draft: Draft, name: str, expr: Expr, kind: Kind, text: tuple[str, Span]) -> None:
    label, span = text
    definition = Definition(EMPLOYEES, name, expr, label, Role.STOP_FACTOR, span, kind, by_parts=True)
    draft.definitions.append(definition)
