"""Find which sheets and rows of employees each scheme claims: a sheet that several share is read once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kpicalc.facts.cells import read_key
from kpicalc.facts.find_header import Header, find_header
from kpicalc.facts.headings import KEY, NAME, is_input_slot, list_audience, list_wanted
from kpicalc.facts.locate_sheets import (
    complete_sheets,
    find_people_sheets,
    free_sheets,
    is_called,
    names_people,
)
from kpicalc.facts.mark_rows import RowsOfTable, mark_rows
from kpicalc.facts.refusals import show
from kpicalc.facts.row_words import find_rows_without_figures, fold_text, is_footer, is_grand_total, is_total
from kpicalc.facts.select_rows import find_offsets, read_keys
from kpicalc.facts.workbook import NO_MARKS, Raw, RowBlock, RowMarks, Sheet, Workbook
from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Program


@dataclass(slots=True)
class Claim:
    """The rows that one program claims, and those that it passes over as footers."""

    program: Program
    sheet: Sheet
    header: Header
    claimed: set[int] = field(default_factory=set)
    passed: set[int] = field(default_factory=set)

    @property
    def conditions(self) -> tuple[tuple[int, frozenset[str]], ...]:
        """Each column of `applies_to` and its values in the form in which they compare."""
        return tuple(
            (self.header.columns[heading].column, frozenset(map(fold_text, values)))
            for heading, values in self.program.applies_to
        )


@dataclass(slots=True)
class SharedReading:
    """The claims on one sheet by schemes that find its rows alike.

    `keyed` are the rows that have a key, `unclaimed` what those say that no claim holds, `nobodys` how those
    are called. `names` has key and name of each row, where they are compared with those of other sheets.
    `marks` are the rows that are no people.
    """

    claims: list[Claim]
    remembers: bool = False
    keyed: set[int] = field(default_factory=set)
    names: dict[int, tuple[str, str]] = field(default_factory=dict)
    marks: RowMarks = NO_MARKS
    unclaimed: dict[int, str] = field(default_factory=dict)
    nobodys: dict[int, str] = field(default_factory=dict)

    @property
    def sheet(self) -> Sheet:
        """The sheet of all the claims."""
        return self.claims[0].sheet

    @property
    def identity(self) -> tuple[int, ...]:
        """The columns of key and name, or the one of them that there is."""
        return _identity(self.claims[0].header)

    @property
    def named(self) -> bool:
        """True where the rows have no other key than the names of people."""
        return KEY not in self.claims[0].header.columns

    def people(self) -> set[int]:
        """Return the rows that hold an employee: those that some claim does not pass over."""
        passed = [each.passed for each in self.claims]
        return self.keyed - passed[0].intersection(*passed[1:])


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a block that have a key: their offsets, and those of them below a grand total."""

    block: RowBlock
    keyed: Sequence[int]
    below_total: frozenset[int]


def share_readings(claims: Sequence[Claim]) -> list[SharedReading]:
    """Put together the claims whose sheet, header and identity columns are the same."""
    shared: dict[tuple[object, ...], SharedReading] = {}
    remembers = len({(each.sheet.file, each.sheet.name) for each in claims}) > 1
    for each in claims:
        rules = each.program.grains[EMPLOYEES].rows
        place = (each.sheet.file, each.sheet.name, each.header.row, _identity(each.header), rules)
        shared.setdefault(place, SharedReading([], remembers)).claims.append(each)
    return list(shared.values())


def read_claims(reading: SharedReading) -> None:
    """Read the sheet once and fill in the rows of all its claims; a broken text file raises TextProblem."""
    first = reading.claims[0]
    grain = first.program.grains[EMPLOYEES]
    reading.marks = mark_rows(RowsOfTable(first.sheet, first.header, _identity(first.header), grain))
    for rows in _keyed_rows(first.sheet, first.header, reading.marks):
        numbers = rows.block.numbers
        columns = {column for claim in reading.claims for column, _ in claim.conditions}
        folded = {column: _fold_cells(rows.block.columns[column - 1]) for column in columns}
        settled: set[int] = set()
        for claim in reading.claims:
            taken = _take_rows(claim, rows, folded)
            settled |= taken
            claim.claimed |= {numbers[offset] for offset in taken}
            claim.passed |= {numbers[offset] for offset in _find_footers(claim, rows, taken)}
        reading.keyed |= {numbers[offset] for offset in rows.keyed}
        if reading.remembers:
            reading.names.update(_read_names(reading, rows))
        for offset in rows.keyed:
            if offset not in settled:
                row = rows.block.row(offset)
                reading.unclaimed[numbers[offset]] = _describe(reading, row)
                reading.nobodys[numbers[offset]] = show(row[_identity(first.header)[-1] - 1])
    for claim in reading.claims:
        # What looks like a signature but has people below it may be a person, and is reported.
        last = max(reading.keyed - claim.passed, default=0)
        claim.passed = {number for number in claim.passed if number > last}


def _identity(header: Header) -> tuple[int, ...]:
    return tuple(header.columns[slot].column for slot in (KEY, NAME) if slot in header.columns)


