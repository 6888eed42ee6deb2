"""What the same work can be made to pay: rows split, merged or told on another day, results told later."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import field, replace
from decimal import Decimal

from kpicalc.analysis.audit.results import Audited, pay_moved
from kpicalc.analysis.audit.row_tricks import ADDED, WAYS, rows_to_tell
from kpicalc.analysis.what_if.movers import as_in_a_cell
from kpicalc.model.audit import AuditedPerson, Gaming, Slope, Trick, Tried
from kpicalc.model.dataclass import dataclass
from kpicalc.model.money import minor_unit
from kpicalc.model.program import EMPLOYEES, Input

_LATER = tuple(map(Decimal, ("0.05", "0.1", "0.25", "0.5", "1")))


@dataclass(slots=True)
class _Best:
    """The example that pays most, who gains, and how much was tried."""

    gaming: Gaming | None = None
    gainers: set[int] = field(default_factory=set)
    tried: int = 0

    def weigh(self, audit: Audited, row: int, told: Gaming) -> None:
        self.tried += 1
        # What rounding can bring: two of the smallest units a line.
        if told.gain > minor_unit(audit.program.currency) * 2 * max(1, len(audit.program.pay_lines)):
            self.gainers.add(row)
            if self.gaming is None or told.gain > self.gaming.gain:
                self.gaming = told

    def end(self, trick: Trick, fact: str) -> Gaming | Tried:
        if self.gaming is None:
            return Tried(trick, fact, self.tried)
        return replace(self.gaming, people=len(self.gainers), tried=self.tried)


def find_gaming(audit: Audited, slopes: Collection[Slope]) -> Iterator[Gaming | Tried | str]:
    """Yield each trick that pays somebody more, those that pay nobody, and names of what was not looked at.

    Of a fact that is better when it is less (a debt, a plan) nothing can be kept for later.
    """
    unwanted = {(each.grain, each.name) for each in slopes if each.direction < 0}
    for given in audit.facts:
        if given.grain == EMPLOYEES and given.kind in ADDED and given.key not in unwanted:
            yield _tell_part_later(audit, given)
    for grain in dict.fromkeys(each.grain for each in audit.facts):
        if EMPLOYEES in audit.program.ancestors(grain)[1:]:
            yield from _try_rows(audit, grain)


def person_at(audit: Audited, row: int) -> AuditedPerson:
    """Return who is paid in a row."""
    frame = audit.world.frame(EMPLOYEES)
    return AuditedPerson(frame.keys[row], frame.labels[row], audit.program.scheme, audit.total[row])


# A part of a fact of the employee.


def _tell_part_later(audit: Audited, given: Input) -> Gaming | Tried | str:
    """Try what a part of a result pays that is told in the next month, if that is like this one."""

    def moves(part: Decimal) -> tuple[Callable[[Decimal], Decimal], Callable[[Decimal], Decimal]]:
        def moved(value: Decimal) -> Decimal:
            return as_in_a_cell(value * part, audit.settlement, given)

        return (lambda value: value - moved(value)), (lambda value: value + moved(value))

    found = pay_moved(audit, given, [move for part in _LATER for move in moves(part)])
    if found is None:
        return given.label
    best = _Best()
    for part, less, more in zip(_LATER, found[::2], found[1::2], strict=True):
        for row, one, other in zip(audit.rows, less, more, strict=True):
            value = audit.world.whole_column(given.key)[row]
            if one is None or other is None or not isinstance(value, Decimal) or not value:
                continue
            moved = as_in_a_cell(value * part, audit.settlement, given)
            values = (value, value - moved, value + moved)
            pays = ((audit.total[row],) * 2, (one, other))
            cell = audit.world.frame(EMPLOYEES).cell(given.name, row)
            told = Gaming(
                Trick.PART_LATER, given.label, given.kind, person_at(audit, row), cell, values, *pays, 0, 0
            )
            best.weigh(audit, row, told)
    return best.end(Trick.PART_LATER, given.label)


# Rows of details.


def _try_rows(audit: Audited, grain: str) -> Iterator[Gaming | Tried | str]:
    label = audit.program.grains[grain].label
    rows = rows_to_tell(audit, grain)
    if rows is None:
        yield label
        return
    for trick, ways in WAYS.items():
        best = _Best()
        for way in ways:
            found = rows.attempt(way)
            if found is None:
                yield label
                return
            for told in found:
                first = rows.dated if trick is Trick.DAY and rows.dated else rows.added[0]
                cell = audit.world.frame(rows.grain).cell(first.name, told.taken[0])
                person, now = person_at(audit, told.row), (audit.total[told.row],) * len(told.pays)
                example = Gaming(
                    trick, first.label, first.kind, person, cell, told.values, now, told.pays, 0, 0
                )
                best.weigh(audit, told.row, example)
        yield best.end(trick, label)
