"""Functions of days: how long it is from one to another, days that two stretches share, working days.

What they need of the period and the calendar, the compiler gives them. A calendar is a text: the working days
of the week (1 is Monday, 0 alone is none), then the days that differ from it, by date: `-2026-01-01` is a day
off, `+2026-11-07` is worked.
"""

from __future__ import annotations

import calendar as month_lengths
from collections.abc import Callable
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from kpicalc.formula.function import (
    CALENDAR,
    PERIOD_ENDS,
    Domains,
    Failure,
    Function,
    says_nothing,
    whole_numbers,
)
from kpicalc.model.domain import ANY_NUMBER, Choices, Domain, Interval, make_interval
from kpicalc.model.kind import Kind


def count_days(first: date, second: date) -> Decimal:
    """Count the days from one date to another; negative when the second is earlier."""
    return Decimal((second - first).days)


def count_months(first: date, second: date) -> Decimal:
    """Count whole months from one date to another; negative when the second is earlier.

    A month is complete on the day of the same number, or on the last day of a month that has no
    such day.

    >>> count_months(date(2026, 1, 31), date(2026, 2, 28)), count_months(date(2026, 1, 15), date(2026, 3, 14))
    (Decimal('1'), Decimal('1'))
    """
    return Decimal(_whole_months(first, second))


def count_years(first: date, second: date) -> Decimal:
    """Count whole years (12 whole months each) from one date to another.

    >>> count_years(date(2024, 2, 29), date(2025, 2, 28))
    Decimal('1')
    """
    months = _whole_months(first, second)
    years = abs(months) // 12
    return Decimal(years if months >= 0 else -years)


def _whole_months(first: date, second: date) -> int:
    if second < first:
        return -_whole_months(second, first)
    months = (second.year - first.year) * 12 + second.month - first.month
    last_day = month_lengths.monthrange(second.year, second.month)[1]
    return months - (second.day < min(first.day, last_day))


def add_months(day: date, months: Decimal) -> date:
    """Return the day so many whole months later: of the same number, or the last of a month that has none.

    ValueError for a part of a month, and for a year that no calendar has.

    >>> add_months(date(2026, 1, 31), Decimal(1)), add_months(date(2026, 3, 15), Decimal(-14))
    (datetime.date(2026, 2, 28), datetime.date(2025, 1, 15))
    """
    if months != months.to_integral_value():
        message = "months are added whole"
        raise ValueError(message)
    year, month = divmod(day.year * 12 + day.month - 1 + int(months), 12)
    first = date(year, month + 1, 1)
    return first.replace(day=min(day.day, month_lengths.monthrange(year, month + 1)[1]))


def count_common_days(start: date, end: date, first: date, last: date) -> Decimal:
    """Count the days that lie in both stretches, with both ends; 0 when there are none.

    >>> count_common_days(date(2026, 2, 20), date(2026, 3, 10), date(2026, 3, 1), date(2026, 3, 31))
    Decimal('10')
    """
    return Decimal(max((min(end, last) - max(start, first)).days + 1, 0))


def count_working_days(start: date, end: date, calendar: str) -> Decimal:
    """Count the working days from one date to another, with both ends; 0 when the second is earlier.

    >>> count_working_days(date(2026, 3, 1), date(2026, 3, 31), "12345 -2026-03-09")
    Decimal('21')
    """
    days = (end - start).days + 1
    if days <= 0:
        return Decimal(0)
    week = calendar.split(maxsplit=1)[0].strip("0")
    weeks, rest = divmod(days, 7)
    weekdays = [(start.isoweekday() + each - 1) % 7 + 1 for each in range(rest)]
    count = weeks * len(week) + sum(str(each) in week for each in weekdays)
    off, worked = exceptions_between(start, end, calendar)
    return Decimal(count - len(off) + len(worked))


def count_common_working_days(start: date, end: date, first: date, last: date, calendar: str) -> Decimal:
    """Count the working days that lie in both stretches, with both ends.

    >>> march = date(2026, 3, 1), date(2026, 3, 31)
    >>> count_common_working_days(date(2026, 2, 20), date(2026, 3, 10), *march, "12345")
    Decimal('7')
    """
    return count_working_days(max(start, first), min(end, last), calendar)


