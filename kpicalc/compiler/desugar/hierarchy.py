"""Who reports to whom: `manager:` of the employees."""

from __future__ import annotations

from dataclasses import replace

from kpicalc.compiler.draft import Draft
from kpicalc.model.diagnostic import error
from kpicalc.model.kind import Kind
from kpicalc.model.program import EMPLOYEES, Input
from kpicalc.scheme.document import SchemeDocument

MANAGER = "manager"


def translate_hierarchy(draft: Draft, document: SchemeDocument) -> None:
    """Read the column that names an employee's superior as the text `manager`; a blank cell names nobody."""
    for grain, table in document.facts.items():
        if not table.manager:
            continue
        if grain != EMPLOYEES:
            draft.problems.append(error("KPI276", table.place("manager"), table=str(grain)))
            continue
        headings = tuple(map(str, table.manager))
        place = table.manager[0].span
        draft.inputs.append(Input(EMPLOYEES, MANAGER, Kind.TEXT, headings, headings[0], place, optional=True))
        draft.grains[EMPLOYEES] = replace(draft.grains[EMPLOYEES], superior=MANAGER)
