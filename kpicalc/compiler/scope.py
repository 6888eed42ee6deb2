"""The names of a scheme: what a name means where it is written, and which names clash."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace

from kpicalc.compiler.draft import Definition, Draft, Topic
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, Label, error
from kpicalc.model.expr import Name, Reference
from kpicalc.model.figure import Figure, bare_column, construct_of, owner_of
from kpicalc.model.problem import Problem
from kpicalc.model.program import (
    COMPANY,
    DIRECT_REPORTS,
    EMPLOYEES,
    REPORTS,
    TEAMS,
    Grain,
    Key,
    Role,
)
from kpicalc.model.source import Span
from kpicalc.model.spelling import find_look_alike, find_nearest, skeleton

# Names that are there only in schemes whose calendar says so, with the problem of one that does not.
NEED_A_CALENDAR = {
    ("period", "working_days"): Problem.CALENDAR_MISSING,
    ("period", "working_hours"): Problem.DAY_HOURS_MISSING,
}

# What the program names itself, as writers call it who have not looked it up.
_MEANT = {"индекс": "index", "period.start": "period.first_day", "period.end": "period.last_day"}

# One row of a table is called by its singular in formulas: `employee.план`.
SINGULARS = {"employee": EMPLOYEES, "team": TEAMS}


# The words for subordinates.
LINKS = frozenset({REPORTS, DIRECT_REPORTS})


@dataclass(frozen=True, slots=True)
class Scope:
    """What can be named in formulas: grains, the names at each, the values of each KPI, and tables.

    `orders` are the names that put the rows of a grain in order; `always_there` are the columns without
    missing values; `doubled` are the groups of pay lines that have the name of something else. `sums` are
    the total and its like.
    """

    grains: Mapping[str, Grain]
    names: Mapping[str, Mapping[str, Span]]
    kpis: Mapping[str, tuple[str, ...]]
    tables: frozenset[str]
    orders: Mapping[str, tuple[Name, ...]] = field(default_factory=dict)
    always_there: frozenset[tuple[str, str]] = frozenset()
    doubled: Mapping[str, Definition] = field(default_factory=dict)
    sums: Mapping[str, Span] = field(default_factory=dict)

    def for_checks(self) -> Scope:
        """Return the scope of checks, which may name the sums of all lines."""
        mine = {**self.sums, **self.names[EMPLOYEES]}
        return replace(self, names={**self.names, EMPLOYEES: mine})

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
        _find_misuse(scope, name, name.path)
        or _find_elsewhere(scope, grain, name)
        or _unknown_name(name, "", scope.visible(grain))
    )


def _resolve_at(scope: Scope, grain: str, owner: str, name: Name) -> Reference | Diagnostic:
    written, member = ".".join(name.path), ".".join(name.path[1:])
    if owner in scope.below(grain):
        return error(Problem.MANY_ROWS_FOR_ONE, name.span, name=written, grain=owner)
    if owner not in scope.chain(grain):
        return error(Problem.TABLE_OUT_OF_REACH, name.span, name=written, grain=owner, home=grain)
    if member in scope.names[owner]:
        return Reference(owner, member, name.span)
    return _find_misuse(scope, name, name.path[1:]) or _unknown_name(
        name, f"{name.path[0]}.", scope.names[owner]
    )


def _find_misuse(scope: Scope, name: Name, path: tuple[str, ...]) -> Diagnostic | None:
    """Find a KPI, a table or a table of facts that is used as if it were a value."""
    word = path[0]
    if word in scope.kpis:
        values = scope.kpis[word]
        if len(path) == 1:
            return error(Problem.KPI_WITHOUT_FIGURE, name.span, name=word, values=values)
        return error(
            Problem.KPI_FIGURE_UNKNOWN, name.span, name=word, value=".".join(path[1:]), values=values
        )
    if name.path in NEED_A_CALENDAR:
        return error(NEED_A_CALENDAR[name.path], name.span, name=".".join(name.path))
    if len(path) > 1:
        return None
    if word in scope.tables:
        return error(Problem.TABLE_WITHOUT_ARGUMENT, name.span, name=word)
    if scope.grain_named(word) is not None:
        return error(Problem.TABLE_AS_VALUE, name.span, name=word)
    return None


def _find_elsewhere(scope: Scope, grain: str, name: Name) -> Diagnostic | None:
    """Find a name that exists, but not on the way up from the grain."""
    written = ".".join(name.path)
    owner = next((each for each in scope.grains if written in scope.names[each]), None)
    if owner is None:
        return None
    if owner in scope.below(grain):
        return error(Problem.MANY_ROWS_FOR_ONE, name.span, name=f"{owner}.{written}", grain=owner)
    return error(Problem.TABLE_OUT_OF_REACH, name.span, name=f"{owner}.{written}", grain=owner, home=grain)


def _unknown_name(name: Name, owner: str, known: Iterable[str]) -> Diagnostic:
    """Tell an unknown name; what may be meant is sought among the names that can stand after `owner`."""
    written, names = ".".join(name.path), sorted(known)
    member = written.removeprefix(owner)
    look_alike = find_look_alike(member, names)
    if look_alike is not None:
        return error(Problem.NAME_OF_OTHER_ALPHABET, name.span, name=written, known=f"{owner}{look_alike}")
    nearest = _MEANT.get(member.casefold())
    if nearest not in names:
        nearest = find_nearest(member, names)
    if nearest is not None:
        return error(Problem.NAME_MISSPELT, name.span, name=written, nearest=f"{owner}{nearest}")
    return error(Problem.NAME_UNKNOWN, name.span, name=written)


_PERIOD = "period"
# Words of formulas that no table of facts, and those that no KPI, may be called by.
_NO_GRAIN = frozenset({_PERIOD, *SINGULARS})
_NO_KPI = frozenset({*_NO_GRAIN, COMPANY, TEAMS, EMPLOYEES})

# What has several values: they are named with a point. Some of them are steps that nobody asks for.
_OF_KPIS = frozenset({Role.KPI, Role.GOAL})
_HIDDEN_FIGURES = frozenset({Figure.COUNTED, Figure.SUM, Figure.PRESENT})

_Names = dict[str, dict[str, Span]]


def open_scope(draft: Draft) -> Scope:
    """Collect the names of a draft; names that clash are told as problems."""
    names: _Names = {grain: {} for grain in draft.grains}
    draft.problems.extend(_add_written(draft, names))
    draft.problems.extend(_add_reserved(draft, names))
    _keep_first_definitions(draft)
    kpis = _values_of_kpis(draft)
    draft.problems.extend(_clashing_words(draft))
    doubled = _add_groups(draft, names, kpis)
    draft.problems.extend(_look_alikes(draft, names))
    always_there = frozenset(each.key for each in draft.inputs if not each.optional)
    sums = {each.name: each.span for each in draft.definitions if each.role is Role.TOTAL}
    tables = frozenset(draft.tables)
    return Scope(draft.grains, names, kpis, tables, draft.orders, always_there, doubled, sums)


def _is_own(definition: Definition) -> bool:
    """Say whether the program gives the name itself: an index without a label is nobody's."""
    hidden = (
        definition.role in {Role.LIMIT, Role.TOTAL, Role.CHECK}
        or bare_column(definition.name) != definition.name
    )
    return hidden or (definition.role is Role.INDEX and not definition.label)


