"""Facts: what was read from the user's sheets, column by column, with the way back to each cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kpicalc.model.fault import Value
from kpicalc.model.source import CellRef

BLOCK_ROWS = 1024


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

    `keys` identify the rows and `labels` name them for people (both empty for detail rows); `parents`
    holds the index of each row's parent in the parent frame. Columns are read in blocks
    `column[start : start + BLOCK_ROWS]` with `start` a multiple of BLOCK_ROWS, so they may be packed.
    `faulty` names the columns that hold a Fault. `superiors` holds the index of each employee's superior in
    the same frame, -1 where he has none; it is empty where nobody asks for it.
    """

    grain: str
    size: int
    keys: Sequence[str]
    labels: Sequence[str]
    columns: Mapping[str, Sequence[Value]]
    parents: Sequence[int]
    origin: Origin | None
    faulty: frozenset[str] = frozenset()
    superiors: Sequence[int] = ()

    def cell(self, column: str, row: int) -> CellRef | None:
        """Return the place of an input value, or None where the row was not read from a sheet."""
        if self.origin is None or column not in self.origin.columns:
            return None
        origin = self.origin
        return CellRef(origin.file, origin.sheet, origin.rows[row], origin.columns[column])


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
class RoleRead:
    """A column that says who a row is: `role` is `key`, `name`, `manager` or `link`.

    It is `obvious` where its heading can mean nothing else.
    """

    role: str
    heading: str
    column: int
    obvious: bool = True


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
    roles: tuple[RoleRead, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """The frames that a program reads, by grain, and the receipt of the import."""

    frames: Mapping[str, Frame]
    receipts: tuple[SheetReceipt, ...]
    digest: str
