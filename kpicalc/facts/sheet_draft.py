"""What is to be read from one sheet, and the rows and columns of its frame while blocks come in."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from itertools import chain
from typing import TypeVar, cast, overload

from kpicalc.facts.coded_column import CodedDraft
from kpicalc.facts.column_place import RowList
from kpicalc.facts.find_header import Header
from kpicalc.facts.headings import KEY, LINK, LINK_NAME, NAME, OWNER_KEY, OWNER_NAME, input_slot, spread_runs
from kpicalc.facts.join import ParentIndex
from kpicalc.facts.number_column import NumberDraft
from kpicalc.facts.workbook import NO_MARKS, Raw, RowKind, RowMarks, Sheet
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.facts import BLOCK_ROWS
from kpicalc.model.period import Period
from kpicalc.model.program import EMPLOYEES, Grain, Input

ColumnDraft = NumberDraft | CodedDraft
T = TypeVar("T", bound=Raw)
# So many blocks of a column are open at a time where its cells are asked for one by one.
_MOST_OPEN = 32


class PackedColumn(Sequence[T]):
    r"""Cells of a column that grows: full blocks of texts are kept as one text each, a line for every cell.

    A text with letters of its own takes 50 bytes more than these; of a million people that counts.

    >>> column = PackedColumn[str](["a", "b"])
    >>> column.extend(["c"] * BLOCK_ROWS)
    >>> len(column), column[0], column[-1], list(column[1:3]), "".join(column) == "ab" + "c" * BLOCK_ROWS
    (4098, 'a', 'c', ['b', 'c'], True)
    """

    __slots__ = ("_blocks", "_opened", "_rest")

    __hash__ = None  # type: ignore[assignment] # as a list

    def __init__(self, cells: Iterable[T] = ()) -> None:
        self._blocks: list[str | list[T]] = []
        self._rest: list[T] = []
        self._opened: dict[int, list[T]] = {}
        self.extend(cells)

    def extend(self, cells: Iterable[T]) -> None:
        """Add cells at the end."""
        self._rest.extend(cells)
        self._opened.clear()
        while len(self._rest) >= BLOCK_ROWS:
            self._blocks.append(_pack(self._rest[:BLOCK_ROWS]))
            del self._rest[:BLOCK_ROWS]

    def keep(self, rows: Iterable[int]) -> None:
        """Keep only some of the cells."""
        kept = [self[row] for row in rows]
        self._blocks, self._rest, self._opened = [], [], {}
        self.extend(kept)

    def share(self, other: PackedColumn[Raw]) -> None:
        """Keep the texts that another column has, too, only once."""
        for number, (ours, theirs) in enumerate(zip(self._blocks, other._blocks, strict=False)):
            if isinstance(theirs, str) and ours == theirs:
                self._blocks[number] = theirs

    def joined(self) -> Iterator[str]:
        """Yield the texts among the cells, some of them joined by ends of lines at a time."""
        for block in (*self._blocks, self._rest):
            yield (
                block
                if isinstance(block, str)
                else "\n".join(each for each in block if isinstance(each, str))
            )

    def __len__(self) -> int:
        return len(self._blocks) * BLOCK_ROWS + len(self._rest)

    def __iter__(self) -> Iterator[T]:
        return chain.from_iterable(map(self._open, range(len(self._blocks) + 1)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...

    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        if isinstance(index, slice):
            rows = range(len(self))[index]
            number = rows.start // BLOCK_ROWS
            whole = rows.step == 1 and rows.start % BLOCK_ROWS == 0 and len(rows) <= BLOCK_ROWS
            return self._open(number)[: len(rows)] if whole else [self[row] for row in rows]
        number, at = divmod(index if index >= 0 else range(len(self))[index], BLOCK_ROWS)
        if number not in self._opened:
            # Who asks for one cell asks for others: of so many rows any order is quick.
            if len(self._opened) >= _MOST_OPEN:
                self._opened.clear()
            self._opened[number] = self._open(number)
        return self._opened[number][at]

    def _open(self, number: int) -> list[T]:
        block = self._rest if number == len(self._blocks) else self._blocks[number]
        return cast("list[T]", block.split("\n")) if isinstance(block, str) else block


def _pack(cells: list[T]) -> str | list[T]:
    try:
        text = "\n".join(cells)  # type: ignore[arg-type] # told by the exception
    except TypeError:
        return cells
    return text if text.count("\n") == len(cells) - 1 else cells


@dataclass(frozen=True, slots=True)
class Reading:
    """What to read: the sheet, its header, the inputs of the grain and the rows that count.

    `number` is the place of the sheet among all that were read. `assigned` are the sheet rows of this
    program, None for all; `paid_elsewhere` are key and name of people whom other schemes pay by other sheets.
    `parents` finds the parent of a row; None where all rows have the same parent, or where the links,
    `collected` over all sheets of the table, make the parent rows. `marks` are the rows that are none of the
    table's own. Of a `personal` table each row is one person's.
    """

    grain: Grain
    sheet: Sheet
    header: Header
    inputs: tuple[Input, ...]
    period: Period
    number: int = 0
    assigned: frozenset[int] | None = None
    paid_elsewhere: Sequence[tuple[str, str]] = ()
    parents: ParentIndex | None = None
    parent_labels: Sequence[str] = ()
    collected: dict[str, int] | None = None
    marks: RowMarks = NO_MARKS
    currency: str = ""
    personal: bool = False

    @property
    def key_column(self) -> int:
        """The column that identifies the row: the key, else an employee's name; 0 for none."""
        slots = (KEY, NAME) if self.grain.name == EMPLOYEES else (KEY,)
        return next((self._column(slot) for slot in slots if self._column(slot)), 0)

    @property
    def name_column(self) -> int:
        """The column of the name shown to people; 0 for none."""
        return self._column(NAME)

    @property
    def link_column(self) -> int:
        """The column that names the parent row; 0 for none."""
        if self.parents is not None and self.parents.named:
            return self._column(LINK_NAME) or self._column(LINK)
        return self._column(LINK) or self._column(LINK_NAME)

    @property
    def owner_slots(self) -> tuple[str, ...]:
        """The columns that say once more who the owner of a row is, beside the link."""
        slots = (LINK, LINK_NAME, OWNER_NAME, OWNER_KEY) if self.parents is not None else ()
        return tuple(each for each in slots if self._column(each) not in {0, self.link_column})

    @property
    def identity_columns(self) -> tuple[int, ...]:
        """The columns that say who or what a row is: key and name, else the link."""
        found = tuple(dict.fromkeys(each for each in (self.key_column, self.name_column) if each))
        return found or tuple(each for each in (self.link_column,) if each)

    @property
    def input_columns(self) -> tuple[int, ...]:
        """The columns of the inputs."""
        return tuple(self._column(input_slot(each.name)) for each in self.single_inputs)

    @property
    def single_inputs(self) -> tuple[Input, ...]:
        """The inputs that have a column of their own here: those of a run one by one."""
        present = self.header.columns
        return tuple(each for each in spread_runs(self.inputs) if input_slot(each.name) in present)

    def _column(self, slot: str) -> int:
        heading = self.header.columns.get(slot)
        return 0 if heading is None else heading.column


