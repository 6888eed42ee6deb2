"""Find the sheets that go on like one that is read, without its headings: nobody would read their people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kpicalc.facts.join import PaidPeople
from kpicalc.facts.refusals import show
from kpicalc.facts.row_findings import names_person
from kpicalc.facts.workbook import Raw, Sheet, read_rows_after
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.facts import SheetReceipt
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES

# A number as it is written, with its signs; no word.
_WRITTEN = re.compile(r"\W*[0-9][0-9\W]*")
_LETTER = re.compile(r"[^\W\d_]")
# Above the people a title may stand, and below them a total: half of what is written are people.
_ROWS, _PEOPLE = 2, 1
# The numbers of employees may lack in front, or one more column may stand there.
_SHIFTS = (0, -1, 1)
_WORD = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]{2,})?")


@dataclass(frozen=True, slots=True)
class _Columns:
    """In which columns people stand: their key (0 where there is none), their name, their numbers.

    Where no name stands (0), `shapes` are those of the numbers of the employees who are read.
    """

    key: int
    name: int
    numbers: tuple[int, ...]
    shapes: frozenset[str] = frozenset()

    def person_of(self, row: Sequence[Raw]) -> str:
        """Return who is paid in a row, "" where it is nobody's: numbers must stand there too."""
        if not all(_is_number(_cell_at(row, each)) for each in self.numbers):
            return ""
        if not self.name:
            key = show(_cell_at(row, self.key))
            others = (cell for at, cell in enumerate(row, start=1) if at not in {self.key, *self.numbers})
            return key if _shape_of(key) in self.shapes and not any(each != "" for each in others) else ""
        name = str(_cell_at(row, self.name)).strip()
        # A surname alone is one beside the number of an employee.
        numbered = self.key and _cell_at(row, self.key) != ""
        surname = numbered and _WORD.fullmatch(name) and name.istitle()
        return name if surname or names_person(name) else ""


def find_headless(sheet: Sheet, receipts: Sequence[SheetReceipt], paid: PaidPeople) -> Diagnostic | None:
    """Report a sheet whose rows have people and numbers where a sheet of its file has them."""
    for receipt in receipts:
        numbers = [each for each in receipt.columns if each.total is not None]
        if receipt.grain != EMPLOYEES or receipt.file != sheet.file or not numbers:
            continue
        for columns in _places_of(receipt, [each.column for each in numbers], paid):
            rows = list(_read_people(sheet, columns))
            people = [(number, name) for number, name in rows if name]
            unknown = [each for each in people if not paid.has("" if columns.name else each[1], each[1])]
            if not unknown or len(people) * _ROWS < len(rows) * _PEOPLE:
                continue
            number, person = unknown[0]
            headings = [*(each.heading for each in receipt.roles), *(each.heading for each in numbers)]
            shown = {"sheet": sheet.title, "person": person, "missing": "; ".join(dict.fromkeys(headings))}
            place = sheet.cell(number, columns.name or columns.key)
            return error(
                Problem.PEOPLE_SHEET_UNREAD, place, count=len(unknown), near="", hint="missing", **shown
            )
    return None


def _places_of(receipt: SheetReceipt, numbers: Sequence[int], paid: PaidPeople) -> Iterator[_Columns]:
    """Yield where people may stand: where they stand in a sheet that is read, or a column beside it."""
    roles = {each.role: each.column for each in receipt.roles}
    name = roles.get("name", 0)
    for shift in _SHIFTS if name else ():
        key = 0 if shift or roles.get("key") == name else roles.get("key", 0)
        if min(name, *numbers) + shift > 0:
            yield _Columns(key, name + shift, tuple(each + shift for each in numbers))
    key = roles.get("key", 0)
    for shift in (0, -1) if key and key != name else ():
        shapes = frozenset(map(_shape_of, (*paid.keys, *paid.forms)))
        # Numbers of people alone: their names may lack, with the column in which they stood or without it.
        yield _Columns(key, 0, tuple(each + shift if each > name else each for each in numbers), shapes)


def _read_people(sheet: Sheet, columns: _Columns) -> Iterator[tuple[int, str]]:
    """Yield number and person of the rows in which something stands; "" where it is nobody's."""
    for block in read_rows_after(sheet, 0):
        for at, number in enumerate(block.numbers):
            row = block.row(at)
            if any(cell != "" for cell in row):
                yield number, columns.person_of(row)


def _cell_at(row: Sequence[Raw], column: int) -> Raw:
    return row[column - 1] if column <= len(row) else ""


def _is_number(cell: Raw) -> bool:
    if isinstance(cell, str):
        return _WRITTEN.fullmatch(cell) is not None
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _shape_of(key: str) -> str:
    """Return how a number of an employee is made: `К-12` of a letter, a sign and two digits."""
    return _LETTER.sub("a", re.sub("[0-9]", "9", key))
