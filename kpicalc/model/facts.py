"""Facts: what was read from the user's sheets, column by column, with the way back to each cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kpicalc.model.fault import Value
from kpicalc.model.source import CellRef


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the rows of a frame come from: the sheet, the column of each input, the row numbers."""

    file: str
    sheet: str
    columns: Mapping[str, int]
    rows: Sequence[int]


@dataclass(frozen=True, slots=True)
class Frame:
    """The rows of one grain.

    `keys` identify the rows and `labels` name them for people; `parents` holds the index of each
    row's parent in the parent frame. `faulty` names the columns that hold a missing value.
    """

    grain: str
    keys: Sequence[str]
    labels: Sequence[str]
    columns: Mapping[str, Sequence[Value]]
    parents: Sequence[int]
    origin: Origin | None
    faulty: frozenset[str] = frozenset()

    def cell(self, column: str, row: int) -> CellRef | None:
        """Return the place of an input value, or None where the row was not read from a sheet."""
        if self.origin is None or column not in self.origin.columns:
            return None
        origin = self.origin
        return CellRef(origin.file, origin.sheet, origin.rows[row], origin.columns[column])

    def __len__(self) -> int:
        return len(self.keys)


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """What the receipt says of one column: its heading, place, and the control sum of its numbers."""

    name: str
    heading: str
    column: int
    total: Decimal | None
    from_text: int
    printed_total: Decimal | None


@dataclass(frozen=True, slots=True)
class RowsSkipped:
    """Rows that were passed over for one reason (`blank`, `total`, `footer`, `other_scheme` …)."""

    reason: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SheetReceipt:
    """What was read from one sheet, and what was left out and why."""

    file: str
    sheet: str
    sha256: str
    reader: str
    grain: str
    header_row: int
    columns: tuple[ColumnRead, ...]
    rows_read: int
    skipped: tuple[RowsSkipped, ...]
    hidden_rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """The frames that a program reads, by grain, and the receipt of the import."""

    frames: Mapping[str, Frame]
    receipts: tuple[SheetReceipt, ...]
    digest: str
