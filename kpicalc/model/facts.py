"""Facts: what was read from the user's sheets, column by column, with the way back to each cell."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import field, replace
from datetime import date
from decimal import Decimal
from itertools import repeat
from typing import Protocol, overload, runtime_checkable

from kpicalc.model.dataclass import dataclass
from kpicalc.model.fault import Value
from kpicalc.model.history import PastCell
from kpicalc.model.source import CellRef, FilePlace

# Large enough that Python's steps for each block hardly count: with 1 024 rows a hundred thousand people took
# a tenth longer; small enough that what is written of a block takes some 20 MB at most.
BLOCK_ROWS = 4096


def pack_integers(numbers: Iterable[int]) -> Sequence[int]:
    """Keep whole numbers in eight bytes each, where they are not too great for that.

    >>> [type(pack_integers([each])).__name__ for each in (2**63 - 1, 2**63)]
    ['array', 'list']
    """
    listed = list(numbers)
    try:
        return array("q", listed)
    except OverflowError:
        return listed


@runtime_checkable
class WholeNumbers(Protocol):
    """A column that knows its numbers as whole ones, too."""

    def whole_numbers(self, rows: range) -> tuple[list[int], int, int] | None:
        """Return the numbers of a block without their points, and how many decimals each then has.

        The last number is no less than any of them without its sign. None where a value is no number.
        """


@dataclass(frozen=True, slots=True)
class SheetRows:
    """The rows of a frame that stand in one sheet: their numbers there, and the column of each input.

    `number` is the place of the sheet among all that were read.
    """

    file: str
    sheet: str
    number: int
    columns: Mapping[str, int]
    rows: Sequence[int]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the rows of a frame come from: the sheets that hold them, one after another."""

    sheets: tuple[SheetRows, ...]

    def find(self, row: int) -> tuple[SheetRows, int]:
        """Return the sheet of a row of the frame, and the number of the row in that sheet."""
        for sheet in self.sheets:
            if row < len(sheet.rows):
                return sheet, sheet.rows[row]
            row -= len(sheet.rows)
        raise IndexError(row)

    def row(self, row: int) -> CellRef:
        """Return the place of a whole row."""
        sheet, number = self.find(row)
        return CellRef(sheet.file, sheet.sheet, number)

    def order(self) -> Iterator[tuple[int, int]]:
        """Yield what brings the rows of several frames into the order of the files."""
        for sheet in self.sheets:
            yield from zip(repeat(sheet.number), sheet.rows)


