"""Bands of a table as printed in a regulation: holes and overlaps between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise

from kpicalc.formula.printer import print_formula, print_stretch
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, Label, error, warning
from kpicalc.model.expr import Day, Number
from kpicalc.model.money import CONTEXT, ONE, Rounding
from kpicalc.model.problem import Problem
from kpicalc.scheme.constructs.bands import BoundsSpec, TableNumber, quantities
from kpicalc.scheme.words import Quantity

_LOWEST = Decimal("-Infinity")
_HIGHEST = Decimal("Infinity")
# What lies between two bands that a regulation prints in figures of so many decimals.
_PRINTED_STEPS = frozenset(Decimal(1).scaleb(power) for power in range(-6, 1))
_PRINTED_PERCENT = Decimal("0.01")

# A point of the axis, or the place just after it: (0.8, False) < (0.8, True) < (0.9, False).
Edge = tuple[Decimal, bool]


@dataclass(frozen=True, slots=True)
class BandExtent:
    """A band as an interval: it begins at `start`, and `end` is the first place outside it.

    `low` and `high` are the written bounds, None where the end is open.
    """

    low: Decimal | None
    high: Decimal | None
    start: Edge
    end: Edge
    percent: bool
    dated: bool
    spec: BoundsSpec


@dataclass(frozen=True, slots=True)
class BandAxis:
    """What the bands lie on: the name of their table, its rounding, whether it says what lies beyond."""

    table: str
    snap: Rounding | None
    beyond_is_told: bool


def intervals_of(specs: Iterable[BoundsSpec]) -> list[BandExtent]:
    """Return the bands as they were written.

    A missing upper end stays open; without a lower end a band begins where the one before it ends.
    """
    intervals: list[BandExtent] = []
    previous: BoundsSpec | None = None
    for spec in specs:
        intervals.append(_interval_of(spec, previous))
        previous = spec
    return intervals


def _interval_of(spec: BoundsSpec, previous: BoundsSpec | None) -> BandExtent:
    low, after = _known(spec.from_ or spec.above), spec.above is not None
    if low is None and previous is not None:
        low, after = _known(previous.to or previous.below), previous.to is not None
    high = _known(spec.to or spec.below)
    bounds = [bound for bound in (low, high) if bound is not None]
    return BandExtent(
        None if low is None else low.value,
        None if high is None else high.value,
        (_LOWEST, False) if low is None else (low.value, after),
        (_HIGHEST, False) if high is None else (high.value, spec.to is not None),
        any(bound.percent for bound in bounds),
        any(bound.dated for bound in bounds),
        spec,
    )


def _known(bound: TableNumber | None) -> Quantity | None:
    """Return a bound as a number: formulas are computed before bands are looked at."""
    return next(quantities([bound]), None)


def axis_of(
    table: str, snap: Rounding | None, bounds: Iterable[Quantity], *, beyond_is_told: bool
) -> BandAxis:
    """Return the axis of a table; between one day and the next there is nothing."""
    whole_days = Rounding(ONE) if any(bound.dated for bound in bounds) else None
    return BandAxis(table, snap or whole_days, beyond_is_told)


def find_band_problems(axis: BandAxis, intervals: list[BandExtent]) -> list[Diagnostic]:
    """Name every band that is empty or out of order, every hole and every overlap.

    A table that rounds its axis (`snap`) has no hole, and no overlap, where no multiple of the step lies.
    """
    empty = [each for each in intervals if each.end <= each.start]
    if empty:
        # What its neighbours look like cannot be told before it is mended.
        return [
            error(Problem.BAND_EMPTY, each.spec.span, table=axis.table, band=_stretch_of(each))
            for each in empty
        ]
    problems = [*_out_of_order(axis, intervals)]
    ordered = sorted(intervals, key=lambda each: each.start)
    reach = ordered[0]
    for upper in ordered[1:]:
        problems.extend(_gap_problem(axis, reach, upper))
        if reach.high is None or upper.end > reach.end:
            reach = upper
    # A last band with an upper end leaves every greater value without an answer, unless that is said.
    last = ordered[-1]
    if last.high is not None and not axis.beyond_is_told:
        problems.append(
            warning(Problem.TABLE_ENDS, last.spec.span, table=axis.table, end=_show_bound(last.high, last))
        )
    return problems


def _out_of_order(axis: BandAxis, intervals: list[BandExtent]) -> Iterator[Diagnostic]:
    for previous, early in pairwise(intervals):
        if early.start < previous.start:
            label = Label(previous.spec.span, "band_before")
            yield error(
                Problem.BANDS_UNORDERED, early.spec.span, label, table=axis.table, band=_stretch_of(early)
            )


def _gap_problem(axis: BandAxis, lower: BandExtent, upper: BandExtent) -> Iterator[Diagnostic]:
    """Compare a band with the next; a band without a written end reaches to the next one."""
    if lower.start == upper.start or (lower.high is not None and lower.end > upper.start):
        first, end = upper.start, min(lower.end, upper.end)
        if lower.high is None and lower.low is not None:
            end = lower.low, True
        if not _closed_by(axis.snap, first, end):
            yield _overlap_problem(axis, lower, upper, _show_stretch(first, end, upper))
    elif lower.end < upper.start and not _closed_by(axis.snap, lower.end, upper.start):
        label = Label(lower.spec.span, "band_ends_here")
        hole = _show_stretch(lower.end, upper.start, upper)
        told = {"table": axis.table, "hole": hole, "mend": _begin_after(lower, upper)}
        told |= _meant_step(lower.end[0], upper)
        yield error(Problem.TABLE_HOLE, upper.spec.span, label, **told)


def _meant_step(end: Decimal, upper: BandExtent) -> dict[str, str]:
    """Return the step of bands printed in whole figures (`to: 10`, then `from: 11`), with its hint."""
    start, after = upper.start
    if after:
        return {}
    step = CONTEXT.subtract(start, end)
    fine = step <= _PRINTED_PERCENT if upper.percent else True
    printed = fine and step in _PRINTED_STEPS and CONTEXT.remainder(end, step) == 0
    return {"hint": "snap", "step": _show_bound(step, upper)} if printed else {}


def _overlap_problem(axis: BandAxis, lower: BandExtent, upper: BandExtent, both: str) -> Diagnostic:
    """Tell an overlap; a band with nothing outside the other cannot be mended by moving its bound."""
    label = Label(lower.spec.span, "band_also_here")
    if lower.start == upper.start or upper.end <= lower.end:
        return error(Problem.BAND_INSIDE_ANOTHER, upper.spec.span, label, table=axis.table, both=both)
    mend = _begin_after(lower, upper)
    return error(Problem.BANDS_OVERLAP, upper.spec.span, label, table=axis.table, both=both, mend=mend)


def _begin_after(lower: BandExtent, upper: BandExtent) -> str:
    """Return the lower bound with which a band begins where the one below ends."""
    end, included = lower.end
    return f"{'above' if included else 'from'}: {_show_bound(end, upper)}"


def _closed_by(snap: Rounding | None, start: Edge, end: Edge) -> bool:
    """Say whether no multiple of the step lies from one edge up to the other."""
    if snap is None or start[0] == _LOWEST:
        return False
    steps = CONTEXT.divide(start[0], snap.step).quantize(ONE, rounding=ROUND_CEILING, context=CONTEXT)
    first = CONTEXT.multiply(steps, snap.step)
    if (first, False) < start:
        first = CONTEXT.add(first, snap.step)
    return (first, False) >= end


def _stretch_of(band: BandExtent) -> str:
    return _show_stretch(band.start, band.end, band)


def _show_stretch(start: Edge, end: Edge, near: BandExtent) -> str:
    """Show the values between two edges: `80% <= x <= 89%`, `x < 70%`, `x = 80%`."""
    if start == (end[0], False) and end[1]:
        return f"x = {_show_bound(start[0], near)}"
    low = "" if start[0] == _LOWEST else _show_bound(start[0], near)
    high = "" if end[0] == _HIGHEST else _show_bound(end[0], near)
    return print_stretch(low, high, low_open=start[1], high_open=not end[1])


def _show_bound(value: Decimal, near: BandExtent) -> str:
    if near.dated:
        return print_formula(Day(date.fromordinal(int(value)), near.spec.span))
    return print_formula(Number(value, near.percent, near.spec.span))
