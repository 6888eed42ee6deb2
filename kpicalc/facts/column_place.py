"""Where the cells of a column stand and whose they are; what a blank, refused or contradicting one means."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import field
from typing import Protocol

from kpicalc.facts.cells import refuse_missing
from kpicalc.facts.find_header import ColumnHeading
from kpicalc.facts.refusals import CellRefusal, blank_fault, explain_refusal, make_refusal
from kpicalc.facts.units import Measured, UnitMark
from kpicalc.facts.workbook import Raw, RowNumbers, Sheet
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Kind
from kpicalc.model.problem import Problem
from kpicalc.model.program import Input
from kpicalc.model.source import CellRef
from kpicalc.model.writing import UNSAID, Unit, Writing


@dataclass(slots=True)
class UnitColumn:
    """A column that nobody reads: what it says of the amounts beside it, each with the indexes of its rows.

    `says` is what its heading announces, "currency", "unit", "period", "side" or nothing; then only cells
    that are a currency and nothing else say something.
    """

    column: int
    says: str
    rows: dict[str, array[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowList:
    """The sheet rows of a frame as they are collected, and the name of the person of each row.

    `units` are the columns beside its inputs that say in what currency or unit the amounts of a row are,
    `remarks` what rows that were left out say of all of them.
    """

    sheet: Sheet
    owner: Callable[[int], str]
    numbers: RowNumbers = field(default_factory=RowNumbers)
    units: list[UnitColumn] = field(default_factory=list)
    remarks: list[tuple[CellRef, str, UnitMark]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ColumnPlace:
    """One input in its column of the sheet, under a heading whose last row is `head_row`.

    `writing` is what column, file and table declare together; `currency` is that of the scheme.
    Of a `personal` column each row is one person's.
    """

    spec: Input
    heading: ColumnHeading
    rows: RowList
    writing: Writing = UNSAID
    currency: str = ""
    head_row: int = 0
    personal: bool = False

    def cell(self, index: int) -> CellRef:
        """Return the place of the value at a row index."""
        return self.rows.sheet.cell(self.rows.numbers[index], self.heading.column)

    @property
    def head(self) -> CellRef:
        """The place of the column as a whole."""
        return self.rows.sheet.cell(0, self.heading.column)

    def what(self, index: int) -> str:
        """Name the column and the person, as a message shows them."""
        owner = self.rows.owner(index)
        return f"{self.spec.label}, {owner}" if owner else self.spec.label


class OpenColumn(Protocol):
    """A column while its blocks come in: where it stands, and what was met in it."""

    place: ColumnPlace
    defaults: int
    faulty: bool
    problems: list[Diagnostic]


def take_blank(draft: OpenColumn, cell: Raw, index: int) -> Value:
    """Return what the scheme makes of a blank cell: its value, a missing value, or a refusal.

    Where the format of the file hides error cells, a blank may be one of them and is refused.
    """
    spec = draft.place.spec
    if draft.place.rows.sheet.hides_errors:
        return refuse_cell(draft, make_refusal(Problem.BLANK_MAY_HIDE_ERROR), index)
    if spec.fallback is not None:
        draft.defaults += 1
        return spec.fallback
    if spec.optional:
        draft.faulty = True
        return blank_fault(draft.place.cell(index), draft.place.what(index))
    return refuse_cell(draft, refuse_missing(cell), index)


def refuse_cell(draft: OpenColumn, refusal: CellRefusal, index: int) -> Fault:
    """Report a refused cell and return the fault that stands in its place."""
    problem = explain_refusal(refusal, draft.place.cell(index), draft.place.what(index))
    draft.problems.append(problem)
    draft.faulty = True
    return Fault((problem,))


_TIMES = frozenset({Measured.MINUTES, Measured.HOURS, Measured.DAYS, Measured.MONTHS})
# A salary may be called one of a month; a bare number may be anything.
_FITTING = {
    Kind.MONEY: frozenset({Measured.MONEY, Measured.MONTHS}),
    Kind.RATIO: frozenset({Measured.PERCENT}),
    Kind.COUNT: _TIMES | {Measured.COUNT, Measured.OTHER},
    Kind.HOURS: frozenset({Measured.HOURS}),
    Kind.DAYS: frozenset({Measured.DAYS}),
    Kind.NUMBER: frozenset(Measured),
}
COUNTED = frozenset({Kind.MONEY, Kind.COUNT, Kind.NUMBER})
"""The kinds of columns whose numbers may be counted in thousands."""


def find_contradiction(found: str, mark: UnitMark, place: ColumnPlace) -> CellRefusal | None:
    """Refuse a unit that a cell or a heading shows, when it says something else than the scheme does."""
    spec, declared = place.spec, place.writing.unit
    if mark.measured is not None and mark.measured not in _FITTING[spec.kind]:
        return make_refusal(Problem.UNIT_UNFIT, found=found, kind=spec.kind)
    if spec.kind is Kind.MONEY and mark.measured is Measured.MONEY and place.currency not in mark.currencies:
        return make_refusal(Problem.CURRENCY_DIFFERS, found=found, currency=place.currency)
    if mark.factor is None or mark.factor is declared or declared is Unit.ONE:
        return None
    if spec.kind not in COUNTED:
        return make_refusal(Problem.UNIT_UNFIT, found=found, kind=spec.kind)
    if declared is None:
        return make_refusal(Problem.SCALE_UNDECLARED, found=found, unit=str(mark.factor))
    return make_refusal(Problem.UNIT_CONTRADICTED, found=found, declared=f"unit: {declared}")
