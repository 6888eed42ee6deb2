"""The cells of the facts: numbers and days as they are written in the tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from makers.sheet import Column

SUMMED = {"money", "count", "hours"}


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet ready to be written: its name, title, columns, and rows cell by cell as text."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


def number_of(kind: str, text: str) -> Decimal:
    """Return the number in a cell; a percent is a hundredth."""
    return Decimal(text) / 100 if kind == "percent" else Decimal(text)


def sum_of(kind: str, texts: Iterable[str]) -> Decimal:
    """Add up the cells of a column that hold something."""
    return sum((number_of(kind, text) for text in texts if text), Decimal(0))


def day_of(text: str) -> date:
    """Return the day in a cell such as 31.03.2026."""
    return datetime.strptime(text, "%d.%m.%Y").replace(tzinfo=UTC).date()


def column_texts(table: Table, place: int) -> Sequence[str]:
    """Return the cells of one column."""
    return [row[place] for row in table.rows]
