"""Bands told by what they add to those before: steps, ladders that go on by themselves, slopes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import cast

from kpicalc.compiler.draft import Draft
from kpicalc.model.diagnostic import error
from kpicalc.model.money import CONTEXT, COUNTING, ONE, ZERO
from kpicalc.model.problem import Problem
from kpicalc.model.program import Outside, TableMode
from kpicalc.scheme.constructs.bands import TableNumber
from kpicalc.scheme.document import BandSpec, CoefficientTable
from kpicalc.scheme.words import Quantity

# A ladder with an end is laid out step by step; nobody prints one that is longer.
_MOST_STEPS = 1000


def lay_out_bands(draft: Draft, spec: CoefficientTable) -> CoefficientTable:
    """Return a table whose bands have all their values; all of its numbers are known."""
    if not any({"adds", "slope"} & set(band.key_spans) for band in spec.bands):
        return spec
    bands = list(_with_values(spec))
    if spec.mode is TableMode.INTERPOLATE:
        return _with_last_line(spec, bands)
    last = bands[-1]
    if last.every is not None and (last.to or last.below) is not None:
        bands[-1:] = _steps_up_to_the_end(draft, last)
    return spec.model_copy(update={"bands": tuple(bands)})


def _with_values(spec: CoefficientTable) -> Iterator[BandSpec]:
    """Yield the bands with the values that those before lead to."""
    key = "rate" if spec.mode in {TableMode.SLAB, TableMode.MARGINAL} else "value"
    before: BandSpec | None = None
    for band in spec.bands:
        found = band
        if band.adds is not None:
            found = band.model_copy(update={key: _raised(before, _known(band.adds), ONE)})
        elif before is not None and before.slope is not None:
            run = CONTEXT.subtract(_start_of(band).value, _start_of(before).value)
            found = band.model_copy(update={key: _raised(before, _known(before.slope), run)})
        yield found
        before = found


def _raised(before: BandSpec | None, step: Quantity, times: Decimal) -> Quantity:
    """Return the value of the band before with a step added so many times; before the first there is 0."""
    rise = CONTEXT.multiply(step.value, times)
    if before is None:
        return replace(step, value=rise, expr=None)
    value = _known(before.given)
    return replace(value, value=CONTEXT.add(value.value, rise), span=step.span, expr=None)


def _with_last_line(spec: CoefficientTable, bands: list[BandSpec]) -> CoefficientTable:
    """Let the slope of the last point go on: along a line to one more point, which is extended."""
    last = bands[-1]
    if last.slope is None:
        return spec.model_copy(update={"bands": tuple(bands)})
    if not _known(last.slope).value:
        return spec.model_copy(update={"bands": tuple(bands), "beyond": Outside.LAST})
    start = _start_of(last)
    end = replace(start, value=CONTEXT.add(start.value, ONE), expr=None)
    value = _raised(last, _known(last.slope), ONE)
    point = last.model_copy(update={"from_": end, "above": None, "value": value, "slope": None})
    return spec.model_copy(update={"bands": (*bands, point), "beyond": Outside.EXTEND})


def _steps_up_to_the_end(draft: Draft, band: BandSpec) -> list[BandSpec]:
    """Return a ladder that goes on up to its end as its steps."""
    start, every, adds = _start_of(band), _known(band.every), _known(band.adds)
    end = _known(band.to or band.below)
    if every.value <= ZERO:
        return [band]
    key = "from_" if band.from_ is not None else "above"
    steps = COUNTING.plus(CONTEXT.divide(CONTEXT.subtract(end.value, start.value), every.value))
    count = int(steps)
    if steps == count and not (band.to is not None and key == "from_"):
        count -= 1  # at the end itself no further step begins
    if count > _MOST_STEPS:
        draft.problems.append(error(Problem.LADDER_TOO_LONG, band.place("every"), limit=_MOST_STEPS))
        return [band]
    return [_step(band, key, (start, every, adds), at, last=at == count) for at in range(count + 1)] or [band]


def _step(
    band: BandSpec, key: str, numbers: tuple[Quantity, Quantity, Quantity], at: int, *, last: bool
) -> BandSpec:
    start, every, adds = numbers
    begins = replace(start, value=CONTEXT.add(start.value, CONTEXT.multiply(every.value, Decimal(at))))
    field = "rate" if band.value is None else "value"
    value = _raised(band, adds, Decimal(at)) if at else _known(band.given)
    ends = {} if last else {"to": None, "below": None}
    return band.model_copy(update={key: begins, field: value, "every": None, **ends})


def _start_of(band: BandSpec) -> Quantity:
    return _known(band.from_ if band.above is None else band.above)


def _known(number: TableNumber | None) -> Quantity:
    """Return a number: the shape of the table says that it is there, and formulas are computed by now."""
    return cast("Quantity", number)
