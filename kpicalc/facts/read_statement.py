"""A statement paid elsewhere, read as facts are: its sheets of people, and which column is which line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from kpicalc.facts.assign import People, key_of
from kpicalc.facts.bind import bind_facts
from kpicalc.facts.find_header import Header, find_header
from kpicalc.facts.headings import KEY, NAME, Wanted, input_slot, list_wanted, normalise_heading
from kpicalc.facts.locate_sheets import list_people, names_people
from kpicalc.facts.read_csv import TextProblem
from kpicalc.facts.row_words import is_total
from kpicalc.facts.statement_lines import LINE_OF_ROW, join_rows, list_row_lines, read_lines
from kpicalc.facts.workbook import Sheet, Workbook
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.facts import Frame
from kpicalc.model.kind import Kind
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Input, Program
from kpicalc.model.reconciliation import TOTAL, StatementFigure, StatementPerson, StatementSheet
from kpicalc.model.source import FilePlace, Span

# Ranked: what is paid out comes before what is accrued, and a bare «Сумма» counts only where nothing else is.
TOTAL_HEADINGS = (
    "Итого",
    "Всего",
    "Итого к выплате",
    "Всего к выплате",
    "К выплате",
    "Сумма к выплате",
    "К начислению",
    "Итого начислено",
    "Всего начислено",
    "Начислено",
    "Начислено всего",
    "Зарплата",
    "Заработная плата",
    "ЗП",
    "Total",
    "Total pay",
    "Grand total",
    "Net pay",
    "Payout",
    "To be paid",
    "Gross pay",
    "Gross",
    "Pay",
    "Salary",
)
WEAK_HEADINGS = ("Сумма", "Amount", "Sum", "Выплата")
MARK_OF_OURS = "mark"
"""The name of the column that only our own statement has: then its columns are kinds of lines."""

_NOWHERE = Span("", 0, 0, 0, 0)
_MARK = "statement"


@dataclass(frozen=True, slots=True)
class StatementColumn:
    """What is looked for: the name of a line (TOTAL for the total), what it is called, and its headings.

    A column `of_kind` is one of a statement of ours, which adds up the lines of a kind; it is known by the
    column MARK_OF_OURS.
    """

    name: str
    label: str
    headings: tuple[str, ...]
    of_kind: bool = False


@dataclass(frozen=True, slots=True)
class ReadStatement:
    """The people of a statement, and what was read of which sheet."""

    people: tuple[StatementPerson, ...]
    sheets: tuple[StatementSheet, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """A sheet with its headings: the slots of columns lead to those that it has."""

    sheet: Sheet
    header: Header
    columns: tuple[StatementColumn, ...]
    weak: bool
    ours: bool
    texts: Mapping[int, str]
    lines: Mapping[str, StatementColumn]

    @property
    def identity(self) -> frozenset[str]:
        """Return by what the sheet tells people apart."""
        return frozenset((KEY, NAME)).intersection(self.header.columns)

    def read_sheet(
        self, program: Program, currency_of: Callable[[str, str], str | None]
    ) -> Checked[tuple[StatementPerson, ...]]:
        try:
            listed = list_people(self.sheet, self.header)
        except TextProblem as problem:
            return Checked(None, tuple(problem.problems))
        paid = {row: currency_of(number, name) for number, name, row in listed}
        currencies = tuple(dict.fromkeys(filter(None, paid.values()))) or (program.currency,)
        # Of a row for each line a person has several.
        home = replace(program.grains[EMPLOYEES], segmented=bool(self.texts))
        people: list[StatementPerson] = []
        problems: list[Diagnostic] = []
        for currency in currencies:
            rows = frozenset(row for row, known in paid.items() if (known or currencies[0]) == currency)
            whom = People((self.sheet,), None if len(currencies) == 1 else {key_of(self.sheet): rows})
            grains = {**program.grains, EMPLOYEES: home}
            reading = replace(program, currency=currency, inputs=tuple(self._inputs()), grains=grains)
            facts = bind_facts(reading, Workbook((self.sheet,)), whom)
            problems += facts.diagnostics
            if facts.value is not None:
                frame = facts.value.frames[EMPLOYEES]
                people += [self._read_person(frame, row) for row in range(frame.size)]
        if self.texts:
            known = {heading: line.name for heading, line in self.lines.items()}
            people = list(join_rows(people, self.texts, known))
        return Checked(tuple(people), tuple(problems))

    def _inputs(self) -> Iterator[Input]:
        """Yield the columns as the reader of facts knows them: each by the one heading that was found."""
        for each in self.columns:
            heading = self.header.columns[input_slot(each.name)].text
            named = (heading,)
            yield Input(
                EMPLOYEES, f"{_MARK} {each.name}", Kind.MONEY, named, heading, _NOWHERE, optional=True
            )

    def _read_person(self, frame: Frame, row: int) -> StatementPerson:
        """Return a person with the amounts of his row; a blank cell pays nothing."""
        place = frame.row_place(row)
        assert place is not None  # noqa: S101 - people are rows of a sheet
        figures = {}
        for each in self.columns:
            name = f"{_MARK} {each.name}"
            value = frame.columns[name][row]
            figures[each.name] = StatementFigure(
                value if isinstance(value, Decimal) else Decimal(0), frame.cell(name, row)
            )
        return StatementPerson(frame.keys[row], frame.labels[row], place, figures)

    def describe(self, people: Iterable[StatementPerson]) -> StatementSheet:
        sheet, header = self.sheet, self.header
        own = sum(1 for each in people if (each.cell.file, each.cell.sheet) == key_of(sheet))
        named = ((header.columns[input_slot(each.name)].text, each) for each in self.columns)
        matched = [(text, text if each.of_kind else each.label) for text, each in named]
        lines = {text: self.lines.get(normalise_heading(text)) for text in self.texts.values()}
        matched += [(text, line.label) for text, line in lines.items() if line is not None]
        used = {each.column for each in header.columns.values()}
        other = [text for text, line in lines.items() if line is None and text and not is_total(text)]
        head = sheet.head[header.row - 1]
        rest = (
            text
            for at, text in enumerate(head, 1)
            if isinstance(text, str) and text.strip() and at not in used
        )
        unmatched = (*(" ".join(text.split()) for text in rest), *other)
        return StatementSheet(sheet.place, own, tuple(matched), unmatched)


def read_statement(
    workbook: Workbook,
    program: Program,
    columns: Sequence[StatementColumn],
    currency_of: Callable[[str, str], str | None],
) -> Checked[ReadStatement]:
    """Read every sheet that lists people with their pay.

    `program` is one that reads nothing of its people; `currency_of` says of a number and name in which
    currency we pay the person, None for one whom we do not.
    """
    found = [
        each for sheet in workbook.sheets if not sheet.hidden for each in _look_at(sheet, program, columns)
    ]
    chosen = _choose(found)
    if not chosen:
        file = workbook.sheets[0].file if workbook.sheets else ""
        return Checked(None, (error(Problem.STATEMENT_NOT_FOUND, FilePlace(file)),))
    people: list[StatementPerson] = []
    problems: list[Diagnostic] = []
    for each in chosen:
        read = each.read_sheet(program, currency_of)
        problems += read.diagnostics
        people += read.value or ()
    sheets = tuple(each.describe(people) for each in chosen)
    return Checked(ReadStatement(tuple(people), sheets), tuple(dict.fromkeys(problems)))


def _look_at(sheet: Sheet, program: Program, columns: Sequence[StatementColumn]) -> Iterator[_Found]:
    """Yield the sheet where it has people, and a total or a line.

    A heading that stands twice could be either, so it is no column of ours.
    """
    identity = list_wanted(replace(program, inputs=()), program.grains[EMPLOYEES])
    slots = tuple(input_slot(each.name) for each in columns)
    people = tuple(replace(each, required=False, beside=(*each.beside, *slots)) for each in identity)
    wanted = {each.name: _want(each) for each in columns}
    had = [each for each in columns if _has(sheet, wanted[each.name], people)]
    ours = any(each.name == MARK_OF_OURS for each in had)
    had = [each for each in had if each.name == TOTAL or each.of_kind == ours]
    asked = (*(wanted[each.name] for each in had), *people, LINE_OF_ROW)
    header = find_header(sheet, asked).value if had else None
    if header is not None and names_people(header):
        total = header.columns.get(input_slot(TOTAL))
        weak = total is None or normalise_heading(total.child) in map(normalise_heading, WEAK_HEADINGS)
        kept = tuple(each for each in had if input_slot(each.name) in header.columns)
        texts = {} if total is None or ours else _find_texts(sheet, header)
        lines = {normalise_heading(text): each for each in columns for text in each.headings}
        if texts:
            kept = tuple(each for each in kept if each.name == TOTAL)
            lines = {text: each for text, each in lines.items() if each.name != TOTAL and not each.of_kind}
        yield _Found(sheet, header, kept, weak=weak, ours=ours, texts=texts, lines=lines)


def _find_texts(sheet: Sheet, header: Header) -> Mapping[int, str]:
    """Return what each row is paid for, where people have several rows; else nothing."""
    try:
        listed = list_people(sheet, header)
        several = len({number for number, _, _ in listed}) < len(listed)
        return read_lines(sheet, header) if several else {}
    except TextProblem:
        # What is wrong with it is told when it is read.
        return {}


def _choose(found: list[_Found]) -> list[_Found]:
    """Return the lists of people among sheets that have a column of figures.

    In a workbook of ours those are its statements. Else they have a total where any has, and tell people
    apart by number and name where any does: overviews and rows of formulas have such headings too.
    """
    for better in (lambda each: each.ours, lambda each: not each.weak):
        found = [each for each in found if better(each)] or found
    best = max((len(each.identity) for each in found), default=0)
    return [each for each in found if len(each.identity) == best]


def _want(column: StatementColumn) -> Wanted:
    return Wanted(input_slot(column.name), column.headings, required=False, ranked=True)


def _has(sheet: Sheet, wanted: Wanted, people: tuple[Wanted, ...]) -> bool:
    header = find_header(sheet, (wanted, *people)).value
    return header is not None and wanted.slot in header.columns


def list_headings(workbook: Workbook) -> Iterator[str]:
    """Yield the texts at the beginning of the sheets and of lines: a declared heading is one of them."""
    for sheet in workbook.sheets:
        for row in sheet.head:
            yield from (" ".join(cell.split()) for cell in row if isinstance(cell, str) and cell.strip())
        yield from list_row_lines(sheet)
