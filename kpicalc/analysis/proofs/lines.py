"""Lines that never pay, factors and lines that can fall below zero."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TypeGuard

from kpicalc.analysis.proofs.harm_search import Case, Harm, HarmSearch
from kpicalc.analysis.proofs.probes import Probed, part_written_at, show_probe
from kpicalc.analysis.proofs.show_domain import show_number
from kpicalc.analysis.proofs.sightings import Overview
from kpicalc.analysis.proofs.subject import Subject
from kpicalc.lab.behind import Behind
from kpicalc.model.diagnostic import Diagnostic, error, warning
from kpicalc.model.domain import Choices, Domain, Interval, exactly, has_value, holds, make_interval
from kpicalc.model.expr import Expr, Reference, Unary
from kpicalc.model.fault import Value
from kpicalc.model.kind import Kind
from kpicalc.model.money import ZERO
from kpicalc.model.outline import PayLine
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Key, Variable
from kpicalc.scheme.constructs.lines import BoundedSpec, EarnedSpec
from kpicalc.scheme.document import EarningSpec, PaySpec, SchemeDocument
from kpicalc.scheme.words import Formula

BELOW_ZERO = make_interval(None, ZERO, high_open=True)
ABOVE_ZERO = make_interval(ZERO, None, low_open=True)
_NOTHING_TO_GET = (exactly(ZERO), Choices(frozenset({False})))


def find_dead_lines(subject: Subject, overview: Overview) -> Iterator[Diagnostic]:
    """Name the lines that are always 0, and those that can never be computed.

    What the program adds itself, such as the line of a limit, may well be 0.
    """
    for line in subject.program.pay_lines:
        variable = subject.variables[EMPLOYEES, line.variable]
        if not line.kind.traits.written or subject.is_of_period(variable.expr):
            continue
        paid = overview.enclosed.of(EMPLOYEES, line.variable)
        if paid in _NOTHING_TO_GET:
            code = Problem.PAY_LINE_ALWAYS_ZERO
        else:
            code = "" if has_value(paid) or paid.missing else Problem.PAY_LINE_NOT_COMPUTABLE
        if code:
            tell = error if code == Problem.PAY_LINE_NOT_COMPUTABLE else warning
            yield tell(code, variable.span, line=line.name)


def find_negative_factors(subject: Subject, overview: Overview, search: HarmSearch) -> Iterator[Diagnostic]:
    """Name the shares, rates and factors below 0 that make a line negative, each with such facts.

    A line with a `min` is held by it.
    """
    for line in subject.program.pay_lines:
        spec = next((each for name, each in subject.document.pay.items() if name == line.name), None)
        if not isinstance(spec, EarnedSpec) or spec.min is not None:
            continue
        paid = subject.variables[EMPLOYEES, line.earned or line.variable]
        for formula in _factors(spec):
            factor = part_written_at(paid.expr, formula.span)
            if factor is not None and may_be_negative(overview.enclosed.of_formula(factor)):
                yield from _told_of_factor(subject, (line.name, paid, formula), factor, search)


def _factors(spec: EarnedSpec) -> Iterator[Formula]:
    yield from spec.factors
    others = (spec.share, spec.rate if isinstance(spec, EarningSpec) else None)
    yield from (formula for formula in others if formula is not None)


def may_be_negative(domain: Domain) -> bool:
    """Say whether a value can be below 0, as far as the enclosure can tell."""
    return isinstance(domain, Interval) and (domain.low is None or domain.low < ZERO)


def _told_of_factor(
    subject: Subject, named: tuple[str, Variable, Formula], factor: Expr, search: HarmSearch
) -> Iterator[Diagnostic]:
    """Visit a factor once, by the first facts for which both it and the line are below 0."""
    line, paid, formula = named

    def finds(probed: Probed) -> Iterator[int]:
        pairs = zip(probed.outcomes.values(factor), probed.outcomes.named(paid.name), strict=True)
        return (at for at, (value, amount) in enumerate(pairs) if is_negative(value) and is_negative(amount))

    behind = Behind(subject.program)
    goals = [[(factor, BELOW_ZERO), (Reference(*paid.key, paid.span), BELOW_ZERO)]]
    found = search.find(Harm(finds, goals, (EMPLOYEES, factor), behind.facts_of(paid.key)))
    if found is not None:
        value = found.probed.outcomes.values(factor)[found.number]
        assert isinstance(value, Decimal)  # noqa: S101 - it is below 0
        yield warning(
            Problem.FACTOR_MAY_BE_NEGATIVE,
            formula.span,
            line=line,
            factor=formula.text,
            value=show_number(value, Kind.RATIO),
            row=show_probe(subject.program, search.usual, found.witness, behind.facts(factor)),
        )


def is_negative(value: Value) -> TypeGuard[Decimal]:
    """Say whether a value that came of some facts is below 0."""
    return isinstance(value, Decimal) and value < ZERO


def find_negative_lines(subject: Subject, overview: Overview, search: HarmSearch) -> Iterator[Diagnostic]:
    """Name the lines that can be above 0 and below it, each with facts for which it is below.

    A line that is never above 0 is meant so, a `min` holds a line or its group, a factor below 0 is told
    itself, and what only follows from another line is not told again.
    """
    told = {dict(each.params)["line"] for each in find_negative_factors(subject, overview, search)}
    behind = Behind(subject.program)
    for line in subject.program.pay_lines:
        spec = _spec_of(subject.document, line)
        if spec is None or _is_held(subject.document, line, spec):
            continue
        paid = subject.variables[EMPLOYEES, _paid(line)]
        rests_on = {line.name, *(each.name for each in behind.formulas(paid.name))}
        if told.isdisjoint(rests_on) and may_be_negative(overview.enclosed.of(*paid.key)):
            facts = behind.facts_of(paid.key)
            found = search.find(_of_sign(paid, BELOW_ZERO, facts))
            if found is not None and search.find(_of_sign(paid, ABOVE_ZERO, facts)) is not None:
                told.add(line.name)
                yield _told(subject, (line, spec), found, search)


def _of_sign(paid: Variable, wanted: Domain, behind: frozenset[Key]) -> Harm:
    """Return the search for facts for which a line lies on one side of 0."""
    name = Reference(*paid.key, paid.span)

    def finds(probed: Probed) -> Iterator[int]:
        amounts = enumerate(probed.outcomes.named(paid.name))
        return (at for at, each in amounts if isinstance(each, Decimal) and holds(wanted, each))

    guide = name if wanted == BELOW_ZERO else Unary("-", name, paid.span)
    return Harm(finds, [[(name, wanted)]], (EMPLOYEES, guide), behind)


def _spec_of(document: SchemeDocument, line: PayLine) -> PaySpec | None:
    if line.kind.traits.negative:
        return None
    return next(each for name, each in document.pay.items() if name == line.name)


def _is_held(document: SchemeDocument, line: PayLine, spec: PaySpec) -> bool:
    groups = {} if document.limits is None else document.limits.groups
    limit = next((each for name, each in groups.items() if name == line.group), None)
    return any(isinstance(each, BoundedSpec) and each.min is not None for each in (spec, limit))


def _paid(line: PayLine) -> str:
    return line.earned or line.variable


def _told(subject: Subject, of: tuple[PayLine, PaySpec], found: Case, search: HarmSearch) -> Diagnostic:
    line, spec = of
    written = spec.amount or spec.base if isinstance(spec, EarningSpec) else None
    place = subject.variables[EMPLOYEES, line.variable].span if written is None else written.span
    behind = Behind(subject.program).facts_of((EMPLOYEES, _paid(line)))
    row = show_probe(subject.program, search.usual, found.witness, behind)
    value = found.value_of(_paid(line))
    assert isinstance(value, Decimal)  # noqa: S101 - it is below 0
    return warning(
        Problem.PAY_LINE_MAY_BE_NEGATIVE, place, line=line.name, value=show_number(value, Kind.MONEY), row=row
    )
