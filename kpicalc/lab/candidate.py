"""One try at a witness: how many rows there are of each table, and what stands in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kpicalc.model.analysis import FactRow, Witness
from kpicalc.model.kind import Scalar
from kpicalc.model.program import COMPANY, EMPLOYEES, Program

# A column and the number of its row; a second row that has nothing of its own is like the first.
Slot = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Values for the columns, and the number of rows of each grain."""

    rows: Mapping[str, int]
    values: Mapping[Slot, Scalar | None]

    def put(self, slot: Slot, value: Scalar | None) -> Candidate:
        """Return the candidate with another value in one place."""
        return replace(self, values={**self.values, slot: value})

    def with_rows(self, grain: str, number: int) -> Candidate:
        """Return the candidate with another number of rows of one grain."""
        return replace(self, rows={**self.rows, grain: number})


def witness_of(program: Program, candidate: Candidate) -> Witness:
    """Write a candidate out as rows of facts, tables above before those below them."""
    rows = [
        _row(program, candidate, grain, number)
        for grain in sorted(program.grains, key=lambda name: len(program.ancestors(name)))
        for number in range(_number_of_rows(program, candidate, grain))
    ]
    return Witness(tuple(row for row in rows if row.values or row.grain != COMPANY))


def _number_of_rows(program: Program, candidate: Candidate, grain: str) -> int:
    parent = program.grains[grain].parent
    if parent is not None and not _number_of_rows(program, candidate, parent):
        return 0
    return candidate.rows.get(grain, 1)


def _row(program: Program, candidate: Candidate, grain: str, number: int) -> FactRow:
    names = [each.name for each in program.inputs if each.grain == grain]
    values = {name: candidate.values[grain, name, 0] for name in names}
    if number:
        values.update((name, candidate.values.get((grain, name, number), values[name])) for name in names)
    if grain == EMPLOYEES and program.grains[grain].superior in values:
        values[program.grains[grain].superior] = "1" if number else None
    return FactRow(grain, tuple(values.items()))
