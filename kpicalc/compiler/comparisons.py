"""Comparisons that cannot be meant: of a value with itself, of a ratio with percent points."""

from __future__ import annotations

from decimal import Decimal

from kpicalc.formula.infer import KindInference
from kpicalc.formula.printer import print_formula
from kpicalc.model.diagnostic import Diagnostic, error, warning
from kpicalc.model.expr import Compare, Expr, Number, Reference
from kpicalc.model.kind import Kind

# A ratio of this much is 1000 %: what is above is likely to be a percent whose sign is forgotten.
LEAST_POINTS = Decimal(10)


def refuse_comparison_with_itself(part: Expr) -> Diagnostic | None:
    """Refuse a comparison that has one and the same value on both sides."""
    match part:
        case Compare(left=Reference() as left, right=Reference() as right) if left == right:
            return error("KPI314", part.span, name=left.name, grain=left.grain)
        case _:
            return None


def doubt_percent_points(inference: KindInference, part: Expr) -> Diagnostic | None:
    """Warn of a ratio (0.8) that is compared with a bare number as large as percent points (80)."""
    match part:
        case Compare(left=Number() as number, right=ratio) | Compare(left=ratio, right=Number() as number):
            points = not number.percent and number.value >= LEAST_POINTS
            if points and inference.kind_of(ratio) is Kind.RATIO:
                written = print_formula(number)
                return warning("KPI317", number.span, points=written, mend=f"{written}%")
    return None
