"""Pay lines that pay nothing, whatever the facts are."""

from __future__ import annotations

from collections.abc import Iterator

from kpicalc.analysis.proofs.sightings import Overview
from kpicalc.analysis.proofs.subject import Subject
from kpicalc.model.diagnostic import Diagnostic, error, warning
from kpicalc.model.domain import Choices, Domain, exactly, has_value
from kpicalc.model.money import ZERO
from kpicalc.model.program import EMPLOYEES

_NOTHING_TO_GET = (exactly(ZERO), Choices(frozenset({False})))


def find_dead_lines(subject: Subject, overview: Overview) -> Iterator[Diagnostic]:
    """Name the lines that are always 0, and those that can never be computed.

    What the program adds itself, such as the line of a limit, may well be 0.
    """
    for line in subject.program.pay_lines:
        variable = subject.variables[EMPLOYEES, line.variable]
        if not line.kind.traits.written or subject.is_of_period(variable.expr):
            continue
        code = _what_is_wrong(overview.enclosed.of(EMPLOYEES, line.variable))
        if code:
            tell = error if code == "KPI354" else warning
            yield tell(code, variable.span, line=line.name)


def _what_is_wrong(paid: Domain) -> str:
    if paid in _NOTHING_TO_GET:
        return "KPI348"
    return "" if has_value(paid) or paid.missing else "KPI354"
