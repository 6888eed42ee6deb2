"""The facts in the first row of each table of a witness: written, read and changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from kpicalc.model.analysis import FactRow, Witness
from kpicalc.model.kind import Scalar
from kpicalc.model.money import ONE
from kpicalc.model.program import Key, Program
from kpicalc.samples.candidate import Candidate, witness_of

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
    value = values_of(witness)[key]
    return value if isinstance(value, Decimal) else ONE


def put_values(witness: Witness, change: Change) -> Witness:
    """Return the witness with other facts in its first rows."""
    return Witness(tuple(_changed(witness, change)), witness.parents)


def _changed(witness: Witness, change: Change) -> Iterator[FactRow]:
    grains = {grain for grain, _ in change}
    for row in witness.rows:
        if row.grain in grains:
            grains.remove(row.grain)
            values = ((name, change.get((row.grain, name), value)) for name, value in row.values)
            yield FactRow(row.grain, tuple(values))
        else:
            yield row
