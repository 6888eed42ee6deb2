"""Powers and roots: exact where they end, else rounded to digits that are written."""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from itertools import product, starmap

from kpicalc.formula.function import Domains, Failure, Function, no_grid, says_nothing
from kpicalc.model.domain import ANY_NUMBER, Domain, Interval, widen
from kpicalc.model.domain_operators import calculate, move_ends
from kpicalc.model.kind import NUMERIC, Kind
from kpicalc.model.money import CONTEXT, COUNTING, ONE, ZERO

# The context has 34 digits; a thousandth root or power is beyond any rate of pay and still quick.
_MOST_DIGITS = 30
_MOST_TIMES = 1000
# A square of money or hours is nothing that can be paid or counted.
_WITHOUT_UNIT = frozenset({Kind.RATIO, Kind.COUNT, Kind.NUMBER})
# More digits than count where a value is rounded: what is exactly a half comes out as one.
_CLOSE = CONTEXT.copy()
_CLOSE.prec = 140
_HALF = Decimal("0.5")


def raise_value(value: Decimal, times: Decimal, digits: Decimal | None = None) -> Decimal:
    """Return a power; ValueError where it is none, or does not end and no digits are written.

    >>> raise_value(Decimal("1.02"), Decimal(2)), raise_value(Decimal(2), Decimal("0.5"), Decimal(4))
    (Decimal('1.0404'), Decimal('1.4142'))
    """
    whole = times == times.to_integral_value()
    if times.copy_abs() > _MOST_TIMES or not (whole or digits is not None) or (value < ZERO and not whole):
        message = "such a power has no value"
        raise ValueError(message)
    if whole and times >= ZERO:
        power = CONTEXT.power(value, int(times)) if times else ONE
    elif whole:
        power = CONTEXT.divide(ONE, CONTEXT.power(value, -int(times)))
    else:
        power = _close_power(value, times) if value else _of_nothing(times)
    return power if digits is None else _to_digits(power, digits)


def take_root(value: Decimal, degree: Decimal, digits: Decimal) -> Decimal:
    """Return a root to so many digits; of a negative value only one of an odd degree.

    >>> take_root(Decimal(8), Decimal(3), Decimal(2)), take_root(Decimal(2), Decimal(2), Decimal(3))
    (Decimal('2.00'), Decimal('1.414'))
    """
    odd = degree == degree.to_integral_value() and int(degree) % 2 == 1
    if not ZERO < degree <= _MOST_TIMES or (value < ZERO and not odd):
        message = "such a root has no value"
        raise ValueError(message)
    if not value:
        return _to_digits(ZERO, digits)
    size = _close_power(value.copy_abs(), _CLOSE.divide(ONE, degree))
    return _to_digits(size.copy_sign(value), digits)


def _close_power(value: Decimal, times: Decimal) -> Decimal:
    """Return a power with more digits than count; of a square root they cost a hundredth of another one's."""
    return _CLOSE.sqrt(value) if times == _HALF else _CLOSE.power(value, times)


def _of_nothing(times: Decimal) -> Decimal:
    if times < ZERO:
        message = "nothing is divided by 0"
        raise ValueError(message)
    return ZERO if times else ONE


def _to_digits(value: Decimal, digits: Decimal) -> Decimal:
    if digits != digits.to_integral_value() or not ZERO <= digits <= _MOST_DIGITS:
        message = "digits are a whole number from 0 to 30"
        raise ValueError(message)
    step = Decimal((0, (1,), -int(digits)))
    return CONTEXT.plus(COUNTING.plus(value).quantize(step, ROUND_HALF_UP, COUNTING))


def _kind_of_base(kinds: tuple[Kind, ...]) -> Kind | None:
    rest = all(each in NUMERIC - {Kind.MONEY} for each in kinds[1:])
    return kinds[0] if rest and kinds[0] in _WITHOUT_UNIT else None


def _domain_of_power(arguments: Domains) -> Domain:
    """Return the hull of the corners: a power of no negative base moves one way with each argument."""
    base, times, *digits = arguments
    if not isinstance(base, Interval) or base.low is None or base.low < ZERO:
        return ANY_NUMBER
    exact = _by_one_exponent(arguments, raise_value)
    if exact is not None:
        return exact
    if not isinstance(times, Interval) or base.high is None or times.low is None or times.high is None:
        return Interval(ZERO)
    ends = product((base.low, base.high), (times.low, times.high))
    try:
        corners = list(starmap(_real_power, ends))
    except (ArithmeticError, ValueError):
        return Interval(ZERO)
    found = Interval(min(corners), max(corners))
    return _within_digits(found, digits[0]) if digits else widen(found)


def _domain_of_root(arguments: Domains) -> Domain:
    base, degree, digits = arguments
    if not isinstance(degree, Interval) or degree.low is None or degree.low <= ZERO:
        return ANY_NUMBER
    exact = _by_one_exponent(arguments, take_root)
    if exact is not None:
        return exact
    turned = Interval(
        ZERO if degree.high is None else _CLOSE.divide(ONE, degree.high), _CLOSE.divide(ONE, degree.low)
    )
    return _domain_of_power((base, turned, digits))


def _by_one_exponent(arguments: Domains, meaning: Callable[..., Decimal]) -> Domain | None:
    """Return what comes of the ends of the base, for one exponent above 0: there it never falls."""
    base, *rest = arguments
    points = [each.point if isinstance(each, Interval) else None for each in rest]
    known = [each for each in points if each is not None]
    rises = isinstance(base, Interval) and base.low is not None and base.low >= ZERO
    if not rises or len(known) < len(points) or known[0] <= ZERO:
        return None
    try:
        return move_ends(base, lambda end: meaning(end, *known))
    except (ArithmeticError, ValueError):
        return None


def _real_power(base: Decimal, times: Decimal) -> Decimal:
    if not base:
        return _of_nothing(times)
    return _CLOSE.power(base, times)


def _within_digits(found: Interval, digits: Domain) -> Domain:
    """Return what can come of values that are rounded to digits: at most one unit of the last away."""
    step = ONE
    if isinstance(digits, Interval) and digits.point is not None and ZERO <= digits.point <= _MOST_DIGITS:
        step = Decimal((0, (1,), -int(digits.point)))
    return widen(calculate("+", found, Interval(-step, step)))


POWER = Function(
    name="power",
    name_ru="степень",
    parameters=("x", "n", "digits"),
    doc_en="x to the power n; n that is not whole needs digits, to which the power is rounded half up",
    doc_ru="x в степени n; для нецелого n нужны digits — до стольких знаков степень округляется",
    least=2,
    most=3,
    words=(),
    kind_of=_kind_of_base,
    meaning=raise_value,
    failure=Failure(hint="power"),
    if_missing=None,
    domain=_domain_of_power,
    inverse=says_nothing,
    branching=None,
    stepping=None,
    grid=no_grid,
)
ROOT = Function(
    name="root",
    name_ru="корень",
    parameters=("x", "n", "digits"),
    doc_en="the n-th root of x, rounded half up to so many digits behind the point",
    doc_ru="корень степени n из x, округлённый до digits знаков после запятой",
    least=3,
    most=3,
    words=(),
    kind_of=_kind_of_base,
    meaning=take_root,
    failure=Failure(hint="power"),
    if_missing=None,
    domain=_domain_of_root,
    inverse=says_nothing,
    branching=None,
    stepping=None,
    grid=no_grid,
)

FUNCTIONS = (POWER, ROOT)
