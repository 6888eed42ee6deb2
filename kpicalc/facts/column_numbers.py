"""Tell the rows under the headings that only number the columns («А Б 1 2 3»), or say their units."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum

from kpicalc.facts.row_findings import RowFindings
from kpicalc.facts.unit_row import read_unit_row
from kpicalc.facts.workbook import Raw, RowKind

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
_CERTAIN = 3


class Numbering(IntEnum):
    """Whether a row numbers the columns: not at all, perhaps, or for certain."""

    NONE = 0
    PERHAPS = 1
    CERTAIN = 2


def find_column_numbers(findings: RowFindings) -> None:
    """Leave out the rows below headings that number the columns or say their units, or ask about them."""
    survey = findings.survey
    for index, row in survey.below.items():
        below_people = index - 1 not in findings.left and any(map(findings.is_open, range(index)))
        if not findings.is_open(index) or below_people:
            continue
        if survey.header.units and read_unit_row(row) == survey.header.units:
            findings.leave(index, RowKind.UNITS)
            continue
        found = _judge(findings, index, row)
        if found is Numbering.CERTAIN:
            findings.leave(index, RowKind.NUMBERING)
        elif found is Numbering.PERHAPS:
            findings.sums.append(index)


def _judge(findings: RowFindings, index: int, row: Sequence[Raw]) -> Numbering:
    """Weigh a numbering against the other rows, which are not called by a letter or a number."""
    numbering = read_numbering(row)
    if numbering is Numbering.NONE or not findings.survey.columns:
        return Numbering.NONE
    names = findings.survey.identity[-1]
    out = {index, *findings.left, *findings.totals}
    others = [cell for at, cell in enumerate(names) if cell != "" and at not in out]
    alike = sum(_read_sign(cell) is not None for cell in others)
    if alike * 2 > len(others) or (not others and isinstance(_read_sign(names[index]), str)):
        return Numbering.NONE
    several = sum(cell != "" for cell in row) >= _CERTAIN
    named = len(findings.survey.columns) > 1 or not findings.numbered
    certain = numbering is Numbering.CERTAIN or (several and named and names[index] != "")
    return Numbering.CERTAIN if certain else Numbering.PERHAPS


def read_numbering(row: Sequence[Raw]) -> Numbering:
    """Say whether the filled cells of a row number its columns, by themselves.

    >>> read_numbering(["А", "Б", 1.0, "2=1*3"]), read_numbering([1.0, 2.0]), read_numbering([1.0, 3.0])
    (<Numbering.CERTAIN: 2>, <Numbering.PERHAPS: 1>, <Numbering.NONE: 0>)
    """
    signs = [_read_sign(cell) for cell in row if cell != ""]
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


def _read_sign(cell: Raw) -> int | str | None:
    """Return the number, or the letter or dash that stands for one; None for anything else."""
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
