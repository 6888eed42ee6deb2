"""Why a line pays nothing, or a right is given: the conditions with the figures that decided them."""

from __future__ import annotations

from collections.abc import Iterator

from kpicalc.engine.lens import Lens
from kpicalc.engine.notes import note
from kpicalc.formula.functions import branching_of, stepping_of
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
from kpicalc.model.result import Note, TestedCondition, Worked


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
