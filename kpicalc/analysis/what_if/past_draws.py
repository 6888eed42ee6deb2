"""Facts drawn from closed months: what a person had in one of them, his drawn facts of one month together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import product

from kpicalc.analysis.what_if.movers import Mover, who_has
from kpicalc.analysis.what_if.targets import Target, name_fact
from kpicalc.facts.refusals import find_breach
from kpicalc.lab.draws import LEVELS, draw_levels
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.fault import Value
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.what_if import Breach, Draw, PastMonth, WhatIf

# What somebody had in a month: a figure for each fact that is drawn.
_Had = tuple[Decimal, ...]
# Of each month what everybody had of whom all these facts are known.
_Months = Sequence[Mapping[str, _Had]]


@dataclass(frozen=True, slots=True)
class PastDrawn:
    """A fact of one settlement drawn from the past: what each of its rows has in each of the draws."""

    mover: Mover
    target: Target
    place: int
    drawn: tuple[tuple[_Had, ...], ...]

    def columns(self) -> Iterator[list[Value]]:
        """Yield the fact in each of the draws."""
        for had in zip(*self.drawn, strict=True):
            yield self.mover.column(self.target, [each[self.place] for each in had])

    def column_of(self, place: int) -> Sequence[Value]:
        """Return the fact of one of the rows that are meant in all the draws."""
        now = self.mover.now[self.target.settlement, self.target.key][self.target.rows[place]]
        had = [each[self.place] for each in self.drawn[place]]
        return self.mover.move(self.target, [now] * len(had), had)

    def breach(self) -> Breach | None:
        """Say in how many draws the fact leaves the range that is declared, and the first one that does."""
        settlement, given = self.mover.settlements[self.target.settlement], self.target.given
        first: tuple[int, Decimal] | None = None
        count = 0
        for row, had in zip(self.target.rows, self.drawn, strict=True):
            for value in dict.fromkeys(each[self.place] for each in had):
                (moved,) = self.mover.move(self.target, [value], [value])
                if find_breach(moved, given, settlement.program.period) is not None:
                    count += sum(each[self.place] == value for each in had)
                    first = first or (row, value)
        if first is None:
            return None
        return Breach(
            name_fact(given, settlement),
            given.kind,
            count,
            who_has(settlement, given.key, first[0]),
            first[1],
        )


def prepare_past(moved: Sequence[tuple[Mover, Draw]], asked: WhatIf) -> Checked[tuple[list[PastDrawn], int]]:
    """Return what gives the columns of facts drawn from the past, and how many people have no own month.

    Facts of one settlement that are drawn in one way are drawn together: they come from the same month.
    """
    found: list[PastDrawn] = []
    strangers: set[tuple[int, str]] = set()
    settlements = moved[0][0].settlements if moved else ()
    ways = dict.fromkeys((draw.common, draw.pooled) for _, draw in moved)
    for at, way in product(range(len(settlements)), ways):
        own = [
            (mover, target, draw)
            for mover, draw in moved
            for target in mover.targets
            if target.settlement == at and (draw.common, draw.pooled) == way
        ]
        months = _months_of(asked.past, settlements[at].program.currency, [target for _, target, _ in own])
        refused = next((hint for each in own if (hint := _refuse(each, months))), None)
        if refused is not None:
            return Checked(None, (refused,))
        keys = settlements[at].facts.frames[EMPLOYEES].keys
        for place, (mover, target, draw) in enumerate(own):
            numbers = [keys[row] for row in target.rows]
            strangers |= {(at, each) for each in numbers if not any(each in month for month in months)}
            rows = tuple(_draw_row(each, months, draw, asked) for each in numbers)
            found.append(PastDrawn(mover, target, place, rows))
    return Checked((found, len(strangers)))


def _refuse(asked: tuple[Mover, Target, Draw], months: _Months) -> Diagnostic | None:
    """Refuse facts of other rows than employees, and those that no closed month has."""
    _, target, draw = asked
    if target.given.grain == EMPLOYEES and months:
        return None
    hint = "past" if target.given.grain == EMPLOYEES else "past_rows"
    text = draw.target.text
    return error(Problem.WHAT_IF_SHAPE, draw.target.span(0, len(text)), hint=hint, name=text)


def _months_of(past: Sequence[PastMonth], currency: str, targets: Sequence[Target]) -> _Months:
    """Return the months in which all facts of somebody are known, with what he had."""
    months = []
    for month in past:
        columns = [month.facts.get((currency, each.given.name), {}) for each in targets]
        had = {
            number: tuple(each for each in figures if each is not None)
            for number in (columns[0] if columns else ())
            for figures in ([column.get(number) for column in columns],)
            if None not in figures
        }
        months += [had] if had else []
    return months


def _draw_row(number: str, months: _Months, draw: Draw, asked: WhatIf) -> tuple[_Had, ...]:
    """Return what one person has in all draws: of his own months, of all, or of the month that all draw."""
    person = draw_levels(asked.seed, "past", number, asked.times)
    if draw.common:
        market = draw_levels(asked.seed, "past", "", asked.times)
        drawn = [months[_part(level, len(months))] for level in market]
        everybody = {id(month): list(month.values()) for month in months}
        others = (_pick(everybody[id(month)], level) for month, level in zip(drawn, person, strict=True))
        return tuple(month.get(number) or other for month, other in zip(drawn, others, strict=True))
    own = [month[number] for month in months if number in month]
    pool = own if own and not draw.pooled else [each for month in months for each in month.values()]
    return tuple(_pick(pool, level) for level in person)


def _pick(figures: Sequence[_Had], level: int) -> _Had:
    return figures[_part(level, len(figures))]


def _part(level: int, count: int) -> int:
    """Return which of some equally likely things a level stands for."""
    return level * count // LEVELS
