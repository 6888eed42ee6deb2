"""A batch as one JSON document: the jobs, the control totals and all problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from kpicalc import __version__
from kpicalc.model.batch import JobOutcome, JobTotal, add_totals
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.report.writers.plain import Json, describe_diagnostic, write_amount
from kpicalc.report.writers.problems_json import dump

FORMAT = 1


def write_batch(outcomes: Sequence[JobOutcome], problems: Iterable[Diagnostic]) -> Iterator[bytes]:
    """Yield the document; amounts are texts, and nobody is named."""
    yield dump(
        {
            "kpicalc": {"format": FORMAT, "version": __version__},
            "status": "complete" if all(each.state.done for each in outcomes) else "partial",
            "jobs": [_describe_job(each) for each in outcomes],
            "totals": _describe_totals(add_totals(each for job in outcomes for each in job.totals)),
            "problems": [describe_diagnostic(each) for each in problems],
        }
    ).encode()


def _describe_job(outcome: JobOutcome) -> Json:
    return {
        "job": outcome.name,
        "period": None if outcome.period is None else str(outcome.period),
        "state": str(outcome.state),
        "totals": _describe_totals(outcome.totals),
        "outputs": [{"path": path, "sha256": digest} for path, digest in outcome.outputs],
        "earlier_warnings": outcome.warnings,
    }


def _describe_totals(totals: Iterable[JobTotal]) -> list[Json]:
    return [
        {
            "currency": each.currency,
            "employees": each.people,
            "amount": write_amount(each.amount, each.currency),
        }
        for each in totals
    ]