def _add_written(draft: Draft, names: _Names) -> Iterator[Diagnostic]:
    written = [(each.grain, each.name, each.span) for each in draft.inputs]
    written += [(each.grain, each.name, each.span) for each in draft.definitions if not _is_own(each)]
    for grain, name, span in written:
        if name in names[grain]:
            yield error(Problem.NAME_DECLARED_TWICE, span, Label(names[grain][name], "first_here"), name=name)
        names[grain].setdefault(name, span)


def _add_reserved(draft: Draft, names: _Names) -> Iterator[Diagnostic]:
    """Add what the program names itself; of that only an index is seen by formulas."""
    taken: set[Key] = set()
    told: set[Span] = set()
    for each in filter(_is_own, draft.definitions):
        if each.name in names[each.grain]:
            yield error(Problem.NAME_RESERVED, names[each.grain][each.name], name=each.name)
        elif each.key in taken:
            # The figures that a line is made from clash with it: one line is told of once.
            if each.span not in told:
                yield error(
                    Problem.NAME_RESERVED,
                    each.span,
                    name=owner_of(each.name),
                )
            told.add(each.span)
        elif each.role is Role.INDEX:
            names[each.grain][each.name] = each.span
        taken.add(each.key)


def _add_groups(draft: Draft, names: _Names, kpis: Iterable[str]) -> dict[str, Definition]:
    """Add the groups of pay lines as values; return those that have the name of something else."""
    grain: str | None = EMPLOYEES
    taken = {*draft.grains, *SINGULARS, *draft.tables, *kpis, _PERIOD}
    while grain is not None:
        taken.update(names[grain], (each.name for each in draft.definitions if each.grain == grain))
        grain = draft.grains[grain].parent
    for group in draft.groups:
        if group.name not in taken:
            draft.definitions.append(group)
            names[EMPLOYEES][group.name] = group.span
    return {group.name: group for group in draft.groups if group.name in taken}


