"""Bind the sheets of a workbook to the inputs of a program: typed frames with a receipt."""

from __future__ import annotations

import decimal
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field

from kpicalc.facts.assign import People
from kpicalc.facts.bind_sheet import read_sheet, read_without
from kpicalc.facts.find_header import Header, find_header
from kpicalc.facts.finish_frame import Built, derive_frame, empty_company, finish_frame
from kpicalc.facts.finish_sheet import find_merged_data
from kpicalc.facts.headings import KEY, list_wanted
from kpicalc.facts.link_rows import link_rows
from kpicalc.facts.locate_sheets import find_people_sheets, find_table_sheets
from kpicalc.facts.packed import unpack
from kpicalc.facts.read_csv import TextProblem
from kpicalc.facts.sheet_draft import Reading, SheetDraft
from kpicalc.facts.workbook import Sheet, Workbook
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, Label, error
from kpicalc.model.facts import Facts, Frame, SheetReceipt
from kpicalc.model.history import History
from kpicalc.model.money import CONTEXT
from kpicalc.model.plain_text import text_look
from kpicalc.model.problem import Problem
from kpicalc.model.program import COMPANY, EMPLOYEES, Grain, Input, Key, Program
from kpicalc.model.source import CellRef


def find_unlike_texts(program: Program, frames: Mapping[str, Frame]) -> Iterator[Diagnostic]:
    """Yield each text of a column that only looks like one of the columns it is compared with."""
    columns = {each.key: _read_column(each, frames) for each in program.inputs if each.beside}
    earlier: set[Key] = set()
    for key, column in columns.items():
        # Of two columns, the one that is named later is told.
        for other in column.spec.beside:
            if other in earlier:
                yield from column.differences(columns[other])
        earlier.add(key)


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of texts: its frame, and the first row of each text."""

    spec: Input
    frame: Frame
    rows: dict[str, int]

    def place(self, text: str) -> CellRef:
        """Return where a text stands first."""
        found = self.frame.cell(self.spec.name, self.rows[text])
        assert found is not None  # noqa: S101 - all of it was read from sheets
        return found

    def differences(self, theirs: _Column) -> Iterator[Diagnostic]:
        looks = {text_look(text): text for text in reversed(theirs.rows)}
        for text in self.rows:
            like = looks.get(text_look(text), text)
            if text in theirs.rows or like == text or text in self.spec.others:
                continue
            second = theirs.place(like)
            shown = {"found": text, "known": like, "second": str(second)}
            yield error(Problem.COMPARED_TEXTS_LOOK_ALIKE, self.place(text), Label(second), **shown)


def _read_column(spec: Input, frames: Mapping[str, Frame]) -> _Column:
    frame = frames[spec.grain]
    rows: dict[str, int] = {}
    for row, value in enumerate(unpack(frame, spec.name)):
        if isinstance(value, str):
            rows.setdefault(value, row)
    return _Column(spec, frame, rows)


@dataclass(slots=True)
class _Binding:
    program: Program
    workbook: Workbook
    people: People | None
    built: dict[str, Built] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)

    def read_opening(self) -> Facts | None:
        from kpicalc.facts.take_over import opening_program, opening_sheets  # noqa: PLC0415 - few look back

        sheets = opening_sheets(self.workbook)
        if not sheets:
            return None
        bound = bind_facts(opening_program(self.program), self.workbook, People(sheets))
        self.problems += bound.diagnostics
        return bound.value

    def take_over(
        self, frames: Mapping[str, Frame], history: History, opening: Facts | None
    ) -> Mapping[str, Frame]:
        from kpicalc.facts.take_over import take_over  # noqa: PLC0415 - few schemes look back

        said = None if opening is None else opening.frames[EMPLOYEES]
        filled, problems = take_over(self.program, frames, history, said)
        self.problems += problems
        return filled

    def bind_grain(self, grain: Grain) -> None:
        if grain.derived:
            self._derive(grain)
            return
        sheets = self._find_sheets(grain)
        self.problems += sheets.diagnostics
        if sheets.value is None:
            return
        wanted = list_wanted(self.program, grain)
        readings: list[Reading] = []
        collected: dict[str, int] = {}
        linkable = self._is_linkable(grain)
        for sheet in sheets.value:
            header = find_header(sheet, wanted)
            self.problems += header.diagnostics
            if header.value is not None and linkable:
                reading = self._reading(grain, sheet, header.value, collected)
                problems = _check_identity(reading, linked=_has_parent_rows(grain))
                self.problems += problems
                readings += [] if problems else [reading]
        unlike = _check_alike(readings)
        self.problems += unlike
        if len(readings) == len(sheets.value) and not unlike:
            self._read(grain, readings)

    def _find_sheets(self, grain: Grain) -> Checked[tuple[Sheet, ...]]:
        if grain.name != EMPLOYEES:
            return find_table_sheets(grain, self.workbook)
        if self.people is not None:
            return Checked(self.people.sheets)
        return find_people_sheets(self.program, self.workbook)

    def _is_linkable(self, grain: Grain) -> bool:
        """Say whether the rows above, which rows of this table name, could be read or are made from them."""
        parent = self.program.grains.get(grain.parent or "")
        return parent is None or parent.name in self.built or parent.derived or not _has_parent_rows(grain)

    def _reading(self, grain: Grain, sheet: Sheet, header: Header, collected: dict[str, int]) -> Reading:
        program, people = self.program, self.people
        built = self.built.get(grain.parent or "") if _has_parent_rows(grain) else None
        employees = people if grain.name == EMPLOYEES else None
        return Reading(
            grain=grain,
            sheet=sheet,
            header=header,
            inputs=tuple(each for each in program.inputs if each.grain == grain.name),
            period=program.period,
            number=self.workbook.sheets.index(sheet),
            assigned=None if employees is None else employees.rows_of(sheet),
            paid_elsewhere=() if employees is None else employees.paid_elsewhere,
            parents=None if built is None else built.index,
            parent_labels=() if built is None else built.frame.labels,
            collected=collected if built is None and _has_parent_rows(grain) else None,
            currency=program.currency,
            personal=EMPLOYEES in program.ancestors(grain.name),
        )

    def _read(self, grain: Grain, readings: Sequence[Reading]) -> None:
        drafts: list[SheetDraft] = []
        for reading in readings:
            try:
                drafts.append(read_sheet(reading))
            except TextProblem as problem:
                self.problems += problem.problems
        if len(drafts) < len(readings):
            return
        if len(drafts) > 1 and grain.name != EMPLOYEES and not grain.key:
            from kpicalc.facts.repeated_deals import compare_deals  # noqa: PLC0415 - most are one sheet

            asked, left = compare_deals(drafts)
            self.problems += asked
            drafts = [read_without(each, left[at]) if at in left else each for at, each in enumerate(drafts)]
        finished = finish_frame(drafts)
        self.problems += finished.diagnostics
        if finished.value is None:
            return
        above = self.built.get(grain.parent or "")
        parent = None if above is None else (self.program.grains[above.frame.grain], above)
        linked = link_rows(grain, finished.value, parent)
        self.problems += linked.diagnostics
        if linked.value is not None:
            self.built[grain.name] = linked.value

    def _derive(self, grain: Grain) -> None:
        childless = all(each.parent != grain.name for each in self.program.grains.values())
        if childless or grain.parent != COMPANY:
            self.problems.append(error(Problem.DERIVED_ROWS_UNNAMED, None, table=grain.label))
            return
        child = next((each for each in self.built.values() if each.parent == grain.name), None)
        if child is None:
            return
        derived = derive_frame(grain, child)
        self.problems += derived.diagnostics
        if derived.value is not None:
            self.built[grain.name] = derived.value


def bind_facts(
    program: Program, workbook: Workbook, people: People | None, history: History | None = None
) -> Checked[Facts]:
    """Read every frame that the program needs; without `people` it pays all rows of the sheets it finds.

    Without a value something structural is wrong (a column, a key, a parent). A refused cell is an error
    with a value: its place in the column holds a Fault. What comes from earlier periods is taken from
    `history`, else that of the workbook, and from the sheet of opening values.
    """
    binding = _Binding(program, workbook, people)
    with decimal.localcontext(CONTEXT):
        if any(each.grain == COMPANY for each in program.inputs):
            binding.bind_grain(program.grains[COMPANY])
        else:
            binding.built[COMPANY] = empty_company()
        for grain in order_grains(program):
            binding.bind_grain(grain)
    frames: Mapping[str, Frame] = {name: each.frame for name, each in binding.built.items()}
    if frames.keys() != program.grains.keys():
        return Checked(None, tuple(binding.problems))
    binding.problems += find_unlike_texts(program, frames)
    opening: Facts | None = None
    if any(each.past is not None for each in program.inputs):
        opening = binding.read_opening()
        frames = binding.take_over(frames, workbook.history if history is None else history, opening)
    receipts = tuple(receipt for each in binding.built.values() for receipt in each.receipts)
    receipts += () if opening is None else opening.receipts
    left = tuple(row for each in binding.built.values() for row in each.left_rows)
    shown = None if opening is None else opening.frames[EMPLOYEES]
    by_name = any(each.index.by_name for each in binding.built.values())
    facts = Facts(frames, receipts, digest_receipts(receipts), left, shown, by_name)
    return Checked(facts, tuple(binding.problems))


def order_grains(program: Program) -> tuple[Grain, ...]:
    """Return the grains below the company, parents first; a derived grain comes after its first child."""
    below = [each for each in program.grains.values() if each.name != COMPANY]
    below.sort(key=lambda each: (len(program.ancestors(each.name)), each.name != EMPLOYEES))
    derived = {each.name: each for each in below if each.derived}
    ordered: list[Grain] = []
    for grain in below:
        if not grain.derived:
            ordered.append(grain)
            parent = derived.pop(grain.parent or "", None)
            ordered += [] if parent is None else [parent]
    return (*ordered, *derived.values())


def _has_parent_rows(grain: Grain) -> bool:
    return grain.parent not in {None, COMPANY}


def _check_identity(reading: Reading, *, linked: bool) -> list[Diagnostic]:
    place = reading.sheet.cell(reading.header.row, 0)
    problems = find_merged_data(reading)
    if reading.grain.name == EMPLOYEES and not reading.key_column:
        problems.append(error(Problem.EMPLOYEE_COLUMN_MISSING, place, table=reading.grain.label))
    if linked and not reading.link_column:
        problems.append(error(Problem.LINK_COLUMN_MISSING, place, table=reading.grain.label))
    return problems


def _check_alike(readings: Sequence[Reading]) -> list[Diagnostic]:
    """Refuse sheets that tell people apart by name, where others of the table do so by number."""
    named = [each for each in readings if each.key_column == each.name_column]
    numbered = next((each for each in readings if each.key_column != each.name_column), None)
    if numbered is None or not numbered.key_column:
        return []
    place = numbered.sheet.cell(numbered.header.row, numbered.key_column)
    heading = numbered.header.columns[KEY].text
    return [
        error(
            Problem.NUMBERS_ON_SOME_SHEETS,
            each.sheet.cell(each.header.row, 0),
            Label(place),
            heading=heading,
            other=str(place),
        )
        for each in named
    ]


def digest_receipts(receipts: tuple[SheetReceipt, ...]) -> str:
    """Return the digest of all that was read."""
    parts = sorted(f"{each.sha256} {each.sheet}" for each in receipts)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