def _keyed_rows(sheet: Sheet, header: Header, marks: RowMarks) -> Iterator[_Rows]:
    key_column = _identity(header)[0]
    total = 0
    for block in sheet.read_after(header.row):
        keyed: list[int] = []
        below: set[int] = set()
        gone = set(find_offsets(block, marks.gone))
        for offset, key in enumerate(read_keys(block.columns[key_column - 1])):
            if offset in gone:
                continue
            if not key or (is_total(key) and block.numbers[offset] not in marks.kept):
                total = block.numbers[offset] if is_grand_total(block.row(offset)) else total
                continue
            keyed.append(offset)
            if header.row + 1 < total:
                below.add(offset)
        yield _Rows(block, keyed, frozenset(below))


def _read_names(reading: SharedReading, rows: _Rows) -> Iterator[tuple[int, tuple[str, str]]]:
    first, *_ = columns = [read_keys(rows.block.columns[each - 1]) for each in reading.identity]
    for offset in rows.keyed:
        yield rows.block.numbers[offset], (first[offset], columns[-1][offset])


def _fold_cells(cells: Sequence[Raw]) -> list[str]:
    texts = [read_key(cell) for cell in cells]
    forms = {text: fold_text(text) for text in set(texts) if isinstance(text, str)}
    return [forms.get(text, "") if isinstance(text, str) else "" for text in texts]


def _take_rows(claim: Claim, rows: _Rows, folded: Mapping[int, Sequence[str]]) -> set[int]:
    offsets = rows.keyed
    for column, values in claim.conditions:
        cells = folded[column]
        offsets = [offset for offset in offsets if cells[offset] in values]
    return set(offsets)


def _find_footers(claim: Claim, rows: _Rows, taken: set[int]) -> set[int]:
    inputs = [each.column for slot, each in claim.header.columns.items() if is_input_slot(slot)]
    suspects = set(find_rows_without_figures(rows.block, inputs)).intersection(rows.keyed) - taken
    identity = _identity(claim.header)
    return {
        offset
        for offset in suspects
        if is_footer(rows.block.row(offset), identity, below_total=offset in rows.below_total)
    }


def _describe(reading: SharedReading, row: Sequence[Raw]) -> str:
    """Show what a row says in the columns of `applies_to`."""
    headings = {
        each.header.columns[heading].column: heading
        for each in reading.claims
        for heading, _ in each.program.applies_to
    }
    found = ((name, show(row[column - 1])) for column, name in sorted(headings.items()))
    return "; ".join(f"{name} = `{text}`" if text else f"{name} = —" for name, text in found)


def find_claims(programs: tuple[Program, ...], workbook: Workbook) -> Checked[tuple[Claim, ...]]:
    """Let each scheme claim rows of its own sheets, and of those of others where its people may stand too.

    Nothing is read yet. A scheme for everybody has only sheets with all its headings; one that chooses its
    employees may have some in every sheet of employees, which then must have its headings.
    """
    own = {each.scheme: _own_sheets(each, programs, workbook) for each in programs}
    read = [sheet for sheet in workbook.sheets if any(sheet in each for each in own.values())]
    problems: list[Diagnostic] = []
    claims: list[Claim] = []
    for program in programs:
        found = _claims_of(program, own[program.scheme], read)
        if not found and (program.applies_to or not read):
            first = _claim_first(program, workbook)
            problems += [each for each in first.diagnostics if each not in problems]
            found = [] if first.value is None else [first.value]
        claims += found
    return Checked(None if problems else tuple(claims), tuple(problems))


def _own_sheets(program: Program, programs: tuple[Program, ...], workbook: Workbook) -> tuple[Sheet, ...]:
    """Return the sheets that the scheme names, else those with all its headings.

    Of the sheets that other schemes name one for everybody has none.
    """
    grain = program.grains[EMPLOYEES]
    if grain.sheet:
        return find_people_sheets(program, workbook).value or ()
    others = [each.grains[EMPLOYEES] for each in programs if each.grains[EMPLOYEES].sheet]
    free = free_sheets(programs, workbook)
    if not program.applies_to:
        free = tuple(each for each in free if not any(is_called(other, each) for other in others))
    return complete_sheets(program, free)


def _claims_of(program: Program, own: tuple[Sheet, ...], read: list[Sheet]) -> list[Claim]:
    open_to = read if program.applies_to and not program.grains[EMPLOYEES].sheet else own
    claims = [_claim(program, each) for each in open_to]
    return [each.value for each in claims if each.value is not None]


def _claim_first(program: Program, workbook: Workbook) -> Checked[Claim]:
    """Claim rows of the likeliest sheet, so that what it lacks is told."""
    sheets = find_people_sheets(program, workbook)
    if sheets.value is None:
        return Checked(None, sheets.diagnostics)
    return _claim(program, sheets.value[0])


def _claim(program: Program, sheet: Sheet) -> Checked[Claim]:
    grain = program.grains[EMPLOYEES]
    optional = tuple(replace(each, required=False) for each in list_wanted(program, grain))
    header = find_header(sheet, optional + list_audience(program))
    if header.value is None:
        return Checked(None, header.diagnostics)
    if not names_people(header.value):
        place = sheet.cell(header.value.row, 0)
        return Checked(None, (error(Problem.EMPLOYEE_COLUMN_MISSING, place, table=grain.label),))
    return Checked(Claim(program, sheet, header.value))
