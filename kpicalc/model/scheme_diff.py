"""What differs between two states of schemes: each change in the words of the file, and what it does."""

from __future__ import annotations

from decimal import Decimal

from kpicalc.model.comparison import PayComparison, ToldChange
from kpicalc.model.dataclass import dataclass
from kpicalc.model.money import CONTEXT, ZERO


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
    """Two states of schemes; `pay` is what both pay on a sample, None without one.

    All pay may grow by the share `limit`; None lets everything through.
    """

    base: str
    head: str
    schemes: tuple[SchemeDiff, ...]
    pay: PayComparison | None = None
    limit: Decimal | None = None

    @property
    def increase(self) -> Decimal | None:
        """By which share all pay grows, the most of all currencies; None where nothing was paid before."""
        paid: dict[str, tuple[Decimal, Decimal]] = {}
        for pair in () if self.pay is None else self.pay.pairs:
            for each in pair.people:
                old, new = paid.get(pair.old.currency, (ZERO, ZERO))
                paid[pair.old.currency] = (CONTEXT.add(old, each.old), CONTEXT.add(new, each.new))
        shares = (CONTEXT.divide(CONTEXT.subtract(new, old), old) for old, new in paid.values() if old)
        return max(shares, default=None)

    @property
    def let_through(self) -> bool:
        """Whether pay grows by no more than it may; what cannot be compared is not let through."""
        if self.limit is None or not self.schemes:
            return True
        return self.increase is not None and self.increase <= self.limit
