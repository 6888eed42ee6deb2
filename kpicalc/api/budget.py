"""The budget of a month: the run that pays it, and what is asked of it."""

from __future__ import annotations

from collections.abc import Callable

from kpicalc.analysis.budget import plan_budget
from kpicalc.api.run import Request, pay_in_currency, tell_nobody
from kpicalc.model.budget import BudgetQuestion, MonthBudget
from kpicalc.model.diagnostic import Checked


def measure_budget(
    request: Request, asked: BudgetQuestion, on_progress: Callable[[str], None] = tell_nobody
) -> Checked[MonthBudget]:
    """Compute the facts of a request and say what they cost.

    Nothing is said where somebody cannot be paid; without a problem there is no budget where people are paid
    in several currencies.
    """
    paid = pay_in_currency(request, asked.currency, on_progress)
    if paid.value is None:
        return Checked(None, paid.diagnostics)
    period, places = paid.value
    found = plan_budget(places, period, asked)
    return Checked(found.value, tuple(dict.fromkeys((*paid.diagnostics, *found.diagnostics))))
