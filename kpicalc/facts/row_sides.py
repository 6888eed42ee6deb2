"""Columns that nobody reads but that say, row by row, that the amount there is a debit, or was taken back."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kpicalc.facts.column_place import UnitColumn
from kpicalc.facts.number_column import NumberDraft, bare_numbers, replace_values
from kpicalc.facts.numbers import CREDIT, DEBIT, read_side
from kpicalc.facts.refusals import explain_refusal, make_refusal
from kpicalc.facts.row_units import SIDE, find_undone, head_text
from kpicalc.model.diagnostic import Label, Listing, error
from kpicalc.model.fault import Fault
from kpicalc.model.kind import Kind
from kpicalc.model.problem import Problem
from kpicalc.model.writing import CreditSign

_COUNTED: Mapping[CreditSign | None, str] = {CreditSign.PLUS: CREDIT, CreditSign.MINUS: DEBIT}
_BOTH = 2


def settle_sides(draft: NumberDraft) -> None:
    """Give amounts the sign of their side where the scheme declares it, or refuse those of two sides.

    A sign that some amounts have already must be the one of their side, for all of them.
    """
    for each in draft.place.rows.units if draft.place.spec.kind is Kind.MONEY else ():
        if each.says == SIDE:
            _settle(draft, each)


def _settle(draft: NumberDraft, column: UnitColumn) -> None:
    sides = {index: side for text, rows in column.rows.items() if (side := read_side(text)) for index in rows}
    amounts = {index: each for index, each in bare_numbers(draft) if index in sides and each}
    counted = _COUNTED.get(draft.place.writing.credit)
    signs = {(sides[index], each > 0) for index, each in amounts.items()}
    negative = any(not up for _, up in signs)
    if counted is None:
        # Of one side, or each side with a sign of its own: the column says nothing new.
        of_sides = {side for side, _ in signs}
        known = len(of_sides) < _BOTH or (len(signs) == _BOTH and negative and any(up for _, up in signs))
    else:
        known = all(up is (side == counted) for side, up in signs)
    if known:
        return
    if counted is None or negative:
        _refuse(draft, column, amounts, signed=negative)
    else:
        replace_values(draft, {index: -each for index, each in amounts.items() if sides[index] != counted})


def _refuse(draft: NumberDraft, column: UnitColumn, amounts: Mapping[int, Decimal], *, signed: bool) -> None:
    place, first = draft.place, next(iter(amounts))
    hint = {"hint": "signed"} if signed else {}
    text = next(text for text, rows in column.rows.items() if first in rows)
    cell = place.rows.sheet.cell(place.rows.numbers[first], column.column)
    refusal = make_refusal(Problem.CREDIT_UNDECLARED, found=text, **hint)
    problem = explain_refusal(refusal, cell, place.what(first))
    draft.problems.append(problem)
    draft.faulty = True
    replace_values(draft, dict.fromkeys(amounts, Fault((problem,))))


_SHOWN = 20


def refuse_undone(draft: NumberDraft) -> None:
    """Refuse the amounts of rows that were taken back or came to nothing, but count like all others.

    An amount below zero is taken off already; where all rows are called so, the sheet is one of them.
    """
    place = draft.place
    told = {
        index: (column.column, text)
        for column in place.rows.units
        for text in find_undone(column)
        if len(rows := column.rows[text]) < len(place.rows.numbers)
        for index in rows
    }
    found = [index for index, amount in bare_numbers(draft) if amount > 0 and index in told] if told else []
    if not found:
        return
    cells = [place.rows.sheet.cell(place.rows.numbers[index], told[index][0]) for index in found[:_SHOWN]]
    problem = error(
        Problem.ROWS_UNDONE,
        cells[0],
        *map(Label, cells[1:]),
        count=len(found),
        column=place.spec.label,
        heading=head_text(place.rows.sheet, place.head_row, told[found[0]][0]),
        found=Listing(tuple(dict.fromkeys(told[index][1] for index in found))),
    )
    draft.problems.append(problem)
    draft.faulty = True
    replace_values(draft, dict.fromkeys(found, Fault((problem,))))
