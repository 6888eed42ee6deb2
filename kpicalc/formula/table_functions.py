"""Functions whose first argument is a table: they ask it more than once, or for a part of what it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class TableFunction:
    """A function of a table; `least` and `most` bound the number of values after the table."""

    name: str
    name_ru: str
    parameters: tuple[str, ...]
    least: int
    most: int
    doc_en: str
    doc_ru: str


_TABLE_FUNCTIONS = (
    TableFunction(
        "to_date",
        "нарастающим",
        ("T", "before", "now", "base"),
        least=2,
        most=3,
        doc_en="what table T gives for the running total: T(before + now) - T(before)",
        doc_ru="что даёт таблица T по нарастающему итогу: T(before + now) - T(before)",
    ),
    TableFunction(
        "in_band",
        "в_полосе",
        ("T", "x", "number"),
        least=2,
        most=2,
        doc_en="the part of x that lies in the band of table T with this number, counted from 1",
        doc_ru="часть x, которая лежит в полосе таблицы T с этим номером, считая с 1",
    ),
)

TABLE_FUNCTIONS: Mapping[str, TableFunction] = MappingProxyType(
    {each.name: each for each in _TABLE_FUNCTIONS}
)
