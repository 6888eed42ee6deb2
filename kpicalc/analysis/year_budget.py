"""A year planned from months that were paid: their season, their level, and what is left of a fund."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, localcontext
from itertools import accumulate

from kpicalc.model.budget import (
    MonthCost,
    PlannedMonth,
    SeasonSource,
    YearBudget,
    YearDoubt,
    YearNote,
    YearQuestion,
)
from kpicalc.model.money import CONTEXT, ONE, ZERO, Rounding, minor_unit, round_to_step, split_in_proportion
from kpicalc.model.period import Period, PeriodLength

_YEAR = 12


def plan_year(months: Sequence[MonthCost], currency: str, asked: YearQuestion) -> YearBudget | None:
    """Return what a year shall cost by the months that are known; None where these cost nothing.

    The season is that of the whole years before it: blocks of twelve months that end with the last one that
    is known, each month with the mean of its parts. Less than twelve months in a row tell no season. The
    level is that of the last twelve months in a row before the year, or of as many as there are.
    """
    known = sorted(months, key=lambda each: _place_in_time(each.period))
    before = [each for each in known if each.period.year < asked.year]
    row = list(_last_in_a_row(before or known))
    with localcontext(CONTEXT):
        years = _whole_years(row) if before else []
        source, parts = _find_season(years, asked.season)
        level = row[-_YEAR:]
        weight = sum((parts[each.period.month - 1] for each in level), ZERO)
        cost = sum((each.amount for each in level), ZERO)
        if cost <= ZERO or not weight:
            return None
        unit = Rounding(minor_unit(currency))
        base = round_to_step(cost / weight, unit)
        planned = round_to_step(cost / weight * (ONE + asked.growth), unit)
        year = tuple(_plan_months(known, years, parts, (planned, asked), unit.step))
        expected = sum((each.planned if each.paid is None else each.paid for each in year), ZERO)
    return YearBudget(
        year=asked.year,
        currency=currency,
        known=tuple(known),
        season=source,
        years=len(years),
        level=tuple(each.period for each in level),
        base=base,
        growth=asked.growth,
        planned=planned,
        expected=expected,
        fund=asked.fund,
        months=year,
        notes=tuple(_find_doubts(known, row, source, years, asked)),
    )


def _place_in_time(period: Period) -> int:
    return period.year * _YEAR + period.month - 1


def _month_at(place: int) -> Period:
    return Period(place // _YEAR, place % _YEAR + 1, PeriodLength.MONTH)


def _last_in_a_row(months: Sequence[MonthCost]) -> Sequence[MonthCost]:
    """Return the months behind the last gap."""
    places = [_place_in_time(each.period) for each in months]
    begins = max((at for at in range(1, len(places)) if places[at] != places[at - 1] + 1), default=0)
    return months[begins:]


def _whole_years(row: Sequence[MonthCost]) -> list[dict[int, Decimal]]:
    """Return the part that each month had of each block of twelve, the latest block last."""
    count = len(row) // _YEAR
    kept = row[len(row) - count * _YEAR :]
    blocks = [kept[at * _YEAR : (at + 1) * _YEAR] for at in range(count)]
    sums = [sum((each.amount for each in block), ZERO) for block in blocks]
    return [
        {each.period.month: each.amount / whole for each in block}
        for block, whole in zip(blocks, sums, strict=True)
        if whole > ZERO
    ]


def _find_season(
    years: Sequence[dict[int, Decimal]], declared: Sequence[Decimal]
) -> tuple[SeasonSource, list[Decimal]]:
    """Return the parts of the twelve months of a year, which add up to one."""
    if declared:
        return SeasonSource.DECLARED, [each / sum(declared, ZERO) for each in declared]
    means = [sum((year[month] for year in years), ZERO) / max(1, len(years)) for month in range(1, _YEAR + 1)]
    if not years or min(means) < ZERO:
        return SeasonSource.EVEN, [ONE / _YEAR] * _YEAR
    return SeasonSource.YEARS, means


def _plan_months(
    known: Sequence[MonthCost],
    years: Sequence[dict[int, Decimal]],
    parts: Sequence[Decimal],
    whole: tuple[Decimal, YearQuestion],
    unit: Decimal,
) -> Iterator[PlannedMonth]:
    planned, asked = whole
    paid = {each.period.month: each.amount for each in known if each.period.year == asked.year}
    costs = split_in_proportion(planned, parts, unit)
    funds = None if asked.fund is None else split_in_proportion(asked.fund, parts, unit)
    lefts = [] if funds is None else [fund - paid.get(at + 1, costs[at]) for at, fund in enumerate(funds)]
    so_far = list(accumulate(lefts))
    for at, part in enumerate(parts):
        yield PlannedMonth(
            period=Period(asked.year, at + 1, PeriodLength.MONTH),
            part=part,
            shares=tuple(year[at + 1] for year in years),
            planned=costs[at],
            paid=paid.get(at + 1),
            fund=None if funds is None else funds[at],
            left=lefts[at] if lefts else None,
            left_so_far=so_far[at] if so_far else None,
        )


def _find_doubts(
    known: Sequence[MonthCost],
    row: Sequence[MonthCost],
    source: SeasonSource,
    years: Sequence[dict[int, Decimal]],
    asked: YearQuestion,
) -> Iterator[YearNote]:
    if source is SeasonSource.YEARS and len(years) == 1:
        yield YearNote(YearDoubt.ONE_YEAR, (), 1)
    if source is SeasonSource.EVEN:
        yield YearNote(YearDoubt.NEGATIVE if years else YearDoubt.SHORT, (), len(row))
    if len(row) < _YEAR:
        yield YearNote(YearDoubt.FEW, (), len(row))
    first, last = _place_in_time(row[0].period), _place_in_time(row[-1].period)
    if row[0].period != known[0].period and known[0].period.year < asked.year:
        begins = max(place for each in known if (place := _place_in_time(each.period)) < first) + 1
        yield YearNote(YearDoubt.GAP, (_month_at(begins), _month_at(first - 1)), first - begins)
    until = asked.year * _YEAR
    if last < until - 1:
        between = range(last + 1, until)
        yield YearNote(YearDoubt.OLD, (_month_at(last + 1), _month_at(until - 1)), len(between))
    # A month without departments was closed for everybody at once.
    usual = {each.departments for each in known if each.departments}
    if len(usual) > 1:
        full = set().union(*usual)
        short = tuple(each.period for each in known if each.departments and set(each.departments) != full)
        yield YearNote(YearDoubt.DEPARTMENTS, short, len(short))
