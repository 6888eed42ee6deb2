"""Whom a scheme pays: its sheets of employees, and its rows in each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kpicalc.facts.workbook import Sheet

SheetKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class People:
    """The sheets of employees of a scheme in the order of the files.

    `rows` are its rows by file and name of the sheet, None where it pays every row. `paid_elsewhere` are key
    and name of people whom other schemes pay by other sheets.
    """

    sheets: tuple[Sheet, ...]
    rows: Mapping[SheetKey, frozenset[int]] | None = None
    paid_elsewhere: Sequence[tuple[str, str]] = ()

    def rows_of(self, sheet: Sheet) -> frozenset[int] | None:
        """Return the rows of a sheet that the scheme pays, None for all."""
        return None if self.rows is None else self.rows[sheet.file, sheet.name]


def key_of(sheet: Sheet) -> SheetKey:
    """Return the file and name by which a sheet is known."""
    return sheet.file, sheet.name
