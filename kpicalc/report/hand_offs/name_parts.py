"""The parts of a name: never guessed."""

from __future__ import annotations

import re

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.source import CellRef
from kpicalc.report.hand_offs.entries import Entry

_PART = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
# Parts that belong to the one before them, and show that a name is divided otherwise.
_TAILS = frozenset({"оглы", "оглу", "улы", "уулу", "кызы", "гызы", "заде", "ибн", "бен", "фон", "де", "ван"})


def name_parts(entry: Entry, given: tuple[str, str, str]) -> tuple[str, str, str] | Diagnostic:
    """Return last name, first name and patronymic: of their own columns, else of a name of three words."""
    if given[0] and given[1]:
        return given
    words = entry.name.split()
    plain = len(words) == 3 and all(_PART.fullmatch(word) and len(word) > 1 for word in words)
    if any(given) or not plain or any(word.casefold() in _TAILS for word in words):
        return error(Problem.NAME_PARTS_UNCERTAIN, _cell_of_name(entry), person=entry.person)
    return words[0], words[1], words[2]


def _cell_of_name(entry: Entry) -> CellRef | None:
    """Return the cell of the name, as the receipt of its sheet tells the column."""
    row = entry.place
    for receipt in entry.settlement.facts.receipts:
        if row is not None and (receipt.file, receipt.sheet, receipt.grain) == (
            row.file,
            row.sheet,
            EMPLOYEES,
        ):
            columns = [role.column for role in receipt.roles if role.role == "name"]
            return CellRef(row.file, row.sheet, row.row, columns[0]) if columns else row
    return row
