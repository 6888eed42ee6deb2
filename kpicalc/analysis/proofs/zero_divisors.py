"""Divisions by what may be 0: the employee it happens to cannot be paid."""

from __future__ import annotations

from collections.abc import Iterator

from kpicalc.analysis.proofs.probes import Probed, Probing, show_probe
from kpicalc.analysis.proofs.sightings import Overview
from kpicalc.analysis.proofs.subject import Subject
from kpicalc.formula.printer import print_formula
from kpicalc.lab.behind import Behind
from kpicalc.model.diagnostic import Diagnostic, warning
from kpicalc.model.expr import Binary, walk
from kpicalc.model.fault import Fault
from kpicalc.model.outline import PayLine
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Key, Variable
from kpicalc.model.source import Span

_DIVISION_BY_ZERO = Problem.DIVISION_BY_ZERO


def find_zero_divisors(subject: Subject, overview: Overview, probing: Probing) -> Iterator[Diagnostic]:
    """Name the divisions that keep a line from being computed, each with facts for which the engine says so.

    A KPI that says `when_plan_zero:` has thought of it.
    """
    suspected = overview.seen.divisions - _thought_of(subject)
    if not suspected:
        return
    divisions = dict(_divisions(subject, suspected))
    probed = probing.settled()
    for line in subject.program.pay_lines:
        for number, place in _failures(probed, line):
            if place in divisions:
                variable, division = divisions.pop(place)
                behind = _facts_behind(subject, division, line)
                row = show_probe(subject.program, probed, number, behind)
                divisor = print_formula(division.right, home=variable.grain)
                yield warning(Problem.DIVISOR_MAY_BE_ZERO, place, divisor=divisor, line=line.name, row=row)


def _thought_of(subject: Subject) -> set[Span]:
    return {name.span for name, spec in subject.document.kpis.items() if "when_plan_zero" in spec.key_spans}


def _divisions(subject: Subject, places: set[Span]) -> Iterator[tuple[Span, tuple[Variable, Binary]]]:
    for variable in subject.program.variables():
        for part in walk(variable.expr):
            if isinstance(part, Binary) and part.sign == "/" and part.span in places:
                yield part.span, (variable, part)


def _facts_behind(subject: Subject, division: Binary, line: PayLine) -> frozenset[Key]:
    """Return what the divisor rests on; of one that is always 0, what leads to the division."""
    behind = Behind(subject.program)
    return behind.facts(division.right) or behind.facts_of((EMPLOYEES, line.variable))


def _failures(probed: Probed, line: PayLine) -> Iterator[tuple[int, Span]]:
    """Yield the probes for which a division keeps a line from having a value, with its place."""
    for number, value in enumerate(probed.outcomes.named(line.variable)):
        causes = value.causes if isinstance(value, Fault) else ()
        for cause in causes:
            place = cause.primary.place if cause.primary else None
            if cause.code == _DIVISION_BY_ZERO and isinstance(place, Span):
                yield number, place
