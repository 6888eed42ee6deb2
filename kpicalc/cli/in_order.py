"""What is made of each employee, in the order of the sheet; that of one scheme is made in one go."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pkgutil import resolve_name
from typing import TYPE_CHECKING, TypeVar

from kpicalc import api
from kpicalc.cli.request import Place
from kpicalc.engine.settle import people_in_parts
from kpicalc.model.fault import Value
from kpicalc.model.result import Breakdown, Line, Settlement
from kpicalc.report.views.wording import word_program

if TYPE_CHECKING:
    from kpicalc.i18n.catalogue import Language
    from kpicalc.model.grounds import Grounds
    from kpicalc.model.result import Run
    from kpicalc.report.document import Document

Made = TypeVar("Made")


def take_apart(places: Sequence[Place]) -> Iterator[tuple[Settlement, int, Breakdown]]:
    """Yield the breakdown of each place."""
    yield from _make_each(places, api.break_down)


def take_lines_apart(
    places: Sequence[Place],
) -> Iterator[tuple[Settlement, int, tuple[tuple[Line, ...], Value]]]:
    """Yield the lines of pay of each place, with the total."""
    yield from _make_each(places, api.break_down_lines)


def write_apart(places: Sequence[Place]) -> Iterator[tuple[Settlement, int, bytes]]:
    """Yield the object of JSON of each place."""
    yield from _make_each(places, resolve_name("kpicalc.report.writers.employee_json:write_employees"))


def trace_pay(places: Sequence[Place]) -> Iterator[tuple[Breakdown, Grounds]]:
    """Yield the breakdown of each place with what it rests on."""
    traced = _make_each(places, api.find_grounds)
    for (_, _, breakdown), (_, _, grounds) in zip(take_apart(places), traced, strict=True):
        yield breakdown, grounds


def show_people(run: Run, places: Sequence[Place], language: Language) -> Iterator[Document]:
    """Yield the pay of each employee, taken apart."""
    from kpicalc.report.views.breakdown import show_breakdown, show_person  # noqa: PLC0415 - few runs show people

    wordings = {each.program.scheme: word_program(each.program, language) for each in run.settlements}
    together = {(id(same[-1][0]), same[-1][1]): same for same in people_in_parts(places).values()}
    for settlement, row, breakdown in take_apart(places):
        program = settlement.program
        yield show_breakdown(breakdown, program.period, wordings[program.scheme])
        if (id(settlement), row) in together:
            yield show_person(together[id(settlement), row], language)


def _make_each(
    places: Sequence[Place], make: Callable[[Settlement, list[int]], Iterator[Made]]
) -> Iterator[tuple[Settlement, int, Made]]:
    settlements = {id(settlement): settlement for settlement, _ in places}
    made = {
        key: make(each, [row for owner, row in places if owner is each]) for key, each in settlements.items()
    }
    for settlement, row in places:
        yield settlement, row, next(made[id(settlement)])
