"""Fill the columns that come from earlier periods: from closed ones, or the sheet of opening values."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import field, replace
from decimal import Decimal
from itertools import count
from typing import cast

from kpicalc.facts.earlier_values import Absence, EarlierValues, MissingPast
from kpicalc.facts.find_header import nearest_heading
from kpicalc.facts.head_rows import heading_text
from kpicalc.facts.headings import normalise_heading
from kpicalc.facts.join import twin_forms
from kpicalc.facts.locate_sheets import is_opening
from kpicalc.facts.packed import unpack
from kpicalc.facts.workbook import Sheet, Workbook
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, Label, error, warning
from kpicalc.model.facts import Facts, Frame, SheetReceipt
from kpicalc.model.fault import Fault, Value
from kpicalc.model.history import History, Past, PastCell
from kpicalc.model.kind import Scalar
from kpicalc.model.problem import Problem
from kpicalc.model.program import COMPANY, EMPLOYEES, Input, Program
from kpicalc.model.source import CellRef

_DIGIT = re.compile("[0-9]")
# A number with so many digits did not end when it was computed.
_UNENDING = 24


@dataclass(frozen=True, slots=True)
class _Typed:
    """What a sheet says of the past of a row, and where."""

    value: Value
    cell: CellRef

    def choose(self, given: Input, closed: tuple[Scalar | None, PastCell | None]) -> Value | None:
        """Return what is known: the closed period counts, a sheet may only agree."""
        value, source = closed
        if source is None:
            return self.value
        if isinstance(self.value, Fault) or self.value == value:
            return value
        told = {"typed": self.value, "closed": value, "period": str(source.period)}
        return Fault((error(Problem.PAST_DIFFERS, self.cell, name=given.label, **told),))


@dataclass(slots=True)
class _TakingOver:
    program: Program
    earlier: EarlierValues
    opening: Frame | None
    rows: Mapping[str, int]
    begun: bool = False
    unsaid: dict[int, dict[str, None]] = field(default_factory=dict)
    problems: list[Diagnostic] = field(default_factory=list)

    def typed(self, frame: Frame, given: Input) -> dict[int, _Typed]:
        """Return what stands in the sheet of the table by row, else in that of opening values."""
        own = unpack(frame, given.name) if given.name in frame.columns else ()
        found = {
            row: _Typed(value, frame.cell_read(given.name, row))
            for row, value in enumerate(own)
            if not _is_blank(value)
        }
        opening = self.opening
        if frame.grain == EMPLOYEES and opening is not None and given.name in opening.columns:
            said = opening.columns[given.name]
            for row, there in enumerate(map(self.rows.get, twin_forms(list(frame.keys)))):
                if row not in found and there is not None and not _is_blank(said[there]):
                    found[row] = _Typed(said[there], opening.cell_read(given.name, there))
        return found

    def fill(self, frame: Frame, given: Input) -> Frame:
        keys = (COMPANY,) if frame.grain == COMPANY else frame.keys
        found = self.earlier.of_rows(given, keys, frame.labels)
        column: list[Value | None] = list(found.column)
        places: Mapping[int, CellRef | PastCell] = found
        typed = self.typed(frame, given)
        if typed:
            places = {**{row: each.cell for row, each in typed.items()}, **found}
            for row, each in typed.items():
                column[row] = each.choose(given, (found.column[row], found.get(row)))
        lacking = [row for row in found.lacks if row not in typed]
        self._note_beginnings(frame, given, {row: found.lacks[row] for row in lacking})
        makers = {lack: self._lacking(given, lack, frame) for lack in {found.lacks[row] for row in lacking}}
        for row in lacking:
            column[row] = makers[found.lacks[row]](row)
        faulty = bool(lacking) or any(isinstance(column[row], Fault) for row in typed)
        numbers = [each for each in column if type(each) is Decimal]
        inexact = any(len(each.as_tuple().digits) >= _UNENDING for each in numbers)
        cut = frame.cut | {given.name} if inexact else frame.cut
        names = frame.faulty | {given.name} if faulty else frame.faulty - {given.name}
        columns = {**frame.columns, given.name: cast("list[Value]", column)}
        return replace(
            frame, columns=columns, faulty=names, cut=cut, taken={**frame.taken, given.name: places}
        )

    def _note_beginnings(self, frame: Frame, given: Input, lacks: Mapping[int, MissingPast]) -> None:
        """Note who begins anew; where there is a sheet of opening values, also by what the scheme allows."""
        past = given.past
        assert past is not None  # noqa: S101 - only columns that come from history are filled
        if past.ago > 1:
            return
        if self.opening is None or frame.grain != EMPLOYEES:
            self.begun |= any(_begins(each, past) for each in lacks.values())
            return
        for row, lack in lacks.items():
            if lack.absence is Absence.BEFORE_BEGIN or _begins(lack, past):
                self.unsaid.setdefault(row, {})[past.name] = None

    def tell_beginnings(self, frame: Frame) -> Iterator[Diagnostic]:
        """Yield a warning of whom the sheet of opening values leaves out, one for each set of values."""
        groups: dict[tuple[str, ...], list[int]] = {}
        for row, values in sorted(self.unsaid.items()):
            groups.setdefault(tuple(values), []).append(row)
        for named, rows in groups.items():
            told = {"who": frame.labels[rows[0]], "count": len(rows)}
            yield warning(Problem.OPENING_VALUE_LACKS, frame.row_place(rows[0]), **told, values=named)

    def _lacking(self, given: Input, lack: MissingPast, frame: Frame) -> Callable[[int], Fault]:
        """Return what makes of a row what stands where no value is known: missing where that is certain."""
        past = given.past
        assert past is not None  # noqa: S101 - only columns that come from history are filled
        missing = _begins(lack, past) or lack.absence in {Absence.NEW, Absence.BEFORE_BEGIN}
        code = _CODES.get(lack.absence, Problem.PAST_UNKNOWN)
        told = {"name": past.name, "who": "—", "heading": given.headings[0]}
        spoken = {} if code == Problem.PAST_UNKNOWN else {"period": lack.when, "other": lack.other}
        of_all = error(code, given.span, **told, **spoken)
        asked = (Label(given.span, "past_here"),)

        def make(row: int) -> Fault:
            place = frame.row_place(row)
            who = frame.labels[row]
            params = tuple(("who", who) if each[0] == "who" and who else each for each in of_all.params)
            primary, others = (of_all.primary, ()) if place is None else (Label(place), asked)
            return Fault((Diagnostic(of_all.code, of_all.severity, params, primary, others),), missing)

        return make


def take_over(
    program: Program, frames: Mapping[str, Frame], history: History, opening: Frame | None
) -> tuple[Mapping[str, Frame], tuple[Diagnostic, ...]]:
    """Return the frames with every column that comes from earlier periods, and what is wrong with them.

    What a closed period knows comes first; what a sheet says beside it must be the same. What neither knows
    is a missing value where the row is new, else a Fault.
    """
    earlier = EarlierValues(program, history)
    keys = () if opening is None else opening.keys
    taking = _TakingOver(program, earlier, opening, dict(zip(twin_forms(list(keys)), count())))
    filled = dict(frames)
    asked = [(each, each.past) for each in program.inputs if each.past is not None]
    for each, _ in asked:
        filled[each.grain] = taking.fill(filled[each.grain], each)
    if taking.begun:
        spans, named = zip(*((each.span, past.name) for each, past in asked if past.begins), strict=True)
        told = {"period": program.period, "values": tuple(dict.fromkeys(named))}
        no_history = warning(Problem.HISTORY_BEGINS, spans[0], **told)
        taking.problems.append(no_history)
    taking.problems += taking.tell_beginnings(filled[EMPLOYEES])
    return filled, tuple(dict.fromkeys(taking.problems))


def _begins(lack: MissingPast, past: Past) -> bool:
    return lack.absence is Absence.NO_HISTORY and past.begins and past.since is None


def _is_blank(value: Value) -> bool:
    return isinstance(value, Fault) and value.missing


_CODES: Mapping[Absence, str] = {
    Absence.GAP: Problem.PERIOD_NOT_CLOSED,
    Absence.ROW_ABSENT: Problem.ROW_ABSENT_BEFORE,
    Absence.VALUE_ABSENT: Problem.PAST_VALUE_ABSENT,
    Absence.OTHER_SCHEME: Problem.PAID_BY_OTHER_SCHEME,
    Absence.SEVERAL_DEPARTMENTS: Problem.PAID_BY_SEVERAL_DEPARTMENTS,
    Absence.OTHER_KIND: Problem.PAST_OF_OTHER_KIND,
    Absence.NOT_COMPUTED: Problem.PAST_NOT_COMPUTED,
    Absence.SAME_NAME: Problem.NUMBER_MAY_HAVE_CHANGED,
    Absence.OTHER_NAME: Problem.NUMBER_OF_ANOTHER,
}


def opening_sheets(workbook: Workbook) -> tuple[Sheet, ...]:
    """Return the sheets of opening values."""
    return tuple(each for each in workbook.sheets if is_opening(each))


def opening_program(program: Program) -> Program:
    """Return what reads a sheet of opening values: a list of people with the columns that come from history.

    There a column may also be headed by the value itself: the sheet says that it is the past.
    """
    people = program.grains[EMPLOYEES]
    home = replace(people, parent=COMPANY, superior="", split=None, valid=None, on="", segmented=False)
    asked = tuple(
        _plain(each, each.past)
        for each in program.inputs
        if each.past is not None and each.grain == EMPLOYEES
    )
    return replace(program, grains={COMPANY: program.grains[COMPANY], EMPLOYEES: home}, inputs=asked)


def _plain(given: Input, past: Past) -> Input:
    bare = (past.written, past.name, past.title) if past.ago == 1 else ()
    return replace(given, headings=tuple(dict.fromkeys((*given.headings, *filter(None, bare)))), past=None)


def find_strangers(pairs: Sequence[tuple[Program, Facts]]) -> Iterator[Diagnostic]:
    """Yield an error for each person of the opening values whom no sheet of employees lists."""
    frames = [facts.frames[EMPLOYEES] for _, facts in pairs]
    known = frozenset(twin_forms([key for frame in frames for key in frame.keys]))
    told: set[str] = set()
    for _, facts in pairs:
        opening = facts.opening
        if opening is None:
            continue
        for row, form in enumerate(twin_forms(list(opening.keys))):
            if form not in known | told:
                told.add(form)
                who = opening.labels[row]
                yield error(Problem.OPENING_OF_NOBODY, opening.row_place(row), who=who)


def find_unread_values(
    programs: Sequence[Program], facts: Sequence[Facts], workbook: Workbook
) -> Iterator[Diagnostic]:
    """Yield an error for each column of opening values that may be one asked for, and is read by nobody.

    Where nobody reads anything of such a sheet, each of its columns may be meant. In the first period the
    sheet may also be called otherwise.
    """
    inputs = [given for each in programs for given in opening_program(each).inputs]
    asked = {normalise_heading(each): each for given in inputs for each in given.headings}
    read = {(each.file, each.sheet): each for one in facts for each in one.receipts}
    for sheet in workbook.sheets if asked else ():
        receipt = read.get((sheet.file, sheet.name))
        if receipt is not None and is_opening(sheet):
            yield from _find_slips(sheet, receipt, asked)
        elif receipt is None and not (is_opening(sheet) or workbook.history.periods):
            yield from _find_misnamed(sheet, asked)


def _find_misnamed(sheet: Sheet, asked: Container[str]) -> Iterator[Diagnostic]:
    rows = range(1, len(sheet.head))
    headings = ((row, *each) for row in rows for each in _headings_of_numbers(sheet, row))
    for row, at, text in headings:
        if normalise_heading(text) in asked:
            told = {"heading": text, "known": text, "sheet": sheet.title, "hint": "sheet"}
            yield error(Problem.OPENING_VALUES_UNREAD, sheet.cell(row, at), **told)


def _find_slips(sheet: Sheet, receipt: SheetReceipt, asked: Mapping[str, str]) -> Iterator[Diagnostic]:
    roles = frozenset(each.column for each in receipt.roles)
    row = receipt.header_row
    headings = {at: text for at, text in _headings_of_numbers(sheet, row) if at not in roles}
    unread = {at: text for at, text in headings.items() if normalise_heading(text) not in asked}
    known = list(asked.values())
    for at, text in unread.items():
        near = nearest_heading(text, known) or (known[0] if unread == headings else None)
        if near is not None:
            told = {"heading": text, "known": near, "sheet": sheet.title}
            yield error(Problem.OPENING_VALUES_UNREAD, sheet.cell(row, at), **told)


def _headings_of_numbers(sheet: Sheet, row: int) -> Iterator[tuple[int, str]]:
    """Yield column and heading of those in which digits stand below a row of headings."""
    for at, cell in enumerate(sheet.head[row - 1]):
        below = (str(each[at]) for each in sheet.head[row:])
        if (text := heading_text(cell)) and any(map(_DIGIT.search, below)):
            yield at + 1, text
