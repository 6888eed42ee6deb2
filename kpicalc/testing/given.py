"""The facts that a test gives: rows of the tables of a scheme, as the sheets of a workbook."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import cast

from kpicalc.facts.headings import normalise_heading
from kpicalc.facts.workbook import BLANK, HEAD_ROWS, Raw, RowBlock, Sheet, Workbook
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, error, has_errors
from kpicalc.model.facts import BLOCK_ROWS
from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.problem import Problem
from kpicalc.model.program import COMPANY, EMPLOYEES, Grain, Input, Program
from kpicalc.model.source import CellRef, Span
from kpicalc.model.spelling import propose_name
from kpicalc.model.writing import UNSAID
from kpicalc.scheme.constructs.trials import Rows, WrittenRow
from kpicalc.scheme.scalars import read_scalar
from kpicalc.scheme.words import Word

# What may stand in a row beside its columns: its own key, the key of the row above, the name for people.
ID, OF, NAME = "id", "of", "name"


@dataclass(frozen=True, slots=True)
class GivenRow:
    """One row: its key, the key of the row above ("" under the company), and its values with their places."""

    key: str
    above: str
    label: str
    values: Mapping[str, Scalar]
    places: Mapping[str, Span]
    span: Span


GivenTables = Mapping[str, tuple[GivenRow, ...]]


@dataclass(slots=True)
class _Table:
    program: Program
    grain: Grain
    problems: list[Diagnostic]

    def columns(self) -> dict[str, Kind]:
        inputs = self.program.inputs
        return {each.name: each.kind for each in inputs if each.grain == self.grain.name}

    @property
    def is_linked(self) -> bool:
        """True when the rows stand under the rows of another table, which they must name."""
        return self.grain.parent not in {None, COMPANY}

    def read_row(self, row: WrittenRow, place: Span) -> GivenRow:
        columns = self.columns()
        identity: dict[str, str] = {}
        values: dict[str, Scalar] = {}
        for name, node in row.items():
            if str(name) in columns and node.blank:
                continue
            if str(name) in columns:
                value = read_scalar(node, columns[str(name)], self.program.currency)
                if isinstance(value, Diagnostic):
                    self.problems.append(value)
                else:
                    values[str(name)] = value
            elif str(name) in self._identity_column():
                identity[str(name)] = node.word
            else:
                self.problems.append(self._unknown_column(name))
        places = {str(name): node.span for name, node in row.items()}
        return GivenRow(
            identity.get(ID, ""),
            identity.get(OF, ""),
            identity.get(NAME, ""),
            values,
            places,
            next((name.span for name in row), place),
        )

    def _identity_column(self) -> tuple[str, ...]:
        if self.grain.name == COMPANY:
            return ()
        return (ID, OF, NAME) if self.is_linked else (ID, NAME)

    def _unknown_column(self, name: Word) -> Diagnostic:
        known = tuple(dict.fromkeys((*self.columns(), *self._identity_column())))
        meant = propose_name(name, known)
        what = {"table": self.grain.name, "name": str(name)}
        if meant is None:
            return error(Problem.TEST_COLUMN_UNKNOWN, name.span, known=known or ("—",), **what)
        return error(Problem.TEST_COLUMN_MISSPELT, name.span, meant=meant, **what)

    def with_links(self, rows: Sequence[GivenRow], above: GivenTables) -> Iterator[GivenRow]:
        """Tie rows to the one row above them where they do not name it; among several they must."""
        if not self.is_linked:
            yield from rows
            return
        parent = cast("str", self.grain.parent)
        keys = [each.key for each in above.get(parent, ())] or ["1"]
        for row in rows:
            if not row.above and len(keys) > 1:
                self.problems.append(error(Problem.TEST_ROW_UNLINKED, row.span, table=parent))
            yield replace(row, above=row.above or keys[0])


def read_given(program: Program, given: Mapping[Word, Rows], place: Span) -> Checked[GivenTables]:
    """Read the rows of a test by the columns of a program; `place` is that of the whole test.

    Tables above the employees that are not given have one row without any value, all others none.
    """
    problems: list[Diagnostic] = []
    written = {str(name): (name, rows) for name, rows in given.items()}
    for name in given:
        grain = program.grains.get(str(name))
        known = [each.name for each in _in_order(program)]
        if grain is not None and grain.derived:
            problems.append(error(Problem.TEST_DERIVED_TABLE_GIVEN, name.span, table=str(name)))
        elif grain is None:
            meant = propose_name(name, known)
            if meant is None:
                problems.append(
                    error(Problem.TEST_TABLE_UNKNOWN, name.span, name=str(name), known=tuple(known))
                )
            else:
                problems.append(error(Problem.TEST_TABLE_MISSPELT, name.span, name=str(name), meant=meant))
    tables: dict[str, tuple[GivenRow, ...]] = {}
    for grain in _in_order(program):
        word, rows = written.get(grain.name, (Word(grain.name, place), _default_rows(program, grain)))
        table = _Table(program, grain, problems)
        if grain.name == COMPANY and len(rows) != 1:
            problems.append(error(Problem.TEST_SINGLE_ROW_TABLE, word.span, table=COMPANY))
        read = [table.read_row(row, word.span) for row in rows]
        # Number the rows that have no key of their own, past the keys that are taken.
        taken = {row.key for row in read}
        free = (str(number) for number in range(1, len(read) * 2 + 1) if str(number) not in taken)
        numbered = [row if row.key else replace(row, key=next(free)) for row in read]
        tables[grain.name] = tuple(table.with_links(numbered, tables))
    return Checked(None if has_errors(problems) else tables, tuple(problems))


def _in_order(program: Program) -> list[Grain]:
    """Return the tables that have rows of their own, parents first."""
    grains = [each for each in program.grains.values() if not each.derived]
    return sorted(grains, key=lambda each: len(program.ancestors(each.name)))


def _default_rows(program: Program, grain: Grain) -> Rows:
    return ({},) if grain.name in program.ancestors(EMPLOYEES) else ()


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
    return _decimals(value)


def _decimals(value: Decimal) -> str:
    written = f"{value:f}"
    return f"{written}0" if len(written.partition(".")[2]) == 3 else written


def _places_of_cells(
    file: str, name: str, inputs: Sequence[Input], rows: Sequence[GivenRow]
) -> Iterator[tuple[CellRef, Span]]:
    for number, row in enumerate(rows, 2):
        yield CellRef(file, name, number), row.span
        for column in range(1, len(_IDENTITY) + 1):
            yield CellRef(file, name, number, column), row.span
        for column, each in enumerate(inputs, len(_IDENTITY) + 1):
            yield CellRef(file, name, number, column), row.places.get(each.name, row.span)