@dataclass(frozen=True, slots=True)
class Frame:
    """The rows of one grain.

    `keys` identify the rows and `labels` name them for people (both empty for detail rows); `parents`
    holds the index of each row's parent in the parent frame. Columns are read in blocks
    `column[start : start + BLOCK_ROWS]` with `start` a multiple of BLOCK_ROWS, so they may be packed.
    `faulty` names the columns that hold a Fault, `cut` those whose numbers may not be exact. `superiors`
    holds the index of each employee's superior in the same frame, -1 where he has none; it is empty where
    nobody asks for it. `taken` has the places of values that come from earlier periods, for each column by
    row.
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
    cut: frozenset[str] = frozenset()
    taken: Mapping[str, Mapping[int, CellRef | PastCell]] = field(default_factory=dict)

    def take(self, rows: Sequence[int]) -> Frame:
        """Return some of the rows as a frame of their own, in which nobody has superiors."""
        assert self.origin is not None  # noqa: S101 - rows are picked of what was read from sheets
        sheets = tuple(replace(sheet, rows=(number,)) for sheet, number in map(self.origin.find, rows))
        keys, labels = ([texts[row] for row in rows] for texts in (self.keys, self.labels))
        columns = {name: [cells[row] for row in rows] for name, cells in self.columns.items()}
        taken = {
            name: {at: places[row] for at, row in enumerate(rows) if row in places}
            for name, places in self.taken.items()
        }
        frame = replace(self, size=len(rows), columns=columns, superiors=(), taken=taken)
        parents = [self.parents[row] for row in rows]
        return replace(frame, keys=keys, labels=labels, parents=parents, origin=Origin(sheets))

    def cell(self, column: str, row: int) -> CellRef | None:
        """Return the place of an input value, or None where the row was not read from a sheet."""
        if column in self.taken:
            place = self.taken[column].get(row)
            return place if isinstance(place, CellRef) else None
        if self.origin is None:
            return None
        sheet, number = self.origin.find(row)
        found = sheet.columns.get(column)
        return None if found is None else CellRef(sheet.file, sheet.sheet, number, found)

    def cell_read(self, column: str, row: int) -> CellRef:
        """Return the place of a value that is known to stand in a sheet."""
        found = self.cell(column, row)
        assert found is not None, column  # noqa: S101 - who asks has read it there
        return found

    def past(self, column: str, row: int) -> PastCell | None:
        """Return the place of a value in the closed period that it comes from, None for any other value."""
        place = self.taken.get(column, {}).get(row)
        return place if isinstance(place, PastCell) else None

    def row_place(self, row: int) -> CellRef | None:
        """Return the place of a whole row, None where it was not read from a sheet."""
        return None if self.origin is None else self.origin.row(row)

    def row_read(self, row: int) -> CellRef:
        """Return the place of a row that is known to stand in a sheet."""
        assert self.origin is not None  # noqa: S101 - who asks has read it there
        return self.origin.row(row)


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """What the receipt says of one column: its heading, place, and the control sum of its numbers.

    `unit` is what the numbers of the sheet were counted in (`thousand` …), "" for ones.
    """

    name: str
    heading: str
    column: int
    total: Decimal | None
    from_text: int
    printed_total: Decimal | None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class RoleRead:
    """A column that says who a row is: `role` is `key`, `name`, `manager` or `link`.

    It is `obvious` where its heading can mean nothing else.
    """

    role: str
    heading: str
    column: int
    obvious: bool = True


class RowsOfOthers(Sequence[int]):
    """The numbers of rows that belong to other schemes: those of some blocks without a scheme's own.

    Where a hundred schemes share a sheet nearly all of its rows are left by each: all of them refer to the
    same blocks.

    >>> rows = RowsOfOthers([(range(2, 6), frozenset({3})), ([1], frozenset())])
    >>> list(rows), len(rows), rows[-1], rows.own, rows == (1, 2, 4, 5)
    ([1, 2, 4, 5], 4, 5, frozenset({3}), True)
    """

    __slots__ = ("_blocks",)

    def __init__(self, blocks: Sequence[tuple[Sequence[int], frozenset[int]]]) -> None:
        self._blocks = blocks

    @property
    def own(self) -> frozenset[int]:
        """The scheme's own rows among the blocks."""
        return frozenset().union(*(own for _, own in self._blocks))

    def among(self, rows: AbstractSet[int]) -> set[int]:
        """Return those of some rows that belong to other schemes; of a few they are found quickly."""
        found = set[int]()
        for block, own in self._blocks:
            held = filter(block.__contains__, rows) if isinstance(block, range) else rows & set(block)
            found.update(row for row in held if row not in own)
        return found

    def __iter__(self) -> Iterator[int]:
        return iter(sorted(set[int]().union(*(block for block, _ in self._blocks)) - self.own))

    def __len__(self) -> int:
        return sum(len(block) - len(own) for block, own in self._blocks)

    @overload
    def __getitem__(self, index: int) -> int: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...

    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        return tuple(self)[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))


@dataclass(frozen=True, slots=True)
class RowsSkipped:
    """Rows that were passed over for one reason (`blank`, `total`, `footer`, `other_scheme` …).

    `pattern` is the one of the scheme that names them, `figures` how many of those rows hold numbers.
    """

    reason: str
    rows: Sequence[int]
    pattern: str = ""
    figures: int = 0


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
class LeftOut:
    """A file or sheet that was not read: because settings ignore it, or as one of another period."""

    place: CellRef | FilePlace
    reason: str


@dataclass(frozen=True, slots=True)
class LeftRow:
    """A row that is left to other schemes, because the person has them on its day."""

    key: str
    day: date
    place: CellRef


@dataclass(frozen=True, slots=True)
class Facts:
    """The frames that a program reads, by grain, and the receipt of the import.

    `left_rows` are left to other schemes, which must have the person on those days. `opening` has the people
    of the sheet of opening values. With `by_name` some row was tied to a person by his name.
    """

    frames: Mapping[str, Frame]
    receipts: tuple[SheetReceipt, ...]
    digest: str
    left_rows: tuple[LeftRow, ...] = ()
    opening: Frame | None = None
    by_name: bool = False
