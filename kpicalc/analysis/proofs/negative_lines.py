"""Pay lines that fall below 0 and take pay away, though no factor is to blame."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kpicalc.analysis.proofs.negative_factors import find_negative_factors, is_negative, may_be_negative
from kpicalc.analysis.proofs.probed import Probed, Probing, show_probe
from kpicalc.analysis.proofs.show_domain import show_number
from kpicalc.analysis.proofs.sightings import Overview
from kpicalc.analysis.proofs.subject import Subject
from kpicalc.lab.behind import Behind
from kpicalc.model.diagnostic import Diagnostic, warning
from kpicalc.model.fault import Value
from kpicalc.model.kind import Kind
from kpicalc.model.money import ZERO
from kpicalc.model.outline import PayLine
from kpicalc.model.program import EMPLOYEES
from kpicalc.scheme.constructs.lines import BoundedSpec
from kpicalc.scheme.document import EarningSpec, PaySpec, SchemeDocument


def find_negative_lines(subject: Subject, overview: Overview, probing: Probing) -> Iterator[Diagnostic]:
    """Name the lines that can be above 0 and below it, each with facts for which it is below.

    A line that is never above 0 is meant so, a `min` holds a line or its group, a factor below 0 is told
    itself, and what only follows from another line is not told again.
    """
    told = {dict(each.params)["line"] for each in find_negative_factors(subject, overview, probing)}
    behind = Behind(subject.program)
    for line in subject.program.pay_lines:
        spec = _spec_of(subject.document, line)
        if spec is None or _is_held(subject.document, line, spec):
            continue
        rests_on = {line.name, *(each.name for each in behind.formulas(_paid(line)))}
        if told.isdisjoint(rests_on) and may_be_negative(overview.enclosed.of(EMPLOYEES, _paid(line))):
            found = _first_below(probing.settled(), line)
            if found is not None:
                told.add(line.name)
                yield _told(subject, probing.settled(), (line, spec), found)


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


def _first_below(probed: Probed, line: PayLine) -> tuple[int, Decimal] | None:
    """Return the first probe for which the line is below 0; None where it is never above 0."""
    amounts = probed.outcomes.named(_paid(line))
    if not any(_is_positive(each) for each in amounts):
        return None
    return next(((number, each) for number, each in enumerate(amounts) if is_negative(each)), None)


def _is_positive(value: Value) -> bool:
    return isinstance(value, Decimal) and value > ZERO


def _told(
    subject: Subject, probed: Probed, of: tuple[PayLine, PaySpec], found: tuple[int, Decimal]
) -> Diagnostic:
    (line, spec), (number, value) = of, found
    written = spec.amount or spec.base if isinstance(spec, EarningSpec) else None
    place = subject.variables[EMPLOYEES, line.variable].span if written is None else written.span
    behind = Behind(subject.program).facts_of((EMPLOYEES, _paid(line)))
    row = show_probe(subject.program, probed, number, behind)
    return warning("KPI355", place, line=line.name, value=show_number(value, Kind.MONEY), row=row)
