"""Comparisons that cannot be meant: of a value with itself, of a ratio with percent points."""

from __future__ import annotations

from decimal import Decimal

from kpicalc.formula.infer import KindInference
from kpicalc.formula.printer import print_formula
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.expr import Call, Compare, Expr, Number, Reference
from kpicalc.model.kind import Kind

# A bare number from here on, 200 %, is taken for a percent whose sign is forgotten: a multiple that is meant
# is written with the sign.
LEAST_POINTS = Decimal(2)


def refuse_comparison_with_itself(part: Expr) -> Diagnostic | None:
    """Refuse a comparison that has one and the same value on both sides."""
    match part:
        case Compare(left=Reference() as left, right=Reference() as right) if left == right:
            return error("KPI314", part.span, name=left.name, grain=left.grain)
        case _:
            return None


def refuse_percent_points(inference: KindInference, part: Expr) -> tuple[Diagnostic, ...]:
    """Refuse a ratio (0.8) that is compared with or held at bare numbers as large as percents (80)."""
    sides = _sides(part)
    numbers = [each for each in sides if _like_points(each)]
    if not numbers or all(inference.kind_of(each) is not Kind.RATIO for each in sides):
        return ()
    written = [(each.span, print_formula(each)) for each in numbers]
    return tuple(error("KPI317", span, points=points, mend=f"{points}%") for span, points in written)


def _sides(part: Expr) -> tuple[Expr, ...]:
    """Return what stands against each other in a comparison, or in `min`, `max` and `clamp`."""
    match part:
        case Compare(left=left, right=right):
            return left, right
        case Call(function="min" | "max" | "clamp", arguments=arguments):
            return arguments
        case _:
            return ()


def _like_points(part: Expr) -> bool:
    return isinstance(part, Number) and not part.percent and part.value >= LEAST_POINTS
