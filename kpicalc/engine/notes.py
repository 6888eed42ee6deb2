"""Remarks of an explanation: the band, branch, rule or rounding that was taken."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from kpicalc.engine.lens import Lens
from kpicalc.formula.function import CALENDAR, Function, Stepping
from kpicalc.formula.functions import FUNCTIONS
from kpicalc.formula.functions.days import exceptions_between
from kpicalc.formula.printer import print_formula
from kpicalc.model.expr import Call, Compare, Expr, If, Lookup, OverRows
from kpicalc.model.kind import Kind
from kpicalc.model.result import Note


def note(key: str, **params: object) -> Note:
    """Make a remark; its sentence is chosen by `key` at the edge."""
    return Note(key, tuple(sorted(params.items())))


def note_of_money(key: str, **params: object) -> Note:
    """Make a remark whose figures are amounts of money."""
    return Note(key, tuple(sorted(params.items())), Kind.MONEY)


def notes_of_formula(lens: Lens, expr: Expr) -> Iterator[Note]:
    """Yield what the formula decided at a row: each branch taken, each rounding that changed the value."""
    if isinstance(expr, OverRows):
        return  # what is inside belongs to other rows
    if isinstance(expr, If) and not _asks_on(lens, expr):
        yield from _tell_branch(lens, expr)
    if isinstance(expr, Call) and expr.function in FUNCTIONS:
        yield from _notes_of_call(lens, expr, FUNCTIONS[expr.function])
    for part in lens.deciding_parts(expr):
        if not isinstance(part, Lookup):
            yield from notes_of_formula(lens, part)


def _tell_branch(lens: Lens, choice: If) -> Iterator[Note]:
    """Tell which branch is taken: none where the condition cannot be computed."""
    asked = lens.value(choice.condition)
    if isinstance(asked, bool):
        taken = "branch_then" if asked else "branch_else"
        yield note(taken, condition=print_formula(choice.condition, home=lens.grain))


def _asks_on(lens: Lens, choice: If) -> bool:
    """Say whether the branch taken asks for the same thing again: only the value found is told."""
    match choice:
        case If(
            condition=Compare(sign="=", left=asked), otherwise=If(condition=Compare(sign="=", left=again))
        ):
            return asked == again and choice.otherwise is lens.branch(choice)
        case _:
            return False


def _notes_of_call(lens: Lens, call: Call, function: Function) -> Iterator[Note]:
    if function.stepping is not None and function.stepping.has_mode:
        yield from _tell_rounding(lens, call, function.stepping)
    if CALENDAR in function.parameters:
        yield from _exceptional_days(lens, call)


def _tell_rounding(lens: Lens, call: Call, stepping: Stepping) -> Iterator[Note]:
    before, after = lens.value(call.arguments[0]), lens.value(call)
    if before != after and isinstance(before, Decimal) and isinstance(after, Decimal):
        step, mode = lens.value(stepping.step(call)), lens.value(stepping.mode(call))
        yield note("rounded", **{"from": before, "to": after, "step": step, "mode": mode})


def _exceptional_days(lens: Lens, call: Call) -> Iterator[Note]:
    """Yield the holidays and the worked weekends among the days of a count of working days."""
    start, end, *stretch, calendar = [lens.value(each) for each in call.arguments]
    days = [each for each in (start, end, *stretch) if isinstance(each, date)]
    if len(days) < len(call.arguments) - 1 or not isinstance(calendar, str):
        return
    first, last = max(days[::2]), min(days[1::2])
    off, worked = exceptions_between(first, last, calendar)
    if off:
        yield note("days_off", days=", ".join(off))
    if worked:
        yield note("days_worked", days=", ".join(worked))
