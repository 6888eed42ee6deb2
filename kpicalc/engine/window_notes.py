"""Remarks on a place among other rows: who stands where, who has won and by how much, who gets which part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from kpicalc.engine.faults import name_of_row, place_of_row
from kpicalc.engine.lens import Lens
from kpicalc.engine.notes import note
from kpicalc.formula.functions import WINDOWS
from kpicalc.formula.functions.places import BEFORE, BEST, RANK, SPLIT
from kpicalc.model.expr import Expr, Window
from kpicalc.model.fault import Fault
from kpicalc.model.kind import Kind
from kpicalc.model.result import Note

# A group may have thousands of rows; the first of them, and the row itself, are shown.
SHOWN = 30


@dataclass(frozen=True, slots=True)
class Rival:
    """A row of the group with the values of the window's arguments there; kinds are checked before."""

    lens: Lens
    arguments: tuple[Any, ...]
    result: Any

    @property
    def who(self) -> str:
        """How people call the row: its name, or its place in the facts."""
        frame = self.lens.world.frame(self.lens.grain)
        return name_of_row(frame, self.lens.row) or str(place_of_row(frame, self.lens.row) or "")


def notes_of_window(
    lens: Lens, node: Window, group: Sequence[Lens], kind_of: Callable[[Expr], Kind | None]
) -> Iterator[Note]:
    """Yield what a window found at a row; `group` are the rows that meet its condition."""
    if not WINDOWS[node.function].ordered and lens.row not in {each.row for each in group}:
        yield note("not_among", count=len(group))
    else:
        yield note("among", count=len(group))
    rivals = [Rival(each, tuple(map(each.value, node.arguments)), each.value(node)) for each in group]
    if not any(isinstance(value, Fault) for each in rivals for value in (*each.arguments, each.result)):
        kind = kind_of(node.arguments[0]) or Kind.NUMBER
        yield from _NOTES[node.function](lens, rivals, kind)


def rows_before(lens: Lens, node: Window, group: Sequence[Lens]) -> list[Lens]:
    """Return the rows of a group that come before a row in the order of `before`, as many as are shown."""

    def place(each: Lens) -> list[Any]:
        return [each.value(key) for key in node.arguments[1:]]

    return sorted((each for each in group if place(each) < place(lens)), key=place)[:SHOWN]


def _before(lens: Lens, rivals: Sequence[Rival], kind: Kind) -> Iterator[Note]:
    here = next(each.arguments[1:] for each in rivals if each.lens.row == lens.row)
    earlier = sorted(
        (each for each in rivals if each.arguments[1:] < here), key=lambda each: each.arguments[1:]
    )
    yield note("earlier_rows", count=len(earlier))
    for each in earlier[:SHOWN]:
        yield note("earlier", who=each.who, value=each.arguments[0], kind=kind)
    yield from _rest(len(earlier) - SHOWN)


def _rank(lens: Lens, rivals: Sequence[Rival], kind: Kind) -> Iterator[Note]:
    ordered = sorted(rivals, key=lambda each: each.result)
    for each in _shown(lens, ordered):
        yield note("ranked", who=each.who, value=each.arguments[0], place=each.result, kind=kind)
    yield from _rest(len(ordered) - SHOWN)


def _best(lens: Lens, rivals: Sequence[Rival], kind: Kind) -> Iterator[Note]:
    ordered = sorted(rivals, key=lambda each: each.arguments, reverse=True)
    for each in _shown(lens, ordered):
        yield note("rival", who=each.who, value=each.arguments[0], kind=kind)
    yield from _rest(len(ordered) - SHOWN)
    winners = [each for each in ordered if each.result is True]
    others = [each for each in ordered if each.result is not True]
    names = tuple(each.who for each in winners)
    if len(winners) > 1:
        yield note("tied", who=names)
    elif winners and others:
        margin = winners[0].arguments[0] - others[0].arguments[0]
        key = "ahead" if margin else "ahead_by_next"
        yield note(key, who=names, margin=margin, next=others[0].who, kind=kind)


def _split(lens: Lens, rivals: Sequence[Rival], kind: Kind) -> Iterator[Note]:
    if not rivals:
        return
    whole, _, step = rivals[0].arguments
    weights = sum(each.arguments[1] for each in rivals)
    yield note("divided", whole=whole, weights=weights, step=step, kind=kind)
    for each in _shown(lens, rivals):
        yield note("part", who=each.who, weight=each.arguments[1], part=each.result, kind=kind)
    yield from _rest(len(rivals) - SHOWN)


def _shown(lens: Lens, rivals: Sequence[Rival]) -> Iterator[Rival]:
    """Yield the first rows, and the row looked at where it is not among them."""
    yield from rivals[:SHOWN]
    yield from (each for each in rivals[SHOWN:] if each.lens.row == lens.row)


def _rest(count: int) -> Iterator[Note]:
    if count > 0:
        yield note("more_rows", count=count)


_NOTES: dict[str, Callable[[Lens, Sequence[Rival], Kind], Iterator[Note]]] = {
    BEFORE.name: _before,
    RANK.name: _rank,
    BEST.name: _best,
    SPLIT.name: _split,
}
