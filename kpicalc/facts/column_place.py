"""Where the cells of a column stand and whose rows they are, for messages."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass, field

from kpicalc.facts.find_header import Heading
from kpicalc.facts.workbook import Sheet
from kpicalc.model.program import Input
from kpicalc.model.source import CellRef
from kpicalc.model.writing import UNSAID, Writing


@dataclass(slots=True)
class UnitColumn:
    """A column of currencies or units that nobody reads: its texts, each with the indexes of its rows.

    `says` is what its heading announces, "currency", "unit" or nothing; then every cell must be a currency.
    """

    column: int
    says: str
    rows: dict[str, array[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowList:
    """The sheet rows of a frame as they are collected, and the name of the person of each row.

    `units` are the columns beside its inputs that say in what currency or unit the amounts of a row are.
    """

    sheet: Sheet
    owner: Callable[[int], str]
    numbers: array[int] = field(default_factory=lambda: array("l"))
    units: list[UnitColumn] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ColumnPlace:
    """One input in its column of the sheet, under a heading whose last row is `head_row`.

    `writing` is what column, file and table declare together; `currency` is that of the scheme.
    """

    spec: Input
    heading: Heading
    rows: RowList
    writing: Writing = UNSAID
    currency: str = ""
    head_row: int = 0

    def cell(self, index: int) -> CellRef:
        """Return the place of the value at a row index."""
        return self.rows.sheet.cell(self.rows.numbers[index], self.heading.column)

    @property
    def head(self) -> CellRef:
        """The place of the column as a whole."""
        return self.rows.sheet.cell(0, self.heading.column)

    def what(self, index: int) -> str:
        """Name the column and the person, as a message shows them."""
        owner = self.rows.owner(index)
        return f"{self.spec.label}, {owner}" if owner else self.spec.label
