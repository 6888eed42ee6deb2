"""What one person's pay rests on: his facts and rows, and the nearest change that would change it."""

from __future__ import annotations

from decimal import Decimal

from kpicalc.model.analysis import CurveStudy, Witness
from kpicalc.model.dataclass import dataclass
from kpicalc.model.fault import Value
from kpicalc.model.kind import Kind
from kpicalc.model.program import Input, Role
from kpicalc.model.result import Note
from kpicalc.model.source import CellRef


@dataclass(frozen=True, slots=True)
class ReadFact:
    """A fact of the employee, or of a row above him, with the cell that it was read from."""

    given: Input
    value: Value
    cell: CellRef | None


@dataclass(frozen=True, slots=True)
class DetailRow:
    """A row that belongs to the employee, such as a deal: its name, its place, its facts in their order."""

    who: str
    place: CellRef | None
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class DetailTable:
    """All rows of one table that belong to the employee."""

    grain: str
    label: str
    columns: tuple[Input, ...]
    rows: tuple[DetailRow, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """A value that a rule or the band of a table decided, with the remarks that say which."""

    name: str
    label: str
    role: Role | None
    kind: Kind
    value: Value
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the pay of one employee rests on; of other people nothing stands in it."""

    facts: tuple[ReadFact, ...]
    details: tuple[DetailTable, ...]
    decisions: tuple[Decision, ...]


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


@dataclass(frozen=True, slots=True)
class OwnCurve:
    """What a person would be paid as one fact of his own moves, and where he stands."""

    study: CurveStudy
    now: Decimal
    paid: Decimal


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
