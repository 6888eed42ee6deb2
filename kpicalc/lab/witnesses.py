"""Witnesses: how many rows of each table there are, what stands in them, how the engine reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from decimal import Decimal

from kpicalc.model.analysis import FactRow, Witness
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import error
from kpicalc.model.facts import Facts, Frame
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Scalar
from kpicalc.model.money import ONE
from kpicalc.model.problem import Problem
from kpicalc.model.program import COMPANY, EMPLOYEES, Input, Key, Program

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


# Facts of first rows by grain and name; None is a blank cell.
FirstRows = Mapping[Key, Scalar | None]
# Those of them that are to be another.
Change = FirstRows


def write_rows(program: Program, values: FirstRows, without: str = "") -> Witness:
    """Return a witness of one row of each table; none of `without`, and of what lies below it."""
    candidate = Candidate({without: 0}, {(grain, name, 0): value for (grain, name), value in values.items()})
    return witness_of(program, candidate)


def values_of(witness: Witness) -> dict[Key, Scalar | None]:
    """Return the facts in the first rows of a witness."""
    found: dict[Key, Scalar | None] = {}
    for row in witness.rows:
        for name, value in row.values:
            found.setdefault((row.grain, name), value)
    return found


def number_at(witness: Witness, key: Key) -> Decimal:
    """Return a figure in a first row, 1 where it is blank."""
    first = next(row for row in witness.rows if row.grain == key[0])
    value = dict(first.values)[key[1]]
    return value if isinstance(value, Decimal) else ONE


def put_values(witness: Witness, change: Change) -> Witness:
    """Return the witness with other facts in its first rows."""
    return Witness(tuple(_change_witness(witness, change)), witness.parents)


def _change_witness(witness: Witness, change: Change) -> Iterator[FactRow]:
    grains = {grain for grain, _ in change}
    for row in witness.rows:
        if row.grain in grains:
            grains.remove(row.grain)
            values = ((name, change.get((row.grain, name), value)) for name, value in row.values)
            yield FactRow(row.grain, tuple(values))
        else:
            yield row


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The facts of witnesses, and of each grain the first row of each witness; None where it has none."""

    facts: Facts
    firsts: Mapping[str, Sequence[int | None]]


def lay_out_witnesses(program: Program, witnesses: Sequence[Witness], company: str = COMPANY) -> LaidOut:
    """Lay out the facts of witnesses as the binding of a workbook does.

    `company` is the grain that has a row for each witness; where that is the company itself, there can be
    one witness only.
    """
    sheets = {name: _Sheet() for name in program.grains}
    if company != COMPANY:
        sheets[COMPANY].rows.append({})
    for witness in witnesses:
        _add_row(program, witness, sheets, company)
    frames = {name: sheet.make_frame(program, name) for name, sheet in sheets.items()}
    return LaidOut(Facts(frames, (), ""), {name: sheet.firsts for name, sheet in sheets.items()})


@dataclass(slots=True)
class _Sheet:
    """The rows of one grain from all witnesses, one after another."""

    rows: list[Mapping[str, Scalar | None]] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    superiors: list[int] = field(default_factory=list)
    firsts: list[int | None] = field(default_factory=list)

    def make_frame(self, program: Program, grain: str) -> Frame:
        size = len(self.rows)
        columns = {
            each.name: [read_cell(each, row.get(each.name)) for row in self.rows]
            for each in program.inputs
            if each.grain == grain
        }
        keys = [str(number) for number in range(1, size + 1)]
        faulty = frozenset(name for name, values in columns.items() if has_fault(values))
        return Frame(grain, size, keys, keys, columns, self.parents, None, faulty, self.superiors)


def _add_row(program: Program, witness: Witness, sheets: Mapping[str, _Sheet], company: str) -> None:
    starts = {name: len(sheet.rows) for name, sheet in sheets.items()}
    if not any(row.grain == COMPANY for row in witness.rows):
        sheets[company].rows.append({})
        sheets[company].parents.append(0)
    parents = witness.parents or (0,) * len(witness.rows)
    for row, parent in zip(witness.rows, parents, strict=True):
        grain = company if row.grain == COMPANY else row.grain
        above = program.grains[grain].parent
        sheets[grain].rows.append(dict(row.values))
        sheets[grain].parents.append(0 if above in {None, COMPANY} else starts[above or ""] + parent)
        if grain == EMPLOYEES and program.grains[grain].superior:
            sheets[grain].superiors.append(_row_of_superior(program, row, starts[grain]))
    for name, sheet in sheets.items():
        sheet.firsts.append(starts[name] if len(sheet.rows) > starts[name] else None)


def _row_of_superior(program: Program, row: FactRow, start: int) -> int:
    """Return the row of the superior, whom the column names by number: the first employee is "1"."""
    named = dict(row.values).get(program.grains[EMPLOYEES].superior)
    return start + int(named) - 1 if isinstance(named, str) and named else -1


def has_fault(values: Sequence[Value]) -> bool:
    """Say whether a column holds what cannot be computed with."""
    return any(isinstance(value, Fault) for value in values)


def read_cell(declared: Input, value: Scalar | None) -> Value:
    """Read a cell left blank as the scheme says."""
    if value is not None:
        return value
    if declared.fallback is not None:
        return declared.fallback
    return Fault((error(Problem.CELL_BLANK_IN_PAY, None, what=declared.label),), missing=declared.optional)
