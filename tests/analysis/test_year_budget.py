"""A year planned from months that were paid: figures worked by hand."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as some

from kpicalc.analysis.year_budget import plan_year
from kpicalc.model.budget import MonthCost, SeasonSource, YearBudget, YearDoubt, YearQuestion
from kpicalc.model.period import Period, PeriodLength


def month(year: int, number: int) -> Period:
    return Period(year, number, PeriodLength.MONTH)


def costs(*years: tuple[int, Sequence[int]]) -> list[MonthCost]:
    return [
        MonthCost(month(year, at + 1), Decimal(amount), 3)
        for year, amounts in years
        for at, amount in enumerate(amounts)
    ]


def planned(months: Sequence[MonthCost], asked: YearQuestion) -> YearBudget:
    found = plan_year(months, "RUB", asked)
    assert found is not None
    return found


def doubts(budget: YearBudget) -> list[YearDoubt]:
    return [each.doubt for each in budget.notes]


FLAT = [100] * 12
PEAK = [50] * 11 + [650]


def test_a_season_is_the_mean_of_the_parts_that_a_month_had() -> None:
    """December was 1/12 of 1 200 and 650/1 200 of the next year: 5/16; the others 1/12 and 1/24: 1/16."""
    budget = planned(costs((2025, FLAT), (2026, PEAK)), YearQuestion(2027))

    assert (budget.season, budget.years, budget.base) == (SeasonSource.YEARS, 2, Decimal(1200))
    assert [each.planned for each in budget.months] == [Decimal(75)] * 11 + [Decimal(375)]
    assert [round(each, 6) for each in budget.months[0].shares] == [Decimal("0.083333"), Decimal("0.041667")]
    assert doubts(budget) == []


def test_kopecks_of_the_months_add_up_to_the_year_and_the_fund() -> None:
    """1 000 / 12 is 83.33 and a third: four kopecks are over, for the first four months."""
    budget = planned(
        costs((2026, [83] * 11 + [87])), YearQuestion(2027, (Decimal(1),) * 12, fund=Decimal(999))
    )

    assert [each.planned for each in budget.months] == [Decimal("83.34")] * 4 + [Decimal("83.33")] * 8
    assert [each.fund for each in budget.months] == [Decimal("83.25")] * 12
    assert (budget.months[3].left, budget.months[3].left_so_far) == (Decimal("-0.09"), Decimal("-0.36"))
    assert budget.months[-1].left_so_far == Decimal(-1)


def test_what_was_paid_takes_the_place_of_the_plan() -> None:
    months = [*costs((2026, FLAT)), MonthCost(month(2027, 2), Decimal(40), 3)]
    budget = planned(months, YearQuestion(2027, fund=Decimal(1800), growth=Decimal("0.5")))

    assert (budget.base, budget.planned, budget.expected) == (Decimal(1200), Decimal(1800), Decimal(1690))
    assert [each.left_so_far for each in budget.months] == [Decimal(0)] + [Decimal(110)] * 11
    assert doubts(budget) == [YearDoubt.ONE_YEAR]


def test_a_declared_season_draws_few_months_out_to_a_year() -> None:
    """January and February weigh 1 and 3 of 14: 400 in them are 1 400 in the year."""
    season = (Decimal(1), Decimal(3), *(Decimal(1),) * 10)
    budget = planned(costs((2027, [100, 300])), YearQuestion(2027, season))

    assert (budget.season, budget.base, budget.expected) == (
        SeasonSource.DECLARED,
        Decimal(1400),
        Decimal(1400),
    )
    assert doubts(budget) == [YearDoubt.FEW]


def test_what_is_too_short_or_broken_is_told() -> None:
    months = [
        each
        for each in costs((2025, FLAT), (2026, PEAK))
        if each.period not in {month(2026, 5), month(2026, 12)}
    ]
    budget = planned(months, YearQuestion(2027))

    assert (budget.season, budget.base) == (SeasonSource.EVEN, Decimal(600))
    told = [(each.doubt, [str(one) for one in each.months], each.count) for each in budget.notes]
    assert told == [
        (YearDoubt.SHORT, [], 6),
        (YearDoubt.FEW, [], 6),
        (YearDoubt.GAP, ["2026-05", "2026-05"], 1),
        (YearDoubt.OLD, ["2026-12", "2026-12"], 1),
    ]


def test_departments_that_are_not_closed_are_told() -> None:
    months = [MonthCost(month(2026, at), Decimal(5), 1, ("A", "B")[: 1 + at // 2]) for at in range(1, 5)]

    (note,) = [
        each for each in planned(months, YearQuestion(2027)).notes if each.doubt == YearDoubt.DEPARTMENTS
    ]
    assert note.months == (month(2026, 1),)


def test_months_below_zero_are_no_season_and_nothing_at_all_no_plan() -> None:
    odd = planned(costs((2026, [-5, *FLAT[1:]])), YearQuestion(2027))

    assert (odd.season, doubts(odd)) == (SeasonSource.EVEN, [YearDoubt.NEGATIVE])
    assert plan_year(costs((2026, [0] * 12)), "RUB", YearQuestion(2027)) is None
    assert plan_year(costs((2026, [5])), "RUB", YearQuestion(2027, (Decimal(0), *(Decimal(1),) * 11))) is None


@settings(max_examples=100)
@given(
    some.lists(some.integers(0, 10**9), min_size=1, max_size=40),
    some.integers(-99, 300),
    some.integers(1, 10**12),
)
def test_months_always_add_up(amounts: list[int], growth: int, fund: int) -> None:
    months = [
        MonthCost(month(2023 + at // 12, at % 12 + 1), Decimal(each) / 100, 1)
        for at, each in enumerate(amounts)
    ]
    asked = YearQuestion(2027, growth=Decimal(growth) / 100, fund=Decimal(fund) / 100)
    budget = plan_year(months, "RUB", asked)

    if budget is not None:
        assert sum(each.planned for each in budget.months) == budget.planned
        assert sum(each.fund or 0 for each in budget.months) == asked.fund
        assert budget.months[-1].left_so_far == (asked.fund or 0) - budget.expected
