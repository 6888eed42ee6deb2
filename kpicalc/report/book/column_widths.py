"""How wide the columns of a sheet are: as what stands in them asks for, so that paper has room for all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from kpicalc.model.kind import NUMERIC, Kind
from kpicalc.report.book.sheets import BookCell, BookColumn, BookRow, BookValue

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
