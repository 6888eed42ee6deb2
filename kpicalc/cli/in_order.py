"""What is made of each employee, in the order of the sheet; that of one scheme is made in one go."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from kpicalc import api
from kpicalc.cli.request import Place
from kpicalc.model.fault import Value
from kpicalc.model.result import Breakdown, Line, Settlement

if TYPE_CHECKING:
    from kpicalc.model.grounds import Grounds

Made = TypeVar("Made")


def take_apart(places: Sequence[Place]) -> Iterator[tuple[Settlement, int, Breakdown]]:
    """Yield the breakdown of each place."""
    yield from _make_each(places, api.break_down)


def take_lines_apart(
    places: Sequence[Place],
) -> Iterator[tuple[Settlement, int, tuple[tuple[Line, ...], Value]]]:
    """Yield the lines of pay of each place, with the total."""
    yield from _make_each(places, api.break_down_lines)


def trace_pay(places: Sequence[Place]) -> Iterator[tuple[Breakdown, Grounds]]:
    """Yield the breakdown of each place with what it rests on."""
    traced = _make_each(places, api.find_grounds)
    for (_, _, breakdown), (_, _, grounds) in zip(take_apart(places), traced, strict=True):
        yield breakdown, grounds


def _make_each(
    places: Sequence[Place], make: Callable[[Settlement, list[int]], Iterator[Made]]
) -> Iterator[tuple[Settlement, int, Made]]:
    settlements = {id(settlement): settlement for settlement, _ in places}
    made = {
        key: make(each, [row for owner, row in places if owner is each]) for key, each in settlements.items()
    }
    for settlement, row in places:
        yield settlement, row, next(made[id(settlement)])
