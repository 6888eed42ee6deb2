"""Find people whom several schemes would pay by different sheets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kpicalc.facts.claims import SharedReading
from kpicalc.facts.join import find_twins, name_forms, twin_forms
from kpicalc.facts.people import SheetKey
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.source import CellRef


@dataclass(frozen=True, slots=True)
class _Person:
    """A row: what tells the person apart, his name, the scheme that pays him, and his cell."""

    key: str
    name: str
    named: bool
    scheme: str
    place: CellRef


def find_paid_twice(readings: Mapping[SheetKey, Sequence[SharedReading]]) -> Iterator[Diagnostic]:
    """Yield an error for each person of one sheet who stands in another sheet for another scheme.

    Within a sheet and within a scheme they are compared when these are read. Where a sheet has no numbers,
    its people are compared with all others by name.
    """
    people = [person for same in readings.values() for reading in same for person in _people(reading)]
    if not people:
        return
    numbered = [each for each in people if not each.named]
    if numbered:
        yield from _twins(numbered, [each.key for each in numbered], twin_forms)
    if len(numbered) < len(people):
        yield from _twins(people, [each.name for each in people], name_forms)


def _people(reading: SharedReading) -> Iterator[_Person]:
    column = reading.identity[0]
    for claim in reading.claims:
        for row in sorted(claim.claimed if reading.remembers else ()):
            place = reading.sheet.cell(row, column)
            yield _Person(*reading.names[row], reading.named, claim.program.scheme, place)


def _twins(
    people: Sequence[_Person], keys: Sequence[str], make_forms: Callable[[Sequence[str]], list[str]]
) -> Iterator[Diagnostic]:
    by_number = make_forms is twin_forms
    first: dict[str, int] = {}
    for index, form in enumerate(make_forms(keys)):
        earlier, later = people[first.setdefault(form, index)], people[index]
        if _differ(earlier, later) and (by_number or earlier.named or later.named):
            places = (earlier.place, later.place)
            yield from find_twins([keys[first[form]], keys[index]], [form, form], places.__getitem__)


def _differ(one: _Person, other: _Person) -> bool:
    """Say whether two rows are of different sheets and different schemes."""
    return one.scheme != other.scheme and _sheet(one) != _sheet(other)


def _sheet(person: _Person) -> SheetKey:
    return person.place.file, person.place.sheet
