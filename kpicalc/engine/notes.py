"""Remarks of an explanation: the branch, rule or rounding taken, and the conditions that decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import cast

from kpicalc.engine.lens import Lens
from kpicalc.formula.function import CALENDAR, Function, Stepping
from kpicalc.formula.functions import FUNCTIONS, branching_of, stepping_of
from kpicalc.formula.functions.days import exceptions_between
from kpicalc.formula.printer import print_formula
from kpicalc.formula.rewrite import rewrite_parts
from kpicalc.model.expr import (
    Binary,
    Call,
    Compare,
    Expr,
    If,
    Logic,
    Lookup,
    Number,
    OverRows,
    Reference,
    Unary,
    children,
)
from kpicalc.model.kind import Kind
from kpicalc.model.result import Note, TestedCondition, Worked


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
    *given, calendar = call.arguments
    days = [day for each in given if isinstance(day := lens.value(each), date)]
    if len(days) < len(given):
        return
    first, last = max(days[::2]), min(days[1::2])
    off, worked = exceptions_between(first, last, cast("str", lens.value(calendar)))
    if off:
        yield note("days_off", days=", ".join(off))
    if worked:
        yield note("days_worked", days=", ".join(worked))


def reasons_for_nothing(lens: Lens, expr: Expr) -> Iterator[Note]:
    """Yield the conditions that do not hold, so that the formula gives 0."""
    match expr:
        case If() if lens.branch(expr) is not expr.otherwise:
            yield from reasons_for_nothing(lens, expr.then)
        case If(otherwise=Number(value=value)) if value == 0:
            yield say_condition(lens, expr.condition, holds=False)
        case If():
            yield from reasons_for_nothing(lens, expr.otherwise)
        case Call() if branching_of(expr) is None and stepping_of(expr) is None:
            return
        case Call() | Binary(sign="*"):
            # A finished amount may stand in bounds or in a rounding.
            for part in children(expr):
                yield from reasons_for_nothing(lens, part)


def say_condition(lens: Lens, condition: Expr, *, holds: bool) -> Note:
    """Tell a condition with its figures; one that is only named is told by its formula."""
    return note("met" if holds else "unmet", condition=work_out(lens, _opened(lens, condition)))


def work_out(lens: Lens, expr: Expr) -> Worked:
    """Return a formula with the values that decide it at the row."""
    return Worked(expr, lens.operands(expr))


def _opened(lens: Lens, condition: Expr) -> Expr:
    if not isinstance(condition, Reference) or condition.grain != lens.grain:
        return condition
    variable = lens.world.variables.get(condition.key)
    if variable is None or not isinstance(variable.expr, Compare | Logic | Unary | Reference):
        return condition
    return _opened(lens, variable.expr)


def conditions_asked(lens: Lens, expr: Expr) -> Iterator[TestedCondition]:
    """Yield each condition that chose a branch of the formula at the row."""
    if isinstance(expr, OverRows | Lookup):
        return  # what is inside belongs to other rows, or is told by the band
    if isinstance(expr, If) and isinstance(holds := lens.value(expr.condition), bool):
        yield TestedCondition(work_out(lens, _opened(lens, expr.condition)), holds)
    for part in lens.deciding_parts(expr):
        yield from conditions_asked(lens, part)


def branches_taken(lens: Lens, expr: Expr) -> Expr:
    """Return the formula with only the branches that are taken at the row."""
    if isinstance(expr, OverRows):
        return expr
    if isinstance(expr, If) and isinstance(lens.value(expr.condition), bool):
        return branches_taken(lens, lens.branch(expr))
    return rewrite_parts(expr, lambda part: branches_taken(lens, part))
