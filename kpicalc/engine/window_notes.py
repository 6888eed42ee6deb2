"""Remarks on a place among other rows: who stands where, who has won and by how much, who gets which part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from kpicalc.engine.faults import name_of_row
from kpicalc.engine.lens import Lens
from kpicalc.engine.notes import note
from kpicalc.engine.world import Member, Standing, make_standing
from kpicalc.formula.functions.places import BEFORE, BEST, PORTION, RANK, SPLIT
from kpicalc.model.diagnostic import KindedValue
from kpicalc.model.expr import Expr, Window
from kpicalc.model.kind import Kind
from kpicalc.model.result import Note

# A group may have thousands of rows; the first of them, and the row itself, are shown.
SHOWN = 30


def notes_of_window(
    lens: Lens, node: Window, group: Sequence[Lens], kind_of: Callable[[Expr], Kind]
) -> Iterator[Note]:
    """Yield what a window found at a row; `group` are the rows that meet its condition."""
    if lens.row not in {each.row for each in group}:
        yield note("not_among", count=len(group))
    else:
        yield note("among", count=len(group))
    frame = lens.world.frame(node.grain)
    members = {
        each.row: Member(
            name_of_row(frame, each.row), tuple(map(each.value, node.arguments)), each.value(node)
        )
        for each in group
    }
    kinds = tuple(map(kind_of, node.arguments))
    standing = make_standing(members, kinds, node.function)
    if standing is not None:
        yield from _NOTES[node.function](standing, lens.row)


def rows_before(lens: Lens, node: Window, group: Sequence[Lens]) -> list[Lens]:
    """Return the rows of a group that come before a row in the order of `before`, as many as are shown."""

    def place(each: Lens) -> list[Any]:
        return [each.value(key) for key in node.arguments[1:]]

    return sorted((each for each in group if place(each) < place(lens)), key=place)[:SHOWN]


def _tell_earlier(standing: Standing, row: int) -> Iterator[Note]:
    here = standing.members[row].arguments[1:]
    earlier = [member for member in standing.members.values() if member.arguments[1:] < here]
    yield note("earlier_rows", count=len(earlier))
    for member in sorted(earlier, key=lambda member: member.arguments[1:])[:SHOWN]:
        yield note("earlier", who=member.who, value=member.arguments[0], kind=standing.kinds[0])
    yield from _count_rest(len(earlier))


def _tell_rank(standing: Standing, row: int) -> Iterator[Note]:
    ordered = sorted(standing.members.values(), key=lambda member: member.result)
    for member in _first_and_own(standing, row, ordered):
        figures = {"value": member.arguments[0], "place": member.result}
        yield note("ranked", who=member.who, kind=standing.kinds[0], **figures)
    yield from _count_rest(len(ordered))


def _tell_best(standing: Standing, row: int) -> Iterator[Note]:
    kind, winners, others = standing.kinds[0], standing.winners, standing.others
    ordered = sorted(standing.members.values(), key=lambda member: member.arguments, reverse=True)
    for member in _first_and_own(standing, row, ordered):
        yield note("rival", who=member.who, value=member.arguments[0], kind=kind)
    yield from _count_rest(len(ordered))
    names = tuple(member.who for member in winners)
    if len(winners) > 1:
        yield note("tied", who=names)
    elif others:
        margin = winners[0].arguments[0] - others[0].arguments[0]
        key = "ahead" if margin else "ahead_by_next"
        yield note(key, who=names, margin=margin, next=others[0].who, kind=kind)


def _tell_parts(standing: Standing, row: int, key: str = "divided") -> Iterator[Note]:
    sharing = list(standing.members.values())
    if not sharing:
        return
    kind, (whole, _, step) = standing.kinds[0], sharing[0].arguments
    told = partial(_tell_weight, kind=standing.kinds[1], beside=kind)
    yield note(key, whole=whole, weights=told(standing.weights), step=step, kind=kind)
    for member in _first_and_own(standing, row, sharing):
        weight = told(member.arguments[1])
        yield note("part", who=member.who, weight=weight, part=member.result, kind=kind)
    yield from _count_rest(len(sharing))


def _tell_weight(weight: Decimal, kind: Kind, beside: Kind) -> Decimal | KindedValue:
    """Return a weight as it is told: hours or heads are no money, though the parts are."""
    return weight if kind is beside else KindedValue(weight, kind)


def _first_and_own(standing: Standing, row: int, ordered: Sequence[Member]) -> Iterator[Member]:
    """Yield the first rows, and the row looked at where it is not among them."""
    own = standing.members.get(row)
    yield from ordered[:SHOWN]
    yield from (member for member in ordered[SHOWN:] if member is own)


def _count_rest(count: int) -> Iterator[Note]:
    if count > SHOWN:
        yield note("more_rows", count=count - SHOWN)


_NOTES: dict[str, Callable[[Standing, int], Iterator[Note]]] = {
    BEFORE.name: _tell_earlier,
    RANK.name: _tell_rank,
    BEST.name: _tell_best,
    SPLIT.name: _tell_parts,
    PORTION.name: lambda standing, row: _tell_parts(standing, row, "portioned"),
}
