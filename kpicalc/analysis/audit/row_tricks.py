"""Detail rows told otherwise: split, made one, told a day or a month off; each paid again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import partial

from kpicalc.analysis.audit.results import MOST_ROWS, Audited
from kpicalc.analysis.what_if.movers import as_in_a_cell
from kpicalc.engine.evaluate import evaluate
from kpicalc.lab.people import owners_of_rows
from kpicalc.lab.values import is_allowed
from kpicalc.model.audit import Trick
from kpicalc.model.dataclass import dataclass
from kpicalc.model.facts import Frame
from kpicalc.model.fault import Value
from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.money import ZERO
from kpicalc.model.program import EMPLOYEES, Input

ADDED = frozenset({Kind.MONEY, Kind.COUNT, Kind.NUMBER})
"""What can be cut into parts that add up; hours and days are worked when they are."""
# What goes with it: the cost of a deal that is split is split too; a coefficient is not.
_PARTED = frozenset({Kind.MONEY, Kind.COUNT})
# So many rows of a person are tried, the largest first.
_ROUNDS = 10

# The values of a row by the names of their columns.
Row = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Attempt:
    """Some rows of an employee told otherwise: their values before and after, and what each month pays."""

    row: int
    taken: tuple[int, ...]
    values: tuple[Scalar, ...]
    pays: tuple[Decimal, ...]


@dataclass(slots=True)
class DetailRows:
    """The rows of a table of details, each person's by size, laid out otherwise and paid.

    Where one person's rows move the pay of others (they are `crossed`), each row is tried alone.
    """

    audit: Audited
    grain: str
    added: tuple[Input, ...]
    dated: Input | None
    rows: list[Row] = field(init=False)
    own: dict[int, list[int]] = field(init=False)
    crossed: bool = field(init=False)

    def __post_init__(self) -> None:
        """Read the rows once."""
        frame, world = self.audit.world.frame(self.grain), self.audit.world
        columns = {name: world.whole_column((self.grain, name)) for name in frame.columns}
        self.rows = [{name: each[row] for name, each in columns.items()} for row in range(frame.size)]
        self.crossed = self.audit.crosses_people(frozenset((self.grain, name) for name in columns))
        sizes: dict[int, list[tuple[Decimal, int]]] = {}
        for row, owner in enumerate(owners_of_rows(self.audit.world, self.grain)):
            value = self.rows[row][self.added[0].name]
            if isinstance(value, Decimal):
                sizes.setdefault(owner, []).append((-abs(value), row))
        self.own = {owner: [row for _, row in sorted(each)] for owner, each in sizes.items()}

    def attempt(self, way: Way) -> Iterator[Attempt] | None:
        """Pay people with some of their rows told otherwise, the largest first; None where it is too much."""
        people = {row: self._first_tried(way, row) for row in self.audit.rows if row in self.own}
        rounds = [
            {row: taken for row, own in people.items() if len(taken := own[at : at + way.taken]) == way.taken}
            for at in range(_ROUNDS)
        ]
        if self.crossed:
            rounds = [{row: own} for each in rounds for row, own in each.items()]
        cost = len(self.rows) + self.audit.world.frame(EMPLOYEES).size
        if len(rounds) * len(way.months) * cost > MOST_ROWS:
            return None
        return (found for taken in rounds for found in self._try_round(way, taken))

    def _first_tried(self, way: Way, row: int) -> list[int]:
        """Return the rows of a person, those first that go over an end of the month."""
        return sorted(self.own[row], key=lambda each: not self.shift(self.rows[each], way.days)[1])

    def shift(self, row: Row, days: int) -> tuple[date | None, bool]:
        """Return the day of a row some days off, if both are known, and whether another month has it."""
        day = row[self.dated.name] if self.dated else None
        period = self.audit.program.period
        if not isinstance(day, date) or not period.first_day <= day <= period.last_day:
            return None, False
        moved = day + timedelta(days)
        return moved, not period.first_day <= moved <= period.last_day

    def _try_round(self, way: Way, taken: Mapping[int, list[int]]) -> Iterator[Attempt]:
        made = {
            row: [month(self, [self.rows[each] for each in own]) for month in way.months]
            for row, own in taken.items()
        }
        able = {row: [each for each in months if each is not None] for row, months in made.items()}
        able = {row: months for row, months in able.items() if len(months) == len(way.months)}
        months = range(len(way.months) if able else 0)
        totals = [self._pay(taken, {row: each[month] for row, each in able.items()}) for month in months]
        for row, put in able.items():
            before = [self.rows[each] for each in taken[row]]
            # A month in which the rows stand as they do now is like this one.
            other = [total[row] for total, rows in zip(totals, put, strict=True) if rows != before]
            pays = tuple(each for each in other if isinstance(each, Decimal))
            if len(pays) == len(other):
                yield Attempt(row, tuple(taken[row]), tuple(self._told(way, [*before, *put[0]])), pays)

    def _told(self, way: Way, rows: Sequence[Row]) -> Iterator[Scalar]:
        if self.dated and way.days:
            values = [rows[0][self.dated.name], self.shift(rows[0], way.days)[0]]
            return (each for each in values if isinstance(each, date))
        return (value for row in rows if isinstance(value := row[self.added[0].name], Decimal))

    def _pay(self, taken: Mapping[int, list[int]], put: Mapping[int, Sequence[Row]]) -> Sequence[Value]:
        """Return the totals with rows of some people taken out and others put at the place of the first."""
        facts, program = self.audit.settlement.facts, self.audit.program
        place = {taken[row][0]: rows for row, rows in put.items()}
        gone = {each for row in put for each in taken[row]}
        laid = [
            (at, row)
            for at, now in enumerate(self.rows)
            for row in (place.get(at, ()) if at in gone else (now,))
        ]
        frames = {**facts.frames, self.grain: _lay_out(facts.frames[self.grain], laid)}
        paid = evaluate(program, replace(facts, frames=frames), keep_all=False)
        return paid.columns[EMPLOYEES, program.total]

    def fits(self, rows: Sequence[Row]) -> list[Row] | None:
        """Return the rows where all their numbers are allowed and none is 0."""
        numbers = [(each, row[each.name]) for row in rows for each in self.added]
        fine = all(
            not isinstance(value, Decimal) or (value and is_allowed(each, value)) for each, value in numbers
        )
        return list(rows) if fine else None


# What becomes of rows of a person in a month; None where it cannot.
Retold = Callable[[DetailRows, Sequence[Row]], list[Row] | None]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to tell so many rows otherwise: what they are then, in one month or in two that are alike.

    With `days` a row is told so many days later, or earlier, where another month has that day in that month.
    """

    taken: int
    months: tuple[Retold, ...]
    days: int = 0


