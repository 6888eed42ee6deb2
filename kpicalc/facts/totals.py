"""Tell data rows from blank rows, rows of totals and signature footers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kpicalc.facts.row_marks import RowKind
from kpicalc.facts.workbook import Raw
from kpicalc.model.plain_text import clean_text

_WORD = r"(?:общий итог|промежуточный итог|итого|итог|всего|grand totals?|sub[- ]?totals?|totals?|sum)"
_TOTAL = re.compile(
    rf"{_WORD}(?:\s*[:.–—-]*|\s+(?:по|за|на|в|for|of|by|in)\s.*)|.+\s(?:итог|totals?)", re.IGNORECASE
)
_GRAND = re.compile(r"(?:общий итог|итого|итог|всего|(?:grand )?totals?|sum)\s*[:.–—-]*", re.IGNORECASE)
_HINTS = ("итог", "всего", "total", "sum")


def is_total(text: str) -> bool:
    """Say whether a text labels a row of totals.

    >>> is_total("Итого по отделу 3"), is_total("Север Итог"), is_total("Всеволод")
    (True, True, False)
    """
    return _TOTAL.fullmatch(clean_text(text)) is not None


def may_hold_total(texts: Sequence[str]) -> bool:
    """Say quickly whether any of many texts could label totals."""
    joined = "\n".join(texts).lower()
    return any(hint in joined for hint in _HINTS)


def is_grand_total(row: Sequence[Raw]) -> bool:
    """Say whether a row of totals sums up the whole sheet, not a part of it."""
    return any(isinstance(cell, str) and _GRAND.fullmatch(clean_text(cell)) for cell in row)


def classify_row(row: Sequence[Raw], inputs: Sequence[int]) -> RowKind:
    """Say what a row without a key is; `inputs` are the columns that the scheme reads.

    A row with data but no key is never passed over: it is KEYLESS, and an error.
    """
    if not any(_is_data(cell) for cell in row):
        return RowKind.BLANK
    if any(isinstance(cell, str) and is_total(cell) for cell in row):
        return RowKind.TOTAL
    return RowKind.KEYLESS if any(_is_data(row[column - 1]) for column in inputs) else RowKind.FOOTER


def _is_data(cell: Raw) -> bool:
    return not isinstance(cell, str) or bool(clean_text(cell))
