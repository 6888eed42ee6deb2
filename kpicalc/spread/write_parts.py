"""Parts written as folders of CSV or Parquet files: all of them, or nothing."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator, Sequence
from itertools import repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kpicalc.facts.read_parquet import partition_values
from kpicalc.report.writers.beside import open_workshop
from kpicalc.spread.make_parts import DealtFacts, DealtSheet, name_files, rows_of_parts

if TYPE_CHECKING:
    from pyarrow import Table

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
