"""Conditions on the period of the run that no period of the scheme can meet."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from decimal import Decimal

from kpicalc.model.expr import Compare, Expr, Number, Reference
from kpicalc.model.pay_cycle import PayCycle
from kpicalc.model.period import PeriodLength
from kpicalc.model.program import COMPANY

_SIGNS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def never_in_a_period(cycle: PayCycle, part: Expr) -> tuple[str, tuple[int, ...], Number] | None:
    """Return what is asked of the period, what it can be, and the number it never meets; None otherwise."""
    match part:
        case Compare(sign=sign, left=Reference() as asked, right=Number() as number):
            meets = _SIGNS[sign]
        case Compare(sign=sign, left=Number() as number, right=Reference() as asked):
            meets = _SIGNS[_TURNED.get(sign, sign)]
        case _:
            return None
    possible = _possible(cycle).get(asked.name, ()) if asked.grain == COMPANY else ()
    if not possible or any(meets(Decimal(each), number.value) for each in possible):
        return None
    return asked.name, possible, number


def _possible(cycle: PayCycle) -> Mapping[str, tuple[int, ...]]:
    """Return what each number of the period can be in a scheme of such periods."""
    months = cycle.length.months
    whole = cycle.length is not PeriodLength.DAYS and not cycle.weeks
    first = tuple(range(1, 13, months)) if whole else tuple(range(1, 13))
    last = tuple(range(months, 13, months)) if whole and cycle.starts == 1 else tuple(range(1, 13))
    return {
        "period.month": first,
        "period.last_month": last,
        "period.quarter": tuple(sorted({(month + 2) // 3 for month in first})),
        "period.half": tuple(sorted({(month + 5) // 6 for month in first})),
        "period.months": (months,),
    }
