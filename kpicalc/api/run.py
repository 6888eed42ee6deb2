"""A run: facts read, schemes compiled, each employee given to the one that pays him, pay computed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache
from heapq import merge
from itertools import count, repeat
from pathlib import Path
from typing import TYPE_CHECKING

from kpicalc.api.schemes import compile_schemes
from kpicalc.engine.checks import hold_back
from kpicalc.engine.settle import Choose, join_settlements, narrow_pairs, omit_unchosen, settle
from kpicalc.facts.assign import assign_employees
from kpicalc.facts.bind import bind_facts
from kpicalc.facts.find_period import find_period
from kpicalc.facts.other_periods import drop_other_periods
from kpicalc.facts.read_files import read_workbook
from kpicalc.facts.workbook import Workbook
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, Label, has_errors, tell_of_keys
from kpicalc.model.facts import Facts, Frame
from kpicalc.model.history import NO_HISTORY, History
from kpicalc.model.period import Period, PeriodLength
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Input, Program
from kpicalc.model.result import Run, Settlement
from kpicalc.model.settings import NO_SETTINGS, Settings
from kpicalc.model.source import Place
from kpicalc.scheme.file_text import load_words
from kpicalc.scheme.formula_words import call_values_of

if TYPE_CHECKING:
    from kpicalc.model.month import CarriedAmount
    from kpicalc.months.recall import BookPlace

# Each scheme chooses among all closed periods by its own calendar.
_ALL_TIME = Period(9998, 1, PeriodLength.YEAR)
# Problems of a scheme with the period that it is computed for.
_OF_PERIOD = frozenset({Problem.PERIOD_LENGTH, Problem.PERIOD_NOT_OF_SCHEME})


@dataclass(frozen=True, slots=True)
class Request:
    """What to compute: files of facts, scheme files, and the period when the facts do not tell it.

    With `allow_partial` refused cells hold back only the employees whose pay depends on them. With
    `pay_only` nothing but pay is kept in memory: right where few breakdowns are asked for, or none.
    `columns` of the employees are read for outputs, besides those that the schemes need. `history` is what
    earlier periods left; the `book` of months has its own, where there is one. In the folder `kept` compiled
    schemes are remembered.
    """

    facts: tuple[Path, ...]
    schemes: tuple[Path, ...]
    period: Period | None
    allow_partial: bool = False
    pay_only: bool = False
    encoding: str = ""
    settings: Settings = NO_SETTINGS
    columns: tuple[Input, ...] = ()
    history: History = NO_HISTORY
    book: BookPlace | None = None
    kept: Path | None = None


@dataclass(frozen=True, slots=True)
class OpenedFacts:
    """The facts of a request as read, their period, and where they name it unless it was asked for."""

    workbook: Workbook
    period: Period
    title: Place | None


def open_facts(request: Request) -> Checked[OpenedFacts]:
    """Read the files of facts, and find the period when it was not asked for; add what is past."""
    # Few files are so written that the words of the schemes are needed, but then several.
    words = cache(lambda: load_words(request.schemes))
    read = read_workbook(request.facts, request.encoding, request.settings, words)
    if read.value is None:
        return Checked(None, read.diagnostics)
    history = _remember(request)
    if history.value is None:
        return Checked(None, read.diagnostics + history.diagnostics)
    workbook = replace(read.value, history=history.value)
    if request.period is not None:
        return Checked(OpenedFacts(workbook, request.period, None), read.diagnostics)
    found = find_period(workbook)
    problems = read.diagnostics + found.diagnostics
    return Checked(None if found.value is None else OpenedFacts(workbook, *found.value), problems)


def tell_nobody(_: str) -> None:
    """Progress that nobody watches."""


def compute(
    request: Request, on_progress: Callable[[str], None] = tell_nobody, choose: Choose | None = None
) -> Checked[Run]:
    """Compute the pay of every employee in the facts, or for those chosen alone, without remarks on others.

    The run is left out when any problem forbids it; with `allow_partial` it may stand beside errors:
    then the employees they concern are unpaid.
    """
    bound = bind_request(request, on_progress)
    if bound.value is None or (has_errors(bound.diagnostics) and not request.allow_partial):
        return Checked(None, bound.diagnostics)
    due = _carry_over(request, bound.value.pairs, bound.value.programs[0].period)
    if due.value is None:
        return Checked(None, bound.diagnostics + due.diagnostics)
    on_progress("computing")
    pairs, carried = due.value
    own = pairs if choose is None else narrow_pairs(pairs, choose)
    settlements = [hold_back(settle(program, facts, keep_all=not request.pay_only)) for program, facts in own]
    joined = join_settlements(bound.value.period, settlements)
    run = replace(joined, left_out=bound.value.workbook.left_out, carried=carried)
    told = dict.fromkeys(bound.diagnostics + due.diagnostics + run.diagnostics)
    problems = omit_unchosen(tuple(told), pairs, choose)
    for program, _ in own:
        problems = call_values_of(program, problems)
    complete = request.allow_partial or not has_errors(problems)
    return Checked(replace(run, diagnostics=problems) if complete else None, problems)


def settle_alone(
    request: Request, on_progress: Callable[[str], None] = tell_nobody
) -> tuple[Checked[Settlement], int]:
    """Compute the only scheme of a request, and say how many people of the facts it does not pay.

    That it does not pay somebody is an error only where it pays nobody.
    """
    run = compute(replace(request, allow_partial=True), on_progress)
    problems = tuple(each for each in run.diagnostics if each.code != Problem.EMPLOYEE_WITHOUT_SCHEME)
    left_out = len(run.diagnostics) - len(problems)
    if run.value is None or has_errors(problems) or not run.value.settlements:
        return Checked(None, problems if has_errors(problems) else run.diagnostics), left_out
    return Checked(run.value.settlements[0], problems), left_out


@dataclass(frozen=True, slots=True)
class BoundRequest:
    """The facts of a request as its schemes read them: all that a run is computed from."""

    period: Period
    programs: tuple[Program, ...]
    pairs: tuple[tuple[Program, Facts], ...]
    workbook: Workbook


def bind_request(request: Request, tell: Callable[[str], None]) -> Checked[BoundRequest]:
    """Read the facts and compile the schemes of a request, and give each employee to the one that pays him.

    With a value there may be errors too: cells that are refused.
    """
    tell("reading")
    opened = open_facts(request)
    if opened.value is None:
        return Checked(None, opened.diagnostics)
    tell("compiling")
    workbook, wanted = opened.value.workbook, opened.value.period
    programs = compile_schemes(request.schemes, wanted, request.kept)
    problems = opened.diagnostics + point_at_title(programs.diagnostics, opened.value.title)
    if programs.value is None:
        return Checked(None, problems)
    tell("binding")
    chosen = drop_other_periods(workbook, wanted, programs.value)
    if chosen.value is None:
        return Checked(None, problems + chosen.diagnostics)
    bound = load_facts(widen_programs(programs.value, request.columns), chosen.value)
    problems += chosen.diagnostics + bound.diagnostics
    if bound.value is None:
        return Checked(None, problems)
    return Checked(BoundRequest(wanted, programs.value, bound.value, chosen.value), problems)


def _remember(request: Request) -> Checked[History]:
    """Return what closed periods left: as the book says, where there is one."""
    if request.book is None:
        return Checked(request.history)
    from kpicalc.months.recall import read_history  # noqa: PLC0415 - only with a book of months

    return read_history(request.book, _ALL_TIME)


_Pairs = tuple[tuple[Program, Facts], ...]


def _carry_over(
    request: Request, pairs: _Pairs, period: Period
) -> Checked[tuple[_Pairs, tuple[CarriedAmount, ...]]]:
    """Add the differences of earlier months that the book says are due; without a book there are none."""
    if request.book is None:
        return Checked((pairs, ()))
    from kpicalc.engine.carry_over import carry_over  # noqa: PLC0415 - only with a book of months
    from kpicalc.months.recall import recall_due  # noqa: PLC0415

    due = recall_due(request.book, period)
    if due.value is None:
        return Checked(None, due.diagnostics)
    joined = carry_over(pairs, due.value, str(request.book.path), request.book.department)
    return Checked((joined.pairs, joined.paid), joined.diagnostics)


def load_facts(
    programs: tuple[Program, ...], workbook: Workbook
) -> Checked[tuple[tuple[Program, Facts], ...]]:
    """Give each employee to the scheme that pays him, and read what each scheme needs.

    Schemes that pay nobody in the workbook are left out.
    """
    assigned = assign_employees(programs, workbook)
    if assigned.value is None:
        return Checked(None, assigned.diagnostics)
    problems = list(assigned.diagnostics)
    pairs: list[tuple[Program, Facts]] = []
    complete = True
    for program in programs:
        people = assigned.value.people[program.scheme]
        if not people.sheets:
            continue
        facts = bind_facts(program, workbook, people)
        problems.extend(call_values_of(program, tell_of_keys(program.keys, facts.diagnostics)))
        complete = complete and facts.value is not None
        pairs += [] if facts.value is None else [(program, facts.value)]
    if complete:
        problems += (*_check_segments(pairs), *_check_opening(pairs, programs, workbook))
    if complete and len(workbook.sheets) > 1:
        from kpicalc.facts.unread_sheets import find_unread  # noqa: PLC0415 - of one sheet nothing is unread

        problems += find_unread(pairs, programs, workbook)
    return Checked(tuple(pairs) if complete else None, tuple(dict.fromkeys(problems)))


def _check_segments(pairs: Sequence[tuple[Program, Facts]]) -> Iterable[Diagnostic]:
    if not any(program.grains[EMPLOYEES].segmented for program, _ in pairs):
        return ()
    from kpicalc.facts.segments import check_segments  # noqa: PLC0415 - few schemes know segments

    return check_segments(pairs)


def _check_opening(
    pairs: Sequence[tuple[Program, Facts]], programs: Sequence[Program], workbook: Workbook
) -> Iterable[Diagnostic]:
    if not any(each.past for program in programs for each in program.inputs):
        return ()
    from kpicalc.facts.take_over import find_strangers, find_unread_values  # noqa: PLC0415 - rarely asked for

    facts = [each for _, each in pairs]
    return (*find_strangers(pairs), *find_unread_values(programs, facts, workbook))


def employee_rows(run: Run) -> tuple[tuple[Settlement, int], ...]:
    """Return every employee that a run shows, as a settlement and a row in it, in the order of the sheet."""
    if len(run.settlements) == 1:
        only = run.settlements[0]
        return tuple(zip(repeat(only), only.rows))
    by_sheet_row = [_order_rows(each.facts.frames[EMPLOYEES]) for each in run.settlements]
    ordered = merge(*(zip(rows, repeat(at), count()) for at, rows in enumerate(by_sheet_row)))
    shown = [each.rows if each.shown is None else frozenset(each.shown) for each in run.settlements]
    return tuple((run.settlements[at], row) for _, at, row in ordered if row in shown[at])


def pay_in_currency(
    request: Request, currency: str, on_progress: Callable[[str], None]
) -> Checked[tuple[Period, tuple[tuple[Settlement, int], ...]]]:
    """Compute a request; return its period and who is paid in a currency, without one in the only one."""
    run = compute(request, on_progress)
    if run.value is None:
        return Checked(None, run.diagnostics)
    places = (place for place in employee_rows(run.value) if currency in {"", place[0].program.currency})
    kept = tuple(places)
    one = len({place[0].program.currency for place in kept}) == 1
    return Checked((run.value.period, kept) if one else None, run.diagnostics)


def _order_rows(frame: Frame) -> Iterable[tuple[int, int]]:
    return zip(repeat(0), range(frame.size)) if frame.origin is None else frame.origin.order()


def widen_programs(programs: tuple[Program, ...], columns: tuple[Input, ...]) -> tuple[Program, ...]:
    """Let the programs read columns of the employees that no formula needs."""
    shown = tuple(replace(each, shown_only=True) for each in columns)
    return tuple(replace(each, inputs=(*each.inputs, *shown)) for each in programs) if shown else programs


def point_at_title(problems: Iterable[Diagnostic], title: Place | None) -> tuple[Diagnostic, ...]:
    """Let a problem with the period say where in the facts the period stands."""
    others = () if title is None else (Label(title, "period_here"),)
    return tuple(
        replace(each, others=(*each.others, *others)) if each.code in _OF_PERIOD else each
        for each in problems
    )
