"""`kpicalc batch`: many jobs of pay side by side, one summary, all problems as one report."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from kpicalc import api
from kpicalc.api.jobs import Job, find_clashes_of_outputs, find_shared_people, list_folder, list_jobs
from kpicalc.cli.answer import Answer, Telling
from kpicalc.cli.batch_journal import Journal, open_journal
from kpicalc.cli.console import tell, tell_problems, tell_refused, write_chunks
from kpicalc.cli.deliver import Inputs, check_formats, check_outputs, deliver
from kpicalc.cli.job_task import ClosingJobs, JobTask, digest_file, digest_inputs, request_job, stop_job
from kpicalc.cli.month_options import BatchOptions
from kpicalc.cli.outcome import ExitCode, Refusal, read_each, refuse
from kpicalc.cli.paths import shorten
from kpicalc.cli.pay_job import pay_job
from kpicalc.cli.request import read_typed_period
from kpicalc.cli.run_problems import list_files, tell_problems_in_form
from kpicalc.cli.side_by_side import count_processors, do_side_by_side
from kpicalc.cli.signing import read_accepted
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.model.batch import JobOutcome, JobState, PlannedJob
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, has_errors
from kpicalc.model.period import Period
from kpicalc.report.checked_files import sort_problems
from kpicalc.report.formats import RunFormat
from kpicalc.report.views.batch import show_batch, show_batch_plan
from kpicalc.report.writers.run_json import write_batch
from kpicalc.report.writers.to_terminal import show_job_bar
from kpicalc.scheme.load_batch import SLOT, load_batch

_JOURNAL = ".kpicalc-done"


@dataclass(frozen=True, slots=True)
class _Asked:
    """The jobs of a batch with the request of each, what is wrong with others, and who may be in two."""

    tasks: tuple[JobTask, ...]
    requests: tuple[api.Request, ...]
    problems: tuple[Diagnostic, ...]
    journal: Path
    shared: frozenset[str] = frozenset()

    def _find_done(self, journal: Mapping[str, JobOutcome]) -> Iterator[tuple[int, JobOutcome]]:
        """Yield the jobs that are paid already: from the same inputs, their files as they were written.

        Those that are closed are known by the book, which is asked job by job.
        """
        for number, (task, request) in enumerate(zip(self.tasks, self.requests, strict=True)):
            known = journal.get(digest_inputs(task, request)) if journal and task.closing is None else None
            if known is not None and all(digest_file(Path(path)) == digest for path, digest in known.outputs):
                yield number, replace(known, name=task.job.name)

    def pay_all(self, journal: Journal, options: BatchOptions, language: Language) -> tuple[JobOutcome, ...]:
        """Pay the jobs that are not done yet, side by side; return what became of all in their order."""
        done = dict(self._find_done(journal.known))
        open_jobs = [number for number in range(len(self.tasks)) if number not in done]
        tasks = [self.tasks[number] for number in open_jobs]
        title = phrase("batch.standing", language, failed=0)
        with show_job_bar(sys.stderr, len(tasks), title) as move_on:
            for at, outcome in do_side_by_side(pay_job, tasks, options.workers or count_processors()):
                became = outcome or stop_job(tasks[at], phrase("batch.killed", language))
                done[open_jobs[at]] = became
                if became.state is JobState.PAID:
                    journal.add(became)
                failed = sum(not each.state.done for each in done.values())
                move_on(phrase("batch.standing", language, failed=failed))
        return tuple(done[number] for number in range(len(self.tasks)))

    def tell(self, told: _Told, options: BatchOptions, language: Language) -> ExitCode:
        outcomes, problems = told
        if options.format is RunFormat.TEXT:
            tell(show_batch(outcomes, language))
        elif options.format is RunFormat.JSON:
            write_chunks(write_batch(outcomes, problems))
        files = list_files(self.requests)
        return tell_problems_in_form(problems, files, "kpicalc batch", options.format, language)

    def show_plan(self, options: BatchOptions, language: Language) -> ExitCode | Refusal:
        """Tell what would be done, and do nothing."""
        known: Iterable[tuple[int, JobOutcome]] = ()
        if options.resume and self.journal.exists():
            with open_journal(self.journal, resume=True) as journal:
                if isinstance(journal, Refusal):
                    return journal
                known = tuple(self._find_done(journal.known))
        done = frozenset(number for number, _ in known)
        pairs = enumerate(zip(self.tasks, self.requests, strict=True))
        jobs = [_plan_job(task, request, done=at in done) for at, (task, request) in pairs]
        tell(show_batch_plan(jobs, language))
        return tell_problems(self.problems, language)


# What became of the jobs of a batch, and what is wrong with any.
_Told = tuple[tuple[JobOutcome, ...], tuple[Diagnostic, ...]]


def run_batch(options: BatchOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc batch` was asked to."""
    asked = _list_asked(options, language)
    if not isinstance(asked, _Asked):
        return asked
    if options.dry_run:
        return asked.show_plan(options, language)
    with open_journal(asked.journal, resume=options.resume) as journal:
        if isinstance(journal, Refusal):
            return journal
        outcomes = asked.pay_all(journal, options, language)
    found = [problem for each in outcomes for problem in each.problems]
    shared = find_shared_people(outcomes, asked.shared)
    told = (outcomes, tuple(sort_problems([*asked.problems, *found, *shared])))
    written = deliver(options.report, _TELLING.formats(), Answer(told, language))
    ended = asked.tell(told, options, language)
    if isinstance(written, Refusal):
        return written
    return ExitCode.BUG if any(each.state is JobState.FAILED for each in outcomes) else ended


