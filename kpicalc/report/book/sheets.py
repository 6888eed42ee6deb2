"""The nouns of a workbook to read: sheets of typed columns, how wide these are, and charts over them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from kpicalc.model.dataclass import dataclass
from kpicalc.model.fault import Value
from kpicalc.model.kind import NUMERIC, Kind

# In points of the screen: a chart with few bars, what stands around bars, a bar, a row of the sheet.
_CHART_HEIGHT, _CHART_FRAME, _BAR_HEIGHT, _ROW_HEIGHT = 340, 90, 24, 20


@dataclass(frozen=True, slots=True)
class BookCell:
    """A value whose kind is not that of its column; `strong` for sums.

    With a `formula` (without its `=`) the cell computes the value, which is kept beside it as its result.
    """

    value: Value | None
    kind: Kind = Kind.TEXT
    currency: str = ""
    strong: bool = False
    formula: str = ""


# The number by which formulas call the first row below the headings of a sheet, and the most rows of one.
FIRST_ROW, MOST_ROWS = 5, 1_000_000

BookValue = Value | BookCell | None
BookRow = tuple[BookValue, ...]


@dataclass(frozen=True, slots=True)
class BookColumn:
    """A column: its heading, what its cells are, and how many letters wide it is."""

    heading: str
    kind: Kind = Kind.TEXT
    width: int = 14
    currency: str = ""


@dataclass(frozen=True, slots=True)
class BookChart:
    """A chart over rows of its sheet: columns beside each other or, `lying`, below each other.

    `first` and `last` count the rows of the sheet below its headings, `names` and `values` its columns;
    `kind` says what the values are.
    """

    title: str
    first: int
    last: int
    names: int
    values: int
    lying: bool = False
    kind: Kind = Kind.MONEY

    @property
    def height(self) -> int:
        """How high it is, in points of the screen."""
        return max(_CHART_HEIGHT, _CHART_FRAME + _BAR_HEIGHT * (self.last - self.first + 1) * self.lying)

    @property
    def rows(self) -> int:
        """How many rows of the sheet stand beside it."""
        return -(-self.height // _ROW_HEIGHT) + 1


@dataclass(frozen=True, slots=True)
class BookSheet:
    """A sheet: its name, a line that says what it is, columns, rows and `sums` below them.

    The rows may be many and are gone through once. The first `fixed` columns stay as one scrolls.
    """

    name: str
    title: str
    columns: tuple[BookColumn, ...]
    rows: Iterable[BookRow]
    sums: tuple[BookRow, ...] = ()
    fixed: int = 0
    charts: tuple[BookChart, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook: its sheets in order, made when they are written."""

    title: str
    sheets: Iterable[BookSheet]
    page: str
    yes_no: tuple[str, str]
    fault: str
    date_format: str


# What a figure has besides its digits: the edges of the cell; what a heading has: its bold letters.
_EDGES, _BOLD = 2, 3
_NARROWEST = 6


def fit_columns(columns: Sequence[BookColumn], rows: Iterable[BookRow]) -> tuple[BookColumn, ...]:
    """Return columns of words as wide as needed and no wider than they were, those of figures as needed."""
    most = [0] * len(columns)
    for row in rows:
        for at, value in enumerate(row):
            most[at] = max(most[at], _count_letters(value, columns[at].kind))
    return tuple(_fit(column, longest) for column, longest in zip(columns, most, strict=True))


def _fit(column: BookColumn, longest: int) -> BookColumn:
    word = max((len(each) for each in column.heading.split()), default=0) + _BOLD
    wanted = max(longest + _EDGES, word, _NARROWEST)
    return replace(column, width=wanted if column.kind in NUMERIC else min(wanted, column.width))


def count_wide(text: str) -> int:
    """Return how much room a text takes, in letters of usual width: capitals are a third wider."""
    return len(text) * 4 // 3 if text.isupper() else len(text)


def _count_letters(value: BookValue, kind: Kind) -> int:
    found, own = (value.value, value.kind) if isinstance(value, BookCell) else (value, kind)
    strong = _BOLD - _EDGES if isinstance(value, BookCell) and value.strong else 0
    match found:
        case Decimal():
            return len(f"{found:,.0f}" if own is Kind.COUNT else f"{found:,.2f}")
        case str():
            return count_wide(found) + strong
        case _:
            return 0
