"""One try at a witness: how many rows there are of each table, and what stands in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kpicalc.model.analysis import FactRow, Witness
from kpicalc.model.dataclass import dataclass
from kpicalc.model.kind import Scalar
from kpicalc.model.program import COMPANY, EMPLOYEES, Input, Program

# A column and the number of its row; a second row that has nothing of its own is like the first.
Slot = tuple[str, str, int]
# How a row differs from the first of its table.
Changes = tuple[tuple[str, Scalar | None], ...]


def first_slot(given: Input) -> Slot:
    """Return the place of a column in the first row of its table."""
    return (*given.key, 0)


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

    def with_others(self, grain: str, *others: Changes) -> Candidate:
        """Return the candidate with these rows of a grain beside the first, by what is different in them."""
        kept = {slot: value for slot, value in self.values.items() if slot[0] != grain or not slot[2]}
        for number, changes in enumerate(others, 1):
            kept.update(((grain, name, number), value) for name, value in changes)
        return Candidate({**self.rows, grain: len(others) + 1}, kept)

    def cells(self, grain: str, names: Sequence[str], number: int) -> dict[str, Scalar | None]:
        """Return the values of columns in a row; where it has none of its own they are those of the first."""
        values = self.values
        return {name: values.get((grain, name, number), values[grain, name, 0]) for name in names}

    def identity(self) -> tuple[object, ...]:
        """Return what two candidates that are the same have in common."""
        return frozenset(self.values.items()), frozenset(self.rows.items())


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
    values = candidate.cells(grain, names, number)
    if grain == EMPLOYEES and program.grains[grain].superior in values:
        values[program.grains[grain].superior] = "1" if number else None
    return FactRow(grain, tuple(values.items()))
