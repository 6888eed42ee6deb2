"""Our pay against a statement that was paid elsewhere: who differs, on which line, and what explains it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kpicalc.model.dataclass import dataclass
from kpicalc.model.period import Period
from kpicalc.model.source import CellRef

TOTAL = ""
"""The name under which the total stands among the lines."""


@dataclass(frozen=True, slots=True)
class StatementFigure:
    """An amount of the statement and its cell."""

    amount: Decimal
    cell: CellRef | None


@dataclass(frozen=True, slots=True)
class StatementPerson:
    """A row of the statement: who is paid what, by the names of our lines."""

    number: str
    name: str
    cell: CellRef
    figures: Mapping[str, StatementFigure]


@dataclass(frozen=True, slots=True)
class StatementSheet:
    """A sheet of the statement: its people, which heading stands for which line, and the other headings."""

    place: CellRef
    people: int
    matched: tuple[tuple[str, str], ...]
    unmatched: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cause:
    """What explains a difference: `key` chooses the sentence, `params` fill it."""

    key: str
    params: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class ReconciledFigure:
    """One line of a person, or the total, by both; None where one of them has no such line."""

    name: str
    label: str
    ours: Decimal | None
    theirs: Decimal | None
    cell: CellRef | None = None


@dataclass(frozen=True, slots=True)
class ReconciledPerson:
    """A person whose pay differs: the total, the lines that differ, and what explains it.

    `theirs` is None where the statement has no such person, `ours` where the facts have none; then nothing
    else is told of him.
    """

    number: str
    name: str
    currency: str
    ours: Decimal | None
    theirs: Decimal | None
    cell: CellRef | None = None
    lines: tuple[ReconciledFigure, ...] = ()
    causes: tuple[Cause, ...] = ()


@dataclass(frozen=True, slots=True)
class ReconciledSum:
    """The control totals of one currency: of all of ours, and of all of theirs."""

    currency: str
    ours: Decimal
    theirs: Decimal


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Everybody who differs, the greatest difference first; `alike` counts the others.

    `by_name` are people whose numbers differ and who were found by their names.
    """

    period: Period
    sheets: tuple[StatementSheet, ...]
    sums: tuple[ReconciledSum, ...]
    alike: int
    people: tuple[ReconciledPerson, ...]
    by_name: tuple[tuple[str, str], ...] = ()
