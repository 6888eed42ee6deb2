"""The pay of each person as one row of figures, and what about it is worth a look."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, localcontext
from enum import StrEnum

from kpicalc.engine.lens import Lens, world_of
from kpicalc.engine.settle import segment_of
from kpicalc.model.dataclass import dataclass
from kpicalc.model.fault import Fault, Value, merge_faults
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, ONE, ZERO
from kpicalc.model.outline import LineKind, PayShare
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Segment, Settlement


class PayMark(StrEnum):
    """What about the pay of a person is worth a look, the most urgent first."""

    UNPAID = "unpaid"
    NEGATIVE = "negative"
    ZERO = "zero"
    STOPPED = "stopped"
    LIMITED = "limited"
    NO_VARIABLE = "no_variable"


@dataclass(frozen=True, slots=True)
class PayRow:
    """One person's pay: the sum of each share, the total, the first index of the scheme and the marks.

    What cannot be computed is a Fault; a scheme without an index has none.
    """

    settlement: Settlement
    row: int
    shares: Mapping[PayShare, Value]
    total: Value
    index: Value | None
    marks: tuple[PayMark, ...]
    index_kind: Kind = Kind.RATIO

    @property
    def employee(self) -> str:
        """The number of the employee."""
        return self.settlement.facts.frames[EMPLOYEES].keys[self.row]

    @property
    def label(self) -> str:
        """The name of the employee, "" where it is the number."""
        label = self.settlement.facts.frames[EMPLOYEES].labels[self.row]
        return "" if label == self.employee else label

    @property
    def place(self) -> tuple[int, int]:
        """What tells the row from all others of a run."""
        return id(self.settlement), self.row

    @property
    def segment(self) -> Segment | None:
        """The days that the row pays for, None where the scheme knows no segments."""
        return segment_of(self.settlement, self.row)

    @property
    def currency(self) -> str:
        """The currency that the person is paid in."""
        return self.settlement.program.currency


def list_pay(places: Iterable[tuple[Settlement, int]]) -> Iterator[PayRow]:
    """Yield the row of each place, in their order."""
    readers: dict[int, Callable[[int], PayRow]] = {}
    for settlement, row in places:
        if id(settlement) not in readers:
            readers[id(settlement)] = _read_rows(settlement)
        yield readers[id(settlement)](row)


def sum_shares(rows: Sequence[PayRow]) -> tuple[dict[PayShare, Decimal], Decimal]:
    """Return the sums of the shares, and of the totals, over those who are paid."""
    paid = [each for each in rows if isinstance(each.total, Decimal)]
    with localcontext(CONTEXT):
        shares = {share: sum((_amount(each.shares[share]) for each in paid), ZERO) for share in PayShare}
        return shares, sum((_amount(each.total) for each in paid), ZERO)


def _read_rows(settlement: Settlement) -> Callable[[int], PayRow]:
    """Return what makes the row of an employee of a scheme; its columns are looked up once."""
    program, columns = settlement.program, settlement.values.columns
    lines = [line for line in program.pay_lines if line.kind.traits.money]
    shares = {
        share: [columns[EMPLOYEES, line.variable] for line in lines if line.kind.traits.share is share]
        for share in PayShare
    }
    limits = [columns[EMPLOYEES, each.variable] for each in lines if each.kind is LineKind.ADJUSTMENT]
    world, stops = world_of(settlement), [each.variable for each in program.factors if each.rules]
    unpaid = frozenset(settlement.unpaid)

    kinds = {each.name: each.kind for each in program.variables() if each.name in program.indexes[:1]}
    index_kind = next(iter(kinds.values()), Kind.RATIO)

    def named(name: str, row: int) -> Value:
        kept = columns.get((EMPLOYEES, name))
        # Where only pay was kept the rest is computed again.
        return Lens(world, EMPLOYEES, row).named(name) if kept is None else kept[row]

    def read(row: int) -> PayRow:
        sums = {share: _sum([column[row] for column in parts]) for share, parts in shares.items()}
        # A right that cannot be told holds the total back too.
        total = columns[EMPLOYEES, program.total][row]
        found = (
            (PayMark.UNPAID, row in unpaid),
            (PayMark.NEGATIVE, isinstance(total, Decimal) and total < 0),
            (PayMark.ZERO, total == 0),
            (PayMark.STOPPED, any(_stops(named(each, row)) for each in stops)),
            (PayMark.LIMITED, any(_is_amount(column[row]) for column in limits)),
            (PayMark.NO_VARIABLE, bool(shares[PayShare.VARIABLE]) and sums[PayShare.VARIABLE] == 0),
        )
        marks = tuple(mark for mark, holds in found if holds)
        index = named(program.indexes[0], row) if program.indexes else None
        shown = Fault(()) if row in unpaid and not isinstance(total, Fault) else total
        return PayRow(settlement, row, sums, shown, index, marks, index_kind)

    return read


def _sum(values: Sequence[Value]) -> Value:
    faults = [each for each in values if isinstance(each, Fault)]
    if faults:
        return merge_faults(faults)
    with localcontext(CONTEXT):
        return sum((_amount(each) for each in values), ZERO)


def _amount(value: Value) -> Decimal:
    return value if isinstance(value, Decimal) else ZERO


def _is_amount(value: Value) -> bool:
    return isinstance(value, Decimal) and value != 0


def _stops(value: Value) -> bool:
    return isinstance(value, Decimal) and value < ONE
