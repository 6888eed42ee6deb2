"""Functions whose first argument is a table: they ask it more than once, or for a part of what it does."""

from __future__ import annotations

from kpicalc.formula.function import TableFunction

TO_DATE = TableFunction(
    name="to_date",
    name_ru="нарастающим",
    parameters=("T", "before", "now", "base"),
    doc_en="what table T gives for the running total: T(before + now) - T(before)",
    doc_ru="что даёт таблица T по нарастающему итогу: T(before + now) - T(before)",
    least=2,
    most=3,
)
IN_BAND = TableFunction(
    name="in_band",
    name_ru="в_полосе",
    parameters=("T", "x", "number"),
    doc_en="the part of x that lies in the band of table T with this number, counted from 1",
    doc_ru="часть x, которая лежит в полосе таблицы T с этим номером, считая с 1",
    least=2,
    most=2,
)

TABLE_FUNCTIONS = (TO_DATE, IN_BAND)
