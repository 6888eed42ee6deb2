"""Look once over all rows of a sheet, column by column, for what tells people from other rows."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import isfinite, isnan, nan

from kpicalc.facts.cells import read_number_cell
from kpicalc.facts.find_header import Header
from kpicalc.facts.headings import normalise_heading
from kpicalc.facts.numbers import WrittenNumber
from kpicalc.facts.totals import is_total, may_hold_total
from kpicalc.facts.workbook import Block, Raw, Sheet
from kpicalc.model.plain_text import clean_text

_TALLEST = 3
# Numbers of more rows than this are not compared with sums: their memory would not be worth it.
_MOST_FIGURES = 4_000_000
_MOST_LOOSE = 500
_WORDS = re.compile(r"\w+")


@dataclass(slots=True)
class Survey:
    """All rows below a header, blank ones included; rows are named by their index in `numbers`.

    `identity` holds the cells of the columns that say who or what a row is, `figures` the numbers of the
    numeric columns (NaN for none), `gaps` the rows without a text in a column of texts. `bare` rows hold
    nothing outside the identity columns, `blank` ones nothing at all; `worded` ones name a total in another
    column, `loose` are texts of rows without an identity, `headings` rows that may be headings again.
    """

    sheet: Sheet
    header: Header
    columns: tuple[int, ...]
    numbers: array[int] = field(default_factory=lambda: array("l"))
    identity: list[list[Raw]] = field(default_factory=list)
    figures: dict[int, array[float]] = field(default_factory=dict)
    gaps: dict[int, list[int]] = field(default_factory=dict)
    bare: list[int] = field(default_factory=list)
    blank: set[int] = field(default_factory=set)
    worded: dict[int, str] = field(default_factory=dict)
    loose: dict[int, str] = field(default_factory=dict)
    headings: dict[int, tuple[Raw, ...]] = field(default_factory=dict)
    ragged: dict[int, int] = field(default_factory=dict)
    width: int = 0

    def texts(self, index: int) -> tuple[str, ...]:
        """Return what stands in the identity columns of a row; a number as a spreadsheet shows it."""
        return tuple(_as_text(cells[index]) for cells in self.identity)

    def has_figures(self, index: int) -> bool:
        """Say whether a row has a number in a numeric column."""
        return not all(isnan(column[index]) for column in self.figures.values())


def survey_rows(sheet: Sheet, header: Header, columns: tuple[int, ...]) -> Survey:
    """Read all rows below a header once; a broken text file raises TextProblem."""
    survey = Survey(sheet, header, columns, identity=[[] for _ in columns])
    heading = _heading_pattern(survey)
    for block in sheet.read_after(header.row):
        _take(survey, block, heading)
    return survey


def header_lines(survey: Survey) -> tuple[Sequence[Raw], ...]:
    """Return the lines of the header, the last one last."""
    row = survey.header.row
    return tuple(survey.sheet.head[max(0, row - _TALLEST) : row])


def _heading_pattern(survey: Survey) -> re.Pattern[str] | None:
    """Make a pattern of lines that are one of the headings, in other signs and spaces perhaps."""
    texts = (cell for line in header_lines(survey)[-1:] for cell in line if isinstance(cell, str))
    words = {"".join(_WORDS.findall(normalise_heading(text))) for text in texts} - {""}
    lines = "|".join(r"[\W_]*".join(map(re.escape, each)) for each in sorted(words))
    return re.compile(rf"^[\W_]*(?:{lines})\b.*$", re.MULTILINE | re.IGNORECASE) if lines else None


def _take(survey: Survey, block: Block, heading: re.Pattern[str] | None) -> None:
    start, size = len(survey.numbers), len(block.numbers)
    survey.numbers.extend(block.numbers)
    survey.width = max(survey.width, len(block.columns))
    for cells, column in zip(survey.identity, survey.columns, strict=True):
        cells.extend(block.columns[column - 1])
    first = block.numbers[0] if size else 0
    survey.ragged.update((start + number - first, fields) for number, fields in block.ragged.items())
    others = [number for number in range(1, len(block.columns) + 1) if number not in survey.columns]
    for column in others:
        _take_column(survey, column, block.columns[column - 1], start)
    for offset in _bare_rows([block.columns[each - 1] for each in others], size):
        survey.bare.append(start + offset)
        if not any(map(str.strip, survey.texts(start + offset))):
            survey.blank.add(start + offset)
    _take_loose(survey, block, start)
    _take_headings(survey, block, start, heading)


def _take_column(survey: Survey, column: int, cells: Sequence[Raw], start: int) -> None:
    known = survey.figures.get(column)
    if known is None and column not in survey.gaps:
        if not any(cell != "" for cell in cells):
            return
        known = _new_column(survey, column, cells, start)
    if known is not None:
        known.extend(_read_figures(cells) if len(known) * len(survey.figures) < _MOST_FIGURES else ())
        known.extend([nan] * (start + len(cells) - len(known)))
        return
    if "" in cells and len(survey.gaps[column]) * 4 <= start + len(cells):
        survey.gaps[column] += [start + offset for offset, cell in enumerate(cells) if cell == ""]
    texts = [cell for cell in cells if isinstance(cell, str)]
    if may_hold_total(texts):
        worded = ((at, cell) for at, cell in enumerate(cells) if isinstance(cell, str) and is_total(cell))
        survey.worded.update((start + offset, clean_text(cell)) for offset, cell in worded)


def _new_column(survey: Survey, column: int, cells: Sequence[Raw], start: int) -> array[float] | None:
    """Say by its first cells whether a column holds numbers, and begin it."""
    filled = [cell for cell in cells if cell != ""]
    figures = _read_figures(filled)
    if sum(not isnan(each) for each in figures) * 2 >= len(filled):
        survey.figures[column] = array("d", [nan] * start)
        return survey.figures[column]
    survey.gaps[column] = []
    return None


def _read_figures(cells: Sequence[Raw]) -> Sequence[float]:
    types = set(map(type, cells))
    if types == {float}:
        return cells  # type: ignore[return-value]
    try:
        if types == {str}:
            numbers = map(float, [cell or "nan" for cell in cells])  # type: ignore[arg-type]
            return [each if isfinite(each) else nan for each in numbers]
    except ValueError:
        pass
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


def _take_loose(survey: Survey, block: Block, start: int) -> None:
    """Keep a text of each row whose identity columns are blank."""
    if len(survey.loose) > _MOST_LOOSE:
        return
    own = [block.columns[column - 1] for column in survey.columns]
    for offset in _bare_rows(own, len(block.numbers)):
        texts = (clean_text(cell) for cell in block.row(offset) if isinstance(cell, str))
        text = next((each for each in texts if each), "")
        if text:
            survey.loose[start + offset] = text


def _take_headings(survey: Survey, block: Block, start: int, heading: re.Pattern[str] | None) -> None:
    if heading is None:
        return
    for column in survey.columns:
        cells = block.columns[column - 1]
        texts = [cell if isinstance(cell, str) else "" for cell in cells]
        if heading.search("\n".join(texts)):
            hits = (offset for offset, text in enumerate(texts) if text and heading.match(text))
            survey.headings.update((start + offset, block.row(offset)) for offset in hits)
    for index in survey.loose.keys() - survey.headings.keys():
        if start <= index:
            survey.headings[index] = block.row(index - start)


def _as_text(cell: Raw) -> str:
    if isinstance(cell, str):
        return " ".join(clean_text(cell).split())
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell)
