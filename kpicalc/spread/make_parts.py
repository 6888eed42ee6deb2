"""Facts dealt out to parts by a fixed hash of the employee, and written as folders: all, or nothing."""

from __future__ import annotations

import csv
import io
import shutil
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpicalc.api.run import BoundRequest
from kpicalc.engine.part_steps import spread_grains
from kpicalc.facts.read_parquet import partition_values
from kpicalc.facts.workbook import Sheet
from kpicalc.model.dataclass import dataclass
from kpicalc.model.facts import Facts
from kpicalc.model.program import EMPLOYEES
from kpicalc.report.writers.beside import open_workshop
from kpicalc.spread.part_news import form_people, hash_form

if TYPE_CHECKING:
    from pyarrow import Table


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


PARQUET = "parquet"
# So many rows wait before the files of their parts are opened: there may be more parts than open files.
_WAITING = 200_000


def write_parts(facts: DealtFacts, folder: Path) -> None:
    """Write the parts that have people, and the files that all of them share, into a new folder."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with open_workshop(folder.parent) as workshop:
        made = workshop / "parts"
        made.mkdir()
        places = {part: made / f"part={part:05d}" for part in sorted(facts.people)}
        for dealt, name in zip(facts.dealt, name_files(each.sheet for each in facts.dealt), strict=True):
            if dealt.sheet.reader == PARQUET:
                _write_parquet(dealt, {part: place / f"{name}.parquet" for part, place in places.items()})
            else:
                _write_texts(dealt, {part: place / f"{name}.csv" for part, place in places.items()})
        for sheet in facts.shared:
            shutil.copyfile(sheet.file, made / Path(sheet.file).name)
        if folder.exists():
            folder.rmdir()
        made.rename(folder)


def _write_texts(dealt: DealtSheet, places: dict[int, Path]) -> None:
    """Write the rows of a text file as they stand, under the same head, with the same delimiter."""
    sign = dealt.sheet.reader.rpartition(" ")[2]
    delimiter = "\t" if sign == "TAB" else sign
    for place in places.values():
        place.parent.mkdir(parents=True, exist_ok=True)
    heads = zip(repeat(tuple(places)), dealt.sheet.head[: dealt.header_row])
    rows = ((part, row) for parts, row in heads for part in parts)
    for waiting in _gather((*rows,), rows_of_parts(dealt)):
        for part, own in waiting.items():
            text = io.StringIO()
            csv.writer(text, delimiter=delimiter).writerows(own)
            with places[part].open("a", encoding="utf-8", newline="") as file:
                file.write(text.getvalue())


def _gather(
    first: Sequence[tuple[int, Sequence[object]]], rows: Iterator[tuple[int, Sequence[object]]]
) -> Iterator[dict[int, list[Sequence[object]]]]:
    """Yield rows by part, not too many at a time."""
    waiting: dict[int, list[Sequence[object]]] = {}
    for part, row in first:
        waiting.setdefault(part, []).append(row)
    count = 0
    for part, row in rows:
        waiting.setdefault(part, []).append(row)
        count += 1
        if count == _WAITING:
            yield waiting
            waiting, count = {}, 0
    yield waiting


def _write_parquet(dealt: DealtSheet, places: dict[int, Path]) -> None:
    """Write the rows of a Parquet file with the types that they have; folders become columns."""
    import pyarrow as pa  # noqa: PLC0415 - heavy
    from pyarrow import parquet  # noqa: PLC0415 - heavy

    table: Table = parquet.ParquetFile(dealt.sheet.file).read()
    for name, value in partition_values(dealt.sheet.file):
        if name not in table.column_names:
            table = table.append_column(name, pa.array([value] * table.num_rows, pa.string()))
    rows: dict[int, list[int]] = {part: [] for part in places}
    # Row 1 is the row of the names.
    for number, part in enumerate(dealt.parts[2:]):
        if part in rows:
            rows[part].append(number)
    for part, place in places.items():
        place.parent.mkdir(parents=True, exist_ok=True)
        chosen: Any = table.take(pa.array(rows[part], pa.int64()))
        parquet.write_table(chosen, place)
