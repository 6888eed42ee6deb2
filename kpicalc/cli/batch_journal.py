"""What is done of a batch, written down job after job, so that a later run can go on where one ended."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from os import fsync
from pathlib import Path
from typing import Any, BinaryIO

from kpicalc.cli.outcome import Refusal, refuse
from kpicalc.model.batch import JobOutcome, JobPerson, JobState, JobTotal
from kpicalc.model.period import parse_period
from kpicalc.model.source import CellRef
from kpicalc.report.writers.beside import LOCKS, lock

_OWNER_ONLY = 0o600


class Journal:
    """An open journal: what it knew, and the way to add to it."""

    def __init__(self, stream: BinaryIO, known: Mapping[str, JobOutcome]) -> None:
        self.known = known
        self._stream = stream

    def add(self, outcome: JobOutcome) -> None:
        """Write down a job whose people are paid; it is on the disk when this returns."""
        line = json.dumps(_describe(outcome), separators=(",", ":"))
        # What a killed run has half written ends before the line.
        self._stream.write(b"\n" + line.encode() + b"\n")
        self._stream.flush()
        fsync(self._stream.fileno())


@contextmanager
def open_journal(path: Path, *, resume: bool) -> Iterator[Journal | Refusal]:
    """Open the journal of a batch; what another run has open, or nobody can write, is refused."""
    try:
        if not path.exists():
            path.touch(_OWNER_ONLY)
        stream = path.open("a+b")
    except OSError as failure:
        yield refuse("output.failed", path=str(path), reason=str(failure.strerror))
        return
    with stream:
        if LOCKS and not lock(stream):
            yield refuse("usage.batch_runs", path=str(path))
            return
        known = {}
        if resume:
            stream.seek(0)
            known = dict(_read(stream))
        else:
            stream.truncate(0)
        yield Journal(stream, known)


def _read(stream: BinaryIO) -> Iterator[tuple[str, JobOutcome]]:
    """Yield what was paid by the digest of its inputs; a line that is torn says nothing."""
    for line in stream:
        try:
            outcome = _restore(json.loads(line))
        except (ValueError, KeyError, TypeError, ArithmeticError):
            continue
        yield outcome.inputs, outcome


def _describe(outcome: JobOutcome) -> dict[str, object]:
    return {
        "inputs": outcome.inputs,
        "job": outcome.name,
        "period": str(outcome.period),
        "totals": [[each.currency, each.people, str(each.amount)] for each in outcome.totals],
        "outputs": [list(each) for each in outcome.outputs],
        "warnings": outcome.warnings,
        "people": [[each.number, each.name, *_describe_place(each)] for each in outcome.people],
    }


def _describe_place(person: JobPerson) -> tuple[object, ...]:
    place = person.place
    return (place.file, place.sheet, place.row) if isinstance(place, CellRef) else ()


def _restore(told: Any) -> JobOutcome:
    return JobOutcome(
        str(told["job"]),
        JobState.UNCHANGED,
        parse_period(told["period"]),
        tuple(JobTotal(str(unit), int(count), Decimal(amount)) for unit, count, amount in told["totals"]),
        tuple((str(path), str(digest)) for path, digest in told["outputs"]),
        tuple(
            JobPerson(str(number), str(name), CellRef(*place) if place else None)
            for number, name, *place in told["people"]
        ),
        warnings=int(told["warnings"]),
        inputs=str(told["inputs"]),
    )
