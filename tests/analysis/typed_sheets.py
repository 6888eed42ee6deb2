"""A witness typed into sheets: read and bound as a workbook is, and paid."""

from __future__ import annotations

from collections.abc import Iterator

from kpicalc.engine.settle import settle
from kpicalc.facts.bind import bind_facts
from kpicalc.model.analysis import Witness
from kpicalc.model.diagnostic import has_errors
from kpicalc.model.fault import Value
from kpicalc.model.program import COMPANY, EMPLOYEES, Program
from kpicalc.testing.given import GivenRow, make_sheets


def paid_from_sheets(program: Program, witness: Witness, variable: str) -> Value:
    """Return what the employee of a witness is paid when its facts stand in sheets, which must be right."""
    sheets = make_sheets(program, _tables(program, witness), "")
    bound = bind_facts(sheets.program, sheets.workbook, None)
    assert bound.value is not None
    assert not has_errors(bound.diagnostics), bound.diagnostics
    return settle(program, bound.value).values.columns[EMPLOYEES, variable][0]


def _tables(program: Program, witness: Witness) -> dict[str, tuple[GivenRow, ...]]:
    return {
        name: tuple(_rows(program, witness, name))
        for name, grain in program.grains.items()
        if not grain.derived
    }


def _rows(program: Program, witness: Witness, grain: str) -> Iterator[GivenRow]:
    """Yield the rows of a table as a test gives them: numbered, each with the number of the row above."""
    span = program.grains[grain].span
    parents = witness.parents or (0,) * len(witness.rows)
    own = [(row, above) for row, above in zip(witness.rows, parents, strict=True) if row.grain == grain]
    for number, (row, above) in enumerate(own, start=1):
        values = {name: value for name, value in row.values if value is not None}
        yield GivenRow(str(number), str(above + 1), "", values, {}, span)
    if grain == COMPANY and not own:
        yield GivenRow("1", "", "", {}, {}, span)