def rows_to_tell(audit: Audited, grain: str) -> DetailRows | None:
    """Return the rows of a table that are simply a person's own, with numbers that can be cut; else None."""
    table = audit.program.grains[grain]
    moved = [each for each in audit.facts if each.grain == grain and each.kind in ADDED]
    columns = audit.world.frame(grain).columns
    beside = (
        each
        for each in audit.program.inputs
        if each.grain == grain and each not in moved and each.kind in _PARTED and each.name in columns
    )
    added = (*moved, *beside) if moved else ()
    days = [each for each in audit.program.inputs if each.grain == grain and each.kind is Kind.DATE]
    days = sorted((each for each in days if each.name in columns), key=lambda each: not each.in_period)
    below = any(each.parent == grain for each in audit.program.grains.values())
    bound = table.split or table.valid or table.on or table.derived
    if bound or below or not added:
        return None
    return DetailRows(audit, grain, added, next(iter(days), None))


def _lay_out(frame: Frame, laid: Sequence[tuple[int, Row]]) -> Frame:
    """Return a frame of the rows, each hanging where the row of that number hangs."""
    columns = {name: [row[name] for _, row in laid] for name in frame.columns}
    places = [at for at, _ in laid]
    keys, labels = ([each[at] for at in places] if each else each for each in (frame.keys, frame.labels))
    parents = [frame.parents[at] for at in places] if frame.parents else frame.parents
    return replace(
        frame,
        size=len(laid),
        keys=keys,
        labels=labels,
        columns=columns,
        parents=parents,
        origin=None,
        taken={},
    )


def _split(part: Decimal, rows: DetailRows, taken: Sequence[Row]) -> list[Row] | None:
    """Make two rows of one; what is no number stands in both."""
    first, second = dict(taken[0]), dict(taken[0])
    for given in rows.added:
        value = first[given.name]
        if isinstance(value, Decimal) and value:
            moved = as_in_a_cell(value * part, rows.audit.settlement, given)
            if moved in {ZERO, value}:
                return None
            first[given.name], second[given.name] = value - moved, moved
    return rows.fits([first, second])


def _merge(rows: DetailRows, taken: Sequence[Row]) -> list[Row] | None:
    """Make one row of two that differ in numbers that add up, and in days, alone."""
    one, other = taken
    merged = dict(one)
    added = {each.name for each in rows.added}
    for name, value in one.items():
        beside = other[name]
        if name in added and isinstance(value, Decimal) and isinstance(beside, Decimal):
            merged[name] = value + beside
        elif value != beside and (isinstance(value, str | bool | Decimal) or type(value) is not type(beside)):
            return None
    return rows.fits([merged])


def _leave_out(_rows: DetailRows, _taken: Sequence[Row]) -> list[Row] | None:
    return []


def _take_twice(_rows: DetailRows, taken: Sequence[Row]) -> list[Row] | None:
    return [taken[0], taken[0]]


def _on_other_day(days: int, rows: DetailRows, taken: Sequence[Row]) -> list[Row] | None:
    moved, beyond = rows.shift(taken[0], days)
    if moved is None or rows.dated is None:
        return None
    return [] if beyond else [{**taken[0], rows.dated.name: moved}]


def _in_month_beside(days: int, rows: DetailRows, taken: Sequence[Row]) -> list[Row] | None:
    """Return the row as the month beside has it, which is like this one, and so are its days."""
    _, beyond = rows.shift(taken[0], days)
    period = rows.audit.program.period
    day = period.first_day if days == 1 else period.last_day
    return [taken[0], {**taken[0], rows.dated.name: day}] if beyond and rows.dated else list(taken)


WAYS: Mapping[Trick, tuple[Way, ...]] = {
    Trick.SPLIT: tuple(Way(1, (partial(_split, Decimal(part)),)) for part in ("0.5", "0.1")),
    Trick.MERGE: (Way(2, (_merge,)),),
    Trick.LATER: (Way(1, (_leave_out, _take_twice)),),
    Trick.DAY: tuple(
        Way(1, (partial(_on_other_day, days), partial(_in_month_beside, days)), days) for days in (1, -1)
    ),
}
"""The ways of each trick."""