def _keep_first_definitions(draft: Draft) -> None:
    """Of two with one name the second is only looked at for problems inside it; a column comes first."""
    columns = {each.key for each in draft.inputs}
    kept = {each.key: each for each in reversed(draft.definitions) if each.key not in columns}
    spare = [each for each in draft.definitions if kept.get(each.key) is not each]
    for each in spare:
        draft.demand(Topic.UNTOLD, each.expr, None, each.name, each.grain)
    draft.definitions = [each for each in draft.definitions if kept.get(each.key) is each]


def _values_of_kpis(draft: Draft) -> dict[str, tuple[str, ...]]:
    """Return the names of the values of each KPI and goal, as the chapters of docs/language list them."""
    values: dict[str, tuple[str, ...]] = {}
    for each in draft.definitions:
        kpi = construct_of(each.name)
        if each.role in _OF_KPIS and each.figure not in _HIDDEN_FIGURES:
            values[kpi] = (*values.get(kpi, ()), each.name)
    return values


def _clashing_words(draft: Draft) -> Iterator[Diagnostic]:
    """Before a point stands a table of facts, a KPI or `period`: one word has one meaning there."""
    for grain in draft.grains.values():
        if grain.name in _NO_GRAIN | _words_for_reports(draft):
            yield error(Problem.NAME_RESERVED, grain.span, name=grain.name)
    places = {construct_of(each.name): each.span for each in draft.definitions if each.role in _OF_KPIS}
    for kpi, span in places.items():
        if kpi in _NO_KPI | _words_for_reports(draft):
            yield error(Problem.NAME_RESERVED, span, name=kpi)
        elif kpi in draft.grains:
            yield error(
                Problem.NAME_DECLARED_TWICE, span, Label(draft.grains[kpi].span, "first_here"), name=kpi
            )


def _words_for_reports(draft: Draft) -> frozenset[str]:
    """The words for subordinates, where the scheme knows who reports to whom."""
    return LINKS if draft.grains[EMPLOYEES].superior else frozenset()


def _look_alikes(draft: Draft, names: _Names) -> Iterator[Diagnostic]:
    """Refuse two spellings that look the same, wherever in the scheme they are."""
    places = [(grain.name, grain.span) for grain in draft.grains.values()]
    places += [(construct_of(name), span) for grain in names.values() for name, span in grain.items()]
    places += [(table.name, table.span) for table in draft.tables.values()]
    seen: dict[str, tuple[str, Span]] = {}
    for name, span in sorted(dict(reversed(places)).items(), key=lambda place: place[1]):
        other, first = seen.setdefault(skeleton(name), (name, span))
        if other != name:
            yield error(
                Problem.NAMES_LOOK_ALIKE, span, Label(first, "looks_like_this"), name=name, other=other
            )