@dataclass(slots=True)
class OtherRows:
    """The numbers in rows of other schemes: only to compare the total that the sheet prints of all rows."""

    rows: RowList
    columns: dict[str, NumberDraft]
    pending: dict[str, list[Raw]]


@dataclass(slots=True)
class ComparedRows:
    """The rows of a sheet, by number, whose keys were compared, and the blocks that lie within them.

    The blocks are known by the object that holds their numbers: all schemes of a sheet are given the same.
    """

    numbers: frozenset[int]
    blocks: dict[int, Sequence[int]] = field(default_factory=dict)

    def hold(self, block: Sequence[int]) -> bool:
        """Say whether all rows of a block are among them."""
        if id(block) not in self.blocks and self.numbers.issuperset(block):
            self.blocks[id(block)] = block
        return id(block) in self.blocks


@dataclass(slots=True)
class Strangers:
    """The rows that belong to other schemes: key, name and number of each.

    They are kept block by block as these are, with the rows in them that are no strangers: where a hundred
    schemes share a sheet, nearly all of its rows are strangers to each.
    """

    blocks: list[tuple[Sequence[str], Sequence[str], Sequence[int], frozenset[int]]] = field(
        default_factory=list
    )

    def __iter__(self) -> Iterator[tuple[str, str, int]]:
        for keys, names, numbers, ours in self.blocks:
            yield from (each for each in zip(keys, names, numbers, strict=True) if each[2] not in ours)

    def are_among(self, compared: ComparedRows) -> bool:
        """Say whether rows that were compared hold all of these; rows beside them in their blocks too."""
        return all(compared.hold(block) for _, _, block, _ in self.blocks)


@dataclass(slots=True)
class OwnersNamed:
    """What a column beside the links says of the owners: the pairs of owner and cell that fit, and others.

    Of the others: the name in the list of the person who is meant, "" for nobody there, and the rows.
    """

    fitting: set[tuple[int, Raw]] = field(default_factory=set)
    unlike: dict[tuple[int, Raw], tuple[str, list[int]]] = field(default_factory=dict)


@dataclass(slots=True)
class SheetDraft:
    """The frame of one sheet while its blocks come in.

    `skipped` are rows left out, by reason and the pattern of the scheme that says so.
    `links` remembers the parent of each link text; the order of those `collected` makes the parents.
    `strangers` are the rows with a key of other schemes; `others` has the numbers of all that are theirs,
    block by block, with those in a block that do not. `signed` are the numbers of rows passed over as footers
    though they have a text in the column of keys or links. `texts_beside` are texts of columns that nobody
    reads, with row and column, where they cast doubt on the names. `owners` are what the columns by slot say
    of whose the rows are, beside the links. `assigned` are the rows of this program in
    order, where not all are.
    """

    reading: Reading
    rows: RowList
    keys: PackedColumn[str]
    labels: PackedColumn[str]
    parents: array[int]
    columns: dict[str, ColumnDraft] = field(default_factory=dict)
    pending: dict[str, list[Raw]] = field(default_factory=dict)
    skipped: dict[tuple[RowKind, str], list[int]] = field(default_factory=dict)
    strangers: Strangers = field(default_factory=Strangers)
    others: list[tuple[Sequence[int], frozenset[int]]] = field(default_factory=list)
    other_rows: OtherRows | None = None
    signed: list[int] = field(default_factory=list)
    texts_beside: dict[str, tuple[int, int]] = field(default_factory=dict)
    owners: dict[str, OwnersNamed] = field(default_factory=dict)
    links: dict[Raw, int] = field(default_factory=dict)
    assigned: Sequence[int] = ()
    collected: dict[str, int] = field(default_factory=dict)
    grand_total: tuple[int, Sequence[Raw]] | None = None
    problems: list[Diagnostic] = field(default_factory=list)
