"""What a blank or refused cell of any column means, and what is reported of it."""

from __future__ import annotations

from typing import Protocol

from kpicalc.facts.cells import refuse_missing
from kpicalc.facts.column_place import ColumnPlace
from kpicalc.facts.refusals import Refusal, blank_fault, explain_refusal, refuse
from kpicalc.facts.workbook import Raw
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.fault import Fault, Value


class Draft(Protocol):
    """A column while its blocks come in: where it stands, and what was met in it."""

    place: ColumnPlace
    defaults: int
    faulty: bool
    problems: list[Diagnostic]


def take_blank(draft: Draft, cell: Raw, index: int) -> Value:
    """Return what the scheme makes of a blank cell: its value, a missing value, or a refusal.

    Where the format of the file hides error cells, a blank may be one of them and is refused.
    """
    spec = draft.place.spec
    if draft.place.rows.sheet.hides_errors:
        return refuse_cell(draft, refuse("KPI474"), index)
    if spec.fallback is not None:
        draft.defaults += 1
        return spec.fallback
    if spec.optional:
        draft.faulty = True
        return blank_fault(draft.place.cell(index), draft.place.what(index))
    return refuse_cell(draft, refuse_missing(cell), index)


def refuse_cell(draft: Draft, refusal: Refusal, index: int) -> Fault:
    """Report a refused cell and return the fault that stands in its place."""
    problem = explain_refusal(refusal, draft.place.cell(index), draft.place.what(index))
    draft.problems.append(problem)
    draft.faulty = True
    return Fault((problem,))
