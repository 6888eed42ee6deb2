"""The nouns of a workbook to fill in: its sheets, their columns, and who reads each column."""

from __future__ import annotations

from enum import IntEnum

from kpicalc.model.dataclass import dataclass
from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.period import Period
from kpicalc.model.program import Input, Program


class ColumnPart(IntEnum):
    """What a column is for; columns stand in this order."""

    NUMBER = 0
    NAME = 1
    OWNER = 2
    AUDIENCE = 3
    FACT = 4


@dataclass(frozen=True, slots=True)
class ColumnReader:
    """A scheme that reads a column, and as what."""

    program: Program
    spec: Input


@dataclass(frozen=True, slots=True)
class BlankColumn:
    """A column to fill in.

    `choices` are the values to choose from: nothing else is read when they are `strict`. `source` is the
    title of the sheet whose numbers may stand here. `programs` are the schemes that need the column.
    """

    heading: str
    part: ColumnPart
    readers: tuple[ColumnReader, ...]
    programs: tuple[Program, ...]
    choices: tuple[Scalar, ...]
    strict: bool
    source: str

    @property
    def kind(self) -> Kind:
        """What is written into the cells; a text where the schemes do not agree."""
        if any(each.spec.codes for each in self.readers):
            return Kind.TEXT
        kinds = {each.spec.kind for each in self.readers}
        return kinds.pop() if len(kinds) == 1 else Kind.TEXT

    @property
    def may_be_blank(self) -> bool:
        """Say whether no scheme minds a blank cell."""
        if self.part is ColumnPart.NAME and not self.readers:
            return True
        blank = (each.spec.optional or each.spec.fallback is not None for each in self.readers)
        return bool(self.readers) and all(blank)


@dataclass(frozen=True, slots=True)
class BlankSheet:
    """A sheet to fill in: its columns; `label` is the title that the scheme gives the table, or ""."""

    title: str
    grain: str
    label: str
    columns: tuple[BlankColumn, ...]
    programs: tuple[Program, ...]


@dataclass(frozen=True, slots=True)
class BlankWorkbook:
    """A workbook to fill in; the first sheet lists the employees. `period` is None where it is still open."""

    sheets: tuple[BlankSheet, ...]
    programs: tuple[Program, ...]
    period: Period | None


@dataclass(frozen=True, slots=True)
class UsualWords:
    """What the sheet of employees, their numbers, names and teams are called where no scheme says it."""

    employees: str
    number: str
    name: str
    team: str
