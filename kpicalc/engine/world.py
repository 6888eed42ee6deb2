"""All that formulas may look at while a program runs, and which rows stand beside each other in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, localcontext
from typing import Any

from kpicalc.engine.tables import ask_table
from kpicalc.formula.functions.places import BEST, DIVIDING
from kpicalc.model.dataclass import dataclass
from kpicalc.model.expr import OverRows, Window
from kpicalc.model.facts import BLOCK_ROWS, Facts, Frame
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.program import DIRECT_REPORTS, EMPLOYEES, Key, Program, Variable
from kpicalc.model.result import Values


@dataclass(frozen=True, slots=True)
class Member:
    """A row with the values of the window's arguments there; kinds are checked before."""

    who: str
    arguments: tuple[Any, ...]
    result: Any


@dataclass(frozen=True, slots=True)
class Standing:
    """The rows of a group that take part, by row, and the kinds of the arguments.

    Where the best are looked for, `winners` and `others` hold the rows, the best first; where a whole is
    shared, `weights` is the sum of all weights.
    """

    members: Mapping[int, Member]
    kinds: tuple[Kind, ...]
    weights: Any = ZERO
    winners: tuple[Member, ...] = ()
    others: tuple[Member, ...] = ()


def make_standing(members: Mapping[int, Member], kinds: tuple[Kind, ...], function: str) -> Standing | None:
    """Return the standing of a group in a window; None where a figure of it cannot be computed."""
    figures = (value for member in members.values() for value in (*member.arguments, member.result))
    if any(isinstance(value, Fault) for value in figures):
        return None
    if function in DIVIDING:
        with localcontext(CONTEXT):
            return Standing(members, kinds, sum((each.arguments[1] for each in members.values()), ZERO))
    if function != BEST.name:
        return Standing(members, kinds)
    ordered = sorted(members.values(), key=lambda member: member.arguments, reverse=True)
    winners = tuple(member for member in ordered if member.result is True)
    others = tuple(member for member in ordered if member.result is not True)
    return Standing(members, kinds, ZERO, winners, others)


class World:
    """A program, its facts, and the columns computed so far.

    `columns` and `aggregates` hold one value for each row of a whole frame; `faulty` names those of
    them that hold a Fault, `cut` those with numbers that are not exact. `standings` keeps, for remarks, who
    stands beside whom in a window.
    """

    def __init__(self, program: Program, facts: Facts) -> None:
        self.program = program
        self.facts = facts
        self.columns: dict[Key, Sequence[Value]] = {}
        self.aggregates: dict[OverRows, Sequence[Value]] = {}
        self.faulty: set[Key | OverRows] = {
            (grain, name) for grain, frame in facts.frames.items() for name in frame.faulty
        }
        # Hours may be read as hours and minutes: 8:20 is 25/3.
        self.cut: set[Key | OverRows] = {each.key for each in program.inputs if each.kind is Kind.HOURS}
        self.cut |= {(grain, name) for grain, frame in facts.frames.items() for name in frame.cut}
        self.variables: Mapping[Key, Variable] = {each.key: each for each in program.variables()}
        self.tables: Mapping[str, Callable[..., Decimal]] = {
            name: ask_table(table) for name, table in program.tables.items()
        }
        self.standings: dict[Window, Mapping[int, Standing]] = {}
        self._inputs: dict[Key, Sequence[Value]] = {}
        self._superiors: dict[str, Sequence[Sequence[int]]] = {}

    def take(self, given: Values) -> None:
        """Take over what is computed already."""
        self.columns.update(given.columns)
        self.aggregates.update(given.aggregates)
        self.faulty.update(given.faulty)
        self.cut.update(given.cut)

    def values(self) -> Values:
        """Return what is computed so far."""
        return Values(self.columns, self.aggregates, frozenset(self.faulty), frozenset(self.cut))

    def frame(self, grain: str) -> Frame:
        """Return the rows of a grain."""
        return self.facts.frames[grain]

    def parent_below(self, ancestor: str, grain: str) -> str:
        """Return the grain whose parent is `ancestor`, on the way up from `grain`."""
        grains = self.program.grains
        return next(each for each in self.program.ancestors(grain) if grains[each].parent == ancestor)

    def superiors(self, link: str) -> Sequence[Sequence[int]]:
        """Return the employees above each employee: all of them, or only the next (`direct_reports`)."""
        if link not in self._superiors:
            above = self.frame(EMPLOYEES).superiors
            deepest = 1 if link == DIRECT_REPORTS else len(above)
            self._superiors[link] = [_rows_above(above, row, deepest) for row in range(len(above))]
        return self._superiors[link]

    def packed_column(self, key: Key) -> Sequence[Value] | None:
        """Return a kept variable, else an input, as it is kept; None for what is neither."""
        return self.columns[key] if key in self.columns else self.frame(key[0]).columns.get(key[1])

    def sparse_column(self, key: Key) -> Sequence[Value]:
        """Return an input or kept variable of a whole frame, of which only a few rows are to be read."""
        if key in self.columns or key in self._inputs:
            return self.whole_column(key)
        return self.frame(key[0]).columns[key[1]]

    def whole_column(self, key: Key) -> Sequence[Value]:
        """Return an input or kept variable of a whole frame, to be read by many single rows."""
        if key in self.columns:
            return self.columns[key]
        if key not in self._inputs:
            frame = self.frame(key[0])
            packed = frame.columns[key[1]]
            self._inputs[key] = [
                value
                for start in range(0, frame.size, BLOCK_ROWS)
                for value in packed[start : start + BLOCK_ROWS]
            ]
        return self._inputs[key]


def _rows_above(above: Sequence[int], row: int, deepest: int) -> list[int]:
    """Return the rows above a row, the next one first; the facts have no circle."""
    found: list[int] = []
    while (row := above[row]) >= 0 and len(found) < deepest:
        found.append(row)
    return found
