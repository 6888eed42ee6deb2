"""A report as neutral blocks: views make it, writers draw it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum

from kpicalc.model.dataclass import dataclass
from kpicalc.model.kind import NUMERIC, Kind
from kpicalc.report.picture import Picture


class Tone(StrEnum):
    """How a piece of text is meant; a writer may show it by colour, never by colour alone."""

    PLAIN = "plain"
    STRONG = "strong"
    MUTED = "muted"
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Heading:
    """A title; level 1 opens a report or an employee, level 2 a part of it."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text that may be wrapped."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Verbatim:
    """One line that is never wrapped, such as a line of source text."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Hanging:
    """Running text whose further lines are set in by some columns; it belongs to what stands before it."""

    text: str
    indent: int
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a quoted line, in letters of it, underlined with a sign, and words about it."""

    start: int
    end: int
    sign: str
    words: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """A line of a source behind its number, with stretches underlined; where it is too long a part is shown.

    The part is chosen so that the first mark is seen.
    """

    number: str
    text: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Gauge:
    """A bar beside a figure, in thousandths of its length; `mark` is where the plan stands, 0 for none."""

    filled: int
    mark: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """One written value of a table; its kind decides the alignment.

    Of headings those with the greatest `spare` are left out first where a screen is narrow; 0 never is.
    `raw` is the figure itself, for writers that keep figures.
    """

    text: str
    kind: Kind = Kind.TEXT
    spare: int = 0
    gauge: Gauge | None = None
    raw: Decimal | None = None

    @property
    def right(self) -> bool:
        """True when the cell is set to the right, as figures are."""
        return self.kind in NUMERIC


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table; `details` are lines of text that belong under it."""

    cells: tuple[Cell, ...]
    details: tuple[str, ...] = ()
    strong: bool = False


@dataclass(frozen=True, slots=True)
class TableBlock:
    """Rows of cells under headings; every row has a cell for each heading.

    `narrowed` are the words before the names of columns that a narrow screen leaves out. The column that is
    `drawn` has a chart beside it in a workbook; 0 stands for none.
    """

    headings: tuple[Cell, ...]
    rows: tuple[TableRow, ...]
    narrowed: str = ""
    drawn: int = 0


@dataclass(frozen=True, slots=True)
class KeyValues:
    """Pairs of a name and a value."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """A line of text with details under it and branches below."""

    text: str
    details: tuple[str, ...] = ()
    branches: tuple[Tree, ...] = ()


Block = Heading | Paragraph | Verbatim | Hanging | Quoted | TableBlock | KeyValues | Tree


@dataclass(frozen=True, slots=True)
class Document:
    """A report: blocks in reading order.

    What is an `annex` begins a page of its own where the rest of one does not hold it.
    """

    blocks: tuple[Block, ...]
    annex: bool = False


# What is shown at once, and what it may be among.
Shown = Document | Picture


@dataclass(frozen=True, slots=True)
class Entry:
    """One of a list to be searched: its row, what each cell is sorted by, and what belongs to it in full."""

    cells: tuple[Cell, ...]
    order: tuple[str, ...]
    parts: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """A long list of which each row can be opened; on paper all stand one after another.

    `key` is the column of the figure that each row is known by. `on_paper` makes the rows as tables: they
    stand before the people there.
    """

    title: str
    headings: tuple[Cell, ...]
    entries: Iterable[Entry]
    key: int
    on_paper: Callable[[], Document] = lambda: Document(())


Part = Shown | Roster


def flatten(parts: Iterable[Part]) -> Iterator[Shown]:
    """Yield what stands in lists behind their titles and rows, for writers of pages that nothing opens on."""
    for part in parts:
        if isinstance(part, Roster):
            yield Document((Heading(part.title, 2), *part.on_paper().blocks))
            for entry in part.entries:
                first, *others = entry.parts
                yield first
                yield from map(_lower, others)
        else:
            yield part


def _lower(part: Shown) -> Shown:
    """Put the titles of a part under that of the person whose it is."""
    if isinstance(part, Picture):
        return part
    return Document(
        tuple(
            replace(block, level=block.level + 1) if isinstance(block, Heading) else block
            for block in part.blocks
        )
    )
