"""One job of a batch: what it is, what it reads, and how it is told what became of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from kpicalc import __version__, api
from kpicalc.api.jobs import Job
from kpicalc.cli.compute import ask_for_run, spare_statements
from kpicalc.cli.options import ComputeOptions
from kpicalc.cli.outcome import Refusal
from kpicalc.cli.request import name_of, number_of
from kpicalc.engine.faults import place_of_row
from kpicalc.facts.read_files import list_facts_files
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.model.batch import JobOutcome, JobPerson, JobState, JobTotal, add_totals
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import error
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Run
from kpicalc.scheme.file_text import SETTINGS

_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class ClosingJobs:
    """How the jobs of a batch are closed: which warnings are accepted, who may be paid by two of them."""

    accepted: tuple[str, ...] = ()
    shared: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class JobTask:
    """A job with the folder around which its project is, and the language of its files.

    It is closed as a department of its name where `closing` says how.
    """

    job: Job
    folder: Path
    language: Language
    closing: ClosingJobs | None = None

    @property
    def options(self) -> ComputeOptions:
        """What would be typed after `kpicalc compute`."""
        job = self.job
        period = None if job.period is None else str(job.period)
        # Whether a statement of a closed month is spared is asked again when a job is closed.
        force = self.closing is not None
        facts, schemes, out = list(job.facts), list(job.schemes), list(job.out)
        return ComputeOptions(
            facts, schemes, period, summary=True, out=out, encoding=job.encoding, force=force
        )


def request_job(task: JobTask) -> api.Request | Refusal:
    """Return what a job computes, as a department of the book of months where there is one."""
    request = ask_for_run(task.options, folder=task.folder)
    if isinstance(request, Refusal) or request.book is None:
        return request
    spared = spare_statements(request, task.options)
    return spared or replace(request, book=replace(request.book, department=task.job.name))


def stop_job(task: JobTask, reason: str) -> JobOutcome:
    """Return the outcome of a job that was not finished."""
    problem = error(Problem.JOB_STOPPED, task.job.place, job=task.job.name, reason=reason)
    return JobOutcome(task.job.name, JobState.STOPPED, task.job.period, problems=(problem,))


def digest_inputs(task: JobTask, request: api.Request) -> str:
    """Return the digest of all that the pay and the files of a job depend on."""
    digest = hashlib.sha256()
    typed = task.options
    said = (__version__, task.language, typed.period, typed.encoding, *map(str, typed.out))
    said = said if task.closing is None else (*said, "closed")
    digest.update("\n".join(map(str, said)).encode())
    # A book that is written into by every job says by its records which are done.
    book = () if request.book is None or task.closing is not None else (request.book.path,)
    for path in (*list_inputs(task, request), *book):
        digest.update(f"\n{path}\n{digest_file(path)}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def list_inputs(task: JobTask, request: api.Request) -> Iterator[Path]:
    """Yield the files that a job reads: facts, schemes and the settings of its project."""
    for path in request.facts:
        yield from list_facts_files(path) if path.is_dir() else (path,)
    yield from request.schemes
    settings = (place / SETTINGS for place in (task.folder, *task.folder.parents))
    yield from (each for each in settings if each.is_file())


def digest_file(path: Path) -> str | None:
    """Return the SHA-256 of a file; None where it cannot be read."""
    digest = hashlib.sha256()
    try:
        with path.open("rb") as opened:
            while piece := opened.read(_PIECE):
                digest.update(piece)
    except OSError:
        return None
    return digest.hexdigest()


def tell_paid(outcome: JobOutcome, state: JobState, run: Run, written: Mapping[Path, str]) -> JobOutcome:
    """Return the outcome of a job whose files are written: whom it pays, and what that comes to."""
    # The sum of each currency and how many people it is paid to: one with several rows is one.
    people: dict[str, set[str]] = {}
    for settlement, row in api.employee_rows(run):
        currency = settlement.program.currency
        people.setdefault(currency, set()).add(number_of((settlement, row)))
    currencies = {each.program.scheme: each.program.currency for each in run.settlements}
    sums = add_totals(
        JobTotal(currencies[each.scheme], 0, each.amount) for each in run.totals if not each.line
    )
    return replace(
        outcome,
        state=state,
        period=run.period,
        totals=tuple(replace(each, people=len(people.get(each.currency, ()))) for each in sums),
        outputs=tuple((str(path), digest) for path, digest in written.items()),
        people=tuple(_list_people(run)),
        warnings=len(outcome.problems),
    )


def refuse_job(task: JobTask, refusal: Refusal) -> JobOutcome:
    """Return the outcome of a job that was asked for wrongly, or whose files cannot be written."""
    if refusal.problems:
        return JobOutcome(task.job.name, JobState.REFUSED, task.job.period, problems=refusal.problems)
    return stop_job(task, phrase(refusal.key, task.language, **dict(refusal.params)))


def _list_people(run: Run) -> Iterator[JobPerson]:
    met: set[str] = set()
    for settlement, row in api.employee_rows(run):
        number = number_of((settlement, row))
        if number not in met:
            met.add(number)
            place = place_of_row(settlement.facts.frames[EMPLOYEES], row)
            yield JobPerson(number, name_of((settlement, row)), place)