def _list_asked(options: BatchOptions, language: Language) -> _Asked | Refusal | ExitCode:
    """Return the jobs with all that stands in the way of the whole batch told before anything is paid."""
    wanted = read_each(options.period, read_typed_period)
    if isinstance(wanted, Refusal):
        return wanted
    if not options.jobs.exists():
        return refuse("usage.no_file", path=str(options.jobs))
    listed = (_list_folder if options.jobs.is_dir() else _list_file)(options, wanted)
    if isinstance(listed, Refusal):
        return listed
    jobs, problems, shared = listed
    if not jobs and not has_errors(list(problems)):
        return refuse("usage.no_jobs", path=str(options.jobs))
    clashes = tuple(find_clashes_of_outputs(jobs))
    if clashes or not jobs:
        return tell_refused((*problems, *clashes), options.format, language)
    folder = options.jobs if options.jobs.is_dir() else options.jobs.parent
    accepted = read_accepted(options.accept)
    if isinstance(accepted, Refusal):
        return accepted
    closing = ClosingJobs(accepted, shared) if options.close else None
    if closing is None and accepted:
        return refuse("usage.accept_without_close")
    tasks = tuple(JobTask(job, folder.resolve(), language, closing) for job in jobs)
    requests = _request_all(tasks, options)
    if isinstance(requests, Refusal):
        return requests
    name = _JOURNAL if options.jobs.is_dir() else f".{options.jobs.name}{_JOURNAL}"
    return _Asked(tasks, requests, problems, folder / name, shared)


_Listed = tuple[tuple[Job, ...], tuple[Diagnostic, ...], frozenset[str]]


def _list_file(options: BatchOptions, wanted: tuple[Period, ...]) -> _Listed | Refusal:
    if options.scheme or options.out:
        return refuse("usage.batch_file", path=str(options.jobs))
    document = load_batch(options.jobs, str(options.jobs))
    if document.value is None:
        return Refusal("", (), document.diagnostics)
    listed = list_jobs(document.value, shorten(options.jobs.parent), wanted)
    return *listed, frozenset(map(str, document.value.shared_people))


def _list_folder(options: BatchOptions, wanted: tuple[Period, ...]) -> _Listed | Refusal:
    known = ("{job}", "{period}") if wanted else ("{job}",)
    for pattern in options.out:
        strange = [each for each in SLOT.findall(str(pattern)) if f"{{{each}}}" not in known]
        if strange:
            return refuse("usage.batch_out", path=str(pattern), known=known)
    jobs = [
        replace(job, schemes=tuple(options.scheme))
        for period in wanted or (None,)
        for job in list_folder(options.jobs, tuple(map(str, options.out)), period)
    ]
    return tuple(jobs), (), frozenset()


def _request_all(tasks: Sequence[JobTask], options: BatchOptions) -> tuple[api.Request, ...] | Refusal:
    """Return the request of each job, or what was asked for wrongly in one of them."""
    requests = []
    for task in tasks:
        request = request_job(task)
        if isinstance(request, Refusal):
            return request
        requests.append(request)
    facts = [path for each in requests for path in each.facts]
    schemes = [path for each in requests for path in each.schemes]
    outputs = [*(path for task in tasks for path in task.job.out), *options.report]
    refused = check_formats(options.report, _TELLING.formats()) or check_outputs(
        outputs, Inputs(facts, schemes)
    )
    return refused or tuple(requests)


def _plan_job(task: JobTask, request: api.Request, *, done: bool) -> PlannedJob:
    facts, schemes, outputs = (
        tuple(map(str, paths)) for paths in (request.facts, request.schemes, task.job.out)
    )
    return PlannedJob(task.job.name, task.job.period, facts, schemes, outputs, done)


_TELLING: Telling[_Told] = Telling(
    lambda _, language: phrase("batch.title", language),
    lambda told, language: show_batch(told[0], language),
    lambda told: write_batch(*told),
)
