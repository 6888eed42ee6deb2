"""The names that a scheme gives, and clashes between them."""

from __future__ import annotations

from collections.abc import Iterator

from kpicalc.compiler.calls import LINKS
from kpicalc.compiler.draft import Definition, Draft, Topic
from kpicalc.compiler.scope import SINGULARS, Scope
from kpicalc.model.diagnostic import Diagnostic, Label, error
from kpicalc.model.figure import Figure, construct_of, owner_of
from kpicalc.model.program import COMPANY, EMPLOYEES, TEAMS, Role
from kpicalc.model.source import Span
from kpicalc.model.spelling import skeleton

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
    draft.problems.extend(_look_alikes(draft, names))
    always_there = frozenset(each.key for each in draft.inputs if not each.optional)
    groups = frozenset(each.group for each in draft.pay_lines if each.group)
    return Scope(draft.grains, names, kpis, frozenset(draft.tables), draft.orders, always_there, groups)


def _is_own(definition: Definition) -> bool:
    """Say whether the program gives the name itself: an index without a label is nobody's."""
    hidden = definition.role in {Role.LIMIT, Role.TOTAL}
    return hidden or (definition.role is Role.INDEX and not definition.label)


def _add_written(draft: Draft, names: _Names) -> Iterator[Diagnostic]:
    written = [(each.grain, each.name, each.span) for each in draft.inputs]
    written += [(each.grain, each.name, each.span) for each in draft.definitions if not _is_own(each)]
    for grain, name, span in written:
        if name in names[grain]:
            yield error("KPI202", span, Label(names[grain][name], "first_here"), name=name)
        names[grain].setdefault(name, span)


def _add_reserved(draft: Draft, names: _Names) -> Iterator[Diagnostic]:
    """Add what the program names itself; of that only an index is seen by formulas."""
    taken: set[str] = set()
    told: set[Span] = set()
    for each in filter(_is_own, draft.definitions):
        if each.name in names[each.grain]:
            yield error("KPI236", names[each.grain][each.name], name=each.name)
        elif each.name in taken:
            # The figures that a line is made from clash with it: one line is told of once.
            if each.span not in told:
                yield error(
                    "KPI236",
                    each.span,
                    name=owner_of(each.name) if each.figure is Figure.BEFORE else each.name,
                )
            told.add(each.span)
        elif each.role is Role.INDEX:
            names[each.grain][each.name] = each.span
        taken.add(each.name)


def _keep_first_definitions(draft: Draft) -> None:
    """Of two with one name the second is only looked at for problems inside it; a column comes first."""
    columns = {each.key for each in draft.inputs}
    kept = {each.key: each for each in reversed(draft.definitions) if each.key not in columns}
    spare = [each for each in draft.definitions if kept.get(each.key) is not each]
    for each in spare:
        draft.demand(Topic.UNTOLD, each.expr, None, each.name, each.grain)
    draft.definitions = [each for each in draft.definitions if kept.get(each.key) is each]


def _values_of_kpis(draft: Draft) -> dict[str, tuple[str, ...]]:
    """Return the names of the values of each KPI and goal, as docs/language.md lists them."""
    values: dict[str, tuple[str, ...]] = {}
    for each in draft.definitions:
        kpi = construct_of(each.name)
        if each.role in _OF_KPIS and each.figure not in _HIDDEN_FIGURES:
            values[kpi] = (*values.get(kpi, ()), each.name)
    return values


def _clashing_words(draft: Draft) -> Iterator[Diagnostic]:
    """Before a point stands a table of facts, a KPI or `period`: one word has one meaning there."""
    for grain in draft.grains.values():
        if grain.name in _NO_GRAIN | _links(draft):
            yield error("KPI236", grain.span, name=grain.name)
    places = {construct_of(each.name): each.span for each in draft.definitions if each.role in _OF_KPIS}
    for kpi, span in places.items():
        if kpi in _NO_KPI | _links(draft):
            yield error("KPI236", span, name=kpi)
        elif kpi in draft.grains:
            yield error("KPI202", span, Label(draft.grains[kpi].span, "first_here"), name=kpi)


def _links(draft: Draft) -> frozenset[str]:
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
            yield error("KPI208", span, Label(first, "looks_like_this"), name=name, other=other)
