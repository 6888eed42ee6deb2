"""The public verbs, in the order in which a run takes them: read, compile, bind, compute, explain."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import count, repeat
from pathlib import Path

from kpicalc.compiler.passes import compile_scheme
from kpicalc.engine.breakdown import break_down
from kpicalc.engine.explain import explain
from kpicalc.engine.settle import join_settlements, settle
from kpicalc.facts.assign import assign_employees
from kpicalc.facts.bind import bind_facts
from kpicalc.facts.find_period import find_period
from kpicalc.facts.read_files import read_workbook
from kpicalc.facts.text_encoding import TextEncoding
from kpicalc.facts.workbook import Workbook
from kpicalc.model.diagnostic import Checked, Diagnostic, Label, error, has_errors
from kpicalc.model.facts import Facts, Frame
from kpicalc.model.period import Period
from kpicalc.model.program import EMPLOYEES, Program
from kpicalc.model.result import Run, Settlement
from kpicalc.scheme.load import load_scheme

__all__ = [
    "Request",
    "break_down",
    "compile_schemes",
    "compute",
    "employee_rows",
    "explain",
    "load_facts",
]


@dataclass(frozen=True, slots=True)
class Request:
    """What to compute: files of facts, scheme files, and the period when the facts do not tell it.

    With `allow_partial` refused cells hold back only the employees whose pay depends on them. With
    `pay_only` nothing but pay is kept in memory: right where few breakdowns are asked for, or none.
    """

    facts: tuple[Path, ...]
    schemes: tuple[Path, ...]
    period: Period | None
    allow_partial: bool = False
    pay_only: bool = False
    encoding: TextEncoding | None = None


def compute(request: Request, on_progress: Callable[[str], None] | None = None) -> Checked[Run]:
    """Compute the pay of every employee in the facts.

    The run is left out when any problem forbids it; with `allow_partial` it may stand beside errors:
    then the employees they concern are unpaid.
    """
    tell = on_progress or _tell_nobody
    tell("reading")
    workbook = read_workbook(request.facts, request.encoding)
    if workbook.value is None:
        return Checked(None, workbook.diagnostics)
    period = _period_of(request, workbook.value)
    if period.value is None:
        return Checked(None, workbook.diagnostics + period.diagnostics)
    tell("compiling")
    programs = compile_schemes(request.schemes, period.value)
    problems = workbook.diagnostics + period.diagnostics + programs.diagnostics
    if programs.value is None:
        return Checked(None, problems)
    tell("binding")
    bound = load_facts(programs.value, workbook.value)
    problems += bound.diagnostics
    if bound.value is None or (has_errors(problems) and not request.allow_partial):
        return Checked(None, problems)
    tell("computing")
    keep_all = not request.pay_only
    settlements = [settle(program, facts, keep_all=keep_all) for program, facts in bound.value]
    run = join_settlements(period.value, settlements)
    problems = tuple(dict.fromkeys(problems + run.diagnostics))
    complete = request.allow_partial or not has_errors(problems)
    return Checked(run if complete else None, problems)


def compile_schemes(paths: Iterable[Path], period: Period) -> Checked[tuple[Program, ...]]:
    """Load and compile schemes for a period; two schemes of one name are an error."""
    programs: list[Program] = []
    problems: list[Diagnostic] = []
    for path in paths:
        document = load_scheme(path)
        problems.extend(document.diagnostics)
        if document.value is not None:
            program = compile_scheme(document.value, period)
            problems.extend(program.diagnostics)
            programs += [] if program.value is None else [program.value]
    problems.extend(_twins(programs))
    return Checked(None if has_errors(problems) else tuple(programs), tuple(problems))


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
        rows = assigned.value.rows[program.scheme]
        if rows is not None and not rows:
            continue
        facts = bind_facts(program, workbook, rows)
        problems.extend(facts.diagnostics)
        complete = complete and facts.value is not None
        pairs += [] if facts.value is None else [(program, facts.value)]
    return Checked(tuple(pairs) if complete else None, tuple(dict.fromkeys(problems)))


def employee_rows(run: Run) -> tuple[tuple[Settlement, int], ...]:
    """Return every employee of a run, as a settlement and a row in it, in the order of the sheet."""
    if len(run.settlements) == 1:
        only = run.settlements[0]
        return tuple(zip(repeat(only), range(only.facts.frames[EMPLOYEES].size)))
    by_sheet_row = [_sheet_rows(each.facts.frames[EMPLOYEES]) for each in run.settlements]
    ordered = merge(*(zip(rows, repeat(at), count()) for at, rows in enumerate(by_sheet_row)))
    return tuple((run.settlements[at], row) for _, at, row in ordered)


def _sheet_rows(frame: Frame) -> Sequence[int]:
    return range(frame.size) if frame.origin is None else frame.origin.rows


def _period_of(request: Request, workbook: Workbook) -> Checked[Period]:
    if request.period is not None:
        return Checked(request.period)
    found = find_period(workbook)
    return Checked(None if found.value is None else found.value[0], found.diagnostics)


def _twins(programs: list[Program]) -> Iterator[Diagnostic]:
    seen: dict[str, Program] = {}
    for program in programs:
        first = seen.setdefault(program.scheme, program)
        if first is not program:
            label = Label(first.grains["company"].span, "first_here")
            yield error("KPI227", program.grains["company"].span, label, name=program.scheme)


def _tell_nobody(_: str) -> None:
    """Progress that nobody watches."""
