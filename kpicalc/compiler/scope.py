"""The names of a scheme, and what a name means where it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.expr import Name, Reference
from kpicalc.model.program import EMPLOYEES, TEAMS, Grain
from kpicalc.model.source import Span
from kpicalc.model.spelling import find_look_alike, find_nearest

# Names that are there only in schemes whose calendar says so, with the problem of one that does not.
NEED_A_CALENDAR = {("period", "working_days"): "KPI290", ("period", "working_hours"): "KPI296"}

# What the program names itself, as Russian writers call it.
_IN_RUSSIAN = {"индекс": "index"}

# One row of a table is called by its singular in formulas: `employee.план`.
SINGULARS = {"employee": EMPLOYEES, "team": TEAMS}


@dataclass(frozen=True, slots=True)
class Scope:
    """What can be named in formulas: grains, the names at each, the values of each KPI, and tables.

    `orders` are the names that put the rows of a grain in order; `always_there` are the columns without
    missing values; `groups` are those of pay lines, which are no values.
    """

    grains: Mapping[str, Grain]
    names: Mapping[str, Mapping[str, Span]]
    kpis: Mapping[str, tuple[str, ...]]
    tables: frozenset[str]
    orders: Mapping[str, tuple[Name, ...]] = field(default_factory=dict)
    always_there: frozenset[tuple[str, str]] = frozenset()
    groups: frozenset[str] = frozenset()

    def chain(self, grain: str) -> tuple[str, ...]:
        """The grain itself and all above it, nearest first."""
        found = [grain]
        while (parent := self.grains[found[-1]].parent) is not None:
            found.append(parent)
        return tuple(found)

    def below(self, grain: str) -> frozenset[str]:
        """The grains below a grain."""
        return frozenset(each for each in self.grains if each != grain and grain in self.chain(each))

    def grain_named(self, word: str) -> str | None:
        """The grain that a word means, by its name or singular."""
        name = SINGULARS.get(word, word)
        return name if name in self.grains else None

    def visible(self, grain: str) -> Iterator[str]:
        """All names that a formula of the grain may use without a point."""
        for each in self.chain(grain):
            yield from self.names[each]


def resolve_name(scope: Scope, grain: str, name: Name) -> Reference | Diagnostic:
    """Say what a name in a formula of a grain means, or what is wrong with it.

    Of a bare name that stands both at the row and above it the nearest is meant.
    """
    owner = scope.grain_named(name.path[0])
    if owner is not None and len(name.path) > 1:
        return _resolve_at(scope, grain, owner, name)
    written = ".".join(name.path)
    nearest = next((each for each in scope.chain(grain) if written in scope.names[each]), None)
    if nearest is not None:
        return Reference(nearest, written, name.span)
    return (
        _misuse(scope, name, name.path)
        or _elsewhere(scope, grain, name)
        or _group(scope, written, name.span)
        or _unknown(name, "", scope.visible(grain))
    )


def _resolve_at(scope: Scope, grain: str, owner: str, name: Name) -> Reference | Diagnostic:
    written, member = ".".join(name.path), ".".join(name.path[1:])
    if owner in scope.below(grain):
        return error("KPI204", name.span, name=written, grain=owner)
    if owner not in scope.chain(grain):
        return error("KPI205", name.span, name=written, grain=owner, home=grain)
    if member in scope.names[owner]:
        return Reference(owner, member, name.span)
    return _misuse(scope, name, name.path[1:]) or _unknown(name, f"{name.path[0]}.", scope.names[owner])


def _misuse(scope: Scope, name: Name, path: tuple[str, ...]) -> Diagnostic | None:
    """Find a KPI, a table or a table of facts that is used as if it were a value."""
    word = path[0]
    if word in scope.kpis:
        values = scope.kpis[word]
        if len(path) == 1:
            return error("KPI228", name.span, name=word, values=values)
        return error("KPI239", name.span, name=word, value=".".join(path[1:]), values=values)
    if name.path in NEED_A_CALENDAR:
        return error(NEED_A_CALENDAR[name.path], name.span, name=".".join(name.path))
    if len(path) > 1:
        return None
    if word in scope.tables:
        return error("KPI230", name.span, name=word)
    if scope.grain_named(word) is not None:
        return error("KPI238", name.span, name=word)
    return None


def _group(scope: Scope, written: str, span: Span) -> Diagnostic | None:
    """Find the name of a group of pay lines: it is no value."""
    return error("KPI201", span, name=written, hint="group") if written in scope.groups else None


def _elsewhere(scope: Scope, grain: str, name: Name) -> Diagnostic | None:
    """Find a name that exists, but not on the way up from the grain."""
    written = ".".join(name.path)
    owner = next((each for each in scope.grains if written in scope.names[each]), None)
    if owner is None:
        return None
    if owner in scope.below(grain):
        return error("KPI204", name.span, name=f"{owner}.{written}", grain=owner)
    return error("KPI205", name.span, name=f"{owner}.{written}", grain=owner, home=grain)


def _unknown(name: Name, owner: str, known: Iterable[str]) -> Diagnostic:
    """Tell an unknown name; what may be meant is sought among the names that can stand after `owner`."""
    written, names = ".".join(name.path), sorted(known)
    member = written.removeprefix(owner)
    look_alike = find_look_alike(member, names)
    if look_alike is not None:
        return error("KPI206", name.span, name=written, known=f"{owner}{look_alike}")
    nearest = _IN_RUSSIAN.get(member.casefold())
    if nearest not in names:
        nearest = find_nearest(member, names)
    if nearest is not None:
        return error("KPI207", name.span, name=written, nearest=f"{owner}{nearest}")
    return error("KPI201", name.span, name=written)
