"""How a formula comes to be computed: what must hold on the way from a pay line to one of its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kpicalc.model.domain import Domain, exactly
from kpicalc.model.expr import Aggregate, Expr, If, Logic, Reference, Window, children
from kpicalc.model.program import Key, Variable
from kpicalc.model.source import Span

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
