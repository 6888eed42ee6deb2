"""The people whom a sheet lists, by number and name, before it is read for good."""

from __future__ import annotations

from collections.abc import Sequence

from kpicalc.facts.find_header import Header
from kpicalc.facts.join import normalise_name
from kpicalc.facts.select_rows import read_keys
from kpicalc.facts.stream_csv import TextProblem
from kpicalc.facts.totals import is_total
from kpicalc.facts.wanted import KEY, NAME
from kpicalc.facts.workbook import Sheet

Person = tuple[str, str, int]


def list_people(sheet: Sheet, header: Header) -> list[Person]:
    """Return number, name and row of each person; a broken text file raises TextProblem."""
    columns = [header.columns[slot].column for slot in (KEY, NAME) if slot in header.columns]
    people: list[Person] = []
    for block in sheet.read_after(header.row):
        cells = [read_keys(block.columns[column - 1]) for column in columns]
        rows = zip(cells[0], cells[-1], block.numbers, strict=True)
        people += (row for row in rows if row[0] and not is_total(row[0]) and not is_total(row[1]))
    return people


def drop_repeated(lists: Sequence[tuple[Sheet, Header]]) -> tuple[Sheet, ...]:
    """Return the lists of people without those all of whose people stand in another one, by number and name.

    That is right only where nothing is read of a person but who he is: then such a sheet adds nothing.
    """
    people = [_names(sheet, header) for sheet, header in lists]
    order = sorted(range(len(lists)), key=lambda at: -len(people[at]))
    kept: list[int] = []
    for at in order:
        if not people[at] or not any(people[at] <= people[other] for other in kept):
            kept.append(at)
    return tuple(lists[at][0] for at in sorted(kept))


def _names(sheet: Sheet, header: Header) -> frozenset[tuple[str, str]]:
    try:
        return frozenset((key, normalise_name(name)) for key, name, _ in list_people(sheet, header))
    except TextProblem:
        # What is wrong with it is told when it is read.
        return frozenset()
