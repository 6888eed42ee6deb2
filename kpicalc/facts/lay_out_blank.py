"""Lay out the workbook that some schemes read: the inverse of finding sheets and headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import field

from kpicalc.facts.blank_workbook import (
    BlankColumn,
    BlankSheet,
    BlankWorkbook,
    ColumnPart,
    ColumnReader,
    UsualWords,
)
from kpicalc.facts.headings import (
    KEY,
    KEY_HEADINGS,
    LINK,
    NAME,
    NAME_HEADINGS,
    TEAM_HEADINGS,
    Wanted,
    list_wanted,
    normalise_heading,
    spread_runs,
    trim_unit,
)
from kpicalc.model.dataclass import dataclass
from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.period import Period
from kpicalc.model.plain_text import can_be_sheet, fold_text
from kpicalc.model.program import COMPANY, EMPLOYEES, Grain, Program

_PARTS = {KEY: ColumnPart.NUMBER, NAME: ColumnPart.NAME, LINK: ColumnPart.OWNER}


@dataclass(slots=True)
class _Column:
    """A column while schemes are added: the headings that all its readers accept."""

    headings: tuple[str, ...]
    part: ColumnPart
    readers: list[ColumnReader] = field(default_factory=list)
    programs: dict[str, Program] = field(default_factory=dict)
    owners: list[tuple[Program, str | None]] = field(default_factory=list)
    audience: list[str] = field(default_factory=list)

    @property
    def heading(self) -> str:
        """The plainest heading: one line rather than `Above / below`."""
        return min(self.headings, key=lambda each: " / " in each)


@dataclass(slots=True)
class _Sheet:
    title: str
    grain: str
    label: str
    columns: list[_Column] = field(default_factory=list)
    tables: list[tuple[Program, Grain]] = field(default_factory=list)

    def add_inputs(self) -> None:
        for program, grain in self.tables:
            for spec in (each for each in spread_runs(program.inputs) if each.grain == grain.name):
                column = self._share_column(spec.headings)
                column.readers.append(ColumnReader(program, spec))
                column.programs[program.scheme] = program
                if spec.name == grain.superior:
                    column.owners.append((program, EMPLOYEES))

    def _share_column(self, headings: tuple[str, ...]) -> _Column:
        """Return a column whose readers all accept one of the headings, or a new one."""
        forms = set(map(normalise_heading, headings))
        for column in self.columns:
            common = tuple(each for each in column.headings if normalise_heading(each) in forms)
            if common:
                column.headings = common
                return column
        self.columns.append(_Column(tuple(map(_capitalise, headings)), ColumnPart.FACT))
        return self.columns[-1]

    def add_identity(self, usual: UsualWords) -> None:
        for program, grain in self.tables:
            for wanted in list_wanted(program, grain):
                part = _PARTS.get(wanted.slot)
                if part is not None:
                    self._add_part(program, self._choose_heading(wanted, usual), part)
            if grain.name == EMPLOYEES:
                for asked in program.applies_to.asked():
                    column = self._add_part(program, asked.heading, ColumnPart.AUDIENCE)
                    column.audience = list(dict.fromkeys([*column.audience, *asked.values]))

    def _add_part(self, program: Program, heading: str, part: ColumnPart) -> _Column:
        column = self._share_column((heading,))
        column.part = min(column.part, part)
        column.programs[program.scheme] = program
        if part is ColumnPart.OWNER:
            parent = next(grain.parent for owner, grain in self.tables if owner is program)
            column.owners.append((program, parent))
        return column

    def _choose_heading(self, wanted: Wanted, usual: UsualWords) -> str:
        """Return the usual heading, unless the reader would take another column of the sheet before it."""
        words = {KEY_HEADINGS: usual.number, NAME_HEADINGS: usual.name, TEAM_HEADINGS: usual.team}
        usual_word = words.get(wanted.headings, wanted.headings[0])
        for heading in wanted.headings:
            if normalise_heading(heading) == normalise_heading(usual_word):
                return usual_word
            facts = (column for column in self.columns if column.part is ColumnPart.FACT)
            if any(trim_unit(column.heading) == trim_unit(heading) for column in facts):
                break
        return wanted.headings[0]

    def finish(self, layout: _Layout) -> BlankSheet:
        programs = {program.scheme: program for program, _ in self.tables}
        columns = sorted(self.columns, key=lambda each: each.part)
        return BlankSheet(
            title=self.title,
            grain=self.grain,
            label=self.label,
            columns=tuple(self._finish_column(layout, each) for each in columns),
            programs=tuple(programs.values()),
        )

    def _finish_column(self, layout: _Layout, column: _Column) -> BlankColumn:
        choices, strict = self._choices(column)
        return BlankColumn(
            heading=column.heading,
            part=column.part,
            readers=tuple(column.readers),
            programs=tuple(column.programs.values()),
            choices=choices,
            strict=strict,
            source=next(layout.sources(column), ""),
        )

    def _choices(self, column: _Column) -> tuple[tuple[Scalar, ...], bool]:
        """Return the values to choose from, and whether no other is read."""
        if column.audience:
            form = normalise_heading(column.heading)
            asked = [
                any(normalise_heading(each.heading) == form for each in program.applies_to.named)
                for program, _ in self.tables
            ]
            forms = {fold_text(each): each for each in reversed(column.audience)}
            # Names that only some schemes ask for are no list for the people of the others.
            named = column.part is ColumnPart.NAME and not all(asked)
            return () if named else tuple(reversed(forms.values())), all(asked)
        specs = [each.spec for each in column.readers]
        allowed = dict.fromkeys(value for spec in specs for value in spec.one_of)
        if allowed:
            return tuple(allowed), all(spec.one_of for spec in specs)
        texts = [each for each in column.readers if each.spec.kind is Kind.TEXT]
        found = dict.fromkeys(text for each in texts for text in each.spec.compared_texts)
        return tuple(found), False


@dataclass(frozen=True, slots=True)
class _Layout:
    programs: Sequence[Program]
    usual: UsualWords
    sheets: dict[str, _Sheet]

    def find_sheet(self, grain: Grain) -> _Sheet:
        title = self._title(grain)
        found = self.sheets.get(normalise_heading(title))
        if found is None:
            label = "" if grain.label == grain.name else grain.label
            found = self.sheets[normalise_heading(title)] = _Sheet(title, grain.name, label)
        return found

    def _title(self, grain: Grain) -> str:
        if grain.sheet or grain.name != EMPLOYEES:
            named = grain.label if can_be_sheet(grain.label) else grain.name
            return grain.sheet.replace("*", "").strip(" -_") or named
        titles = [each.grains[EMPLOYEES] for each in self.programs]
        called = (
            each.label if each.label != EMPLOYEES and can_be_sheet(each.label) else "" for each in titles
        )
        sheets = (each.sheet or label for each, label in zip(titles, called, strict=True))
        return next((each for each in sheets if each), self.usual.employees)

    def sources(self, column: _Column) -> Iterator[str]:
        """Yield the titles of the sheets that list what may stand in the column."""
        for program, grain in column.owners:
            for sheet in self.sheets.values():
                if any(owner is program and table.name == grain for owner, table in sheet.tables):
                    yield sheet.title


def lay_out_workbook(programs: Sequence[Program], period: Period | None, usual: UsualWords) -> BlankWorkbook:
    """Return the sheets and columns that the schemes read; a sheet or column that several share comes once.

    Each heading is one by which the reader finds the column of every scheme that wants it.
    """
    layout = _Layout(programs, usual, {})
    for program in programs:
        for grain in sorted(program.grains.values(), key=lambda each: len(program.ancestors(each.name))):
            if _has_sheet(program, grain):
                layout.find_sheet(grain).tables.append((program, grain))
    for sheet in layout.sheets.values():
        sheet.add_inputs()
        sheet.add_identity(usual)
    sheets = sorted(layout.sheets.values(), key=lambda each: each.grain != EMPLOYEES)
    return BlankWorkbook(tuple(each.finish(layout) for each in sheets), tuple(programs), period)


def _has_sheet(program: Program, grain: Grain) -> bool:
    reads = any(each.grain == COMPANY for each in program.inputs)
    return not grain.derived and (grain.name != COMPANY or reads)


def _capitalise(heading: str) -> str:
    return heading[:1].upper() + heading[1:]
