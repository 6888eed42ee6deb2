"""Facts dealt out to parts by a fixed hash of the employee: the rows as they stand, whole people together."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from kpicalc.api.run import BoundRequest
from kpicalc.engine.part_steps import spread_grains
from kpicalc.facts.workbook import Sheet
from kpicalc.model.dataclass import dataclass
from kpicalc.model.facts import Facts
from kpicalc.model.program import EMPLOYEES
from kpicalc.spread.part_news import form_people, hash_form

SheetKey = tuple[str, str]
# The part of a row that is left out: a total, a caption, a blank row. Its sums have been checked.
NOWHERE = -1


@dataclass(frozen=True, slots=True)
class DealtSheet:
    """A sheet whose rows go to parts: the last row of its head, and the part of each row by its number."""

    sheet: Sheet
    header_row: int
    parts: array[int]


@dataclass(frozen=True, slots=True)
class DealtFacts:
    """All that parts are written from; `shared` sheets stand above employees, `people` counts by part."""

    dealt: tuple[DealtSheet, ...]
    shared: tuple[Sheet, ...]
    people: Mapping[int, int]


def deal_out(bound: BoundRequest, count: int) -> DealtFacts:
    """Say for each row of employees, and of all that belongs to them, in which of so many parts it stands."""
    parts: dict[SheetKey, array[int]] = {}
    headers: dict[SheetKey, int] = {}
    people: dict[str, int] = {}
    for program, facts in bound.pairs:
        spread = spread_grains(program)
        owners: dict[str, Sequence[int]] = {
            EMPLOYEES: array("l", (part_of_person(form, count) for form in form_people(facts)))
        }
        below = sorted(spread_grains(program) - {EMPLOYEES}, key=lambda name: len(program.ancestors(name)))
        for name in below:
            above = owners[program.grains[name].parent or EMPLOYEES]
            owners[name] = array("l", (above[row] for row in facts.frames[name].parents))
        for name, own in owners.items():
            _note_rows(facts, name, own, parts)
        for each in facts.receipts:
            if each.grain in spread:
                key = each.file, each.sheet
                headers[key] = max(each.header_row, headers.get(key, 0))
        people.update(zip(form_people(facts), owners[EMPLOYEES], strict=True))
    sheets = {(each.file, each.name): each for each in bound.workbook.sheets}
    dealt = tuple(
        DealtSheet(sheets[key], header, parts.get(key, array("l"))) for key, header in headers.items()
    )
    shared = tuple(each for key, each in sheets.items() if key not in headers)
    return DealtFacts(dealt, shared, Counter(people.values()))


def part_of_person(form: str, count: int) -> int:
    """Return the part of a person: the first eight bytes of the BLAKE2b of his number, as it is compared.

    >>> part_of_person("17", 4)
    0
    """
    return int.from_bytes(hash_form(form)) % count


def _note_rows(facts: Facts, name: str, owners: Sequence[int], parts: dict[SheetKey, array[int]]) -> None:
    origin, start = facts.frames[name].origin, 0
    for sheet in () if origin is None else origin.sheets:
        known = parts.setdefault((sheet.file, sheet.sheet), array("l"))
        known.extend([NOWHERE] * (max(sheet.rows, default=0) + 1 - len(known)))
        for at, row in enumerate(sheet.rows, start):
            known[row] = owners[at]
        start += len(sheet.rows)


def rows_of_parts(dealt: DealtSheet) -> Iterator[tuple[int, Sequence[object]]]:
    """Yield each row that belongs to a part, in the order of the sheet."""
    parts = dealt.parts
    for block in dealt.sheet.read_after(dealt.header_row):
        for number, row in zip(block.numbers, zip(*block.columns, strict=True), strict=True):
            part = parts[number] if number < len(parts) else NOWHERE
            if part != NOWHERE:
                yield part, row


def name_files(sheets: Iterable[Sheet]) -> Iterator[str]:
    """Yield a name for the file of each sheet in a part; of equal ones the later stand in a folder below."""
    seen: Counter[str] = Counter()
    for each in sheets:
        seen[each.title] += 1
        number = seen[each.title]
        yield each.title if number == 1 else f"file={number}/{each.title}"
