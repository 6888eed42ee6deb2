"""Rules in order: tables that decide a value, and stop-factors that multiply pay lines.

A rule table `x` becomes `x.rule1`, `x.rule2` … (whether the rule holds), `x.value1`, `x.value2` … (what it
would give), and for the greatest and the least `x.first`: the first value that counts, in the place of all
that do not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import reduce

from kpicalc.compiler.constructs.lines import stoppable_names
from kpicalc.compiler.draft import Construct, Draft, Findings, Topic, titled_construct
from kpicalc.compiler.terms import (
    choose,
    compare,
    either,
    missing_name,
    one,
    own,
    read,
    read_as,
    rounded,
    zero,
)
from kpicalc.formula.functions.rounding import FUNCTIONS as ROUNDINGS
from kpicalc.formula.printer import print_formula
from kpicalc.formula.rewrite import no_answer
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.expr import Binary, Call, Expr, Flag, If, Logic, Lookup, Name, Number, Reference, Unary
from kpicalc.model.kind import Kind
from kpicalc.model.outline import FactorOutline, RulesOutline, StopRule
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Key, Role
from kpicalc.model.source import Span
from kpicalc.scheme.constructs.lines import EarnedSpec
from kpicalc.scheme.constructs.people import PoolSpec
from kpicalc.scheme.constructs.rules import ANY, Hit, RuleSpec
from kpicalc.scheme.document import RuleTable, SchemeDocument, StopFactorSpec, StopRuleSpec
from kpicalc.scheme.words import Formula, Word

# Functions whose value is, for some rows, one of their arguments or near it.
_IN_STEP = frozenset({"min", "max", "clamp", "abs", "if_missing", *(each.name for each in ROUNDINGS)})
# Whether a rule holds, and what it gives.
_Rule = tuple[Reference, Expr]


def translate_rules(draft: Draft, document: SchemeDocument) -> None:
    """Add every rule table as a value of its grain."""
    for name, spec in document.rules.items():
        if spec.of is not None and spec.of not in draft.grains:
            draft.problems.append(missing_name(Problem.PARENT_TABLE_UNKNOWN, spec.of, draft.grains))
        else:
            _add_rule_table(draft, name, spec)


def _add_rule_table(draft: Draft, name: Word, spec: RuleTable) -> None:
    """Add what each rule asks and gives, then the table itself."""
    made, span = titled_construct(Role.VALUE, name, spec, str(spec.of or EMPLOYEES)), name.span
    rules = [
        _add_rule(draft, made, f"{name}.{{}}{number}", rule) for number, rule in enumerate(spec.rules, 1)
    ]
    expr = rounded(_formula_of_rules(draft, (name, spec), made, rules), spec.round, span)
    counted = spec.hit is Hit.COUNT
    draft.define(made, str(name), expr, Kind.COUNT if counted else None, whole=True)
    for also in spec.also:
        kind = Kind.COUNT if also is Hit.COUNT else None
        draft.define(made, f"{name}.{also}", _over_all(also, rules, span), kind, whole=True)
    conditions = tuple(
        StopRule(_words_of(rule), holds.name) for rule, (holds, _) in zip(spec.rules, rules, strict=True)
    )
    gives = () if counted else tuple(f"{name}.value{number}" for number in range(1, len(rules) + 1))
    first_decides = spec.hit is Hit.FIRST
    draft.rules.append(RulesOutline(made.grain, str(name), conditions, gives, first_decides))


def _add_rule(draft: Draft, table: Construct, name: str, rule: RuleSpec) -> _Rule:
    """Add the variables of a rule, named after its number; one that is counted gives 1."""
    made, when = replace(table, label=_words_of(rule), span=rule.span), read(draft, rule.when)
    draft.demand(Topic.CONDITION, when, Kind.FLAG, name.format("rule"), table.grain)
    holds = draft.define(made, name.format("rule"), when, Kind.FLAG)
    if rule.value is None:
        return holds, one(rule.span)
    return holds, draft.define(made, name.format("value"), read(draft, rule.value))


def _formula_of_rules(
    draft: Draft, named: tuple[Word, RuleTable], table: Construct, rules: list[_Rule]
) -> Expr:
    (name, spec), span = named, table.span
    if spec.hit in {Hit.SUM, Hit.COUNT}:
        return _over_all(spec.hit, rules, span)
    none = (
        no_answer(Problem.NO_RULE_HOLDS, name, span)
        if spec.otherwise is None
        else read(draft, spec.otherwise)
    )
    first = _first_that_holds(rules, none)
    if spec.hit is Hit.FIRST or len(rules) == 1:
        return first
    several = no_answer(Problem.SEVERAL_RULES_HOLD, name, span, *(holds for holds, _ in rules))
    if spec.hit is Hit.UNIQUE:
        number = _over_all(Hit.COUNT, rules, span)
        return choose(compare(">", number, one(span), span), several, first, span)
    # The greatest or least of what holds: the first value that counts stands in for all that do not.
    stand_in = draft.define(table, f"{name}.first", first)
    if spec.hit is Hit.ANY:
        return choose(_agreeing(rules, stand_in, span), stand_in, several, span)
    values = tuple(choose(holds, gives, stand_in, span) for holds, gives in rules)
    return Call(spec.hit.value, values, span, of_values=True)


def _over_all(hit: Hit, rules: list[_Rule], span: Span) -> Expr:
    """Return the sum of what the rules that hold give, or how many they are."""
    counted = hit is Hit.COUNT
    parts = (choose(holds, one(span) if counted else gives, zero(span), holds.span) for holds, gives in rules)
    return reduce(lambda left, right: Binary("+", left, right, right.span), parts)


def _agreeing(rules: list[_Rule], value: Expr, span: Span) -> Expr:
    """Return whether all rules that hold give one value."""
    agree: list[Expr] = [
        Logic("or", Unary("not", holds, span), compare("=", gives, value, span), span)
        for holds, gives in rules
    ]
    return reduce(lambda left, right: Logic("and", left, right, span), agree)


def _first_that_holds(rules: list[_Rule], none: Expr) -> Expr:
    for holds, gives in reversed(rules):
        none = choose(holds, gives, none, holds.span)
    return none


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


def read_shares(draft: Draft, name: Word, spec: EarnedSpec | PoolSpec) -> list[Expr]:
    """Return the share and the factors of a line."""
    factors = [read(draft, each) for each in spec.factors]
    draft.line_factors.extend(each for each in factors if isinstance(each, Name))
    shares = factors if spec.share is None else [read(draft, spec.share), *factors]
    for each in shares:
        draft.demand(Topic.FACTOR, each, Kind.RATIO, name)
    return shares


def find_factors_twice(findings: Findings) -> Iterator[Diagnostic]:
    """What multiplies a line once by its side and again in its amount, or twice by its side.

    By the side of a line stand the stop-factors that list it, its share and its factors; of the last two
    only bare names count: a product that is written as one factor is meant.
    """
    draft = findings.draft
    formulas = {each.key: each.expr for each in draft.definitions if each.role is Role.VALUE}
    for line in draft.pay_lines:
        stops = {(EMPLOYEES, each) for each in line.stop_factors}
        met = set(stops)
        for piece in (each for each in draft.requirements if each.name == line.name):
            if piece.topic not in {Topic.AMOUNT, Topic.FACTOR}:
                continue
            factors = list(_multiplied_by(piece.expr, formulas, set()))
            bare = [each for each in factors if piece.topic is Topic.AMOUNT or each is piece.expr]
            twice = [each for each in factors if each.key in (met if each in bare else stops)]
            for each in twice:
                yield error(Problem.FACTOR_TWICE, each.span, factor=print_formula(each), line=line.name)
            met.update(each.key for each in bare)


def _multiplied_by(expr: Expr, formulas: Mapping[Key, Expr], met: set[Key]) -> Iterator[Reference]:
    """Yield what a formula, or a part of what it adds up or chooses, is so many times of; each key once."""
    match expr:
        case Reference(key=key) if key not in met:
            met.add(key)
            yield expr
            of_value = () if key not in formulas else _multiplied_by(formulas[key], formulas, met)
            yield from (replace(each, span=expr.span) for each in of_value)
        case Binary(sign="/", left=part) | Unary(sign="-", operand=part) | Lookup(base=Binary() as part):
            yield from _multiplied_by(part, formulas, met)
        case Binary(left=one_part, right=other) | If(then=one_part, otherwise=other):
            yield from _multiplied_by(one_part, formulas, met)
            yield from _multiplied_by(other, formulas, met)
        case Call(function=function, arguments=arguments) if function in _IN_STEP:
            for part in arguments:
                yield from _multiplied_by(part, formulas, met)


def check_stopped_lines(draft: Draft, document: SchemeDocument) -> None:
    """Every line or group that a stop-factor names must be one that it can multiply."""
    known = stoppable_names(draft)
    for spec in document.stop_factors.values():
        for line in spec.lines:
            if line not in known:
                draft.problems.append(missing_name(Problem.PAY_LINE_UNKNOWN, line, known))


def _translate_stop_factor(draft: Draft, document: SchemeDocument, name: Word, spec: StopFactorSpec) -> None:
    made = titled_construct(Role.STOP_FACTOR, name, spec)
    factor: Expr = one(spec.span) if spec.otherwise is None else _read_factor(draft, name, spec.otherwise)
    rules = []
    for position, rule in reversed(list(enumerate(spec.rules, 1))):
        variable = f"{name}.rule{position}"
        condition = _condition_of_stop(draft, document, name, rule)
        of_rule = replace(made, label=rule.title or made.label, span=rule.span)
        holds = draft.define(of_rule, variable, condition, Kind.FLAG)
        factor = choose(holds, _read_factor(draft, name, rule.factor), factor, rule.span)
        rules.append(StopRule(rule.title or _words_of_stop(rule), variable))
    draft.define(made, str(name), factor, Kind.RATIO)
    draft.factors.append(FactorOutline(str(name), made.label, str(name), tuple(reversed(rules))))


def _condition_of_stop(draft: Draft, document: SchemeDocument, name: Word, rule: StopRuleSpec) -> Expr:
    if rule.when is not None:
        return read_as(draft, Topic.CONDITION, Kind.FLAG, rule.when, name)
    for kpi in rule.kpis_stopped:
        if kpi not in (ANY, *_with_stop(document)):
            draft.problems.append(missing_name(Problem.STOPPING_KPI_UNKNOWN, kpi, _with_stop(document)))
    stopped = _watched_kpis(document, rule)
    if not stopped:
        return Flag(value=False, span=rule.span)
    return either((own(f"{kpi}.stopped", rule.span) for kpi in stopped), rule.span)


def _with_stop(document: SchemeDocument) -> tuple[str, ...]:
    return tuple(str(kpi) for kpi, spec in document.kpis.items() if spec.stop is not None)


def _watched_kpis(document: SchemeDocument, rule: StopRuleSpec) -> tuple[str, ...]:
    with_stop = _with_stop(document)
    if ANY in rule.kpis_stopped:
        return with_stop
    return tuple(kpi for kpi in with_stop if kpi in rule.kpis_stopped)


def _check_unwatched(draft: Draft, document: SchemeDocument) -> None:
    rules = [rule for spec in document.stop_factors.values() for rule in spec.rules]
    watched = {kpi for rule in rules for kpi in _watched_kpis(document, rule)}
    for kpi, spec in document.kpis.items():
        if spec.stop is not None and kpi not in watched:
            draft.problems.append(error(Problem.STOP_UNUSED, spec.stop.span, kpi=str(kpi)))


def _read_factor(draft: Draft, name: Word, formula: Formula) -> Expr:
    """Read a factor and hold it between 0 and 1; a constant outside is told by the lint pass."""
    factor = read_as(draft, Topic.FACTOR, Kind.RATIO, formula, name)
    if isinstance(factor, Number):
        return factor
    return Call("clamp", (factor, zero(formula.span), one(formula.span)), formula.span)


def _words_of_stop(rule: StopRuleSpec) -> str:
    return rule.when.text if rule.when is not None else ", ".join(map(str, rule.kpis_stopped))
