"""Columns that nobody reads but that say, row by row, in what currency the amounts beside them are."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import compress
from typing import TypeGuard

from kpicalc.facts.cells import DASHES
from kpicalc.facts.column_place import (
    DONE,
    FINAL,
    MAY_BE_BACK,
    UNDONE,
    ColumnPlace,
    UnitColumn,
    find_contradiction,
    is_done,
    is_undone,
    tell_stage,
)
from kpicalc.facts.headings import is_sure_person, trim_unit
from kpicalc.facts.number_column import NumberDraft, bare_numbers, replace_values
from kpicalc.facts.refusals import CellRefusal, explain_refusal, make_refusal, show
from kpicalc.facts.row_words import are_known_numbers, is_total
from kpicalc.facts.sheet_draft import Reading
from kpicalc.facts.unit_text import money_words, read_unit
from kpicalc.facts.units import MARKS, NUMBERED, Measured, UnitMark
from kpicalc.facts.workbook import Raw, RowBlock, Sheet
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Kind
from kpicalc.model.money import CURRENCY_CODES
from kpicalc.model.problem import Problem
from kpicalc.model.program import COMPANY, EMPLOYEES
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
_OF_RATES = _RATE | {*_WORD.findall("валюты валют обменный валютный цб рф на дату день оплаты к currency of")}
_SHORT = frozenset({"вал", "cur", "curr", "iso", "iso code"})
_UNITS = frozenset(
    {"ед изм", "единица измерения", "единицы измерения", "единица", "unit", "units", "uom", "unit of measure"}
)
PERIOD, DAY, SIDE, PEOPLE, RATE, CENTS = "period", "day", "side", "people", "rate", "cents"
REVISED, SUM = "revised", "sum"
"""What a heading announces: time, debit, people, rate, kopecks, newer values, sums; also `UNDONE`, `DONE`."""
TIMED = frozenset({PERIOD, DAY})

_PAIRS = ({"дт", "кт"}, {"дебет", "кредит"}, {"dr", "cr"}, {"debit", "credit"}, {"soll", "haben"})
_LETTERS = frozenset({"д к", "d c", "s h"})

_MONTHS = frozenset(
    {"месяц", "мес", "month", "monat", "mois", "mes", "місяць", "ай", "mėnuo", "kuu", "mēnesis", "miesiąc"}
)
_QUARTERS = frozenset({"квартал", "кв", "quarter", "qtr", "quartal", "trimestre", "kwartał"})
_TIMES = frozenset(
    {*_QUARTERS, *_WORD.findall("год year jahr полугодие период period periode période período період")}
    | {"год месяц", "year month", "month year"}
    | {f"{which} {what}" for which in ("отчетный", "расчетный", "учетный") for what in ("период", "месяц")}
    | {f"{what} {of}" for what in ("период", "месяц") for of in ("начисления", "отчета", "учета", "оплаты")}
    | {f"{which} {what}" for which in ("pay", "reporting", "accounting") for what in ("period", "month")}
)
# Days on which an amount came about; one that was agreed, ordered or shipped may be older.
_DAYS = frozenset(
    {"дата", "день", "date", "day", "datum", "fecha", "data"}
    | {f"дата {of}" for of in ("операции", "оплаты", "платежа", "поступления", "продажи", "реализации")}
    | {f"дата {of}" for of in ("проводки", "чека", "начисления", "смены", "закрытия", "закрытия сделки")}
    | {f"{of} date" for of in _WORD.findall("posting payment paid transaction sale sales receipt shift")}
    | {f"{of} date" for of in ("close", "closing", "closed")}
)
_MOMENT = re.compile(r"(\d\S{7,9})[T ]\s*\d?\d:\d\d.*", re.DOTALL)
_REVISED = re.compile(
    r"(?i)(?<!\w)\(?(?:(?:с?корр|уточн|пересм|пересч)(?:[а-яё]*(?:[ыи]й|[ая]я|[ое]е)|\.)?|(?:corr|rev|adj)\."
    r"|corrected|revised|adjusted|amended|(?:с|from|ab|nuo) [0-9][0-9./-]+(?: ?г\.)?)(?!\w)\)?"
)
# «Новый план» is a newer «План», but «Новые клиенты» are no newer «Клиенты».
_NEWER = re.compile(r"(?i)(?<!\w)\(?(?:(?:нов|утв|изм)(?:[а-яё]*(?:ый|ая|ое)|\.)|new|approved)(?!\w)\)?")
_SET = frozenset(
    _WORD.findall("план цель норма оклад ставка тариф грейд разряд plan target quota salary grade")
)
_TELLING = _MONEY_WORDS | FINAL
_AMOUNTS = frozenset({Kind.MONEY, Kind.COUNT, Kind.NUMBER})
_OF_MONEY = frozenset({Measured.MONEY, None})
_OF_UNITS = frozenset({"", "currency", "unit"})


def find_unit_columns(reading: Reading, block: RowBlock) -> list[UnitColumn]:
    """Return the columns beside the amounts of a table that may tell currency, unit or period row by row."""
    amounts = any(each.kind in _AMOUNTS for each in reading.single_inputs)
    # A scheme that reads a day says itself which of them count; a price list may be as old as it likes.
    of_nobody = reading.grain.name != EMPLOYEES and reading.grain.parent == COMPANY
    dated = of_nobody or any(each.kind is Kind.DATE for each in reading.single_inputs)
    taken = {each.column for each in reading.header.columns.values()}
    free = [column for column in range(1, len(block.columns) + 1) if column not in taken]
    heads = {column: head_text(reading.sheet, reading.header.row, column) for column in free}
    found = [UnitColumn(column, _announced(head)) for column, head in heads.items()]
    found = [each for each in found if each.says == RATE or not _speaks_of_rates(heads[each.column])]
    if reading.grain.name == EMPLOYEES:
        # Beside a column without a heading another table begins.
        beside = (column for column, head in heads.items() if column - 1 in heads and not heads[column - 1])
        found += [UnitColumn(column, PEOPLE) for column in beside if is_sure_person(heads[column])]
    if any(each.run for each in reading.inputs):
        found += [UnitColumn(column, SUM) for column, head in heads.items() if is_total(trim_unit(head))]
    kept = (PERIOD, PEOPLE, REVISED, SUM)
    return [each for each in found if (amounts or each.says in kept) and not (dated and each.says == DAY)]


def note_units(columns: list[UnitColumn], block: RowBlock, keep: Sequence[bool] | None, start: int) -> None:
    """Note which of the rows that are read, the first of them at the index `start`, say what."""
    for each in columns:
        cells = block.columns[each.column - 1]
        different = set() if not each.says and are_known_numbers(block, each.column) else set(cells)
        # Most columns have no such word anywhere: told by one search of all their texts.
        if not each.says and not _may_say_something(" ".join(filter(_is_text, different))):
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
    columns = [each for each in place.rows.units if each.says in _OF_UNITS]
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
    draft.faulty |= bool(changes)
    replace_values(draft, changes)


def _contradictions(units: UnitColumn, place: ColumnPlace) -> Iterator[tuple[int, tuple[int, CellRefusal]]]:
    found = {text: mark for text in units.rows if (mark := _mark(text, units.says)) is not None}
    # A unit of goods stands beside their price as well; beside amounts in roubles pieces are none.
    mixed = any(mark.measured is Measured.MONEY for mark in found.values())
    marks = {text: mark for text, mark in found.items() if mixed or mark.measured in _OF_MONEY}
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
    return mark if mark is not None and (mark.measured in _OF_MONEY or says == "unit") else None


def _telling_text(cell: Raw, says: str) -> str:
    """Return what a cell says of the amounts of its row, of a column without a unit a currency only."""
    text = _text(cell, says)
    if not text or text in DASHES:
        return ""
    told = tell_stage(text, says)
    if not (told or _is_currency(text)):
        return ""
    return told or text


def tells_sign(column: UnitColumn) -> bool:
    """Say whether a column tells debits, rates of exchange, kopecks, or rows that were undone."""
    return column.says in {SIDE, RATE, CENTS} or bool(column.find_undone())


def _may_say_something(texts: str) -> bool:
    words = _PARTS.findall(texts.casefold())
    return not _TELLING.isdisjoint(words) or MAY_BE_BACK.search(texts) is not None


def _is_text(cell: Raw) -> TypeGuard[str]:
    return isinstance(cell, str)


def _speaks_of_money(text: str) -> bool:
    return not _MONEY_WORDS.isdisjoint(_PARTS.findall(text.casefold()))


def _is_currency(text: str) -> bool:
    if len(text) > _LONGEST or not _speaks_of_money(text):
        return False
    mark = read_unit(text)
    return mark is not None and mark.measured is Measured.MONEY and bool(money_words(text, small_codes=True))


def _announced(heading: str) -> str:
    """Say what a heading announces: a currency, a unit, or nothing of the kind.

    >>> [_announced(each) for each in ("Код валюты", "Ед. изм.", "Курс USD", "Курс обучения", "Rate", "коп.")]
    ['currency', 'unit', 'rate', '', '', 'cents']
    """
    words = _WORD.findall(heading.casefold().replace("ё", "е"))
    if _announces_exchange(set(words)):
        return RATE
    mark = read_unit(heading)
    if mark is not None and mark.measured is Measured.CENTS:
        return CENTS
    if says_month(heading) or " ".join(words) in _TIMES:
        return PERIOD
    if " ".join(words) in _DAYS:
        return DAY
    what = " ".join(each for each in words if each != "is")
    if is_undone(what) or is_done(what):
        return UNDONE if is_undone(what) else DONE
    if " ".join(words) in _LETTERS or any(each <= {*words} for each in _PAIRS):
        return SIDE
    if " ".join(words) in _SHORT or not _CURRENCY.isdisjoint(words):
        return "currency"
    newer = unrevised(heading) not in {"", heading.strip()}
    return REVISED if newer else "unit" if " ".join(words) in _UNITS else ""


def unrevised(heading: str) -> str:
    """Return a heading without the words that call its column corrected or newer than another.

    >>> [unrevised(each) for each in ("План скорр., шт", "Новый оклад", "Оклад с 16.03", "Бонус с НДС")]
    ['План , шт', 'оклад', 'Оклад', 'Бонус с НДС']
    """
    text = _REVISED.sub("", heading)
    return (text if _SET.isdisjoint(_WORD.findall(text.casefold())) else _NEWER.sub("", text)).strip()


def _announces_exchange(words: set[str]) -> bool:
    sure = words & {"курс", "курса", "fx"} or (words & {"rate", "rates"} and words & {"exchange", "currency"})
    return bool(sure) and words.issubset(_OF_RATES | _MONEY_WORDS)


def _speaks_of_rates(heading: str) -> bool:
    return not _RATE.isdisjoint(_WORD.findall(heading.casefold()))


def says_month(heading: str) -> bool:
    """Say whether a heading announces months, so that a bare number is one."""
    return " ".join(_WORD.findall(heading.casefold())) in _MONTHS


def says_quarter(heading: str) -> bool:
    """Say whether a heading announces quarters, so that a bare number is one."""
    return " ".join(_WORD.findall(heading.casefold())) in _QUARTERS


def head_text(sheet: Sheet, head_row: int, column: int) -> str:
    """Return the lowest text above the rows of a column, in its headings that end in a row or above them."""
    rows = (row for row in reversed(sheet.head[:head_row]) if column <= len(row))
    return str(next((row[column - 1] for row in rows if row[column - 1] != ""), ""))


def _text(cell: Raw, says: str) -> str:
    if isinstance(cell, str):
        # Of a moment the day is enough: every deal of an export may have one of its own.
        return _MOMENT.sub(r"\1", cell.strip()) if says == DAY else cell.strip()
    if says in {UNDONE, DONE, RATE, CENTS, REVISED, SUM}:
        return show(cell)
    if says in TIMED:
        return f"{cell:.15g}" if isinstance(cell, int | float) else str(cell)[:10]
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = f"{cell:03}" if isinstance(cell, int) else show(cell)
    return text if says == "currency" and text in NUMBERED else "" if isinstance(cell, int | float) else text
