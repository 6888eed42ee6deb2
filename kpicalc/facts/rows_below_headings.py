"""Read the rows right below the headings: one that numbers the columns, one that says their units."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum

from kpicalc.facts.unit_text import read_unit
from kpicalc.facts.workbook import Raw

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
    mixed = any(isinstance(sign, str) and sign in letters for sign in signs[len(signs) - len(numbers) :])
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
        return int(cell) if cell == int(cell) else None
    text = cell.strip().casefold()
    if text in _NONE or (len(text) == 1 and any(text in each for each in _ALPHABETS)):
        return text
    found = _NUMBER.fullmatch(text)
    return int(found[1]) if found else None


def _are_in_row(numbers: Sequence[int]) -> bool:
    return all(number == place for place, number in enumerate(numbers, start=numbers[0] if numbers else 0))


def _are_in_alphabet(letters: Sequence[str]) -> bool:
    word = "".join(letters)
    return not word or any(word in alphabet for alphabet in _ALPHABETS)


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
    again = read_unit_row(filled[1]) if units and len(filled) > 1 else {}
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
