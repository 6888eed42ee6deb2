"""The kinds of values that run from row to row: each follows from the others, so one of them is tried out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpicalc.compiler.draft import Definition, Draft
from kpicalc.formula.infer import KindInference
from kpicalc.model.diagnostic import error
from kpicalc.model.expr import Expr, Reference
from kpicalc.model.kind import Kind
from kpicalc.model.program import Key

# A bare number comes first: it gives way to a unit wherever another value of the circle has one.
_TRIED = (Kind.NUMBER, Kind.MONEY, Kind.RATIO, Kind.COUNT, Kind.HOURS, Kind.DAYS)


def guess_kinds(members: Sequence[Definition], known: Mapping[Key, Kind], draft: Draft) -> dict[Key, Kind]:
    """Return kinds of all members with which every formula gives the kind of its value.

    Where there are none, what is certain is returned; that one needs a `type` is told, unless the check of
    the formulas finds the reason.
    """
    certain = {**known, **{each.key: each.kind for each in members if each.kind is not None}}
    _spread(members, certain, draft)
    undecided = [each for each in members if each.key not in certain]
    if not undecided:
        return certain
    for kind in _TRIED:
        tried = {**certain, undecided[0].key: kind}
        clashes = _spread(members, tried, draft)
        if not clashes and all(_kind_of(each, tried, draft) is tried.get(each.key) for each in undecided):
            return tried
    first = undecided[0]
    draft.problems.append(error("KPI269", first.span, name=first.name))
    return certain


def _spread(members: Sequence[Definition], kinds: dict[Key, Kind], draft: Draft) -> int:
    """Add the kinds that follow from others until no more follow; return how many clashes that shows."""
    clashes: list[str] = []
    added = True
    while added:
        added = False
        clashes.clear()
        for each in members:
            found = _kind_of(each, kinds, draft, clashes)
            if found is not None and each.key not in kinds:
                kinds[each.key] = found
                added = True
    return len(clashes)


def _kind_of(
    member: Definition, kinds: Mapping[Key, Kind], draft: Draft, clashes: list[str] | None = None
) -> Kind | None:
    told: list[str] = [] if clashes is None else clashes

    def complain(code: str, _: Expr, /, **__: object) -> None:
        told.append(code)

    def kind_of_name(reference: Reference) -> Kind | None:
        return kinds.get((reference.grain, reference.name))

    return KindInference(kind_of_name, draft.tables, complain).kind_of(member.expr)
