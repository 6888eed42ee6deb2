"""What a run would pay with other facts: the run as it is, then everything that was asked of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kpicalc.analysis.what_if.simulate import simulate_pay
from kpicalc.api.run import Request, pay_in_currency, tell_nobody
from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Settlement
from kpicalc.model.source import Span
from kpicalc.model.spelling import propose_name
from kpicalc.model.what_if import Simulation, WhatIf


def simulate(
    request: Request,
    asked: WhatIf,
    wanted: Sequence[str] = (),
    on_progress: Callable[[str], None] = tell_nobody,
) -> Checked[Simulation]:
    """Compute the facts of a request as they are, and in every other way that was asked for.

    With people `wanted` it speaks of these only, though everybody is paid. Nothing is simulated where
    somebody cannot be paid as the facts are; without a problem there is none where people are paid in
    several currencies.
    """
    paid = pay_in_currency(request, asked.currency, on_progress)
    if paid.value is None:
        return Checked(None, paid.diagnostics)
    period, places = paid.value
    numbers = [number_in_row(each) for each in places]
    unknown = tuple(tell_unknown_employee(each, numbers) for each in wanted if each not in numbers)
    if unknown:
        return Checked(None, unknown)
    chosen = [each for each in places if not wanted or number_in_row(each) in wanted]
    found = simulate_pay(chosen, period, asked)
    return Checked(found.value, tuple(dict.fromkeys((*paid.diagnostics, *found.diagnostics))))


def number_in_row(place: tuple[Settlement, int]) -> str:
    """Return the number of an employee."""
    return place[0].facts.frames[EMPLOYEES].keys[place[1]]


def tell_unknown_employee(wanted: str, numbers: Sequence[str]) -> Diagnostic:
    """Return the problem that nobody of the facts has a number that was typed."""
    known = propose_name(wanted, numbers) or ", ".join(numbers[:5])
    place = Span("--employee", 1, 1, 1, len(wanted) + 1)
    return error(Problem.WHAT_IF_ROW_UNKNOWN, place, name=wanted, known=known)
