"""Check values against the bounds that the scheme declares for an input."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kpicalc.facts.refusals import Refusal, refuse
from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.period import Period
from kpicalc.model.program import Input


def find_breach(value: Scalar, spec: Input, period: Period) -> Refusal | None:
    """Return the refusal of a value outside the bounds of its input, None when it keeps them."""
    if isinstance(value, Decimal):
        expected = _broken_bound(value, spec)
        if expected:
            return refuse("KPI441", found=show_value(value, spec.kind), expected=expected)
    if spec.one_of and value not in spec.one_of:
        allowed = "; ".join(show_value(each, spec.kind) for each in spec.one_of)
        return refuse("KPI442", found=show_value(value, spec.kind), expected=allowed)
    if spec.in_period and isinstance(value, date) and value not in period:
        return refuse(
            "KPI443",
            found=value.isoformat(),
            first=period.first_day.isoformat(),
            last=period.last_day.isoformat(),
        )
    return None


def has_bounds(spec: Input) -> bool:
    """Say whether an input declares any bound for numbers."""
    limits = (spec.minimum, spec.maximum, spec.above, spec.below)
    return bool(spec.one_of) or any(each is not None for each in limits)


def keeps_bounds_at_sight(block: str, spec: Input) -> bool:
    """Say at one look at a packed block that the only bound is `min: 0` and none is negative."""
    others = (spec.maximum, spec.above, spec.below)
    at_zero = spec.minimum is not None and spec.minimum <= 0
    return at_zero and not spec.one_of and all(each is None for each in others) and "-" not in block


def keeps_bounds(numbers: list[Decimal], spec: Input) -> bool:
    """Say quickly whether all of some numbers keep the bounds; bounds hold if least and greatest do."""
    if spec.one_of and not set(numbers) <= set(spec.one_of):
        return False
    return not _broken_bound(min(numbers), spec) and not _broken_bound(max(numbers), spec)


def _broken_bound(value: Decimal, spec: Input) -> str:
    if spec.minimum is not None and value < spec.minimum:
        return f"≥ {show_value(spec.minimum, spec.kind)}"
    if spec.maximum is not None and value > spec.maximum:
        return f"≤ {show_value(spec.maximum, spec.kind)}"
    if spec.above is not None and value <= spec.above:
        return f"> {show_value(spec.above, spec.kind)}"
    if spec.below is not None and value >= spec.below:
        return f"< {show_value(spec.below, spec.kind)}"
    return ""


def show_value(value: Scalar, kind: Kind) -> str:
    """Return a value as a message shows it; a ratio in percent.

    >>> show_value(Decimal("0.9720"), Kind.RATIO)
    '97.2%'
    """
    if not isinstance(value, Decimal):
        return str(value)
    shown = value * 100 if kind is Kind.RATIO else value
    text = format(shown, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text}%" if kind is Kind.RATIO else text
