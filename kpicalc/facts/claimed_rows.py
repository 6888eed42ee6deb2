"""Read which rows of a sheet of employees each scheme claims: a sheet that several share is read once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import field

from kpicalc.facts.cells import read_key
from kpicalc.facts.find_header import Header
from kpicalc.facts.headings import KEY, NAME, is_input_slot
from kpicalc.facts.mark_rows import RowsOfTable, mark_rows
from kpicalc.facts.refusals import show
from kpicalc.facts.row_words import (
    find_rows_without_figures,
    is_footer,
    is_grand_total,
    is_total,
    may_hold_total,
)
from kpicalc.facts.select_rows import find_offsets, read_keys
from kpicalc.facts.workbook import NO_MARKS, Raw, RowBlock, RowMarks, Sheet, read_rows_after, share_rows
from kpicalc.model.audience import Description
from kpicalc.model.dataclass import dataclass
from kpicalc.model.plain_text import fold_text
from kpicalc.model.program import EMPLOYEES, Program

# So many schemes read a sheet again that its rows are better remembered.
_SHARED = 3

Conditions = tuple[tuple[int, frozenset[str]], ...]
# By column, the rows that have each of the texts that some claim asks for.
_Places = dict[int, dict[str, set[int]]]


@dataclass(slots=True)
class Claim:
    """The rows that one program claims, and those that it passes over as footers."""

    program: Program
    sheet: Sheet
    header: Header
    claimed: set[int] = field(default_factory=set)
    passed: set[int] = field(default_factory=set)

    @property
    def conditions(self) -> Conditions:
        """Each column of `applies_to` and its values in the form in which they compare."""
        return self._fold(self.program.applies_to.named)

    @property
    def exceptions(self) -> tuple[Conditions, ...]:
        """The same for each exception."""
        return tuple(map(self._fold, self.program.applies_to.exceptions))

    @property
    def asked(self) -> Conditions:
        """Each column that is looked at, and the values that are asked of it, exceptions too."""
        return self._fold(tuple(self.program.applies_to.asked()))

    @property
    def inputs(self) -> tuple[int, ...]:
        """The columns of what the program reads."""
        return tuple(each.column for slot, each in self.header.columns.items() if is_input_slot(slot))

    def fitting(self, places: _Places, everybody: AbstractSet[int]) -> set[int]:
        """Return the rows that the program claims, by where the texts of the columns stand."""
        taken = _find_rows(self.conditions, places, everybody)
        for each in self.exceptions:
            taken -= _find_rows(each, places, everybody)
        return taken

    def _fold(self, description: Description) -> Conditions:
        return tuple(
            (self.header.columns[each.heading].column, frozenset(map(fold_text, each.values)))
            for each in description
        )


@dataclass(slots=True)
class SharedReading:
    """The claims on one sheet by schemes that find its rows alike.

    `keyed` are the rows that have a key. `names` has key and name of each row, where they are compared with
    those of other sheets. `marks` are the rows that are no people. `texts` has each text in the columns of
    `applies_to` with the first row that holds it, where one that is nearly a scheme's could pass unseen.
    """

    claims: list[Claim]
    remembers: bool
    heeds_texts: bool
    keyed: set[int] = field(default_factory=set)
    names: dict[int, tuple[str, str]] = field(default_factory=dict)
    marks: RowMarks = NO_MARKS
    texts: dict[int, dict[str, int]] = field(default_factory=dict)

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

    def read_names(self, reading: SharedReading) -> Iterator[tuple[int, tuple[str, str]]]:
        first, *_ = columns = [read_keys(self.block.columns[each - 1]) for each in reading.identity]
        for offset in self.keyed:
            yield self.block.numbers[offset], (first[offset], columns[-1][offset])

    def place_texts(self, places: _Places) -> None:
        for column, rows in places.items():
            cells, forms = self.block.columns[column - 1], dict[Raw, str]()
            for offset in self.keyed:
                cell = cells[offset]
                # Numbers that are equal may be shown otherwise.
                form = forms.get(cell) if isinstance(cell, str) else _fold_cell(cell)
                if form is None:
                    form = forms[cell] = _fold_cell(cell)
                if form in rows:
                    rows[form].add(self.block.numbers[offset])

    def note_texts(self, reading: SharedReading, columns: Iterable[int]) -> None:
        for column in columns if reading.heeds_texts else ():
            cells, known = self.block.columns[column - 1], reading.texts.setdefault(column, {})
            for offset in self.keyed:
                known.setdefault(show(cells[offset]), self.block.numbers[offset])

    def find_footers(self, inputs: Sequence[int], identity: Sequence[int]) -> set[int]:
        suspects = set(find_rows_without_figures(self.block, inputs)).intersection(self.keyed)
        return {
            self.block.numbers[offset]
            for offset in suspects
            if is_footer(self.block.row(offset), identity, below_total=offset in self.below_total)
        }


def share_readings(claims: Sequence[Claim], *, heeds_texts: bool) -> list[SharedReading]:
    """Put together the claims whose sheet, header and identity columns are the same.

    With `heeds_texts` the texts in the columns of `applies_to` are kept.
    """
    shared: dict[tuple[object, ...], SharedReading] = {}
    remembers = len({(each.sheet.file, each.sheet.name) for each in claims}) > 1
    for each in claims:
        rules = each.program.grains[EMPLOYEES].rows
        place = (each.sheet.file, each.sheet.name, each.header.row, _identity(each.header), rules)
        shared.setdefault(place, SharedReading([], remembers, heeds_texts)).claims.append(each)
    return list(shared.values())


def read_claims(reading: SharedReading) -> None:
    """Read the sheet once and fill in the rows of all its claims; a broken text file raises TextProblem."""
    first = reading.claims[0]
    grain = first.program.grains[EMPLOYEES]
    read = share_rows if len(reading.claims) >= _SHARED else read_rows_after
    rows_of_table = RowsOfTable(first.sheet, first.header, reading.identity, grain)
    reading.marks = mark_rows(rows_of_table, read(first.sheet, first.header.row))
    places: _Places = {}
    for column, values in (each for claim in reading.claims for each in claim.asked):
        places.setdefault(column, {}).update((each, set()) for each in values)
    footers: dict[tuple[int, ...], set[int]] = {claim.inputs: set() for claim in reading.claims}
    for rows in _keyed_rows(read(first.sheet, first.header.row), first.header, reading.marks):
        rows.place_texts(places)
        for inputs in footers:
            footers[inputs] |= rows.find_footers(inputs, reading.identity)
        reading.keyed |= {rows.block.numbers[offset] for offset in rows.keyed}
        rows.note_texts(reading, places)
        if reading.remembers:
            reading.names.update(rows.read_names(reading))
    for claim in reading.claims:
        claim.claimed = claim.fitting(places, reading.keyed)
        claim.passed = footers[claim.inputs] - (claim.claimed if claim.conditions else set())
        # What looks like a signature but has people below it may be a person, and is reported.
        last = max(reading.keyed - claim.passed, default=0)
        claim.passed = {number for number in claim.passed if number > last}
    nobodys = reading.keyed - reading.people()
    for claim in reading.claims:
        claim.claimed -= nobodys


def _identity(header: Header) -> tuple[int, ...]:
    return tuple(header.columns[slot].column for slot in (KEY, NAME) if slot in header.columns)


def _keyed_rows(blocks: Iterable[RowBlock], header: Header, marks: RowMarks) -> Iterator[_Rows]:
    key_column = _identity(header)[0]
    total = 0
    for block in blocks:
        keyed: list[int] = []
        below: set[int] = set()
        gone = set(find_offsets(block, marks.gone))
        keys = read_keys(block.columns[key_column - 1])
        totals = may_hold_total(keys)
        for offset, key in enumerate(keys):
            if offset in gone:
                continue
            if not key or (totals and is_total(key) and block.numbers[offset] not in marks.kept):
                total = block.numbers[offset] if is_grand_total(block.row(offset)) else total
                continue
            keyed.append(offset)
            if header.row + 1 < total:
                below.add(offset)
        yield _Rows(block, keyed, frozenset(below))


def _fold_cell(cell: Raw) -> str:
    text = read_key(cell)
    return fold_text(text) if isinstance(text, str) else ""


def _find_rows(conditions: Conditions, places: _Places, everybody: AbstractSet[int]) -> set[int]:
    """Return the rows that have one of its values in each column."""
    having = [set[int]().union(*(places[at][value] for value in values)) for at, values in conditions]
    return having[0].intersection(*having[1:]) if having else set(everybody)


def describe_rows(reading: SharedReading, numbers: set[int]) -> dict[int, tuple[str, str]]:
    """Read the sheet once more and say of some rows who stands there, and what decides who pays him."""
    found: dict[int, tuple[str, str]] = {}
    for block in reading.sheet.read_after(reading.claims[0].header.row):
        for offset in find_offsets(block, numbers):
            row = block.row(offset)
            texts = (show(row[column - 1]) for column in reversed(reading.identity))
            found[block.numbers[offset]] = next(filter(None, texts)), _describe(reading, row)
    return found


def _describe(reading: SharedReading, row: Sequence[Raw]) -> str:
    """Show what a row says in the columns of `applies_to`."""
    headings = {
        each.header.columns[heading].column: heading
        for each in reading.claims
        for heading in each.program.applies_to.headings()
    }
    found = ((name, show(row[column - 1])) for column, name in sorted(headings.items()))
    return "; ".join(f"{name} = `{text}`" if text else f"{name} = —" for name, text in found)
