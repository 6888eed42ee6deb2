"""What differs between two states of schemes: each change in the words of the file, and what it does."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kpicalc.model.comparison import PayComparison


class ChangeKind(StrEnum):
    """What happened to an entry of a scheme."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class ToldWord:
    """One written value: where in its entry, before and after; `aspect` is the English key that it is of.

    "" stands for what is not written on one of the sides; `whole` says that a whole item came or went.
    """

    path: tuple[str, ...]
    aspect: str
    old: str
    new: str
    whole: bool = False


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A change of one entry: the English name of its section, its own name, and the words that differ.

    `was` is the name before a renaming. What is no matter `of_pay` changes nobody's amount.
    """

    kind: ChangeKind
    section: str
    name: str
    words: tuple[ToldWord, ...]
    was: str = ""
    of_pay: bool = True


@dataclass(frozen=True, slots=True)
class PayRange:
    """What a scheme can pay a person, None where nothing limits it, and how many cliffs its pay has."""

    lowest: Decimal | None
    highest: Decimal | None
    cliffs: int


@dataclass(frozen=True, slots=True)
class SchemeDiff:
    """One scheme file: its name before and after ("" where it is not there), and what changed in it."""

    old: str
    new: str
    title: str
    currency: str
    changes: tuple[ToldChange, ...]
    before: PayRange | None = None
    after: PayRange | None = None


@dataclass(frozen=True, slots=True)
class Diff:
    """Two states of schemes; `pay` is what both pay on a sample, None without one."""

    base: str
    head: str
    schemes: tuple[SchemeDiff, ...]
    pay: PayComparison | None = None
