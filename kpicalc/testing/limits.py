"""The ways of `min`, `max` and `clamp`: limits that cut or do not, and the one of several that decides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpicalc.formula.functions import branching_of
from kpicalc.formula.functions.choosing import MAX
from kpicalc.formula.printer import print_formula
from kpicalc.model.expr import Call, Expr, Number
from kpicalc.model.money import ZERO
from kpicalc.model.program import Variable
from kpicalc.model.source import Span
from kpicalc.model.trial import Point

# The points of a limit that is there and does not cut: also where it is just met.
UNCUT = frozenset({"point.limit_free", "point.above_zero"})


def ways_of_limits(variable: Variable, call: Call, fixed: Sequence[int]) -> Iterator[tuple[str, Point]]:
    """Yield a point for each argument that may decide; `fixed` are those that facts cannot change.

    There is none where all are fixed, and for a 0 below which the language holds what was written.
    """
    branching = branching_of(call)
    if branching is None or branching.by_sign or len(fixed) == len(call.arguments):
        return
    first, *others = call.arguments
    if not _is_made_zero(call, others):
        if not _is_made_zero(call, [first]):
            yield from _arguments(variable, call, fixed)
    elif first.span == call.span:
        # What a construct leaves of a difference: over a deductible, up to a guarantee.
        part = print_formula(first, home=variable.grain)
        for at, key in enumerate(("above_zero", "below_zero")):
            yield str(at), make_point(key, call.span, variable, part=part)


def make_point(key: str, span: Span, variable: Variable, **params: str) -> Point:
    """Make a point of a variable, which is named by its title."""
    return Point(f"point.{key}", (*sorted(params.items()), ("name", variable.label or variable.name)), span)


def _arguments(variable: Variable, call: Call, fixed: Sequence[int]) -> Iterator[tuple[str, Point]]:
    texts = [print_formula(each, home=variable.grain) for each in call.arguments]
    for at, argument in enumerate(call.arguments):
        if at in fixed:
            yield str(at), make_point("limit_cuts", argument.span, variable, limit=texts[at])
        elif fixed and len(call.arguments) - len(fixed) == 1:
            limits = ", ".join(texts[each] for each in fixed)
            span = call.arguments[fixed[0]].span
            yield str(at), make_point("limit_free", span, variable, limit=limits)
        else:
            whole = print_formula(call, home=variable.grain)
            yield str(at), make_point("decides", argument.span, variable, part=texts[at], formula=whole)


def _is_made_zero(call: Call, arguments: Sequence[Expr]) -> bool:
    """Say whether the argument is the 0 of a construct, below which an amount cannot fall."""
    match call, arguments:
        case Call(function=MAX.name), [Number(value=value, span=span)]:
            return value == ZERO and span == call.span
        case _:
            return False
