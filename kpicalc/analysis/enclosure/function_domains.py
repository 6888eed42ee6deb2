"""What the functions of formulas can give for domains of their arguments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from kpicalc.formula.functions import FUNCTIONS
from kpicalc.formula.no_answer import NO_ANSWER
from kpicalc.model.domain import (
    ANY_NUMBER,
    EITHER,
    NOTHING,
    Choices,
    Domain,
    Interval,
    counted,
    exactly,
    has_value,
    join,
    make_interval,
    maybe_missing,
)
from kpicalc.model.domain_arithmetic import drop_signs, move_ends, take_greatest, take_least
from kpicalc.model.kind import Scalar
from kpicalc.model.money import ONE, ZERO, RoundingMode

Domains = Sequence[Domain]

_MODES = frozenset(mode.value for mode in RoundingMode)


def function_domain(function: str, arguments: Domains) -> Domain:
    """Return what a function can give; NOTHING where it has no answer for any of the arguments."""
    if function == NO_ANSWER:
        return NOTHING
    if function in _MISSING:
        return _MISSING[function](arguments)
    missing = any(each.missing for each in arguments)
    if not all(map(has_value, arguments)):
        return maybe_missing(NOTHING, missing=missing)
    try:
        return maybe_missing(_MEANINGS[function](function, arguments), missing=missing)
    except ArithmeticError:
        # An end has too many digits to be rounded.
        return Interval(missing=missing)


def _clamp(_: str, arguments: Domains) -> Domain:
    value, low, high = arguments
    return take_least([take_greatest([value, low]), high])


def _round(function: str, arguments: Domains) -> Domain:
    """A rounding never falls where its argument grows, for one step and mode."""
    value, *rest = arguments
    step = rest[0] if rest else exactly(ONE)
    point = step.point if isinstance(step, Interval) else None
    modes = [text for each in rest[1:] if isinstance(each, Choices) for text in each.values]
    if point is None or len(modes) != len(rest[1:]):
        return _round_by_any(value, step)
    if point <= ZERO or not _MODES.issuperset(modes):
        return NOTHING
    meaning = FUNCTIONS[function].meaning
    return move_ends(counted(value), lambda end: _number(meaning(end, point, *modes)))


def _round_by_any(value: Domain, step: Domain) -> Domain:
    """Return the value and one step about it, where the step itself is not known."""
    if not isinstance(value, Interval) or not isinstance(step, Interval) or step.high is None:
        return ANY_NUMBER
    low = None if value.low is None else value.low - step.high
    high = None if value.high is None else value.high + step.high
    return make_interval(low, high)


def _span(function: str, arguments: Domains) -> Domain:
    """Days, months or years between two dates: less from a later first one, more to a later second."""
    first, second = arguments
    return _monotone(function, [(first, -1), (second, 1)], [])


def _within(function: str, arguments: Domains) -> Domain:
    signs = (-1, 1, -1, 1)
    days = [(each, sign) for each, sign in zip(arguments, signs, strict=False)]
    return _monotone(function, days, arguments[4:])


def _between(function: str, arguments: Domains) -> Domain:
    return _monotone(function, [(arguments[0], -1), (arguments[1], 1)], arguments[2:])


def _monotone(function: str, days: list[tuple[Domain, int]], texts: Domains) -> Domain:
    """Evaluate at the two corners of a function that only grows or only falls in each of its dates."""
    meaning = FUNCTIONS[function].meaning
    constants = [text for each in texts if isinstance(each, Choices) for text in each.values]
    corners = [[_day(each, sign * side) for each, sign in days] for side in (-1, 1)]
    if len(constants) != len(texts) or any(day is None for corner in corners for day in corner):
        return ANY_NUMBER
    low, high = (_number(meaning(*corner, *constants)) for corner in corners)
    return make_interval(low, high)


def _day(domain: Domain, side: int) -> date | None:
    if not isinstance(domain, Interval):
        return None
    end = domain.low if side < 0 else domain.high
    if end is None or not date.min.toordinal() <= end <= date.max.toordinal():
        return None
    return date.fromordinal(int(end))


def _number(value: Scalar) -> Decimal:
    return value if isinstance(value, Decimal) else ZERO


def _if_missing(arguments: Domains) -> Domain:
    value, replacement = arguments
    return join(maybe_missing(value, missing=False), replacement) if value.missing else value


def _is_missing(arguments: Domains) -> Domain:
    value = arguments[0]
    if not value.missing:
        return exactly(value=False) if has_value(value) else NOTHING
    return EITHER if has_value(value) else exactly(value=True)


_MISSING: dict[str, Callable[[Domains], Domain]] = {"if_missing": _if_missing, "is_missing": _is_missing}

_MEANINGS: dict[str, Callable[[str, Domains], Domain]] = {
    "min": lambda _, arguments: take_least(arguments),
    "max": lambda _, arguments: take_greatest(arguments),
    "abs": lambda _, arguments: drop_signs(arguments[0]),
    "clamp": _clamp,
    "round": _round,
    "floor": _round,
    "ceil": _round,
    "days_between": _span,
    "months_between": _span,
    "years_between": _span,
    "days_within": _within,
    "working_days_within": _within,
    "working_days_between": _between,
}
