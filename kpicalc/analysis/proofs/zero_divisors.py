"""Divisions by what may be 0: the employee it happens to cannot be paid."""

from __future__ import annotations

from collections.abc import Iterator

from kpicalc.analysis.proofs.harm_search import HarmSearch
from kpicalc.analysis.proofs.missing_values import NoValue, find_no_value, results_of
from kpicalc.analysis.proofs.probes import show_probe
from kpicalc.analysis.proofs.sightings import Overview
from kpicalc.analysis.proofs.subject import Subject
from kpicalc.formula.printer import print_formula
from kpicalc.lab.behind import Behind
from kpicalc.model.diagnostic import Diagnostic, warning
from kpicalc.model.domain import exactly
from kpicalc.model.expr import Binary, walk
from kpicalc.model.money import ZERO
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Key, Variable
from kpicalc.model.source import Span


def find_zero_divisors(subject: Subject, overview: Overview, search: HarmSearch) -> Iterator[Diagnostic]:
    """Name the divisions that keep a line from being computed, each with facts for which the engine says so.

    A KPI that says `when_plan_zero:` has thought of it.
    """
    thought = {
        name.span for name, spec in subject.document.kpis.items() if "when_plan_zero" in spec.key_spans
    }
    suspected = overview.seen.divisions - thought
    for place, (variable, division) in dict(_divisions(subject, suspected)).items() if suspected else ():
        way, guide = [(division.right, exactly(ZERO))], (variable.grain, division.right)
        gap = NoValue(Problem.DIVISION_BY_ZERO, place, [way], guide, two_sided=True)
        found = find_no_value(subject, search, gap)
        if found is not None:
            behind = _facts_behind(subject, division, found.result)
            row = show_probe(subject.program, search.usual, found.case.witness, behind)
            divisor = print_formula(division.right, home=variable.grain)
            line = results_of(subject)[found.result]
            yield warning(Problem.DIVISOR_MAY_BE_ZERO, place, divisor=divisor, line=line, row=row)


def _divisions(subject: Subject, places: set[Span]) -> Iterator[tuple[Span, tuple[Variable, Binary]]]:
    for variable in subject.program.variables():
        for part in walk(variable.expr):
            if isinstance(part, Binary) and part.sign == "/" and part.span in places:
                yield part.span, (variable, part)


def _facts_behind(subject: Subject, division: Binary, result: str) -> frozenset[Key]:
    """Return what the divisor rests on; of one that is always 0, what leads to the division."""
    behind = Behind(subject.program)
    return behind.facts(division.right) or behind.facts_of((EMPLOYEES, result))
