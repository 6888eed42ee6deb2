"""The nearest change of one fact that changes what is paid."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kpicalc.model.kind import Kind
from kpicalc.model.source import CellRef


@dataclass(frozen=True, slots=True)
class NextStep:
    """A fact of a person, another value of it, and what a line would then come to, by the engine itself.

    At a `jump` the line changes at once by more than the fact does: a band or a rule begins there. The fact
    stands in another row than that of the person with `of_row`.
    """

    label: str
    kind: Kind
    cell: CellRef | None
    now: Decimal
    then: Decimal
    paid_now: Decimal
    paid_then: Decimal
    jump: bool
    of_row: bool = False

    @property
    def missing(self) -> Decimal:
        """How much the fact would have to grow, below 0 how much to fall."""
        return self.then - self.now

    @property
    def gain(self) -> Decimal:
        """How much more the line would come to."""
        return self.paid_then - self.paid_now
