"""Both readers of workbooks on damaged files: they must see the same, or refuse.

`python -m tests.fuzz.readers [SECONDS] [SEED]` goes on as long as wanted and prints each disagreement;
a file that shows one is kept in the folder of temporary files.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import time as clock
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from math import isfinite
from pathlib import Path

from kpicalc.facts.archive import open_archive
from kpicalc.facts.preflight import inspect_workbook
from kpicalc.facts.read_files import read_workbook
from kpicalc.facts.read_xlsx import read_all_slowly
from kpicalc.facts.workbook import Broken, Percent, Sheet
from tests.fuzz.workbooks import damage, make_seeds

Seen = dict[str, object]
_FIRST_YEAR = 1900
_ESCAPE = re.compile("_x[0-9A-F]{4}_|\r")
_REFUSED = "no reader lets this through"


def compare_readers(path: Path) -> tuple[str, str]:
    """Read a file both ways; return the outcome, and what differs ("" for nothing)."""
    read = read_workbook((path,))
    if read.value is None:
        return read.diagnostics[0].code, ""
    archive = open_archive(path, "x").value
    flight = None if archive is None else inspect_workbook(archive, "x").value
    slow = None if flight is None else read_all_slowly(flight, "x").value
    if slow is None:
        # The slow reader is the stricter one: what it refuses is nothing that a program has written.
        return "read by the fast reader alone", ""
    quick, sure = ({each.name: _see(each) for each in sheets} for sheets in (read.value.sheets, slow))
    readers = "+".join(sorted({each.reader for each in read.value.sheets}))
    return f"read by {readers}", _differ(quick, sure)


def _differ(quick: dict[str, Seen], sure: dict[str, Seen]) -> str:
    for name, seen in quick.items():
        other = sure.get(name, {})
        for place in (*seen, *other):
            pair = (seen.get(place), other.get(place))
            if pair[0] != pair[1] and _REFUSED not in pair:
                return f"{name}!{place}: {seen.get(place)!r} and {other.get(place)!r}"
    return ""


def _see(sheet: Sheet) -> Seen:
    """Return what a sheet holds, by address; both spellings of a date are made one."""
    cells = {(row, column): _same(cell) for row, column, cell in _cells(sheet) if _same(cell) != ""}
    rows = {row for row, _ in cells}
    return {
        "hidden": sheet.hidden,
        "hidden rows": [each for each in sheet.hidden_rows if each in rows],
        "merges": sorted(map(repr, sheet.merges)),
        **{f"{row}.{column}": cell for (row, column), cell in cells.items()},
    }


def _cells(sheet: Sheet) -> Iterator[tuple[int, int, object]]:
    for block in sheet.read_after(0):
        for offset, number in enumerate(block.numbers):
            yield from ((number, column, cell) for column, cell in enumerate(block.row(offset), start=1))


def _same(cell: object) -> object:
    match cell:
        case Percent():
            return ("percent", float(cell))
        case Broken():
            return _REFUSED
        case datetime() if cell.time() == time():
            return cell.date()
        case str():
            return _ESCAPE.sub("", cell).strip()
        case datetime() | date() if cell.year < _FIRST_YEAR:
            return _REFUSED
        case int() | float() if not isinstance(cell, bool):
            return float(cell) if isfinite(cell) else _REFUSED
        case _:
            return cell


def try_damaged(seconds: float, number: int, most: int = sys.maxsize) -> tuple[Counter[str], list[str]]:
    """Try damaged workbooks for some time, or some of them; return the outcomes and the disagreements."""
    seeds, outcomes, found = make_seeds(), Counter[str](), []
    end = clock.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "damaged.xlsx"
        for at in range(most):
            if clock.monotonic() > end:
                break
            chance = random.Random(f"{number}.{at}")  # noqa: S311 - chance that can be had again
            path.write_bytes(damage(chance.choice(seeds), chance))
            outcome, difference = compare_readers(path)
            outcomes[outcome] += 1
            if difference:
                found.append(f"{number}.{at}: {difference}")
                Path(tempfile.gettempdir(), f"damaged-{number}.{at}.xlsx").write_bytes(path.read_bytes())
    return outcomes, found


if __name__ == "__main__":
    wanted = [float(each) for each in sys.argv[1:]] + [60.0, 1.0][len(sys.argv) - 1 :]
    told, differences = try_damaged(wanted[0], int(wanted[1]))
    sys.stdout.write("\n".join([*differences, repr(told), ""]))
    sys.exit(bool(differences))
