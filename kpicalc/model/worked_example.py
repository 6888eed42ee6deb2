"""An example of a calculation, made up and worked by the engine."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kpicalc.model.analysis import Witness
from kpicalc.model.fault import Value


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """Facts that bring all KPIs to a level of their plans, or `moved` to one of its usual value.

    Without a level there is nothing to move. `amounts` has the amounts by the variables of the pay lines.
    """

    level: Decimal | None
    moved: str
    witness: Witness
    amounts: dict[str, Value]
    total: Value
