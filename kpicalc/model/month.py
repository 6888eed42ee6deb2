"""A month in the book of months: what was paid, by which files, who closed it, and how it stands now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from decimal import Decimal
from enum import StrEnum

from kpicalc.model.dataclass import dataclass
from kpicalc.model.figure import retro_name
from kpicalc.model.period import Period


class MonthAct(StrEnum):
    """What was done to a month: every act is one record of the book, and none is ever changed."""

    CLOSE = "close"
    CORRECT = "correct"
    REOPEN = "reopen"


class MonthState(StrEnum):
    """How a record stands: the last word (`closed`), replaced by a correction, or given up (`obsolete`)."""

    OPEN = "open"
    CLOSED = "closed"
    CORRECTED = "corrected"
    OBSOLETE = "obsolete"


class FileRole(StrEnum):
    """What a file was to a run; of those that it wrote only the digest is kept."""

    SCHEME = "scheme"
    FACTS = "facts"
    SETTINGS = "settings"
    OPTIONS = "options"
    CARRIED = "carried"
    OUTPUT = "output"
    HAND_OFF = "hand_off"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who did something, when (ISO, UTC), why, and with which version of the program."""

    who: str
    at: str
    engine: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of a run by role, name and digest (SHA-256); `data` is None where only the digest is kept."""

    role: FileRole
    name: str
    digest: str
    data: bytes | None = None


@dataclass(frozen=True, slots=True)
class KeptRows:
    """The rows of a grain of a scheme: what each is known by, and how people call it."""

    scheme: str
    grain: str
    keys: Sequence[str]
    labels: Sequence[str]


@dataclass(frozen=True, slots=True)
class KeptColumn:
    """The values of a name at a grain of a scheme, written as text; parallel to the rows of the grain."""

    scheme: str
    grain: str
    name: str
    kind: str
    text: bytes


@dataclass(frozen=True, slots=True)
class PaidLine:
    """A line of pay of a scheme: what each row of its employees was paid; None where nothing was."""

    scheme: str
    name: str
    label: str
    kind: str
    currency: str
    amounts: Sequence[Decimal | None]


@dataclass(frozen=True, slots=True)
class MonthContent:
    """All that a run leaves to the book: its files, its named values and its pay."""

    files: tuple[KeptFile, ...]
    rows: tuple[KeptRows, ...]
    columns: tuple[KeptColumn, ...]
    lines: tuple[PaidLine, ...]


NO_CONTENT = MonthContent((), (), (), ())
"""What an act without a run of its own brings: a reopened month."""


@dataclass(frozen=True, slots=True)
class MonthRecord:
    """One act in the book: `period` is the month that was computed, `paid_in` the one it is paid in.

    `department` is what was closed of it, "" where everybody was closed at once. `sums` are the totals by
    currency. `content` is the digest of all that the run left, `chain` that of the record together with the
    chain of the record before it.
    """

    number: int
    act: MonthAct
    period: Period
    paid_in: Period
    version: int
    state: MonthState
    signature: Signature
    people: int
    sums: tuple[tuple[str, Decimal], ...]
    content: str
    chain: str
    department: str = ""


@dataclass(frozen=True, slots=True)
class Removal:
    """Data of people taken out of the book: how many people, and the digest of what each record holds since.

    Its number and `chain` stand among those of the records. Who they were is not kept.
    """

    number: int
    signature: Signature
    people: int
    contents: tuple[tuple[int, str], ...]
    chain: str


@dataclass(frozen=True, slots=True)
class PaidAmount:
    """What one person was paid on one line; of several rows of a person `part` counts them from 0."""

    scheme: str
    employee: str
    name: str
    part: int
    line: str
    label: str
    kind: str
    currency: str
    amount: Decimal

    @property
    def key(self) -> tuple[str, str, int, str]:
        """What tells the amount from all others of a month."""
        return self.scheme, self.employee, self.part, self.line


@dataclass(frozen=True, slots=True)
class PaidBefore:
    """What one person was paid in one currency in closed months of a year, and how many of them they are."""

    amount: Decimal
    months: int


@dataclass(frozen=True, slots=True)
class PaidDifference:
    """A line of a person that came out otherwise: what was paid, and what it is now; None where it is not."""

    before: PaidAmount | None
    after: PaidAmount | None

    @property
    def either(self) -> PaidAmount:
        """The amount that there is: the new one before the old one."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - one of both is there
        return found

    @property
    def amount(self) -> Decimal:
        """How much more it is now."""
        old = Decimal(0) if self.before is None else self.before.amount
        return (Decimal(0) if self.after is None else self.after.amount) - old


@dataclass(frozen=True, slots=True)
class ClosedMonth:
    """A record with its pay, person by person and line by line, in the order of the statement."""

    record: MonthRecord
    amounts: tuple[PaidAmount, ...]
    differences: tuple[PaidDifference, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class CarriedAmount:
    """A difference of an earlier month that is paid now: for which month, to whom, on which of its lines.

    `department` is the one that paid the month.
    """

    period: Period
    employee: str
    line: str
    label: str
    currency: str
    amount: Decimal
    department: str = ""

    @property
    def name(self) -> str:
        """The name of the line that pays it."""
        return retro_name(self.period, self.line)
