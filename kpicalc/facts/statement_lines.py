"""A statement with a row for each line of a person: what each row is paid for, and the rows put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain

from kpicalc.facts.find_header import Header, find_header
from kpicalc.facts.head_rows import heading_text
from kpicalc.facts.headings import Wanted, input_slot, normalise_heading
from kpicalc.facts.row_words import is_total
from kpicalc.facts.workbook import Sheet
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.reconciliation import TOTAL, StatementFigure, StatementPerson

# What says of each row which line it is. A bare word counts only where nothing longer is.
_HEADINGS = (
    "Вид начисления",
    "Вид начислений",
    "Вид начисления/удержания",
    "Вид расчета",
    "Вид оплаты",
    "Вид выплаты",
    "Наименование начисления",
    "Статья начисления",
    "Начисление",
    "Строка",
    "Статья",
    "Вид",
    "Pay line",
    "Line of pay",
    "Kind of pay",
    "Pay item",
    "Pay component",
    "Pay element",
    "Wage type",
    "Earning",
    "Line",
)
_NOTHING = StatementFigure(ZERO, None)
LINE_OF_ROW = Wanted(input_slot("line of the row"), _HEADINGS, required=False, ranked=True)
"""The column that says which line a row is."""


def read_lines(sheet: Sheet, header: Header) -> Mapping[int, str]:
    """Return by row what it is paid for; a broken text file raises TextProblem."""
    if LINE_OF_ROW.slot not in header.columns:
        return {}
    column = header.columns[LINE_OF_ROW.slot].column - 1
    return {
        row: heading_text(cell)
        for block in sheet.read_after(header.row)
        for row, cell in zip(block.numbers, block.columns[column], strict=True)
    }


def list_row_lines(sheet: Sheet) -> Iterator[str]:
    """Yield what the rows of a sheet are paid for, where a column says it."""
    header = find_header(sheet, (LINE_OF_ROW,)).value
    yield from () if header is None else read_lines(sheet, header).values()


def join_rows(
    rows: Iterable[StatementPerson], texts: Mapping[int, str], known: Mapping[str, str]
) -> Iterator[StatementPerson]:
    """Yield each person once, with the sum of the rows of each line, known by its heading, and of all rows.

    A row of totals is none of the lines it adds up. Of a line that others have, nothing is paid to whoever
    has no row of it.
    """
    people: dict[str, StatementPerson] = {}
    for row in rows:
        text = texts[row.cell.row]
        if is_total(text):
            continue
        person = people.setdefault(row.number, StatementPerson(row.number, row.name, row.cell, {}))
        figures = dict(person.figures)
        for name in (TOTAL, *filter(None, [known.get(normalise_heading(text))])):
            added, before = row.figures[TOTAL], figures.get(name)
            figures[name] = (
                added
                if before is None
                else StatementFigure(CONTEXT.add(before.amount, added.amount), before.cell)
            )
        people[row.number] = replace(person, figures=figures)
    none = dict.fromkeys(chain.from_iterable(each.figures for each in people.values()), _NOTHING)
    yield from (replace(each, figures={**none, **each.figures}) for each in people.values())
