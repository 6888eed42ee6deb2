"""Columns that nobody reads but that say, row by row, in what currency the amounts beside them are."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import compress

from kpicalc.facts.column_place import ColumnPlace, UnitColumn, find_contradiction
from kpicalc.facts.number_column import NumberDraft, bare_numbers, replace_values
from kpicalc.facts.refusals import CellRefusal, explain_refusal, make_refusal, show
from kpicalc.facts.sheet_draft import Reading
from kpicalc.facts.unit_text import money_words, read_unit
from kpicalc.facts.units import MARKS, NUMBERED, Measured, UnitMark
from kpicalc.facts.workbook import Raw, RowBlock
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Kind
from kpicalc.model.money import CURRENCY_CODES
from kpicalc.model.problem import Problem
from kpicalc.model.writing import Unit

_WORD = re.compile(r"[^\W\d_]+")
_PARTS = re.compile(r"[^\W\d_]+|[^\w\s]")
# «Доллар Соединённых Штатов Америки», the longest name of a currency that people write out.
_LONGEST = 40
_MONEY_WORDS = frozenset(map(str.casefold, CURRENCY_CODES)) | {
    word for word, mark in MARKS.items() if mark.measured is Measured.MONEY
}
_CURRENCY = frozenset(
    {"валюта", "валюты", "currency", "currencies", "ccy", "währung", "waehrung", "devise", "moneda"}
    | {"valuta", "waluta", "měna", "valūta"}
)
# A rate of exchange is none, and «Выручка в валюте» holds amounts.
_RATE = frozenset({"курс", "курса", "rate", "rates", "fx", "exchange"})
_SHORT = frozenset({"вал", "cur", "curr", "iso", "iso code"})
_UNITS = frozenset(
    {"ед изм", "единица измерения", "единицы измерения", "единица", "unit", "units", "uom", "unit of measure"}
)
PERIOD, SIDE = "period", "side"
"""What a heading announces under which a row names the time it is of, or whether it is a debit."""

_PAIRS = ({"дт", "кт"}, {"дебет", "кредит"}, {"dr", "cr"}, {"debit", "credit"}, {"soll", "haben"})
_LETTERS = frozenset({"д к", "d c", "s h"})

_MONTHS = frozenset(
    {"месяц", "month", "monat", "mois", "mes", "місяць", "ай", "mėnuo", "kuu", "mēnesis", "miesiąc"}
)
_TIMES = frozenset(
    {"период", "period", "periode", "période", "período", "період", "год месяц", "year month", "month year"}
    | {f"{which} {what}" for which in ("отчетный", "расчетный", "учетный") for what in ("период", "месяц")}
    | {f"{what} {of}" for what in ("период", "месяц") for of in ("начисления", "отчета", "учета", "оплаты")}
    | {f"{which} {what}" for which in ("pay", "reporting", "accounting") for what in ("period", "month")}
)
_NO_TEXT = frozenset({"", "-", "—", "–", "−"})


def find_unit_columns(reading: Reading, block: RowBlock) -> list[UnitColumn]:
    """Return the columns beside the amounts of a table that may tell currency, unit or period row by row."""
    amounts = any(each.kind is Kind.MONEY for each in reading.single_inputs)
    taken = {each.column for each in reading.header.columns.values()}
    free = [column for column in range(1, len(block.columns) + 1) if column not in taken]
    heads = {column: head_text(reading, column) for column in free}
    found = [
        UnitColumn(column, _announced(head)) for column, head in heads.items() if not _speaks_of_rates(head)
    ]
    return [each for each in found if amounts or each.says == PERIOD]


def note_units(columns: list[UnitColumn], block: RowBlock, keep: Sequence[bool] | None, start: int) -> None:
    """Note which of the rows that are read, the first of them at the index `start`, say what."""
    for each in columns:
        cells = block.columns[each.column - 1]
        different = set(cells)
        # Most columns have no word of money anywhere: told by one search of all their texts.
        if not each.says and not _speaks_of_money(
            " ".join(cell for cell in different if isinstance(cell, str))
        ):
            continue
        telling = {cell: text for cell in different if (text := _telling_text(cell, each.says))}
        kept = cells if keep is None else compress(cells, keep)
        for index, cell in enumerate(kept, start):
            if cell in telling:
                each.rows.setdefault(telling[cell], array("l")).append(index)


def refuse_foreign_rows(draft: NumberDraft) -> None:
    """Refuse the amounts beside which another currency or unit stands than the scheme pays in."""
    place, changes = draft.place, dict[int, Value]()
    if place.spec.kind is not Kind.MONEY or not place.rows.units:
        return
    columns = [each for each in place.rows.units if each.says not in {PERIOD, SIDE}]
    refused = {index: found for each in columns for index, found in _contradictions(each, place)}
    if not refused:
        return
    for index, amount in bare_numbers(draft):
        if amount and index in refused:
            column, refusal = refused[index]
            cell = place.rows.sheet.cell(place.rows.numbers[index], column)
            problem = explain_refusal(refusal, cell, place.what(index))
            draft.problems.append(problem)
            changes[index] = Fault((problem,))
    draft.faulty = draft.faulty or bool(changes)
    replace_values(draft, changes)


def _contradictions(units: UnitColumn, place: ColumnPlace) -> Iterator[tuple[int, tuple[int, CellRefusal]]]:
    marks = {text: mark for text in units.rows if (mark := _mark(text, units.says)) is not None}
    scaled = any(mark.factor for mark in marks.values())
    for text, mark in marks.items():
        refusal = find_contradiction(text, mark, place)
        if refusal is None and scaled and mark.factor is None and place.writing.unit not in {None, Unit.ONE}:
            refusal = make_refusal(
                Problem.UNIT_CONTRADICTED, found=text, declared=f"unit: {place.writing.unit}"
            )
        elif refusal is not None and refusal.code == Problem.CURRENCY_DIFFERS:
            refusal = make_refusal(Problem.CURRENCY_DIFFERS, **dict(refusal.params), hint="row")
        if refusal is not None:
            yield from ((index, (units.column, refusal)) for index in units.rows[text])


def _mark(text: str, says: str) -> UnitMark | None:
    """Return what a text says of the amounts; of a currency that is not known, one that fits none."""
    code = NUMBERED.get(text)
    if says == "currency" and code is not None:
        return UnitMark(Measured.MONEY, frozenset({code}))
    mark = read_unit(text)
    if mark is None and (words := [each for _, each in money_words(text) if each.currencies]):
        common = reduce(frozenset.intersection, [each.currencies for each in words])
        mark = UnitMark(Measured.MONEY, common)
    if mark is None and says == "currency":
        return UnitMark(Measured.MONEY)
    return mark if mark is not None and mark.measured in {Measured.MONEY, None} else None


def _telling_text(cell: Raw, says: str) -> str:
    """Return what a cell says of the amounts of its row, of a column without a unit a currency only."""
    text = _text(cell, says)
    if text in _NO_TEXT or not (says or _is_currency(text)):
        return ""
    return text


def _speaks_of_money(text: str) -> bool:
    return not _MONEY_WORDS.isdisjoint(_PARTS.findall(text.casefold()))


def _is_currency(text: str) -> bool:
    if len(text) > _LONGEST or not _speaks_of_money(text):
        return False
    mark = read_unit(text)
    return mark is not None and mark.measured is Measured.MONEY and any(money_words(text, small_codes=True))


def _announced(heading: str) -> str:
    """Say what a heading announces: a currency, a unit, or nothing of the kind.

    >>> _announced("Код валюты"), _announced("Ед. изм."), _announced("Курс валюты")
    ('currency', 'unit', '')
    """
    words = _WORD.findall(heading.casefold().replace("ё", "е"))
    if says_month(heading) or " ".join(words) in _TIMES:
        return PERIOD
    if " ".join(words) in _LETTERS or any(each <= {*words} for each in _PAIRS):
        return SIDE
    if " ".join(words) in _SHORT or not (_speaks_of_rates(heading) or _CURRENCY.isdisjoint(words)):
        return "currency"
    return "unit" if " ".join(words) in _UNITS else ""


def _speaks_of_rates(heading: str) -> bool:
    return not _RATE.isdisjoint(_WORD.findall(heading.casefold()))


def says_month(heading: str) -> bool:
    """Say whether a heading announces months, so that a bare number is one."""
    return " ".join(_WORD.findall(heading.casefold())) in _MONTHS


def head_text(reading: Reading, column: int) -> str:
    """Return the lowest text above the rows of a column."""
    rows = (row for row in reversed(reading.sheet.head[: reading.header.row]) if column <= len(row))
    return str(next((row[column - 1] for row in rows if row[column - 1] != ""), ""))


def _text(cell: Raw, says: str) -> str:
    if isinstance(cell, str):
        return cell.strip()
    if says == PERIOD:
        return f"{cell:.15g}" if isinstance(cell, int | float) else str(cell)[:10]
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = f"{cell:03}" if isinstance(cell, int) else show(cell)
    return text if says == "currency" and text in NUMBERED else "" if isinstance(cell, int | float) else text
