"""The sheets of detail rows: deals, payments and the like, with what each came to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import localcontext

from kpicalc.engine.lens import LookingBlock, world_of
from kpicalc.i18n.format import begin_large
from kpicalc.model.expr import Reference
from kpicalc.model.facts import BLOCK_ROWS
from kpicalc.model.fault import Value
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT
from kpicalc.model.program import EMPLOYEES, Input, Program, Variable
from kpicalc.model.result import Settlement
from kpicalc.report.book.month import PaidMonth
from kpicalc.report.book.sheets import BookCell, BookColumn, BookRow, BookSheet


def detail_sheets(month: PaidMonth) -> Iterator[BookSheet]:
    """Yield a sheet for each table of details: its columns, and what each row came to."""
    met: dict[tuple[str, str], list[Settlement]] = {}
    for settlement in month.run.settlements:
        program = settlement.program
        for grain in program.grains:
            below = EMPLOYEES in program.ancestors(grain)[1:]
            if below and settlement.facts.frames[grain].size:
                called = program.grains[grain].label
                met.setdefault((grain, called), []).append(settlement)
    for (grain, called), settlements in met.items():
        yield _detail_sheet(month, (grain, called), settlements)


def _detail_sheet(month: PaidMonth, table: tuple[str, str], settlements: Sequence[Settlement]) -> BookSheet:
    """Return the sheet of a table, which schemes may share: by its name and what people call it."""
    (grain, called), say = table, month.say
    headings: dict[str, Kind] = {}
    for each in settlements:
        headings |= {heading: column.kind for heading, column in _by_heading(each, grain).items()}
    columns = (
        BookColumn(say("number"), width=12),
        BookColumn(say("name"), width=30),
        BookColumn(say("scheme"), width=24),
        BookColumn(say("row"), width=30),
        *(BookColumn(heading, kind, 16) for heading, kind in headings.items()),
    )
    rows = (row for each in settlements for row in _detail_rows(month, each, grain, tuple(headings)))
    name = f"{month.sheet_name('details')} {called}"
    return BookSheet(name, say("title.details", table=called), columns, rows, fixed=2)


def _shown(program: Program, grain: str) -> list[Input | Variable]:
    """Return the columns and values of a table of details."""
    inputs = [each for each in program.inputs if each.grain == grain and not each.run_of]
    values = [each for each in program.variables() if each.grain == grain]
    return [*inputs, *values]


def _by_heading(settlement: Settlement, grain: str) -> dict[str, Input | Variable]:
    """Return the columns and values of a table by what people call them."""
    shown = _shown(settlement.program, grain)
    return {begin_large((each.label or each.name).replace("_", " ")): each for each in shown}


def _detail_rows(
    month: PaidMonth, settlement: Settlement, grain: str, headings: tuple[str, ...]
) -> Iterator[BookRow]:
    """Yield the rows of people who are shown, block by block: values of details are computed again."""
    program, frame = settlement.program, settlement.facts.frames[grain]
    people, world = frozenset(settlement.rows), world_of(settlement)
    shown = _by_heading(settlement, grain)
    for start in range(0, frame.size, BLOCK_ROWS):
        rows = range(start, min(start + BLOCK_ROWS, frame.size))
        block = LookingBlock(world, grain, rows)
        with localcontext(CONTEXT):
            columns = {heading: _values(block, each) for heading, each in shown.items()}
            owners = block.rows_above(EMPLOYEES)
        for at in (at for at, owner in enumerate(owners) if owner in people):
            person = month.person(settlement, owners[at])
            place = str(frame.row_read(start + at))
            cells = (
                BookCell(columns[each][at], shown[each].kind, program.currency) if each in shown else None
                for each in headings
            )
            yield person.number, person.name, program.title, place, *cells


def _values(block: LookingBlock, column: Input | Variable) -> Sequence[Value]:
    return block.column(Reference(block.grain, column.name, column.span)).listed(block.size)
