"""How much of a period has passed, in each of the measures by which facts grow."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from kpicalc.formula.functions.days import count_common_days, count_working_days
from kpicalc.model.expr import Text
from kpicalc.model.money import CONTEXT, ONE, ZERO
from kpicalc.model.period import Growth, Pace
from kpicalc.model.program import COMPANY, Program
from kpicalc.model.progress import Due

_CALENDAR = (COMPANY, "period.calendar")
_DAY = timedelta(days=1)


def measure_due(program: Program, growth: Growth, as_of: date) -> Due:
    """Return how much of the whole is due by the end of a day."""
    period = program.period
    left = count_common_days(as_of + _DAY, period.last_day, period.first_day, period.last_day)
    if growth.pace is Pace.WORKING_DAYS:
        calendar = _calendar_of(program)
        passed = count_working_days(period.first_day, as_of, calendar)
        left = count_working_days(as_of + _DAY, period.last_day, calendar)
        return Due(growth, passed, passed + left, left)
    if growth.pace is Pace.CURVE:
        return Due(growth, _share_on_curve(growth, as_of, program), ONE, left)
    return Due(growth, period.days - left, Decimal(period.days), left)


def _calendar_of(program: Program) -> str:
    """Return the calendar that the compiler wrote down; it refuses working days without one."""
    expr = next(each.expr for each in program.variables() if each.key == _CALENDAR)
    return expr.value if isinstance(expr, Text) else ""


def _share_on_curve(growth: Growth, as_of: date, program: Program) -> Decimal:
    """Return the share by a day: between two days of the curve it rises evenly."""
    period = program.period
    day = (as_of - period.first_day).days + 1
    inside = [point for point in growth.curve if point[0] < period.days]
    points = [(0, ZERO), *inside, (period.days, ONE)]
    for (start, less), (end, more) in pairwise(points):
        if day <= end:
            part = CONTEXT.divide(Decimal(day - start), Decimal(end - start))
            return CONTEXT.add(less, CONTEXT.multiply(part, CONTEXT.subtract(more, less)))
    return ONE
