"""The nouns of reading: raw cells, blocks of rows, what rows are found to be, sheets and workbooks."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Self, overload

from kpicalc.facts.units import UnitMark
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.facts import LeftOut
from kpicalc.model.history import NO_HISTORY, History
from kpicalc.model.source import CellRef
from kpicalc.model.writing import UNSAID, Writing


class RowKind(StrEnum):
    """What a row is that is left out, or (KEYLESS) may not be left out."""

    BLANK = "blank"
    TOTAL = "total"
    FOOTER = "footer"
    OTHER_SCHEME = "other_scheme"
    GROUP = "group"
    STATISTIC = "statistic"
    CAPTION = "caption"
    HEADING = "heading"
    NUMBERING = "numbering"
    UNITS = "units"
    REPEATED = "repeated"
    TWICE = "twice"
    SKIPPED = "skipped"
    BELOW_END = "below_end"
    STRUCK = "struck"
    HIDDEN = "hidden"
    UNLINKED = "unlinked"
    KEYLESS = "keyless"


@dataclass(frozen=True, slots=True)
class RowMark:
    """Why a row is none of the table's own; `pattern` is the one of the scheme that says so.

    `figures` says that it holds numbers.
    """

    kind: RowKind
    pattern: str = ""
    figures: bool = False


@dataclass(frozen=True, slots=True)
class TotalAmiss:
    """What a sheet prints as a total, and the sum of the rows between it and the total above."""

    printed: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True)
class RowMarks:
    """The rows of one sheet that are left out, by number, and those that the scheme keeps.

    `doubtful` are rows that may be people or not: none of them is read, and `problems` ask about them.
    `explained` are the columns in which a printed total is of a part of the rows, `suspects` are rows that
    could be sums by chance; `amiss` are printed totals, by row and column, that are sums of no rows.
    """

    left: Mapping[int, RowMark] = field(default_factory=dict)
    kept: frozenset[int] = frozenset()
    doubtful: frozenset[int] = frozenset()
    problems: tuple[Diagnostic, ...] = ()
    explained: Mapping[int, frozenset[int]] = field(default_factory=dict)
    suspects: tuple[str, ...] = ()
    amiss: Mapping[int, Mapping[int, TotalAmiss]] = field(default_factory=dict)

    @property
    def gone(self) -> frozenset[int]:
        """All rows that are not read."""
        return self.doubtful.union(self.left)


NO_MARKS = RowMarks()


# The rows in which headings are looked for (`head_rows`), with those that follow them.
HEAD_ROWS = 40
# Day 0 of the numbers behind date cells, for days from March 1900 on; some workbooks count from 1904.
DAY_ZERO = date(1899, 12, 30)
DAY_ZERO_1904 = date(1904, 1, 1)


class Percent(float):
    """A number of a cell that is formatted as a percent: 0.972 shown as 97 %."""

    __slots__ = ()


class Shown(float):
    """A number whose cell shows another text than its digits: 2 shown as 0002."""

    __slots__ = ("text",)

    def __new__(cls, value: float, text: str) -> Self:
        """Make the number with what its cell shows."""
        made = super().__new__(cls, value)
        made.text = text
        return made

    text: str


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell without a usable value: an error such as `#DIV/0!`, or a formula never calculated."""

    text: str
    uncached: bool = False


Raw = str | int | float | bool | date | time | timedelta | Broken
"""A cell as read; a blank cell is the empty text, a percent-formatted number is a `Percent`."""

BLANK = ""


