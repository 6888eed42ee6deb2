"""Look once over all rows of a sheet, column by column, for what tells people from other rows."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import field
from math import isfinite, isnan, nan

from kpicalc.facts.cells import read_number_cell
from kpicalc.facts.figures import FigureColumn
from kpicalc.facts.find_header import Header
from kpicalc.facts.head_rows import BEGIN, HeadingLook
from kpicalc.facts.headings import normalise_heading
from kpicalc.facts.numbers import WrittenNumber
from kpicalc.facts.packed import CLEAR_DECIMALS, read_plain_cells
from kpicalc.facts.row_words import is_total, may_hold_total
from kpicalc.facts.sheet_draft import PackedColumn
from kpicalc.facts.workbook import Raw, RowBlock, RowNumbers, Sheet
from kpicalc.model.dataclass import dataclass
from kpicalc.model.plain_text import clean_text

# As many lines as headings have, see `find_header`.
_TALLEST = 3
# Numbers of more rows than this are not compared with sums: their memory would not be worth it.
_MOST_FIGURES = 4_000_000
_MOST_LOOSE = 500
_WORDS = re.compile(r"\w+")
_CENT = 1 / 100
# Blank rows may part the headings from the numbers of the columns and from their units.
_BELOW = 4
# Columns with one reading, and what is dropped of them: `-12`, `12.5` or `12,50`, `1 234,50`, `1,234.50`.
_WRITINGS = tuple(
    (re.compile(rf"(?:(?:-?{number})?\n)*+"), dropped)
    for number, dropped in (
        (rf"[0-9]{{1,15}}(?:[.,]{CLEAR_DECIMALS})?", str.maketrans(",", ".")),
        (
            rf"(?:[0-9]{{1,15}}|[0-9]{{1,3}}(?:[ \u00a0\u202f][0-9]{{3}}){{1,4}})(?:[.,]{CLEAR_DECIMALS})?",
            str.maketrans(",", ".", " \u00a0\u202f"),
        ),
        (
            rf"(?:[0-9]{{1,15}}|[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,4}}(?=\.))(?:\.{CLEAR_DECIMALS})?",
            str.maketrans("", "", ","),
        ),
    )
)


@dataclass(slots=True)
class Survey:
    """All rows below a header, blank ones included; rows are named by their index in `numbers`.

    `gaps` are the rows without a text in a column of texts. `bare` rows hold nothing outside the identity
    columns, `blank` ones nothing at all; `worded` ones name a total in another column, `loose` are texts of
    rows without an identity, `headings` rows that may be headings again: those that begin like `heading`,
    `below` the first rows below headings, which may number the columns. From the row `compared` on there
    were too many numbers to keep them.
    `read` are the columns that the scheme reads.
    `led` says that one row of the first owner is the sum of his others. Of the column `identifier`,
    which numbers deals (0 for none), `hashes` tell by eight bytes a row whether some may stand twice.
    A `lean` survey, of perhaps a million deals, keeps only the different texts of the identity columns: its
    rows are read again when their cells are asked for.
    """

    sheet: Sheet
    header: Header
    columns: tuple[int, ...]
    lean: bool
    read: frozenset[int] = frozenset()
    heading: HeadingLook | None = None
    numbers: RowNumbers = field(default_factory=RowNumbers)
    different: list[set[Raw]] = field(default_factory=list)
    kept: list[PackedColumn[Raw]] = field(default_factory=list)
    numeric: dict[int, FigureColumn] = field(default_factory=dict)
    gaps: dict[int, list[int]] = field(default_factory=dict)
    bare: list[int] = field(default_factory=list)
    blank: set[int] = field(default_factory=set)
    worded: dict[int, str] = field(default_factory=dict)
    loose: dict[int, str] = field(default_factory=dict)
    headings: dict[int, tuple[Raw, ...]] = field(default_factory=dict)
    below: dict[int, tuple[Raw, ...]] = field(default_factory=dict)
    ragged: dict[int, int] = field(default_factory=dict)
    width: int = 0
    led: bool = False
    compared: int | None = None
    identifier: int = 0
    hashes: array[int] = field(default_factory=lambda: array("q"))

    def texts(self, index: int) -> tuple[str, ...]:
        """Return what stands in the identity columns of a row; a number as a spreadsheet shows it."""
        return tuple(_as_text(cells[index]) for cells in self.identity)

    def has_figures(self, index: int) -> bool:
        """Say whether a row has a number in a numeric column."""
        return not all(isnan(column[index]) for column in self.figures.values())

    def may_name_totals(self, place: int) -> bool:
        """Say quickly whether a text in a column of identity could label totals."""
        if self.lean:
            return may_hold_total([cell for cell in self.different[place] if isinstance(cell, str)])
        return any(may_hold_total([texts]) for texts in self.kept[place].joined())

    @property
    def identity(self) -> list[PackedColumn[Raw]]:
        """The cells of the columns that say who or what a row is."""
        self._read_again()
        return self.kept

    @property
    def figures(self) -> dict[int, FigureColumn]:
        """The numbers of the numeric columns, NaN for none."""
        self._read_again()
        return self.numeric

    def _read_again(self) -> None:
        if not self.lean:
            return
        self.lean = False
        for block in self.sheet.read_after(self.header.row):
            for kept, column in zip(self.kept, self.columns, strict=True):
                kept.extend(block.columns[column - 1])
            for column, numbers in self.numeric.items():
                _add_figures(self, numbers, block, column)

    def take_below(self, block: RowBlock, start: int) -> None:
        """Keep the rows that follow the headings, or what may be headings again."""
        first = range(min(_BELOW, len(block.numbers)) if not start else 0)
        near = (index + step for index in self.headings for step in (1, 2))
        after = {index for index in near if start <= index < start + len(block.numbers)}
        self.below.update((index, block.row(index - start)) for index in sorted({*first, *after}))

    def take_identity(self, block: RowBlock, own: tuple[int, Sequence[Raw]], start: int) -> None:
        """Keep the cells of an identity column, and the rows that may be headings again."""
        place, cells = own
        known, new = self.different[place], True
        if self.lean:
            before = len(known)
            known.update(cells)
            new = len(known) > before or bool(self.headings)
        else:
            self.kept[place].extend(cells)
        for offset in self.heading.find(cells) if self.heading is not None and new else ():
            self.headings[start + offset] = block.row(offset)

    def new_column(self, column: int, cells: Sequence[Raw]) -> FigureColumn | None:
        """Say by its first cells whether a column holds numbers, and begin it."""
        filled = [cell for cell in cells if cell != ""]
        figures = _read_figures(filled)
        if sum(not isnan(each) for each in figures) * 2 >= len(filled):
            self.numeric[column] = FigureColumn()
            return self.numeric[column]
        self.gaps[column] = []
        return None

    def take_loose(self, block: RowBlock, own: Sequence[Sequence[Raw]], start: int) -> None:
        """Keep a text of each row whose identity columns are blank."""
        if len(self.loose) > _MOST_LOOSE:
            return
        for offset in _bare_rows(own, len(block.numbers)):
            texts = (clean_text(cell) for cell in block.row(offset) if isinstance(cell, str))
            text = next((each for each in texts if each), "")
            if text:
                self.loose[start + offset] = text


def begin_survey(sheet: Sheet, header: Header, columns: tuple[int, ...], *, lean: bool) -> Survey:
    """Begin to look at the rows below a header; `columns` say who or what a row is, the number first."""
    read = frozenset(each.column for each in header.columns.values())
    survey = Survey(sheet, header, columns, lean, read)
    survey.different, survey.kept = [set() for _ in columns], [PackedColumn() for _ in columns]
    texts = (cell for line in header_lines(survey)[-1:] for cell in line if isinstance(cell, str))
    words = {"".join(_WORDS.findall(normalise_heading(text))) for text in texts} - {""}
    if words:
        lines = "|".join(r"[\W_]*".join(map(re.escape, word)) for word in words)
        pattern = rf"[\W_]*(?:{lines})\b"
        survey.heading = HeadingLook(pattern, frozenset(word[:BEGIN] for word in words))
    return survey


def header_lines(survey: Survey) -> tuple[Sequence[Raw], ...]:
    """Return the lines of the header, the last one last."""
    row = survey.header.row
    return tuple(survey.sheet.head[max(0, row - _TALLEST) : row])


def survey_block(survey: Survey, block: RowBlock) -> None:
    """Look at the next rows."""
    start, size = len(survey.numbers), len(block.numbers)
    survey.numbers.extend(block.numbers)
    survey.width = max(survey.width, len(block.columns))
    first = start - block.numbers[0]
    survey.ragged.update((first + number, fields) for number, fields in block.ragged.items())
    for cells in block.columns[survey.identifier - 1 : survey.identifier]:
        survey.hashes.extend(map(hash, cells))
    own = [block.columns[column - 1] for column in survey.columns]
    others = [number for number in range(1, len(block.columns) + 1) if number not in survey.columns]
    for column in others:
        _take_column(survey, column, block, start)
    for offset in _bare_rows([block.columns[each - 1] for each in others], size):
        survey.bare.append(start + offset)
        if not any(_as_text(cells[offset]) for cells in own):
            survey.blank.add(start + offset)
    survey.take_loose(block, own, start)
    for place, cells in enumerate(own):
        survey.take_identity(block, (place, cells), start)
    for index in survey.loose.keys() - survey.headings.keys():
        survey.headings[index] = block.row(index - start)
    survey.take_below(block, start)
    if survey.lean and not start and own:
        survey.led = _is_led(own[0], [block.columns[column - 1] for column in others])


def _is_led(owners: Sequence[Raw], columns: Sequence[Sequence[Raw]]) -> bool:
    """Say whether the first or the last row of the first owner has the sum of his others in a column."""
    begin = next((at for at, cell in enumerate(owners) if cell != "" and not is_total(str(cell))), 0)
    size = next((at for at, cell in enumerate(owners[begin:]) if cell != owners[begin]), len(owners) - begin)
    if size <= 1:
        return False
    figures = (_read_figures(cells[begin : begin + size]) for cells in columns)
    sums = ((cells, sum(each for each in cells if not isnan(each))) for cells in figures)
    return any(total and any(abs(total - 2 * cells[end]) < _CENT for end in (0, -1)) for cells, total in sums)


def _take_column(survey: Survey, column: int, block: RowBlock, start: int) -> None:
    cells = block.columns[column - 1]
    known = survey.numeric.get(column)
    if known is None and column not in survey.gaps:
        if not any(cell != "" for cell in cells):
            return
        known = survey.new_column(column, cells)
    if known is not None:
        if not survey.lean:
            known.add([nan] * (start - len(known)))
            _add_figures(survey, known, block, column)
        return
    if "" in cells and len(survey.gaps[column]) * 4 <= start + len(cells):
        survey.gaps[column] += [start + offset for offset, cell in enumerate(cells) if cell == ""]
    if may_hold_total([cell for cell in set(cells) if isinstance(cell, str)]):
        worded = ((at, cell) for at, cell in enumerate(cells) if isinstance(cell, str) and is_total(cell))
        survey.worded.update((start + offset, clean_text(cell)) for offset, cell in worded)


def _add_figures(survey: Survey, known: FigureColumn, block: RowBlock, column: int) -> None:
    if len(known) * len(survey.numeric) >= _MOST_FIGURES:
        survey.compared = len(known) if survey.compared is None else min(survey.compared, len(known))
        known.add([nan] * len(block.numbers))
        return
    cells = block.columns[column - 1]
    # Numbers that are stored as such are packed only where the scheme will read them.
    packed = column in survey.read or isinstance(next(iter(cells), ""), str)
    plain = read_plain_cells(block, column) if packed else None
    known.add(_read_figures(cells) if plain is None else plain.block)


def _read_figures(cells: Sequence[Raw]) -> Sequence[float]:
    types = set(map(type, cells))
    if types == {float} and all(map(isfinite, cells)):  # type: ignore[arg-type]
        return cells  # type: ignore[return-value]
    if types == {str}:
        lines = "\n".join(cells) + "\n"  # type: ignore[arg-type]
        for writing, dropped in _WRITINGS if lines.count("\n") == len(cells) else ():
            if writing.fullmatch(lines):
                plain = lines.translate(dropped).split("\n")[:-1]
                return list(map(float, [each or "nan" for each in plain] if "" in cells else plain))
    return [_read_figure(cell) for cell in cells]


def _read_figure(cell: Raw) -> float:
    if cell == "":
        return nan
    if isinstance(cell, str) and not any(map(str.isdigit, cell)):
        return nan
    found = read_number_cell(cell)
    return float(found.value) if isinstance(found, WrittenNumber) else nan


def _bare_rows(columns: Sequence[Sequence[Raw]], size: int) -> Iterator[int]:
    """Yield the rows that are blank in all of the columns."""
    if not columns:
        yield from range(size)
        return
    if all("" in cells for cells in columns):
        fullest, *others = sorted(columns, key=lambda cells: sum(cell == "" for cell in cells))
        suspects = (offset for offset, cell in enumerate(fullest) if cell == "")
        yield from (each for each in suspects if all(cells[each] == "" for cells in others))


def _as_text(cell: Raw) -> str:
    if isinstance(cell, str):
        return " ".join(clean_text(cell).split())
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)
