"""The cells of a workbook written again by XlsxWriter in constant-memory mode; prints the seconds of that.

Values, looks and heights of rows are ready before the clock runs: what is timed is XlsxWriter alone.
Numbers are decimals, so that the rows come out as the same bytes. With `--bare` they are binary, and looks
and heights are left out: the least that XlsxWriter can do.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import islice
from typing import IO, Any
from xml.etree.ElementTree import iterparse
from zipfile import ZipFile

import xlsxwriter  # type: ignore[import-untyped]

SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# So many rows are held ready at once.
AT_ONCE = 1_000

Row = tuple[int, float | None, list[tuple[int, str | Decimal | float, int]]]


def main(workbook: str, copy: str, bare: str = "") -> None:
    """Write the copy, time it and, unless it is bare, check its rows."""
    names = [f"xl/worksheets/sheet{number}.xml" for number in range(1, 100)]
    with ZipFile(workbook) as archive:
        names = [name for name in names if name in archive.namelist()]
        with archive.open("xl/styles.xml") as styles:
            looks = len(next(each for _, each in iterparse(styles) if each.tag == f"{SPACE}cellXfs"))  # noqa: S314 - our own
        seconds = write_copy((archive, names), looks, copy, bare=bool(bare))
        with ZipFile(copy) as written:
            differ = [name for name in names if rows_of(archive, name) != rows_of(written, name)]
    if differ and not bare:
        sys.exit(f"the rows are not the same: {', '.join(differ)}")
    print(seconds)


def write_copy(read: tuple[ZipFile, list[str]], looks: int, copy: str, *, bare: bool) -> float:
    """Return the CPU seconds that writing takes."""
    archive, names = read
    timed = Timed()
    made = timed(lambda: xlsxwriter.Workbook(copy, {**SAFE, "constant_memory": True}))
    # Each look has something that no other has, so that it keeps its number.
    formats = [made.add_format({"font_size": 10 + number}) for number in range(1, looks)]
    for name in names:
        page = made.add_worksheet()
        with archive.open(name) as file:
            rows = map(strip, read_rows(file)) if bare else read_rows(file)
            while chunk := list(islice(rows, AT_ONCE)):
                timed(lambda: write_rows(page, chunk, [None, *formats]))  # noqa: B023 - called at once
    timed(made.close)
    return timed.seconds


class Timed:
    """Calls what is to be timed and adds the CPU seconds up."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self, act: Callable[[], Any]) -> Any:
        """Call, and count how long it takes."""
        start = time.process_time()
        result = act()
        self.seconds += time.process_time() - start
        return result


def write_rows(page: Any, rows: list[Row], formats: list[Any]) -> None:
    """Write ready values."""
    for number, height, cells in rows:
        if height is not None:
            page.set_row(number, height)
        for at, value, look in cells:
            if isinstance(value, str):
                page.write_string(number, at, value, formats[look])
            else:
                page.write_number(number, at, value, formats[look])


def read_rows(file: IO[bytes]) -> Iterator[Row]:
    """Yield the rows of a sheet."""
    for _, element in iterparse(file):  # noqa: S314 - our own
        if element.tag == f"{SPACE}row":
            height = element.get("ht")
            cells: list[tuple[int, str | Decimal | float, int]] = [
                (column_of(cell.get("r", "")), value_of(cell), int(cell.get("s", "0"))) for cell in element
            ]
            yield int(element.get("r", "1")) - 1, None if height is None else float(height), cells
            element.clear()


def strip(row: Row) -> Row:
    """Return a row without its looks, with binary numbers."""
    number, _, cells = row
    return (
        number,
        None,
        [(at, value if isinstance(value, str) else float(value), 0) for at, value, _ in cells],
    )


def value_of(cell: Any) -> str | Decimal:
    """Return what stands in a cell."""
    text = cell.find(f"{SPACE}is/{SPACE}t")
    return Decimal(cell.find(f"{SPACE}v").text) if text is None else text.text or ""


def column_of(reference: str) -> int:
    """Return the column of a reference, from 0."""
    column = 0
    for letter in reference.rstrip("0123456789"):
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def rows_of(archive: ZipFile, name: str) -> bytes:
    """Return the rows of a sheet as they are written."""
    return archive.read(name).partition(b"<sheetData>")[2].partition(b"</sheetData>")[0]


if __name__ == "__main__":
    main(*sys.argv[1:])
