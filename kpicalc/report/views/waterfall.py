"""How an amount is made up as a picture: a step for each line, stop-factors as steps of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kpicalc.model.fault import Fault
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.result import Breakdown, Line
from kpicalc.report.picture import UNITS, Area, Ink, Picture, PictureText, Shape
from kpicalc.report.views.wording import Wording

# In points: as wide as a telephone shows.
_WIDTH = 340
_ROW = 34
_BAR = 11
_LABEL = 34
_SIZE = 12


@dataclass(frozen=True, slots=True)
class WaterfallStep:
    """One step: its title, what it adds or takes, and the height on which it begins."""

    title: str
    change: Decimal
    start: Decimal
    whole: bool = False


def draw_waterfall(breakdown: Breakdown, wording: Wording) -> Picture | None:
    """Draw the steps from the first line to the total; nothing where an amount is not known."""
    steps = tuple(make_steps(breakdown, wording))
    if len(steps) < 2:
        return None
    low = min(ZERO, *(min(each.start, each.start + each.change) for each in steps))
    high = max(ZERO, *(max(each.start, each.start + each.change) for each in steps))
    told = "; ".join(f"{each.title}: {_write_change(each, wording)}" for each in steps)
    shapes = [
        shape for row, each in enumerate(steps) for shape in _draw_step(each, row, (low, high), wording)
    ]
    return Picture(
        _WIDTH * UNITS,
        (_ROW * len(steps) + 6) * UNITS,
        wording.say("sheet.steps"),
        wording.say("sheet.steps_told", steps=told),
        tuple(shapes),
    )


def make_steps(breakdown: Breakdown, wording: Wording) -> Iterator[WaterfallStep]:
    """Yield the steps; a line that a stop-factor lowered is two: what it was, and what was taken."""
    lines = [line for line in breakdown.lines if line.kind.traits.money]
    if isinstance(breakdown.total, Fault) or any(isinstance(line.value, Fault) for line in lines):
        return
    reached = ZERO
    for line in lines:
        for title, change in _changes_of(line, breakdown, wording):
            if change:
                yield WaterfallStep(title, change, reached)
                reached = CONTEXT.add(reached, change)
    yield WaterfallStep(wording.say("breakdown.total"), reached, ZERO, whole=True)


def _changes_of(line: Line, breakdown: Breakdown, wording: Wording) -> Sequence[tuple[str, Decimal]]:
    title, amount = wording.title(line.name, line.label), line.value
    if not isinstance(amount, Decimal):
        return ()
    if not isinstance(line.unstopped, Decimal):
        return ((title, amount),)
    rules = tuple(each.rule for each in breakdown.factors if each.stop_factor and each.rule)
    taken = CONTEXT.subtract(amount, line.unstopped)
    return ((title, line.unstopped), (wording.say("sheet.stop", rules=rules), taken))


def _draw_step(
    step: WaterfallStep, row: int, ends: tuple[Decimal, Decimal], wording: Wording
) -> Iterator[Shape]:
    top = row * _ROW
    left, right = sorted((_place(step.start, ends), _place(step.start + step.change, ends)))
    base = (top + 14) * UNITS
    yield PictureText(0, base, _cut(step.title), _SIZE * UNITS, bold=step.whole)
    amount = _write_change(step, wording)
    ink = Ink.JUMP if step.change < 0 else Ink.TEXT
    yield PictureText(_WIDTH * UNITS, base, amount, _SIZE * UNITS, ink, "end", bold=step.whole)
    yield Area(0, (top + 19) * UNITS, _WIDTH * UNITS, _BAR * UNITS, Ink.GRID)
    bar = Ink.JUMP if step.change < 0 else Ink.AXIS if step.whole else Ink.CURVE
    yield Area(left, (top + 19) * UNITS, max(right - left, UNITS), _BAR * UNITS, bar)


def _place(amount: Decimal, ends: tuple[Decimal, Decimal]) -> int:
    low, high = ends
    if high == low:
        return 0
    return int(CONTEXT.divide((amount - low) * _WIDTH * UNITS, high - low))


def _write_change(step: WaterfallStep, wording: Wording) -> str:
    sign = "+" if step.change > 0 and not step.whole and step.start else ""
    return f"{sign}{wording.write(step.change, Kind.MONEY)}"


def _cut(title: str) -> str:
    return title if len(title) <= _LABEL else f"{title[: _LABEL - 1].rstrip()}…"
