"""Fill the columns that come from earlier periods: from closed ones, else from what a sheet says of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kpicalc.facts.earlier_values import Absence, EarlierValues, FoundValues
from kpicalc.facts.join import twin_forms
from kpicalc.facts.packed import unpack
from kpicalc.model.diagnostic import Diagnostic, Label, error, warning
from kpicalc.model.facts import Frame
from kpicalc.model.fault import Fault, Value
from kpicalc.model.history import History, PastCell
from kpicalc.model.problem import Problem
from kpicalc.model.program import COMPANY, EMPLOYEES, Input, Program
from kpicalc.model.source import CellRef, Place, Span

# A number with so many digits did not end when it was computed.
_UNENDING = 24


@dataclass(frozen=True, slots=True)
class _Typed:
    """What a sheet says of the past of a row, and where; the value is None where it says nothing."""

    value: Value | None = None
    cell: CellRef | None = None


@dataclass(slots=True)
class _TakingOver:
    program: Program
    earlier: EarlierValues
    opening: Frame | None
    rows: Mapping[str, int]
    begun: bool = False
    problems: list[Diagnostic] = field(default_factory=list)

    def typed(self, frame: Frame, given: Input, forms: Sequence[str]) -> Iterator[_Typed]:
        """Yield what stands in the sheet of the table for each row, else in that of opening values."""
        own = iter(unpack(frame, given.name)) if given.name in frame.columns else None
        for row, form in enumerate(forms):
            value = None if own is None else next(own)
            if not _is_blank(value):
                yield _Typed(value, frame.cell(given.name, row))
            else:
                yield self._opening(given, form) if frame.grain == EMPLOYEES else _Typed()

    def _opening(self, given: Input, form: str) -> _Typed:
        sheet, row = self.opening, self.rows.get(form)
        if sheet is None or row is None or given.name not in sheet.columns:
            return _Typed()
        value = sheet.columns[given.name][row]
        return _Typed() if _is_blank(value) else _Typed(value, sheet.cell(given.name, row))


def take_over(
    program: Program, frames: Mapping[str, Frame], history: History, opening: Frame | None
) -> tuple[Mapping[str, Frame], tuple[Diagnostic, ...]]:
    """Return the frames with every column that comes from earlier periods, and what is wrong with them.

    What a closed period knows comes first; what a sheet says beside it must be the same. What neither knows
    is a missing value where the row is new, else a Fault.
    """
    keys = () if opening is None else opening.keys
    rows = {form: row for row, form in enumerate(twin_forms(list(keys)))}
    taking = _TakingOver(program, EarlierValues(program, history), opening, rows)
    filled = dict(frames)
    for each in program.inputs:
        if each.past is not None:
            filled[each.grain] = _fill(taking, filled[each.grain], each)
    if taking.begun:
        taking.problems.append(_no_history(program))
    return filled, tuple(dict.fromkeys(taking.problems))


def _no_history(program: Program) -> Diagnostic:
    asked = [each for each in program.inputs if each.past is not None and each.past.begins]
    values = tuple(dict.fromkeys(each.past.name for each in asked if each.past is not None))
    return warning(Problem.HISTORY_BEGINS, asked[0].span, period=program.period, values=values)


def _fill(taking: _TakingOver, frame: Frame, given: Input) -> Frame:
    keys = [COMPANY] if frame.grain == COMPANY else list(frame.keys)
    known = taking.earlier.of_rows(given, keys, frame.labels)
    column: list[Value] = []
    places: dict[int, CellRef | PastCell] = {}
    for row, (found, typed) in enumerate(
        zip(known, taking.typed(frame, given, twin_forms(keys)), strict=True)
    ):
        value = _choose(given, found, typed)
        column.append(_lacking(taking, given, found, (frame, row)) if value is None else value)
        place = found.source or typed.cell
        if place is not None:
            places[row] = place
    faulty = any(isinstance(each, Fault) for each in column)
    inexact = any(isinstance(each, Decimal) and len(each.as_tuple().digits) >= _UNENDING for each in column)
    cut = frame.cut | {given.name} if inexact else frame.cut
    names = frame.faulty | {given.name} if faulty else frame.faulty - {given.name}
    columns = {**frame.columns, given.name: column}
    return replace(frame, columns=columns, faulty=names, cut=cut, taken={**frame.taken, given.name: places})


def _is_blank(value: Value | None) -> bool:
    return value is None or (isinstance(value, Fault) and value.missing)


def _choose(given: Input, found: FoundValues, typed: _Typed) -> Value | None:
    """Return what is known, None where nothing is: the closed period counts, a sheet may only agree."""
    if found.value is None or typed.value is None or isinstance(typed.value, Fault):
        return typed.value if found.value is None else found.value
    if typed.value == found.value or found.source is None:
        return found.value
    values = {"typed": typed.value, "closed": found.value, "period": str(found.source.period)}
    return Fault((error(Problem.PAST_DIFFERS, typed.cell, name=given.label, **values),))


_CODES: Mapping[Absence, str] = {
    Absence.GAP: Problem.PERIOD_NOT_CLOSED,
    Absence.ROW_ABSENT: Problem.ROW_ABSENT_BEFORE,
    Absence.VALUE_ABSENT: Problem.PAST_VALUE_ABSENT,
    Absence.OTHER_SCHEME: Problem.PAID_BY_OTHER_SCHEME,
    Absence.SEVERAL_DEPARTMENTS: Problem.PAID_BY_SEVERAL_DEPARTMENTS,
    Absence.OTHER_KIND: Problem.PAST_OF_OTHER_KIND,
    Absence.NOT_COMPUTED: Problem.PAST_NOT_COMPUTED,
    Absence.SAME_NAME: Problem.NUMBER_MAY_HAVE_CHANGED,
}


def _lacking(taking: _TakingOver, given: Input, found: FoundValues, at: tuple[Frame, int]) -> Fault:
    """Return what stands where no value is known: a missing one where that is certain."""
    past, (frame, row) = given.past, at
    assert past is not None  # noqa: S101 - only columns that come from history are filled
    begins = found.lack is Absence.NO_HISTORY and past.begins and past.since is None
    if begins and past.ago == 1:
        taking.begun = True
    who = "" if frame.grain == COMPANY else frame.labels[row] or frame.keys[row]
    place: Place = frame.row_place(row) or given.span
    asked = () if isinstance(place, Span) else (Label(given.span, "past_here"),)
    code = Problem.PAST_UNKNOWN if found.lack is None else _CODES.get(found.lack, Problem.PAST_UNKNOWN)
    told = {"name": past.name, "who": who or "—", "heading": given.headings[0]}
    spoken = {} if code == Problem.PAST_UNKNOWN else {"period": found.when, "other": found.other}
    problem = error(code, place, *asked, **told, **spoken)
    return Fault((problem,), missing=begins or found.lack in {Absence.NEW, Absence.BEFORE_BEGIN})
