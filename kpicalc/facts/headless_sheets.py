"""Find the sheets that go on like one that is read, without its headings: nobody would read their people."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from kpicalc.facts.join import normalise_name
from kpicalc.facts.row_findings import names_person
from kpicalc.facts.workbook import Raw, Sheet, read_rows_after
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.facts import SheetReceipt
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES

# Below the people a total may stand.
_ROWS, _PEOPLE = 5, 4


def find_headless(sheet: Sheet, receipts: Sequence[SheetReceipt], paid: Collection[str]) -> Diagnostic | None:
    """Report a sheet whose rows have names of people and numbers where a sheet of its file has them."""
    for receipt in receipts:
        column = next((each.column for each in receipt.roles if each.role == "name"), 0)
        numbers = [each for each in receipt.columns if each.total is not None]
        if receipt.grain != EMPLOYEES or receipt.file != sheet.file or not column or not numbers:
            continue
        rows = list(_read_people(sheet, column, [each.column for each in numbers]))
        people = [(number, name) for number, name in rows if name]
        unknown = [(number, name) for number, name in people if normalise_name(name) not in paid]
        if unknown and people[0] == rows[0] and len(people) * _ROWS >= len(rows) * _PEOPLE:
            number, person = unknown[0]
            headings = [*(each.heading for each in receipt.roles), *(each.heading for each in numbers)]
            shown = {"sheet": sheet.title, "person": person, "missing": "; ".join(dict.fromkeys(headings))}
            place = sheet.cell(number, column)
            return error(
                Problem.PEOPLE_SHEET_UNREAD, place, count=len(unknown), near="", hint="missing", **shown
            )
    return None


def _read_people(sheet: Sheet, column: int, numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Yield number and name of the rows in which something stands; no name where it is no person's."""
    for block in read_rows_after(sheet, 0):
        for at, number in enumerate(block.numbers):
            row = block.row(at)
            if any(cell != "" for cell in row):
                cells: list[Raw] = [row[each - 1] if each <= len(row) else "" for each in (column, *numbers)]
                name = str(cells[0])
                yield number, name if names_person(name) and all(map(_is_number, cells[1:])) else ""


def _is_number(cell: Raw) -> bool:
    return isinstance(cell, int | float) and not isinstance(cell, bool)