@dataclass(frozen=True, slots=True)
class RowBlock:
    """Consecutive rows of a sheet, as columns, with their absolute row numbers.

    `ragged` are the rows of a text file that had another number of fields than the header, and that number.
    `shared` remembers what was found out of it for the schemes that share it.
    """

    numbers: Sequence[int]
    columns: Sequence[Sequence[Raw]]
    ragged: Mapping[int, int] = field(default_factory=dict)
    shared: dict[object, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    def row(self, offset: int) -> tuple[Raw, ...]:
        """Return one row."""
        return tuple([column[offset] for column in self.columns])


class RowNumbers(Sequence[int]):
    """Numbers of rows that grow; as long as no row is left out they are a range, which takes no memory.

    >>> numbers = RowNumbers()
    >>> numbers.extend(range(2, 4))
    >>> numbers.extend(range(4, 5))
    >>> numbers.packed, numbers[-1], len(numbers)
    (range(2, 5), 4, 3)
    >>> numbers.extend([7])
    >>> list(numbers)
    [2, 3, 4, 7]
    """

    __slots__ = ("packed",)

    def __init__(self) -> None:
        self.packed: range | array[int] = range(0)

    def extend(self, numbers: Iterable[int]) -> None:
        """Add the next rows."""
        known = self.packed
        if not isinstance(known, range):
            known.extend(numbers)
        elif isinstance(numbers, range) and (not known or known.stop == numbers.start):
            self.packed = range((known or numbers).start, numbers.stop)
        else:
            self.packed = array("i", [*known, *numbers])

    def __len__(self) -> int:
        return len(self.packed)

    def __iter__(self) -> Iterator[int]:
        return iter(self.packed)

    @overload
    def __getitem__(self, index: int) -> int: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...

    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        return self.packed[index]


@dataclass(frozen=True, slots=True)
class ShownFormat:
    """A number format that shows a unit, and the rows of a column that have it.

    With `scaled` it shows another number than the one that is stored: thousands for ones.
    """

    text: str
    mark: UnitMark
    rows: Sequence[int]
    scaled: bool = False


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged area; bounds count from 1 and are inclusive."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file.

    `name` is "" for a text file, which is found by its `stem`. `head` holds the first rows (row 1
    first, blank rows included); `read_after(row)` yields the rows below `row` in blocks. With
    `hides_errors` a cell that shows an error was read as blank, so a blank may not be trusted.
    `writing` is what kpicalc.yaml declares of the file. `day_zero` is the day that the number 0 stands for;
    None where the format does not tell it. `levels` are the outline levels of rows above 0, `marks` remembers
    what its rows were found to be, for the other schemes that read it; in `struck_rows` a cell is struck out.
    `formats` are the units that number formats show, by column. `shared` remembers what was
    found out of it for the schemes that share it.
    """

    file: str
    name: str
    stem: str
    reader: str
    sha256: str
    hidden: bool
    head: tuple[Sequence[Raw], ...]
    read_after: Callable[[int], Iterator[RowBlock]]
    hidden_rows: tuple[int, ...] = ()
    struck_rows: frozenset[int] = frozenset()
    merges: tuple[Merge, ...] = ()
    hides_errors: bool = False
    levels: Mapping[int, int] = field(default_factory=dict)
    writing: Writing = UNSAID
    day_zero: date | None = DAY_ZERO
    marks: dict[object, RowMarks] = field(default_factory=dict, compare=False)
    formats: Mapping[int, tuple[ShownFormat, ...]] = field(default_factory=dict)
    shared: dict[object, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    @property
    def title(self) -> str:
        """The name by which the scheme may call this sheet."""
        return self.name or self.stem

    @property
    def place(self) -> CellRef:
        """The sheet as a whole."""
        return CellRef(self.file, self.name)

    def cell(self, row: int, column: int) -> CellRef:
        """Return the place of a cell."""
        return CellRef(self.file, self.name, row, column)


# Rows of a sheet that schemes share are remembered up to so many cells.
_MOST_CELLS = 4_000_000


def share_rows(sheet: Sheet, row: int) -> Iterator[RowBlock]:
    """Yield the rows below a row, and remember them for the other schemes that read them."""
    place = ("rows", row)
    if place in sheet.shared:
        yield from sheet.shared[place]
        return
    kept: list[RowBlock] = []
    cells = 0
    for block in sheet.read_after(row):
        cells += len(block.numbers) * len(block.columns)
        kept += [block] if cells <= _MOST_CELLS else []
        yield block
    if cells <= _MOST_CELLS:
        sheet.shared[place] = kept


def read_rows_after(sheet: Sheet, row: int) -> Iterator[RowBlock]:
    """Yield the rows below a row, those that are remembered or those of the file."""
    return iter(sheet.shared.get(("rows", row)) or sheet.read_after(row))


@dataclass(frozen=True, slots=True)
class Workbook:
    """All sheets of the files given, in order, what of them was left out, and what earlier periods left."""

    sheets: tuple[Sheet, ...]
    left_out: tuple[LeftOut, ...] = ()
    history: History = NO_HISTORY
