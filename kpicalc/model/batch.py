"""Many jobs of pay run together: what became of each, what it comes to, and whom it pays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from decimal import Decimal
from enum import StrEnum

from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.period import Period
from kpicalc.model.source import Place


class JobState(StrEnum):
    """What became of a job; `failed` is a mistake of our own."""

    PAID = "paid"
    CLOSED = "closed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    STOPPED = "stopped"
    FAILED = "failed"

    @property
    def done(self) -> bool:
        """True where everybody of the job is paid."""
        return self in {JobState.PAID, JobState.CLOSED, JobState.UNCHANGED}


@dataclass(frozen=True, slots=True)
class PlannedJob:
    """A job that would be run: names of files; `done` where nothing has changed since it was paid."""

    name: str
    period: Period | None
    facts: tuple[str, ...]
    schemes: tuple[str, ...]
    outputs: tuple[str, ...]
    done: bool


@dataclass(frozen=True, slots=True)
class JobTotal:
    """What a job pays in one currency, to how many people."""

    currency: str
    people: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class JobPerson:
    """A person whom a job pays, and where he stands in its facts."""

    number: str
    name: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class JobOutcome:
    """What became of one job; `outputs` are its files with their SHA-256, by the names that were asked for.

    `warnings` counts what was told when an unchanged job was computed. `inputs` is the digest of all that its
    pay depends on.
    """

    name: str
    state: JobState
    period: Period | None = None
    totals: tuple[JobTotal, ...] = ()
    outputs: tuple[tuple[str, str], ...] = ()
    people: tuple[JobPerson, ...] = field(default=(), repr=False)
    problems: tuple[Diagnostic, ...] = ()
    warnings: int = 0
    inputs: str = ""


def add_totals(totals: Iterable[JobTotal]) -> tuple[JobTotal, ...]:
    """Return the sums of each currency, in the order in which they are met.

    >>> [str(each.amount) for each in add_totals([JobTotal("RUB", 1, Decimal(part)) for part in (2, 3)])]
    ['5']
    """
    sums: dict[str, JobTotal] = {}
    for each in totals:
        known = sums.get(each.currency, JobTotal(each.currency, 0, ZERO))
        amount = CONTEXT.add(known.amount, each.amount)
        sums[each.currency] = JobTotal(each.currency, known.people + each.people, amount)
    return tuple(sums.values())
