"""Factors of pay lines that fall below 0 and turn pay into a debt."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TypeGuard

from kpicalc.analysis.proofs.probed import Probed, Probing, part_written_at, show_probe
from kpicalc.analysis.proofs.show_domain import show_number
from kpicalc.analysis.proofs.sightings import Overview
from kpicalc.analysis.proofs.subject import Subject
from kpicalc.lab.behind import Behind
from kpicalc.model.diagnostic import Diagnostic, warning
from kpicalc.model.domain import Domain, Interval
from kpicalc.model.expr import Expr
from kpicalc.model.fault import Value
from kpicalc.model.kind import Kind
from kpicalc.model.money import ZERO
from kpicalc.model.program import EMPLOYEES
from kpicalc.scheme.constructs.lines import EarnedSpec
from kpicalc.scheme.document import EarningSpec
from kpicalc.scheme.words import Formula


def find_negative_factors(subject: Subject, overview: Overview, probing: Probing) -> Iterator[Diagnostic]:
    """Name the shares, rates and factors below 0 that make a line negative, each with such facts.

    A line with a `min` is held by it.
    """
    for line in subject.program.pay_lines:
        spec = next((each for name, each in subject.document.pay.items() if name == line.name), None)
        if not isinstance(spec, EarnedSpec) or spec.min is not None:
            continue
        variable = line.earned or line.variable
        for formula in _factors(spec):
            factor = part_written_at(subject.variables[EMPLOYEES, variable].expr, formula.span)
            if factor is not None and may_be_negative(overview.enclosed.of_formula(factor)):
                yield from _told(subject, (line.name, variable, formula), factor, probing.settled())


def _factors(spec: EarnedSpec) -> Iterator[Formula]:
    yield from spec.factors
    others = (spec.share, spec.rate if isinstance(spec, EarningSpec) else None)
    yield from (formula for formula in others if formula is not None)


def may_be_negative(domain: Domain) -> bool:
    """Say whether a value can be below 0, as far as the enclosure can tell."""
    return isinstance(domain, Interval) and (domain.low is None or domain.low < ZERO)


def _told(
    subject: Subject, named: tuple[str, str, Formula], factor: Expr, probed: Probed
) -> Iterator[Diagnostic]:
    """Visit a factor once, by the first facts for which both it and the line are below 0."""
    line, variable, formula = named
    outcomes = probed.outcomes
    pairs = zip(outcomes.values(factor), outcomes.named(variable), strict=True)
    for number, (value, paid) in enumerate(pairs):
        if is_negative(value) and is_negative(paid):
            row = show_probe(subject.program, probed, number, Behind(subject.program).facts(factor))
            shown = show_number(value, Kind.RATIO)
            yield warning("KPI349", formula.span, line=line, factor=formula.text, value=shown, row=row)
            return


def is_negative(value: Value) -> TypeGuard[Decimal]:
    """Say whether a value that came of some facts is below 0."""
    return isinstance(value, Decimal) and value < ZERO
