"""Read the first rows of a sheet: lines of headings, and below them numbers of columns and units."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time, timedelta
from enum import IntEnum
from itertools import pairwise
from operator import itemgetter

from kpicalc.facts.headings import normalise_heading, trim_unit
from kpicalc.facts.unit_text import read_title, read_unit
from kpicalc.facts.units import UnitMark
from kpicalc.facts.workbook import Broken, Percent, Raw, Sheet
from kpicalc.model.dataclass import dataclass
from kpicalc.model.source import CellRef

# Heads of printed forms take up to twenty rows; below 30 the rows are data, in which chance words look like
# headings.
HEADER_ROWS = 30
# So many letters of a text tell most of them from headings.
BEGIN = 2


@dataclass(frozen=True, slots=True)
class HeadRow:
    """A row of the head as headings: all of it, its texts alone, and the forms of both kinds of cells."""

    shown: tuple[str, ...]
    texts: tuple[str, ...]
    text_forms: frozenset[str]
    figure_forms: frozenset[str]

    def read(self, forms: frozenset[str]) -> tuple[str, ...]:
        """Return the headings; numbers and dates are headings when one of them is a wanted one.

        All of them or none: below a line of headings, a row of data is no second line for the sake of one
        number.
        """
        return self.texts if forms.isdisjoint(self.figure_forms) else self.shown

    def has_any(self, forms: frozenset[str]) -> bool:
        """Say whether at least one cell is a wanted heading."""
        return not (forms.isdisjoint(self.text_forms) and forms.isdisjoint(self.figure_forms))


def reaches_data(head: Sequence[HeadRow], lines: range, forms: frozenset[str]) -> bool:
    """Say whether a number stands right under a wanted heading: then its line is one of data."""
    last = head[lines[-1]]
    if not forms.isdisjoint(last.figure_forms):
        return False
    figures = [at for at, text in enumerate(last.texts) if text != last.shown[at]]
    above = (head[line].texts[at] for line in lines[:-1] for at in figures)
    return not forms.isdisjoint(_forms_of(above))


def read_head(sheet: Sheet) -> list[HeadRow]:
    """Return the head as headings; it is looked at once for all schemes."""
    if HeadRow not in sheet.shared:
        sheet.shared[HeadRow] = [_read_row(row) for row in sheet.head[:HEADER_ROWS]]
    found: list[HeadRow] = sheet.shared[HeadRow]
    return found


def _read_row(row: Sequence[Raw]) -> HeadRow:
    shown = tuple(map(heading_text, row))
    texts = tuple(text if isinstance(cell, str) else "" for cell, text in zip(row, shown, strict=True))
    figures = (text for cell, text in zip(row, shown, strict=True) if not isinstance(cell, str))
    return HeadRow(shown, texts, _forms_of(texts), _forms_of(figures))


def _forms_of(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(form for text in texts if text for form in (normalise_heading(text), trim_unit(text)))


def heading_text(cell: Raw) -> str:
    """Return a cell as a heading: a year or the number of a day by its digits, a date as 2026-03-01.

    >>> heading_text(2026.0), heading_text(date(2026, 3, 1)), heading_text(" План ")
    ('2026', '2026-03-01', 'План')
    """
    match cell:
        case str():
            return " ".join(cell.split())
        case bool() | Percent() | Broken() | time() | timedelta():
            return ""
        case date():
            return cell.isoformat()
        case _:
            return format(cell, ".15g")


# «3», «(3)», «гр. 3», «col. 3», with how the column is computed behind it: «5=4/3*100», «5 (гр. 4 × 2)».
_NUMBER = re.compile(
    r"[(\[]?\s*(?:гр(?:афа)?\.?|столбец|col(?:umn)?\.?|№)?\s*([0-9]{1,2})\s*[)\].]?(?:\s*[=(:].*)?",
    re.IGNORECASE | re.DOTALL,
)
_ALPHABETS = ("абвгдежзиклмнопрстуфхцчшщэюя", "abcdefghijklmnopqrstuvwxyz")
# What stands where a column has no number.
_NONE = frozenset({"x", "х", "-", "–", "—", "*"})
# Two numbers in order are met by chance, three and more in every column are not.
_FEWEST = 2


class Numbering(IntEnum):
    """Whether a row numbers the columns: not at all, perhaps, or for certain."""

    NONE = 0
    PERHAPS = 1
    CERTAIN = 2


def read_numbering(row: Sequence[Raw]) -> Numbering:
    """Say whether the filled cells of a row number its columns, by themselves.

    >>> read_numbering(["А", "Б", 1.0, "2=1*3"]), read_numbering([1.0, 2.0]), read_numbering([1.0, 3.0])
    (<Numbering.CERTAIN: 2>, <Numbering.PERHAPS: 1>, <Numbering.NONE: 0>)
    """
    signs = [read_column_sign(cell) for cell in row if cell != ""]
    numbers = [sign for sign in signs if isinstance(sign, int)]
    letters = [sign for sign in signs if isinstance(sign, str) and sign not in _NONE]
    if len(signs) < _FEWEST or None in signs or not (_are_in_row(numbers) and _are_in_alphabet(letters)):
        return Numbering.NONE
    # Printed forms call the columns of words by letters, those of figures behind them by numbers.
    mixed = any(sign in letters for sign in signs[len(signs) - len(numbers) :])
    if mixed or len(numbers) + len(letters) < _FEWEST:
        return Numbering.NONE
    texts = [cell.strip() for cell in row if isinstance(cell, str)]
    # A product may be called `A`, with 1 and 2 behind it; nothing is called `А Б 1 2`, or `(1) (2)`.
    worded = any(len(text) > 1 and not text.isdecimal() for text in texts)
    return Numbering.CERTAIN if len(letters) > 1 or worded else Numbering.PERHAPS


def read_column_sign(cell: Raw) -> int | str | None:
    """Return the number of a column, or the letter or dash that stands for one; None for anything else."""
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return None
    if not isinstance(cell, str):
        return int(cell) if cell % 1 == 0 else None
    text = cell.strip().casefold()
    if text in _NONE or (len(text) == 1 and any(text in each for each in _ALPHABETS)):
        return text
    found = _NUMBER.fullmatch(text)
    return int(found[1]) if found else None


def _are_in_row(numbers: Sequence[int]) -> bool:
    return all(later == earlier + 1 for earlier, later in pairwise(numbers))


def _are_in_alphabet(letters: Sequence[str]) -> bool:
    word = "".join(letters)
    return any(word in alphabet for alphabet in _ALPHABETS)


# What stands there in columns that are counted in nothing, or in something that no scheme is compared with.
_NO_UNITS = frozenset(
    re.findall(
        r"\S+",
        """
    - – — x х № n/n п/п №п/п ед.изм ед.изм. единицаизмерения единицыизмерения ед.измерения unit units uom
    measure кг г т ц л м км м2 м² м3 м³ кв.м куб.м га балл баллы баллов б. коэф коэф. доля раз разы кол-во
    текст дата год дд.мм.гггг чч:мм ч:мм да/нет kg g t l m km m2 m² m3 m³ points pts score ratio text date
    yes/no dd.mm.yyyy yyyy-mm-dd mm/dd/yyyy hh:mm h:mm
    """,
    )
)
# «руб. (без НДС)», `EUR net`: how the amount is meant, not what it is counted in.
_TAXED = re.compile(
    r"\s*[,(]?\s*\b(?:без|с|вкл\w*\.?|включая|с уч[её]том)\s+(?:ндс|ндфл|налог\w*)\b\s*\)?$"
    r"|\s*[,(]?\s*\b(?:net|gross|(?:excl?|incl?)\w*\.?\s+(?:vat|taxe?s?))\b\s*\)?$",
    re.IGNORECASE,
)


def find_unit_row(below: Iterable[Sequence[Raw]]) -> Mapping[int, str]:
    """Return the units of the columns when the first filled row below the headings says them.

    A row that numbers the columns may stand before it. The same unit again in the next row is a column that
    names currencies row by row.
    """
    filled = [row for row in below if any(cell != "" for cell in row)]
    if filled and read_numbering(filled[0]) is not Numbering.NONE:
        del filled[0]
    units = read_unit_row(filled[0]) if filled else {}
    again = read_unit_row(filled[1]) if len(filled) > 1 else {}
    return {} if again.keys() & units.keys() else units


def read_unit_row(row: Sequence[Raw]) -> dict[int, str]:
    """Return what a row says each column is counted in, nothing if it says anything else too.

    >>> read_unit_row(["", "-", "тыс. руб.", "(%)"]), read_unit_row(["", "Иванов", "руб."])
    ({3: 'тыс. руб.', 4: '%'}, {})
    """
    units: dict[int, str] = {}
    for column, cell in enumerate(row, start=1):
        if not isinstance(cell, str):
            return {}
        text = _TAXED.sub("", cell.strip()).strip("()[] ").rstrip(",;:")
        if read_unit(text) is not None:
            units[column] = text
        elif text and "".join(text.casefold().split()) not in _NO_UNITS:
            return {}
    return units


Title = tuple[CellRef, str, UnitMark]
"""A cell above the headings that says what amounts are counted in, its text, and the unit."""
# Beside a rate of exchange a currency says nothing of the amounts below.
_RATE = re.compile(r"\b(?:курс\w*|rates?)\b", re.IGNORECASE)


def read_titles(sheet: Sheet, head_row: int) -> Sequence[Title]:
    """Return the units that cells above the headings name; the sheet remembers them for all its columns."""
    place = ("titles", head_row)
    if place not in sheet.shared:
        sheet.shared[place] = tuple(_find_titles(sheet, head_row))
    found: Sequence[Title] = sheet.shared[place]
    return found


def _find_titles(sheet: Sheet, head_row: int) -> Iterator[Title]:
    for number, row in enumerate(sheet.head[: head_row - 1], 1):
        if any(isinstance(cell, int | float) or _RATE.search(str(cell)) for cell in row):
            continue
        for column, cell in enumerate(row, 1):
            mark = read_title(cell)
            if mark is not None:
                yield sheet.cell(number, column), str(cell).strip(), mark


@dataclass(frozen=True, slots=True)
class HeadingLook:
    """How a text begins that may be one of the headings, in other signs and spaces perhaps.

    Few sheets have such a text, and to make the pattern takes longer than to read a small sheet.
    """

    pattern: str
    begins: frozenset[str]

    def find(self, texts: Sequence[Raw]) -> list[int]:
        """Return the places of the texts that may be headings; two letters tell most of them apart."""
        plain = texts if set(map(type, texts)) == {str} else [each for each in texts if isinstance(each, str)]
        begins = set(map(itemgetter(slice(BEGIN)), plain)) - {""}  # type: ignore[arg-type]
        likely = {each for each in begins if not each.isalnum() or each.casefold() in self.begins}
        if not likely:
            return []
        pattern = re.compile(self.pattern, re.IGNORECASE)
        return [
            at
            for at, text in enumerate(texts)
            if isinstance(text, str) and text[:BEGIN] in likely and pattern.match(text)
        ]
