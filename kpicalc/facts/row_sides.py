"""Columns that nobody reads but that say, row by row, whether the amount there is a debit or a credit."""

from __future__ import annotations

from kpicalc.facts.column_place import UnitColumn
from kpicalc.facts.number_column import NumberDraft, bare_numbers, replace_values
from kpicalc.facts.numbers import CREDIT, DEBIT, read_side
from kpicalc.facts.refusals import explain_refusal, make_refusal
from kpicalc.facts.row_units import SIDE
from kpicalc.model.fault import Fault, Value
from kpicalc.model.problem import Problem
from kpicalc.model.writing import CreditSign


def settle_sides(draft: NumberDraft) -> None:
    """Give amounts the sign of their side where the scheme declares it, or refuse those of two sides.

    Where some amounts are negative already, or all are of one side, the column beside them says nothing new.
    """
    for each in draft.place.rows.units:
        if each.says == SIDE:
            _settle(draft, each)


def _settle(draft: NumberDraft, column: UnitColumn) -> None:
    place = draft.place
    sides = {index: side for text, rows in column.rows.items() if (side := read_side(text)) for index in rows}
    amounts = [(index, each) for index, each in bare_numbers(draft) if index in sides and each]
    if {sides[index] for index, _ in amounts} != {DEBIT, CREDIT} or any(each < 0 for _, each in amounts):
        return
    declared = place.writing.credit
    if declared is not None:
        counted = CREDIT if declared is CreditSign.PLUS else DEBIT
        changes = {index: -each for index, each in amounts if sides[index] != counted}
        replace_values(draft, dict[int, Value](changes))
        return
    first = amounts[0][0]
    text = next(text for text, rows in column.rows.items() if first in rows)
    cell = place.rows.sheet.cell(place.rows.numbers[first], column.column)
    problem = explain_refusal(make_refusal(Problem.CREDIT_UNDECLARED, found=text), cell, place.what(first))
    draft.problems.append(problem)
    draft.faulty = True
    replace_values(draft, dict[int, Value]({index: Fault((problem,)) for index, _ in amounts}))
