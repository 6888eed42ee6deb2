"""Where the cells of a column stand and whose they are; what a blank, refused or contradicting one means."""

from __future__ import annotations

import re
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
from kpicalc.model.kind import Kind, read_flag_word
from kpicalc.model.problem import Problem
from kpicalc.model.program import Input
from kpicalc.model.source import CellRef
from kpicalc.model.writing import Unit, Writing

UNDONE, DONE = "undone", "done"
"""What a heading announces: that the amounts of some rows were taken back, or that they came about."""
_TAKEN_BACK = (
    "возврат|сторно|refund|return|storno|retoure|rückerstattung|chargeback|credit (?:note|memo)"
    r"|kreditinė sąskaita|grąžin\w+|zwrot|remboursement|devolución"
)
_UNDONE = (
    r"(?:отмен[её]н|аннулирован|удал[её]н|сторнирован|возвращ[её]н|не провед[её]н|не оплачен|проигран)[аоы]?"
    r"|отмена|отказ|(?:сделка )?провалена?|(?:закрыт[ао]? и )?не реализован[ао]?|unpaid|not paid"
    r"|refunded|returned|returns|cancell?ed|cancell?ation|void|voided|reversed|reversal|deleted"
    r"|declined|rejected|lost|closed[ -]lost|storniert|annulliert|atšaukt[aio]s?|anuliuot[ai]s?|anulowan[eoy]"
    r"|черновик|draft|entwurf|juodraštis|дубль|дубликат|duplicate|doppelt|удалить|исключить|исключ[её]н[аоы]?"
    r"|не (?:учитывать|считать|оплачивать)|do not (?:count|pay)|excluded?|ignored?"
)
_BACK = re.compile(rf"\W*(?:(?:{_TAKEN_BACK})(?:\W.*)?|(?:{_UNDONE})\W*)", re.IGNORECASE | re.DOTALL)
MAY_BE_BACK = re.compile(rf"\b(?:{_TAKEN_BACK}|{_UNDONE})\b", re.IGNORECASE)
"""Finds a word by which a row may be taken back."""
# Of one column some amounts are planned or under way, and others came about: `FINAL` are words of these.
_WORD = re.compile(r"\w+")
_ACTUAL = frozenset(_WORD.findall("факт fact actual actuals фактический ist faktas"))
FINAL = _ACTUAL.union(
    _WORD.findall("успешно успешна выиграна won paid posted confirmed approved completed closed bezahlt"),
    _WORD.findall("оплачен оплачена оплачено закрыт закрыта закрыто проведен проведён проведена проведено"),
    _WORD.findall("отгружен отгружена отгружено согласован согласована согласовано утвержден утверждено"),
    _WORD.findall("исполнен исполнена исполнено выполнен выполнена выполнено shipped delivered accepted"),
    _WORD.findall("завершен завершён завершена завершено подтвержден подтверждён подтверждена подтверждено"),
)
"""Words of amounts that came about."""
_DONE = re.compile(
    "(?:сделка |closed[ -])?(?:" + "|".join(FINAL - _ACTUAL) + ")(?: реализован[ао]?)?", re.IGNORECASE
)
_OPEN = re.compile(
    "план|plan|planned|плановый|бюджет|budget|прогноз|forecast|target|soll|planas"
    "|в (?:работе|процессе|ожидании)|нов(?:ый|ая|ое)|ожида(?:ет|ется|ние)(?: оплаты)?|частично оплачен[ао]?"
    "|просрочен[ао]?|переговоры|открыт[ао]?|overdue|open|pending|in progress|new|on hold|negotiation"
    "|unapproved|unconfirmed",
    re.IGNORECASE,
)
_TICKS = frozenset({"x", "х", "✓", "v"})
_ANYTHING = "…"


def is_undone(text: str) -> bool:
    """Say whether a text calls a row taken back, or come to nothing.

    >>> [is_undone(each) for each in ("Возврат от покупателя", "СТОРНО", "Cancelled", "Closed lost")]
    [True, True, True, True]
    >>> [is_undone(each) for each in ("Возвратная тара", "Отмена скидки", "удалённая работа", "Returning")]
    [False, False, False, False]
    """
    return _BACK.fullmatch(text) is not None


def is_done(text: str) -> bool:
    """Say whether a text, or a heading, says of a row that its amount came about.

    >>> is_done("Успешно реализовано"), is_done("Closed Won"), is_done("Оплачено"), is_done("Paid by")
    (True, True, True, False)
    """
    return _DONE.fullmatch(text) is not None


def tell_stage(text: str, says: str) -> str:
    """Return a text that says whether an amount came about, else ""; under `DONE` one sign for the others."""
    told = is_undone(text) or is_done(text) or _OPEN.fullmatch(text) or text.casefold() in _ACTUAL
    if says == DONE and not told and read_flag_word(text) is None:
        return _ANYTHING
    return text if told or says else ""


@dataclass(slots=True)
class UnitColumn:
    """A column that nobody reads: what it says of the amounts beside it, each with the indexes of its rows.

    `says` is what its heading announces, "currency", "unit", "period", "side" or nothing; then only cells
    that are a currency and nothing else say something.
    """

    column: int
    says: str
    rows: dict[str, array[int]] = field(default_factory=dict)

    def find_undone(self) -> list[str]:
        """Return the texts that call rows taken back, or not come about.

        Under such a heading a yes does, too, under one of what is done a no. Where other things than yes and
        no stand there, amounts perhaps, 1 and 0 are none. Plans are none beside actuals, nor is what is under
        way beside what is done.
        """
        found = [text for text in self.rows if self.says in {"", UNDONE, DONE} and is_undone(text)]
        final = any(is_done(text) or text.casefold() in _ACTUAL for text in self.rows)
        if self.says in {"", DONE} and final:
            found += [text for text in self.rows if _OPEN.fullmatch(text)]
        if self.says == DONE:
            amounts = {"0", "-"} if _ANYTHING in self.rows else set()
            found += [text for text in self.rows if read_flag_word(text) is False and text not in amounts]
        others = self.rows.keys() - {*found} if self.says == UNDONE else ()
        says = {text: text.casefold() in _TICKS or read_flag_word(text) for text in others}
        return found if None in says.values() else [*found, *(text for text, yes in says.items() if yes)]


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
    writing: Writing
    currency: str
    head_row: int
    personal: bool

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
