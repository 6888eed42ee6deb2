"""One job of a batch closed: a department of the book of months, with its files, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from kpicalc import api
from kpicalc.cli.close import find_settings_file
from kpicalc.cli.closed_months import guard_statements, remember_months
from kpicalc.cli.closing import enter_run, find_objections, take_turn, write_closing
from kpicalc.cli.compute import Pay, write_pay
from kpicalc.cli.deliver import Together
from kpicalc.cli.job_task import (
    ClosingJobs,
    JobTask,
    digest_file,
    list_inputs,
    refuse_job,
    tell_paid,
)
from kpicalc.cli.made_folders import write_in_folders
from kpicalc.cli.outcome import Refusal
from kpicalc.cli.paths import find_book
from kpicalc.cli.signing import confirm_warnings
from kpicalc.model.batch import JobOutcome, JobPerson, JobState, JobTotal, add_totals
from kpicalc.model.diagnostic import has_errors
from kpicalc.model.month import FileRole, KeptFile, PaidAmount
from kpicalc.model.problem import Problem
from kpicalc.model.result import Run
from kpicalc.model.source import FilePlace
from kpicalc.months.book_file import OpenBook, holds_months, read_book
from kpicalc.months.month_records import last_words, list_amounts, list_kept_files, list_records

# Seconds to wait for the other jobs of a batch, which write into the same book one after the other.
_PATIENCE = 300
# Another job may close what this one rests on while it is computed; it is tried again so often.
_TRIES = 3
_AGAIN = frozenset({Problem.BOOK_MOVED_ON, Problem.MONTH_CLOSED})
_INPUTS = frozenset({FileRole.SCHEME, FileRole.FACTS, FileRole.SETTINGS})


def close_job(task: JobTask, closing: ClosingJobs, request: api.Request) -> JobOutcome:
    """Close a job, or say why not; one that was closed from the same files is left as it is."""
    book = find_book(task.folder)
    if isinstance(book, Refusal):
        return refuse_job(task, book)
    outcome = JobOutcome(task.job.name, JobState.REFUSED, task.job.period)
    codes = {str(Problem.BOOK_MOVED_ON)}
    for _ in range(_TRIES):
        # Another run of the batch, whose first process was killed, may have closed it meanwhile.
        known = _find_closed(book, task, request) if codes & _AGAIN else None
        if known is not None or Problem.BOOK_MOVED_ON not in codes:
            return known or outcome
        outcome = _close(book, task, closing, request)
        codes = {each.code for each in outcome.problems}
        if codes.isdisjoint(_AGAIN):
            break
    return outcome


def _close(book: Path, task: JobTask, closing: ClosingJobs, request: api.Request) -> JobOutcome:
    job = task.job
    outcome = JobOutcome(job.name, JobState.REFUSED, job.period)
    found = take_turn(book, job.name)
    if found.value is None:
        return replace(outcome, problems=found.diagnostics)
    turn = replace(found.value, shared=closing.shared, patience=_PATIENCE)
    asked = replace(remember_months(request, book, job.name), pay_only=False)
    checked = api.compute(asked)
    run = checked.value
    if run is None:
        return replace(outcome, problems=checked.diagnostics)
    problems = (*checked.diagnostics, *find_objections(turn, run))
    problems += confirm_warnings(problems, closing.accepted, FilePlace(str(book)), None)
    if has_errors(problems):
        return replace(outcome, problems=problems)
    guarded = guard_statements(book, job.out, force=False)
    if guarded is not None:
        return refuse_job(task, guarded)
    said = api.AskedFiles(find_settings_file(task.folder), _describe(task, closing, run))
    entry = enter_run(turn, asked, run, said, "")
    if entry.value is None:
        return replace(outcome, problems=entry.diagnostics)
    written: dict[Path, str] = {}

    def write(together: Together) -> Refusal | None:
        done = write_pay(Pay(run, api.employee_rows(run), task.options, task.language), together)
        if isinstance(done, Refusal):
            return done
        written.update(done)
        return None

    roles = dict.fromkeys(job.out, FileRole.OUTPUT)
    entered = entry.value
    ended = write_in_folders(job.out, lambda: write_closing(turn, run, entered, roles, write))
    if isinstance(ended, Refusal):
        return refuse_job(task, ended)
    if ended.value is None:
        return replace(outcome, problems=(*problems, *ended.diagnostics))
    return tell_paid(replace(outcome, problems=problems), JobState.CLOSED, run, written)


def _describe(task: JobTask, closing: ClosingJobs, run: Run) -> dict[str, object]:
    options = task.options
    return {
        "period": str(run.period),
        "encoding": options.encoding,
        "csv_dialect": str(options.csv_dialect),
        "accepted": sorted(closing.accepted),
    }


def _find_closed(book: Path, task: JobTask, request: api.Request) -> JobOutcome | None:
    """Return the outcome of a job that a run before this one closed: by the same files, which lie there."""
    if not holds_months(book):
        return None
    period = api.find_month(replace(request, book=None)).value

    def look(opened: OpenBook) -> tuple[tuple[KeptFile, ...], tuple[PaidAmount, ...]] | None:
        closed = last_words(list_records(opened))
        ours = [each for each in closed if (each.period, each.department) == (period, task.job.name)]
        if not ours:
            return None
        return list_kept_files(opened, ours[-1].number), list_amounts(opened, ours[-1].number)

    found = read_book(book, look).value
    if found is None:
        return None
    files, amounts = found
    kept = sorted(each.digest for each in files if each.role in _INPUTS)
    outputs = tuple((each.name, each.digest) for each in files if each.role is FileRole.OUTPUT)
    same = kept == sorted(filter(None, map(digest_file, list_inputs(task, request))))
    there = all(digest_file(Path(name)) == digest for name, digest in outputs)
    if not (same and there and {name for name, _ in outputs} >= set(map(str, task.job.out))):
        return None
    people = tuple(
        JobPerson(number, name, None)
        for number, name in {each.employee: each.name for each in amounts}.items()
    )
    totals = tuple(_add_up(amounts))
    return JobOutcome(task.job.name, JobState.UNCHANGED, period, totals, outputs, people)


def _add_up(amounts: Iterable[PaidAmount]) -> Iterable[JobTotal]:
    """Return the sum of each currency, and how many people are paid in it."""
    paid = [each for each in amounts if each.currency]
    people = {
        each.currency: {other.employee for other in paid if other.currency == each.currency} for each in paid
    }
    sums = add_totals(JobTotal(each.currency, 0, each.amount) for each in paid)
    return (replace(each, people=len(people[each.currency])) for each in sums)
