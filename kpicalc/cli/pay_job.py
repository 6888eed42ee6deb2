"""One job of a batch: paid as `kpicalc compute` would, its files written, what became of it handed back."""

from __future__ import annotations

import gc
from dataclasses import replace

from kpicalc import api
from kpicalc.cli.compute import Pay, write_pay
from kpicalc.cli.guard import tell_failure
from kpicalc.cli.job_task import JobTask, digest_inputs, refuse_job, request_job, stop_job, tell_paid
from kpicalc.cli.made_folders import write_in_folders
from kpicalc.cli.outcome import Refusal
from kpicalc.i18n.sentence import phrase
from kpicalc.model.batch import JobOutcome, JobState


def pay_job(task: JobTask) -> JobOutcome:
    """Compute a job and write its files; a failure of the program is told as what became of it."""
    try:
        return _pay(task)
    except OSError as failure:
        reason, path = failure.strerror or type(failure).__name__, str(failure.filename or "")
        return stop_job(task, phrase("output.failed", task.language, path=path, reason=reason))
    except Exception as failure:  # noqa: BLE001 - one job must not take the others with it
        stopped = stop_job(task, tell_failure(failure, task.language))
        return replace(stopped, state=JobState.FAILED)
    finally:
        # The process goes on to the next job; where nothing else looks for cycles, somebody has to.
        if not gc.isenabled():
            gc.collect()
            # What outlives a job are modules and the like: looked at each time, they cost more than the job.
            gc.freeze()


def _pay(task: JobTask) -> JobOutcome:
    options, job = task.options, task.job
    request = request_job(task)
    if isinstance(request, Refusal):
        return refuse_job(task, request)
    inputs = digest_inputs(task, request)
    if task.closing is not None:
        from kpicalc.cli.close_job import close_job  # noqa: PLC0415 - few batches close

        return replace(close_job(task, task.closing, request), inputs=inputs)
    checked = api.compute(request)
    outcome = JobOutcome(job.name, JobState.REFUSED, job.period, problems=checked.diagnostics, inputs=inputs)
    if checked.value is None:
        return outcome
    pay = Pay(checked.value, api.employee_rows(checked.value), options, task.language)
    written = write_in_folders(job.out, lambda: write_pay(pay))
    if isinstance(written, Refusal):
        return refuse_job(task, written)
    return tell_paid(outcome, JobState.PAID, checked.value, written)
