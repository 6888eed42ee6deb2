"""Given rows as the sheets of a workbook, so that they are read by the rules for real files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from kpicalc.facts.headings import normalise_heading
from kpicalc.facts.workbook import BLANK, HEAD_ROWS, Raw, RowBlock, Sheet, Workbook
from kpicalc.model.dataclass import dataclass
from kpicalc.model.facts import BLOCK_ROWS
from kpicalc.model.kind import NUMERIC, Kind, Scalar
from kpicalc.model.program import COMPANY, EMPLOYEES, Grain, Input, Program
from kpicalc.model.source import CellRef, Span
from kpicalc.model.writing import UNSAID
from kpicalc.testing.given import GivenRow, GivenTables

# The columns of every sheet before those of the scheme: key, row above, name.
_IDENTITY = ("key of the row", "row above", "name of the row")


@dataclass(frozen=True, slots=True)
class GivenBook:
    """Sheets made of given rows, the program that reads them, and where each cell is written in the test."""

    program: Program
    workbook: Workbook
    places: Mapping[CellRef, Span]


def make_sheets(program: Program, tables: GivenTables, file: str) -> GivenBook:
    """Put given rows into sheets; the program returned finds every column by a heading of its own."""
    headings = _name_headings(program)
    plain = replace(
        program,
        inputs=tuple(
            replace(each, headings=(headings[each.grain, each.name],), writing=UNSAID, run=())
            for each in program.inputs
        ),
        grains={name: _plain_grain(grain) for name, grain in program.grains.items()},
    )
    sheets: list[Sheet] = []
    places: dict[CellRef, Span] = {}
    for name, rows in tables.items():
        inputs = [each for each in plain.inputs if each.grain == name]
        if name != COMPANY or inputs:
            sheets.append(_make_sheet(file, name, inputs, rows))
            places.update(_places_of_cells(file, name, inputs, rows))
    return GivenBook(plain, Workbook(tuple(sheets)), places)


def _name_headings(program: Program) -> dict[tuple[str, str], str]:
    """Give each column a heading that no other column of its sheet can be taken for."""
    return {
        (grain, name): heading
        for grain in program.grains
        for name, heading in _tell_apart(each.name for each in program.inputs if each.grain == grain)
    }


def _tell_apart(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    taken = {normalise_heading(each) for each in _IDENTITY}
    for name in names:
        heading = name
        while normalise_heading(heading) in taken:
            heading += "'"
        taken.add(normalise_heading(heading))
        yield name, heading


def _plain_grain(grain: Grain) -> Grain:
    key, above, title = _IDENTITY
    return replace(
        grain,
        sheet="" if grain.derived else grain.name,
        key=(key,),
        link=(above,) if grain.parent not in {None, COMPANY} else (),
        title=(title,) if grain.name == EMPLOYEES else (),
        writing=UNSAID,
    )


def _make_sheet(file: str, name: str, inputs: Sequence[Input], rows: Sequence[GivenRow]) -> Sheet:
    head = (*_IDENTITY, *(each.headings[0] for each in inputs))
    cells = [head, *(tuple(_make_cells(inputs, row)) for row in rows)]
    digest = hashlib.sha256(repr(cells).encode()).hexdigest()

    def read_after(row: int) -> Iterator[RowBlock]:
        for start in range(row, len(cells), BLOCK_ROWS):
            part = cells[start : start + BLOCK_ROWS]
            yield RowBlock(range(start + 1, start + 1 + len(part)), tuple(zip(*part, strict=True)))

    return Sheet(
        file, name, name, "test", digest, hidden=False, head=tuple(cells[:HEAD_ROWS]), read_after=read_after
    )


def _make_cells(inputs: Sequence[Input], row: GivenRow) -> Iterator[Raw]:
    yield from (row.key, row.above, row.label or row.key)
    for each in inputs:
        yield _write_raw(row.values[each.name], each.kind) if each.name in row.values else BLANK


def _write_raw(value: Scalar, kind: Kind) -> Raw:
    """Write a value so that it has one reading only: shares as percents, no three decimals."""
    if not isinstance(value, Decimal):
        return value
    if kind is Kind.RATIO:
        return f"{_decimals(value.scaleb(2))}%"
    return _decimals(value) if kind in NUMERIC else str(value)


def _decimals(value: Decimal) -> str:
    written = f"{value:f}"
    return f"{written}0" if len(written.partition(".")[2]) == 3 else written


def _places_of_cells(
    file: str, name: str, inputs: Sequence[Input], rows: Sequence[GivenRow]
) -> Iterator[tuple[CellRef, Span]]:
    for number, row in enumerate(rows, 2):
        yield CellRef(file, name, number, 0), row.span
        for column in range(1, len(_IDENTITY) + 1):
            yield CellRef(file, name, number, column), row.span
        for column, each in enumerate(inputs, len(_IDENTITY) + 1):
            yield CellRef(file, name, number, column), row.places.get(each.name, row.span)
