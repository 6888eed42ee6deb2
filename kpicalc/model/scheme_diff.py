"""What differs between two states of schemes: each change in the words of the file, and what it does."""

from __future__ import annotations

from decimal import Decimal

from kpicalc.model.comparison import PayComparison, ToldChange
from kpicalc.model.dataclass import dataclass


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
