"""What everybody is paid with other facts, scheme by scheme, put together person by person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from decimal import Decimal, localcontext
from typing import cast

from kpicalc.engine.evaluate import MANY_ROWS
from kpicalc.lab.lone_rows import part_people
from kpicalc.lab.replay import OtherColumns, Replay, prepare_replay
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.fault import Fault, Value
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.program import EMPLOYEES, Key
from kpicalc.model.result import Settlement
from kpicalc.model.what_if import PaidPerson, Pays

Place = tuple[Settlement, int]


@dataclass(frozen=True, slots=True)
class Crowd:
    """The people of a run, each with his rows in its settlements, and why somebody could not be paid.

    In a `plain` one each row of the only settlement is one person.
    """

    settlements: tuple[Settlement, ...]
    people: tuple[PaidPerson, ...]
    rows: tuple[tuple[tuple[int, int], ...], ...]
    causes: dict[Diagnostic, None] = field(default_factory=dict)
    plain: bool = False

    def put_together(self, columns: Sequence[Sequence[Value]]) -> Pays:
        """Return what each person is paid by the totals of all settlements."""
        if self.plain and set(map(type, columns[0])) == {Decimal}:
            return tuple(cast("Sequence[Decimal]", columns[0]))
        return tuple(self._add([columns[at][row] for at, row in rows]) for rows in self.rows)

    def pay_as_is(self) -> Pays:
        """Return what each person is paid by the settlements as they are."""
        with localcontext(CONTEXT):
            return self.put_together(
                [each.values.columns[EMPLOYEES, each.program.total] for each in self.settlements]
            )

    def add_rows(self, rows: Sequence[Sequence[Value]]) -> Sequence[Decimal | None]:
        """Return what one person is paid in each change, by what each of his rows is."""
        if len(rows) == 1 and set(map(type, rows[0])) == {Decimal}:
            return cast("Sequence[Decimal]", rows[0])
        with localcontext(CONTEXT):
            return [self._add(each) for each in zip(*rows, strict=True)]

    def _add(self, values: Iterable[Value]) -> Decimal | None:
        total = ZERO
        for value in values:
            if isinstance(value, Fault):
                self.causes.update(dict.fromkeys(value.causes[:1]))
                return None
            total += value if isinstance(value, Decimal) else ZERO
        return total


def gather_people(places: Sequence[Place]) -> Crowd:
    """Return the people of a run in the order of the sheet; who has several rows is one person."""
    settlements = tuple({id(each): each for each, _ in places}.values())
    numbers = {id(each): at for at, each in enumerate(settlements)}
    rows: dict[str, list[tuple[int, int]]] = {}
    named: dict[str, tuple[str, str]] = {}
    for settlement, row in places:
        frame = settlement.facts.frames[EMPLOYEES]
        rows.setdefault(frame.keys[row], []).append((numbers[id(settlement)], row))
        named.setdefault(frame.keys[row], (frame.labels[row], settlement.program.scheme))
    totals = [each.values.columns[EMPLOYEES, each.program.total] for each in settlements]
    with localcontext(CONTEXT):
        people = tuple(
            PaidPerson(number, *named[number], _known(totals, own)) for number, own in rows.items()
        )
    own = tuple(map(tuple, rows.values()))
    plain = len(settlements) == 1 and own == tuple(((0, row),) for row in range(len(totals[0])))
    return Crowd(settlements, people, own, plain=plain)


def _known(totals: Sequence[Sequence[Value]], rows: Iterable[tuple[int, int]]) -> Decimal:
    values = (totals[at][row] for at, row in rows)
    return sum((each for each in values if isinstance(each, Decimal)), ZERO)


def replays_of(crowd: Crowd, changed: Mapping[int, Iterable[Key]]) -> dict[int, Replay]:
    """Return for each settlement some of whose facts change what pays it again."""
    return {
        at: prepare_replay(
            crowd.settlements[at], frozenset(keys), [(EMPLOYEES, crowd.settlements[at].program.total)]
        )
        for at, keys in changed.items()
    }


def pay_again(
    crowd: Crowd, replays: Mapping[int, Replay], columns_of: Callable[[int], Iterable[OtherColumns]]
) -> Iterator[Pays]:
    """Yield what everybody is paid for each of the changes; `columns_of` gives those of a settlement."""
    still = {
        at: settlement.values.columns[EMPLOYEES, settlement.program.total]
        for at, settlement in enumerate(crowd.settlements)
    }
    order = list(replays)
    runs = [replays[at].pay_all(columns_of(at)) for at in order]
    for results in zip(*runs, strict=True):
        now = dict(still)
        for at, result in zip(order, results, strict=True):
            now[at] = next(iter(result.values()))
        with localcontext(CONTEXT):
            pays = crowd.put_together([now[at] for at in range(len(still))])
        yield pays


# Gives what stands in a row of a settlement in each of the changes, by the name of the fact.
RowsMoved = Callable[[int, int], Mapping[str, Sequence[Value]]]


def pay_alone(
    crowd: Crowd, replays: Mapping[int, Replay], rows_of: RowsMoved, times: int
) -> Iterator[Sequence[Decimal | None]] | None:
    """Yield person by person what he is paid in each of so many changes.

    None where that is no gain, or where one's pay hangs on the changed facts of others.
    """
    alone = {at: part_people(each.frozen, each.wanted[0]) for at, each in replays.items()}
    lone = {at: each for at, each in alone.items() if each is not None}
    if times < MANY_ROWS or len(lone) < len(alone):
        return None
    still = [each.values.columns[EMPLOYEES, each.program.total] for each in crowd.settlements]

    def pay(at: int, row: int) -> Sequence[Value]:
        return lone[at].pay(row, rows_of(at, row), times) if at in lone else [still[at][row]] * times

    return (crowd.add_rows([list(pay(*each)) for each in rows]) for rows in crowd.rows)
