"""Progress: the facts of a period that is not over, each KPI against what is due, pay as it is foreseen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kpicalc.analysis.progress.foresee import Dues, open_at_end
from kpicalc.analysis.progress.measure import check_paces, measure_progress
from kpicalc.api.run import Request, load_facts, open_facts, tell_nobody
from kpicalc.api.schemes import compile_schemes
from kpicalc.facts.other_periods import drop_other_periods
from kpicalc.model.diagnostic import Checked, Diagnostic, has_errors
from kpicalc.model.program import Program
from kpicalc.model.progress import Progress


def find_progress(
    request: Request, as_of: date, on_progress: Callable[[str], None] = tell_nobody
) -> Checked[Progress]:
    """Return where everybody of the facts stands at the end of a day of the period.

    A day outside the period gives a progress of nobody.
    """
    on_progress("reading")
    opened = open_facts(request)
    if opened.value is None:
        return Checked(None, opened.diagnostics)
    workbook, period = opened.value.workbook, opened.value.period
    on_progress("compiling")
    programs = compile_schemes(request.schemes, period)
    problems = opened.diagnostics + programs.diagnostics
    if programs.value is None:
        return Checked(None, problems)
    opening = tuple(map(open_at_end, programs.value))
    on_progress("binding")
    chosen = drop_other_periods(workbook, period, opening)
    if chosen.value is None:
        return Checked(None, problems + chosen.diagnostics)
    bound = load_facts(opening, chosen.value)
    problems += chosen.diagnostics + bound.diagnostics
    if has_errors(problems):
        return Checked(None, problems)
    assert bound.value is not None  # noqa: S101 - else an error says why
    found = {program.period for program, _ in bound.value}
    shown = found.pop() if len(found) == 1 else period
    if any(as_of not in program.period for program, _ in bound.value):
        return Checked(Progress(shown, as_of, (), ()), problems)
    paces, told = _check_all([program for program, _ in bound.value], as_of)
    if has_errors(told):
        return Checked(None, problems + told)
    on_progress("computing")
    people = [
        person
        for program, facts in bound.value
        for person in measure_progress(program, facts, paces[program.scheme])
    ]
    dues = dict.fromkeys(due for each in paces.values() for due in each.values())
    return Checked(Progress(shown, as_of, tuple(dues), tuple(people)), problems)


def _check_all(programs: list[Program], as_of: date) -> tuple[dict[str, Dues], tuple[Diagnostic, ...]]:
    checked = {program.scheme: check_paces(program, as_of) for program in programs}
    problems = tuple(problem for each in checked.values() for problem in each.diagnostics)
    return {name: each.value or {} for name, each in checked.items()}, problems
