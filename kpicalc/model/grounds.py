"""What the pay of one employee rests on: the facts read for him, his detail rows, and what was decided."""

from __future__ import annotations

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
