"""Functions that round to multiples of a step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from kpicalc.formula.function import Domains, Failure, Function, GridOf, Stepping
from kpicalc.formula.kinds import kind_of_all
from kpicalc.model.domain import (
    ANY_NUMBER,
    NOTHING,
    Choices,
    Domain,
    Interval,
    counted,
    exactly,
    make_interval,
    widen,
)
from kpicalc.model.domain_operators import calculate, move_ends
from kpicalc.model.expr import Call, Expr, Number
from kpicalc.model.kind import NUMERIC, Kind
from kpicalc.model.money import ONE, ZERO, Rounding, RoundingMode, round_steps, round_to_step

_MODES = tuple(mode.value for mode in RoundingMode)


def round_value(value: Decimal, step: Decimal = ONE, mode: str = "half_up") -> Decimal:
    """Round to a multiple of a step; ValueError for a step not above 0 or an unknown mode.

    >>> round_value(Decimal("2.5")), round_value(Decimal("2.5"), Decimal(1), "half_even")
    (Decimal('3'), Decimal('2'))
    """
    return round_to_step(value, Rounding(_check_step(step), RoundingMode(mode)))


def round_below(value: Decimal, step: Decimal = ONE) -> Decimal:
    """Return the greatest multiple of the step that is not above the value.

    >>> round_below(Decimal(1990), Decimal(500)), round_below(Decimal(-5), Decimal(2))
    (Decimal('1500'), Decimal('-6'))
    """
    return round_steps(value, _check_step(step), ROUND_FLOOR)


def round_above(value: Decimal, step: Decimal = ONE) -> Decimal:
    """Return the least multiple of the step that is not below the value.

    >>> round_above(Decimal(1990), Decimal(500)), round_above(Decimal(-5), Decimal(2))
    (Decimal('2000'), Decimal('-4'))
    """
    return round_steps(value, _check_step(step), ROUND_CEILING)


def _check_step(step: Decimal) -> Decimal:
    if step <= ZERO:
        message = "a step of rounding is above zero"
        raise ValueError(message)
    return step


def without_rounding(expr: Expr) -> Expr:
    """Return a formula without the roundings by a mode that stand around it, as those of a pay line do."""
    while isinstance(expr, Call) and expr.function == ROUND.name:
        expr = expr.arguments[0]
    return expr


def within_step(rounded: Domain, step: Domain) -> Domain:
    """Return what can come out as so much when it is rounded to a step."""
    if not isinstance(step, Interval) or step.high is None:
        return Interval()
    return widen(calculate("+", rounded, Interval(-step.high, step.high)))


def step_grid(step: Expr) -> Decimal | None:
    """Return the step as the amount that divides what is rounded to it, None where it is computed."""
    return step.value if isinstance(step, Number) else None


def _kind_of_rounded(kinds: tuple[Kind, ...]) -> Kind | None:
    """Take a number, a step of its kind or a bare number, and a mode as text; give the number's kind."""
    common = kind_of_all(kinds[:2])
    return common if common in NUMERIC and kinds[2:] in {(), (Kind.TEXT,)} else None


def _domain_by(meaning: Callable[..., Decimal]) -> Callable[[Domains], Domain]:
    """Return the domain of a rounding, which never falls where its argument grows, for one step and mode."""

    def domain(arguments: Domains) -> Domain:
        value, *rest = arguments
        step = rest[0] if rest else exactly(ONE)
        point = step.point if isinstance(step, Interval) else None
        modes = [text for each in rest[1:] if isinstance(each, Choices) for text in each.values]
        if point is None or len(modes) != len(rest[1:]):
            # The value and one step about it, where the step itself is not known.
            if not isinstance(value, Interval) or not isinstance(step, Interval) or step.high is None:
                return ANY_NUMBER
            low = None if value.low is None else value.low - step.high
            high = None if value.high is None else value.high + step.high
            return make_interval(low, high)
        if point <= ZERO or not set(modes).issubset(_MODES):
            return NOTHING
        return move_ends(counted(value), lambda end: meaning(end, point, *modes))

    return domain


def _what_was_rounded(wanted: Interval, arguments: Domains) -> Sequence[Domain | None]:
    """What is rounded lies within one step."""
    step = arguments[1] if len(arguments) > 1 else exactly(ONE)
    return [within_step(wanted, step), *(None for _ in arguments[1:])]


def _grid(call: Call, _grid_of: GridOf) -> Decimal | None:
    return ONE if len(call.arguments) < 2 else step_grid(call.arguments[1])


def _shift_down(step: Decimal, _mode: str, _value: Domain) -> tuple[Decimal, Decimal]:
    return -step, ZERO


def _shift_up(step: Decimal, _mode: str, _value: Domain) -> tuple[Decimal, Decimal]:
    return ZERO, step


def _shift_by_mode(step: Decimal, mode: str, value: Domain) -> tuple[Decimal, Decimal]:
    """Half a step either way; `down` and `up` are meant by size, so the sign of the value decides."""
    if mode not in {RoundingMode.DOWN, RoundingMode.UP}:
        return -step / 2, step / 2
    positive = isinstance(value, Interval) and value.low is not None and value.low >= ZERO
    negative = isinstance(value, Interval) and value.high is not None and value.high <= ZERO
    if not (positive or negative):
        return -step, step
    return (-step, ZERO) if positive == (mode == RoundingMode.DOWN) else (ZERO, step)


def _rule_by_mode(step: Decimal, mode: str) -> Rounding | None:
    return Rounding(step, RoundingMode(mode)) if step > ZERO and mode in _MODES else None


def _no_rule(_step: Decimal, _mode: str) -> None:
    return None


ROUND = Function(
    name="round",
    name_ru="округлить",
    parameters=("x", "step", "mode"),
    doc_en='x rounded to a multiple of step (1) by mode ("half_up", "half_down", "half_even", "down", "up")',
    doc_ru='x до кратного шагу (1) способом "half_up", "half_down", "half_even", "down" или "up"',
    least=1,
    most=3,
    words=_MODES,
    kind_of=_kind_of_rounded,
    meaning=round_value,
    failure=Failure(hint="step"),
    if_missing=None,
    domain=_domain_by(round_value),
    inverse=_what_was_rounded,
    branching=None,
    stepping=Stepping(_shift_by_mode, _rule_by_mode, has_mode=True),
    grid=_grid,
)
FLOOR = Function(
    name="floor",
    name_ru="вниз",
    parameters=("x", "step"),
    doc_en="the greatest multiple of step (1) not above x",
    doc_ru="наибольшее кратное шагу (1), не превосходящее x",
    least=1,
    most=2,
    words=(),
    kind_of=_kind_of_rounded,
    meaning=round_below,
    failure=Failure(hint="step"),
    if_missing=None,
    domain=_domain_by(round_below),
    inverse=_what_was_rounded,
    branching=None,
    stepping=Stepping(_shift_down, _no_rule, has_mode=False),
    grid=_grid,
)
CEIL = Function(
    name="ceil",
    name_ru="вверх",
    parameters=("x", "step"),
    doc_en="the least multiple of step (1) not below x",
    doc_ru="наименьшее кратное шагу (1), которое не меньше x",
    least=1,
    most=2,
    words=(),
    kind_of=_kind_of_rounded,
    meaning=round_above,
    failure=Failure(hint="step"),
    if_missing=None,
    domain=_domain_by(round_above),
    inverse=_what_was_rounded,
    branching=None,
    stepping=Stepping(_shift_up, _no_rule, has_mode=False),
    grid=_grid,
)

FUNCTIONS = (ROUND, FLOOR, CEIL)
