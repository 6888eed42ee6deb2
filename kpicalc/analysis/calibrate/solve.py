"""Where a function of one number is zero: looked for on a grid, closed in on, and rounded as declared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import pairwise

from kpicalc.model.calibration import Leap
from kpicalc.model.dataclass import dataclass
from kpicalc.model.money import CONTEXT, ONE

# What is left over at each of some numbers; None where somebody cannot be paid.
Weigh = Callable[[Sequence[Decimal]], list[Decimal | None]]
_Look = tuple[Decimal, Decimal]

# Each pass drops half of the stretch or more: 40 of them narrow a trillion to one.
_PASSES = 40
# A scheme takes no more decimals.
FINEST = Decimal("1E-10")


@dataclass(frozen=True, slots=True)
class Measure:
    """What is left over at some numbers; where each takes long, few are asked for at a time."""

    weigh: Weigh
    quick: bool = True

    def __call__(self, numbers: Sequence[Decimal]) -> list[Decimal | None]:
        """Return what is left over at each of the numbers."""
        return self.weigh(numbers)

    @property
    def grid(self) -> int:
        """In how many stretches one looks at first."""
        return 64 if self.quick else 16

    @property
    def parts(self) -> int:
        """In how many parts a bracket is cut."""
        return 16 if self.quick else 4


@dataclass(frozen=True, slots=True)
class Bracket:
    """Two numbers between which what is left over changes its sign, or is zero at one of them."""

    low: _Look
    high: _Look


def look_between(measure: Measure, between: tuple[Decimal, Decimal], now: Decimal) -> list[_Look]:
    """Return what is left over at numbers from one end to the other."""
    low, high = between
    width = (high - low) / measure.grid
    points = {_fine(low + width * at) for at in range(measure.grid)} | {high}
    points |= {now} if low <= now <= high else set()
    ordered = sorted(points)
    return [(at, left) for at, left in zip(ordered, measure(ordered), strict=True) if left is not None]


def ends_of(looks: Sequence[_Look]) -> tuple[Decimal, Decimal] | None:
    """Return the numbers at which the least and the most is left over."""
    if not looks:
        return None
    return min(looks, key=lambda look: look[1])[0], max(looks, key=lambda look: look[1])[0]


def brackets_of(looks: Sequence[_Look]) -> Iterator[Bracket]:
    """Yield the places where the aim is met or crossed; a stretch that meets it everywhere is one."""
    met = False
    for before, after in pairwise(looks):
        if before[1] == 0 and not met:
            yield Bracket(before, before)
        if before[1] * after[1] < 0:
            yield Bracket(before, after)
        met = before[1] == 0
    if looks and looks[-1][1] == 0 and not met:
        yield Bracket(looks[-1], looks[-1])


def close_in(measure: Measure, bracket: Bracket) -> Bracket:
    """Return a bracket as narrow as numbers can tell, or one that is zero at an end."""
    low, high = bracket.low, bracket.high
    for _ in range(_PASSES):
        width = high[0] - low[0]
        if 0 in {low[1], high[1]} or width <= FINEST:
            break
        cuts = {_fine(low[0] + width * at / measure.parts) for at in range(1, measure.parts)}
        points = sorted(cuts - {low[0], high[0]})
        looks = [low, *_known(points, measure(points)), high]
        pair = next((each for each in pairwise(looks) if _crosses(*each)), None)
        if pair is None:
            break
        low, high = pair
    return Bracket(low, high)


def _fine(number: Decimal) -> Decimal:
    return number.quantize(FINEST, ROUND_HALF_UP)


def _known(points: Sequence[Decimal], left: Sequence[Decimal | None]) -> list[_Look]:
    return [(at, each) for at, each in zip(points, left, strict=True) if each is not None]


def _crosses(before: _Look, after: _Look) -> bool:
    return before[1] * after[1] <= 0


def solve_exactly(measure: Measure, low: Decimal, high: Decimal) -> Fraction | None:
    """Return where a function that runs straight between two numbers is zero; None where it is bent.

    The function is the unrounded one. Two points decide a line, and two more have to lie on it.
    """
    if low == high:
        return Fraction(low) if measure([low]) == [0] else None
    width = high - low
    points = [low, low + width / 4, low + width / 2, high]
    left = measure(points)
    if any(each is None for each in left):
        return None
    values = [Fraction(each) for each in left if each is not None]
    slope = (values[3] - values[0]) / Fraction(width)
    straight = all(
        abs(values[0] + slope * Fraction(at - low) - value) <= Fraction(1, 10**40)
        for at, value in zip(points, values, strict=True)
    )
    return Fraction(low) - values[0] / slope if straight and slope else None


def round_solution(
    measure: Measure, roots: Sequence[Decimal], step: Decimal | None, unit: Decimal
) -> tuple[Decimal, Decimal, Decimal]:
    """Return the number rounded, what is left over there, and the step.

    With a declared step it is the multiple nearest to the aim. Without one the coarsest power of ten with
    which the aim is met to the smallest unit of money, else what comes nearest to it.
    """
    steps = [step] if step is not None else [ONE.scaleb(-digits) for digits in range(-1, 11)]
    rounded = [(number, each) for each in steps for number in _multiples_around(roots, each)]
    left = measure([number for number, _ in rounded])
    found = [
        (number, over, each) for (number, each), over in zip(rounded, left, strict=True) if over is not None
    ]
    near = next((each for each in found if step is None and abs(each[1]) < unit), None)
    return near or min(
        found, key=lambda each: abs(each[1]), default=(roots[0], Decimal("Infinity"), steps[-1])
    )


def _multiples_around(roots: Sequence[Decimal], step: Decimal) -> list[Decimal]:
    floors = [(root / step).to_integral_value(ROUND_FLOOR) * step for root in roots]
    return list(dict.fromkeys(each for floor in floors for each in (floor, floor + step)))


def leap_of(bracket: Bracket, unit: Decimal) -> Leap | None:
    """Return the leap over the aim in a narrow bracket; None where pay comes as near as money can."""
    before, after = bracket.low[1], bracket.high[1]
    jump = CONTEXT.subtract(after, before)
    if 0 in {before, after} or abs(jump) <= unit:
        return None
    return Leap(bracket.high[0], before, after)
