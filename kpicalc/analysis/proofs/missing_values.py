"""What keeps a line from being computed: the ways that lead to it, and the search for facts that do it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from kpicalc.analysis.extremes.solve import Goals
from kpicalc.analysis.proofs.harm_search import Case, Harm, HarmSearch
from kpicalc.analysis.proofs.probes import Probed
from kpicalc.analysis.proofs.subject import Subject
from kpicalc.lab.behind import Behind
from kpicalc.lab.turns import Located
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.domain import Domain, exactly
from kpicalc.model.expr import Aggregate, Expr, If, Logic, Reference, Window, children
from kpicalc.model.fault import Fault, Value
from kpicalc.model.program import EMPLOYEES, Key, Variable
from kpicalc.model.source import Span


@dataclass(frozen=True, slots=True)
class NoValue:
    """A part of a formula that has no value for some facts.

    The engine tells `code` at `place`. Of `ways` each has what formulas must give for it, once the part is
    reached; `guide` is a figure that is near 0 where it happens, or below 0.
    """

    code: str
    place: Span
    ways: Sequence[Goals]
    guide: Located
    two_sided: bool = False

    def failures(
        self, probed: Probed, lines: Iterable[str], is_news: Callable[[Diagnostic], bool]
    ) -> Iterator[tuple[int, tuple[str, Diagnostic]]]:
        """Yield the facts for which the part keeps a line from having a value, with the first such line."""
        columns = {name: probed.outcomes.named(name) for name in lines}
        for number in range(len(probed.probes)):
            for name, column in columns.items():
                cause = next(filter(is_news, self._causes(column[number])), None)
                if cause is not None:
                    yield number, (name, cause)
                    break

    def _causes(self, value: Value) -> Iterator[Diagnostic]:
        for each in value.causes if isinstance(value, Fault) else ():
            if each.code == self.code and each.primary is not None and each.primary.place == self.place:
                yield each


@dataclass(frozen=True, slots=True)
class LineWithoutValue:
    """The variable of a line or check that has no value for made-up facts, and why."""

    result: str
    cause: Diagnostic
    case: Case


def find_no_value(
    subject: Subject, search: HarmSearch, gap: NoValue, is_news: Callable[[Diagnostic], bool] = bool
) -> LineWithoutValue | None:
    """Return the first line, or check, that a part keeps from having a value, for a cause that is news.

    All lines are looked at in each of the facts, and the ways that lead to it from all of them.
    """
    variables, lines = subject.variables, results_of(subject)
    routes = {name: routes_to(variables, variables[EMPLOYEES, name], gap.place) for name in lines}
    behind = Behind(subject.program)
    facts = (behind.facts_of((EMPLOYEES, name)) for name, found in routes.items() if found)
    harm = Harm(
        finds=lambda probed: (at for at, _ in gap.failures(probed, lines, is_news)),
        goals=[[*route, *way] for found in routes.values() for route in found for way in gap.ways],
        guide=gap.guide,
        behind=frozenset().union(*facts),
        two_sided=gap.two_sided,
    )
    case = search.find(harm) if any(routes.values()) else None
    if case is None:
        return None
    failures = dict(gap.failures(case.probed, lines, is_news))
    return LineWithoutValue(*failures[case.number], case)


def results_of(subject: Subject) -> dict[str, str]:
    """Return what must have a value: the variables of lines and checks, and what these are called."""
    program = subject.program
    lines = {line.variable: line.name for line in program.pay_lines}
    return lines | {each.name: each.name for each in program.checks}


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
