"""What a value can be, written as a formula writes it."""

from __future__ import annotations

from decimal import Context, Decimal

from kpicalc.formula.printer import print_formula, print_stretch
from kpicalc.model.domain import Domain, Interval
from kpicalc.model.expr import Number
from kpicalc.model.kind import Kind
from kpicalc.model.source import Span

_NOWHERE = Span("", 0, 0, 0, 0)
# Enough to tell values apart; what an enclosure adds to be safe lies far behind these digits.
_SHOWN = Context(prec=12)


def show_domain(domain: Domain, kind: Kind) -> str:
    """Write a stretch of numbers: `0% <= x < 120%`, `x >= 5`, `x = 5`."""
    if not isinstance(domain, Interval) or (domain.low is None and domain.high is None):
        return "x"
    if domain.point is not None:
        return f"x = {show_number(domain.point, kind)}"
    if domain.high is None and domain.low is not None:
        return f"x {'>' if domain.low_open else '>='} {show_number(domain.low, kind)}"
    low, high = ("" if end is None else show_number(end, kind) for end in (domain.low, domain.high))
    return print_stretch(low, high, low_open=domain.low_open, high_open=domain.high_open)


def show_number(value: Decimal, kind: Kind) -> str:
    """Write a number; a ratio as a percent.

    >>> show_number(Decimal("1.2"), Kind.RATIO), show_number(Decimal("1000.50"), Kind.MONEY)
    ('120%', '1000.5')
    """
    return print_formula(Number(_SHOWN.plus(value), kind is Kind.RATIO, _NOWHERE))
