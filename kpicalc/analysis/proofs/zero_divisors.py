"""Divisions by what may be 0: the employee it happens to cannot be paid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpicalc.analysis.proofs.harm_search import Case, Harm, HarmSearch
from kpicalc.analysis.proofs.probes import Probed, show_probe
from kpicalc.analysis.proofs.routes import routes_to
from kpicalc.analysis.proofs.sightings import Overview
from kpicalc.analysis.proofs.subject import Subject
from kpicalc.formula.printer import print_formula
from kpicalc.lab.behind import Behind
from kpicalc.model.diagnostic import Diagnostic, warning
from kpicalc.model.domain import exactly
from kpicalc.model.expr import Binary, walk
from kpicalc.model.fault import Fault, Value
from kpicalc.model.money import ZERO
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Key, Variable
from kpicalc.model.source import Span

_DIVISION_BY_ZERO = Problem.DIVISION_BY_ZERO


def find_zero_divisors(subject: Subject, overview: Overview, search: HarmSearch) -> Iterator[Diagnostic]:
    """Name the divisions that keep a line from being computed, each with facts for which the engine says so.

    A KPI that says `when_plan_zero:` has thought of it.
    """
    suspected = overview.seen.divisions - _thought_of(subject)
    for place, (variable, division) in dict(_divisions(subject, suspected)).items() if suspected else ():
        found = _first_failure(subject, search, (variable, division), place)
        if found is not None:
            result, case = found
            row = show_probe(
                subject.program, search.usual, case.witness, _facts_behind(subject, division, result)
            )
            divisor = print_formula(division.right, home=variable.grain)
            yield warning(
                Problem.DIVISOR_MAY_BE_ZERO, place, divisor=divisor, line=_results(subject)[result], row=row
            )


def _first_failure(
    subject: Subject, search: HarmSearch, owned: tuple[Variable, Binary], place: Span
) -> tuple[str, Case] | None:
    """Return the first line, or check, that the division keeps from having a value, with such facts.

    All lines are looked at in each of the facts, and the ways that lead to it from all of them.
    """
    variable, division = owned
    lines = _results(subject)
    paid = [subject.variables[EMPLOYEES, name] for name in lines]
    routes = [route for each in paid for route in routes_to(subject.variables, each, place)]
    behind = Behind(subject.program)
    facts = frozenset().union(
        *(behind.facts_of(each.key) for each in paid if routes_to(subject.variables, each, place))
    )
    harm = Harm(
        finds=lambda probed: (at for at, _ in _failures(probed, lines, place)),
        goals=[[*route, (division.right, exactly(ZERO))] for route in routes],
        guide=(variable.grain, division.right),
        behind=facts,
        two_sided=True,
    )
    case = search.find(harm) if routes else None
    if case is None:
        return None
    failures = dict(_failures(case.probed, lines, place))
    return failures[case.number], case


def _results(subject: Subject) -> dict[str, str]:
    """Return what must have a value: the variables of lines and checks, and what these are called."""
    program = subject.program
    lines = {line.variable: line.name for line in program.pay_lines}
    return lines | {each.name: each.name for each in program.checks}


def _thought_of(subject: Subject) -> set[Span]:
    return {name.span for name, spec in subject.document.kpis.items() if "when_plan_zero" in spec.key_spans}


def _divisions(subject: Subject, places: set[Span]) -> Iterator[tuple[Span, tuple[Variable, Binary]]]:
    for variable in subject.program.variables():
        for part in walk(variable.expr):
            if isinstance(part, Binary) and part.sign == "/" and part.span in places:
                yield part.span, (variable, part)


def _facts_behind(subject: Subject, division: Binary, result: str) -> frozenset[Key]:
    """Return what the divisor rests on; of one that is always 0, what leads to the division."""
    behind = Behind(subject.program)
    return behind.facts(division.right) or behind.facts_of((EMPLOYEES, result))


def _failures(probed: Probed, lines: Iterable[str], place: Span) -> Iterator[tuple[int, str]]:
    """Yield the facts for which the division keeps a line from having a value, with the first such line."""
    columns = {name: probed.outcomes.named(name) for name in lines}
    for number in range(len(probed.probes)):
        for name, column in columns.items():
            if _is_stopped(column[number], place):
                yield number, name
                break


def _is_stopped(value: Value, place: Span) -> bool:
    causes = value.causes if isinstance(value, Fault) else ()
    return any(
        each.code == _DIVISION_BY_ZERO and each.primary is not None and each.primary.place == place
        for each in causes
    )
