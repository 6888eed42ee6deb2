"""Where a function of one number is zero: exactly, in the coarsest steps, and where it leaps over the aim."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Context, Decimal
from fractions import Fraction

import pytest

from kpicalc.analysis.calibrate.solve import (
    Bracket,
    Measure,
    brackets_of,
    close_in,
    ends_of,
    leap_of,
    look_between,
    round_solution,
    solve_exactly,
)
from kpicalc.model.calibration import Leap

UNIT = Decimal("0.01")


def measure_by(function: Callable[[Decimal], Decimal | None], *, quick: bool = True) -> Measure:
    """Return what measures a function of one number."""
    return Measure(lambda numbers: [function(each) for each in numbers], quick)


def decimals(*written: object) -> tuple[Decimal, ...]:
    """Return numbers as they are written."""
    return tuple(Decimal(str(each)) for each in written)


def bent_by(written: str) -> Callable[[Decimal], Decimal]:
    """Return a line that is zero at a half, and off by a hair at a quarter."""
    exact, hair = Context(prec=60), Decimal(written)
    return lambda at: exact.add(at - Decimal("0.5"), hair if at == Decimal("0.25") else Decimal(0))


@pytest.mark.parametrize(
    ("function", "root"),
    [
        (lambda at: 3 * at - 1, Fraction(1, 3)),
        (lambda _: Decimal(5), None),
        (lambda _: Decimal(0), None),
        (lambda at: None if at == Decimal("0.5") else at, None),
        (lambda at: None if at == 1 else at, None),
        (lambda at: at * at, None),
        (bent_by("1E-40"), Fraction(1, 2)),
        (bent_by("1.1E-40"), None),
    ],
)
def test_a_straight_function_is_solved_exactly(
    function: Callable[[Decimal], Decimal | None], root: Fraction | None
) -> None:
    assert solve_exactly(measure_by(function), Decimal(0), Decimal(1)) == root


def test_one_number_is_a_solution_where_nothing_is_left_over() -> None:
    assert solve_exactly(measure_by(lambda at: at - 2), Decimal(2), Decimal(2)) == 2
    assert solve_exactly(measure_by(lambda at: at - 3), Decimal(2), Decimal(2)) is None


@pytest.mark.parametrize(
    ("roots", "step", "expected"),
    [
        # The coarsest step that meets the aim to less than a kopeck, not the nearest of all.
        (("1.234",), None, ("1.23", "-0.004", "0.01")),
        (("1.0",), None, ("1.1", "-0.134", "0.1")),
        (("1.234",), "0.5", ("1.0", "-0.234", "0.5")),
        (("1.234", "9"), "0.5", ("1.0", "-0.234", "0.5")),
        # With a declared step it is the nearest, though one before it is near enough.
        (("1.234",), "0.005", ("1.235", "0.001", "0.005")),
        (("-50",), None, ("-50", "Infinity", "1E-10")),
        (("-50",), "0.5", ("-50", "Infinity", "0.5")),
    ],
)
def test_a_solution_is_rounded(roots: tuple[str, ...], step: str | None, expected: tuple[str, ...]) -> None:
    measure = measure_by(lambda at: at - Decimal("1.234") if at > -9 else None)
    asked = None if step is None else Decimal(step)
    assert tuple(map(str, round_solution(measure, decimals(*roots), asked, UNIT))) == expected


@pytest.mark.parametrize(
    ("before", "after", "leaps"),
    [
        ("-0.005", "0.005", False),
        ("-0.005", "0.0051", True),
        ("5", "-5", True),
        ("0", "7", False),
        ("-7", "0", False),
    ],
)
def test_a_leap_is_more_than_the_smallest_unit(before: str, after: str, *, leaps: bool) -> None:
    left, right = decimals(before, after)
    told = leap_of(Bracket((Decimal(1), left), (Decimal(2), right)), UNIT)
    assert told == (Leap(Decimal(2), left, right) if leaps else None)


def test_places_where_the_aim_is_met_or_crossed() -> None:
    looks = [decimals(at, left) for at, left in enumerate((0, 0, 5, -3, 0, 0, 2, 0))]
    found = list(brackets_of([(at, left) for at, left in looks]))
    assert [(int(each.low[0]), int(each.high[0])) for each in found] == [(0, 0), (2, 3), (4, 4), (7, 7)]
    assert ends_of([(at, left) for at, left in looks]) == decimals(3, 2)
    assert ends_of([]) is None
    assert list(brackets_of([])) == []
    assert list(brackets_of([(Decimal(1), Decimal(5)), (Decimal(2), Decimal(3))])) == []
    once = (Decimal(1), Decimal(0))
    assert list(brackets_of([once])) == [Bracket(once, once)]


def test_what_is_off_by_a_whole_unit_is_not_near() -> None:
    measure = measure_by(lambda at: at - Decimal("1.25"))
    assert round_solution(measure, decimals("1.25"), None, Decimal("0.05")) == decimals("1.25", 0, "0.01")


def test_a_stretch_that_does_not_begin_at_nothing() -> None:
    measure = measure_by(lambda at: at - Decimal("3.25"))
    low, high = Decimal(2), Decimal(6)
    assert solve_exactly(measure, low, high) == Fraction(13, 4)
    assert solve_exactly(measure_by(lambda at: at * at - 9), low, high) is None
    looks = look_between(measure, (low, high), Decimal(7))
    assert looks == [
        (low + each * Decimal("0.0625"), each * Decimal("0.0625") - Decimal("1.25")) for each in range(65)
    ]
    near = Decimal("2.4375")
    few = look_between(Measure(measure.weigh, quick=False), (low, high), near)
    assert [at for at, _ in few] == sorted({near, *(low + each * Decimal("0.25") for each in range(17))})
    narrow = close_in(measure, Bracket((low, Decimal("-1.25")), (high, Decimal("2.75"))))
    assert narrow == Bracket(decimals(3, "-0.25"), decimals("3.25", 0))  # type: ignore[arg-type]


@pytest.mark.parametrize(("before", "after"), [(0, 1), (-1, 0)])
def test_nothing_is_closed_in_where_an_end_is_the_solution(before: int, after: int) -> None:
    bracket = Bracket((Decimal(2), Decimal(before)), (Decimal(6), Decimal(after)))
    assert close_in(measure_by(lambda at: at - 3), bracket) == bracket


@pytest.mark.parametrize(("quick", "grid", "parts"), [(True, 64, 16), (False, 16, 4)])
def test_one_looks_in_so_many_stretches(*, quick: bool, grid: int, parts: int) -> None:
    asked: list[int] = []

    def weigh(numbers: tuple[Decimal, ...]) -> list[Decimal | None]:
        asked.append(len(numbers))
        return [None if at == 1 else at - Decimal("0.3") for at in numbers]

    measure = Measure(weigh, quick)  # type: ignore[arg-type]
    looks = look_between(measure, (Decimal(0), Decimal(1)), Decimal("0.3"))
    assert (asked, len(looks)) == ([grid + 2], grid + 1)
    assert len(look_between(measure, (Decimal(0), Decimal("0.2")), Decimal("0.3"))) == grid + 1
    asked.clear()
    narrow = close_in(measure, Bracket(decimals(0, "-0.3"), decimals("0.9", "0.6")))  # type: ignore[arg-type]
    assert asked[0] == parts - 1
    assert narrow.low[0] <= Decimal("0.3") <= narrow.high[0]
    assert min(abs(narrow.low[1]), abs(narrow.high[1])) <= Decimal("1E-10")
