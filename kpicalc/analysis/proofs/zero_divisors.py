"""Divisions by what may be 0: the employee it happens to cannot be paid; and how one comes to be computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kpicalc.analysis.proofs.harm_search import Case, Harm, HarmSearch
from kpicalc.analysis.proofs.probes import Probed, show_probe
from kpicalc.analysis.proofs.sightings import Overview
from kpicalc.analysis.proofs.subject import Subject
from kpicalc.formula.printer import print_formula
from kpicalc.lab.behind import Behind
from kpicalc.model.diagnostic import Diagnostic, warning
from kpicalc.model.domain import Domain, exactly
from kpicalc.model.expr import Aggregate, Binary, Expr, If, Logic, Reference, Window, children, walk
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


# Conditions, each with whether it must hold.
Route = tuple[tuple[Expr, Domain], ...]

# A part may be reached by many ways; the first of them are enough to look for facts.
_MOST = 3


def routes_to(variables: Mapping[Key, Variable], start: Variable, place: Span) -> list[Route]:
    """Return some of the ways from a value to a part that is written at a place, however far behind."""
    finder = _Finder(variables, place)
    return [route for _, route in zip(range(_MOST), finder.through(start.expr, ()), strict=False)]


class _Finder:
    """Walks through formulas and the names in them; what leads nowhere is looked into once."""

    def __init__(self, variables: Mapping[Key, Variable], place: Span) -> None:
        self.variables = variables
        self.place = place
        self.vain: set[Key] = set()

    def through(self, expr: Expr, route: Route) -> Iterator[Route]:
        """Yield the ways from a formula, in addition to those that led to it."""
        if expr.span == self.place and not isinstance(expr, Reference):
            yield route
        match expr:
            case Reference(grain=grain, name=name):
                yield from self._named((grain, name), route)
            case If(condition=asked, then=then, otherwise=otherwise):
                yield from self.through(asked, route)
                yield from self.through(then, (*route, (asked, exactly(value=True))))
                yield from self.through(otherwise, (*route, (asked, exactly(value=False))))
            case Logic(sign=sign, left=left, right=right):
                yield from self.through(left, route)
                yield from self.through(right, (*route, (left, exactly(sign == "and"))))
            case Aggregate(condition=asked) | Window(condition=asked) if asked is not None:
                inside = (*route, (asked, exactly(value=True)))
                for part in children(expr):
                    yield from self.through(part, route if part is asked else inside)
            case _:
                for part in children(expr):
                    yield from self.through(part, route)

    def _named(self, key: Key, route: Route) -> Iterator[Route]:
        variable = self.variables.get(key)
        if variable is None or key in self.vain:
            return
        # A balance leads back to itself; a name that was looked into in vain is in vain again.
        self.vain.add(key)
        found = False
        for each in self.through(variable.expr, route):
            found = True
            yield each
        if found:
            self.vain.discard(key)