def exceptions_between(start: date, end: date, calendar: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the days off and the worked days in which a calendar differs from its week, as written dates."""
    low, high = start.isoformat(), end.isoformat()
    found = [each for each in calendar.split()[1:] if low <= each[1:] <= high]
    off = tuple(each[1:] for each in found if each[0] == "-")
    return off, tuple(each[1:] for each in found if each[0] == "+")


def _domain_at_corners(meaning: Callable[..., Decimal], count: int) -> Callable[[Domains], Domain]:
    """Evaluate at the two corners of what falls with the first of two dates and grows with the other."""

    def domain(arguments: Domains) -> Domain:
        days, texts = [_ends_of_days(each) for each in arguments[:count]], arguments[count:]
        constants = [text for each in texts if isinstance(each, Choices) for text in each.values]
        ends = [each for each in days if each is not None]
        if len(constants) < len(texts) or len(ends) < count:
            return ANY_NUMBER
        corners = [[each[at % 2 == side] for at, each in enumerate(ends)] for side in (0, 1)]
        low, high = (meaning(*corner, *constants) for corner in corners)
        return make_interval(low, high)

    return domain


def _domain_of_added(arguments: Domains) -> Domain:
    """A later day, or more months, give a later day; parts of a month are no answer, so they are cut off."""
    ends, months = _ends_of_days(arguments[0]), arguments[1]
    if ends is None or not isinstance(months, Interval) or months.low is None or months.high is None:
        return ANY_NUMBER
    try:
        first = add_months(ends[0], months.low.to_integral_value(ROUND_CEILING))
        last = add_months(ends[1], months.high.to_integral_value(ROUND_FLOOR))
    except ValueError:
        return ANY_NUMBER
    return make_interval(Decimal(first.toordinal()), Decimal(last.toordinal()))


def _ends_of_days(domain: Domain) -> tuple[date, date] | None:
    """Return the first and the last day, None where there is none that a calendar has."""
    if not isinstance(domain, Interval) or domain.low is None or domain.high is None:
        return None
    if not date.min.toordinal() <= domain.low <= domain.high <= date.max.toordinal():
        return None
    return date.fromordinal(int(domain.low)), date.fromordinal(int(domain.high))


def _function_of_days(
    names: tuple[str, str],
    parameters: tuple[str, ...],
    kind: Kind,
    meaning: Callable[..., Decimal],
    docs: tuple[str, str],
) -> Function:
    """Make a function that counts days or longer stretches: the later each second date, the more."""
    kinds = tuple(Kind.TEXT if each == CALENDAR else Kind.DATE for each in parameters)
    return Function(
        name=names[0],
        name_ru=names[1],
        parameters=parameters,
        doc_en=docs[0],
        doc_ru=docs[1],
        least=len(parameters),
        most=len(parameters),
        words=(),
        kind_of=lambda found: kind if found == kinds else None,
        meaning=meaning,
        failure=Failure(),
        if_missing=None,
        domain=_domain_at_corners(meaning, kinds.count(Kind.DATE)),
        inverse=says_nothing,
        branching=None,
        stepping=None,
        grid=whole_numbers,
    )


# Months are counted: a count, or a bare number.
_MONTH_KINDS = (Kind.COUNT, Kind.NUMBER)

DAYS_BETWEEN = _function_of_days(
    ("days_between", "дней_между"),
    ("a", "b"),
    Kind.DAYS,
    count_days,
    ("days from a to b; negative when b is earlier", "дней от a до b; меньше нуля, если b раньше"),
)
MONTHS_BETWEEN = _function_of_days(
    ("months_between", "месяцев_между"),
    ("a", "b"),
    Kind.COUNT,
    count_months,
    (
        "whole months from a to b; a month ends on the same day number or on the month's last day",
        "полных месяцев от a до b; месяц полон в то же число или в последний день месяца",
    ),
)
YEARS_BETWEEN = _function_of_days(
    ("years_between", "лет_между"),
    ("a", "b"),
    Kind.COUNT,
    count_years,
    ("whole years from a to b", "полных лет от a до b"),
)
ADD_MONTHS = Function(
    name="add_months",
    name_ru="прибавить_месяцы",
    parameters=("day", "n"),
    doc_en="the day n months later (earlier below 0): the same number, or the last day of a shorter month",
    doc_ru="день через n месяцев (до нуля — раньше): того же числа или последний, если месяц короче",
    least=2,
    most=2,
    words=(),
    kind_of=lambda found: Kind.DATE if found in {(Kind.DATE, each) for each in _MONTH_KINDS} else None,
    meaning=add_months,
    failure=Failure(hint="months"),
    if_missing=None,
    domain=_domain_of_added,
    inverse=says_nothing,
    branching=None,
    stepping=None,
    grid=whole_numbers,
)
DAYS_WITHIN = _function_of_days(
    ("days_within", "дней_в_пределах"),
    ("from", "to", *PERIOD_ENDS),
    Kind.DAYS,
    count_common_days,
    (
        "calendar days of the period (or from first to last) in from … to; a missing end is open",
        "календарных дней периода (или от first до last) в пределах from … to; пустой конец открыт",
    ),
)
WORKING_DAYS_BETWEEN = _function_of_days(
    ("working_days_between", "рабочих_дней_между"),
    ("a", "b", CALENDAR),
    Kind.DAYS,
    count_working_days,
    (
        "working days of the calendar from a to b, both counted; 0 when b is earlier",
        "рабочих дней календаря от a до b, считая оба; 0, если b раньше",
    ),
)
WORKING_DAYS_WITHIN = _function_of_days(
    ("working_days_within", "рабочих_дней_в_пределах"),
    ("from", "to", *PERIOD_ENDS, CALENDAR),
    Kind.DAYS,
    count_common_working_days,
    (
        "working days of the period (or from first to last) in from … to; a missing end is open",
        "рабочих дней периода (или от first до last) в пределах from … to; пустой конец открыт",
    ),
)

FUNCTIONS = (
    DAYS_BETWEEN,
    MONTHS_BETWEEN,
    YEARS_BETWEEN,
    ADD_MONTHS,
    DAYS_WITHIN,
    WORKING_DAYS_BETWEEN,
    WORKING_DAYS_WITHIN,
)
