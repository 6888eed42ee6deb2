"""How an amount is made up as a picture: a step for each line, stop-factors as steps of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kpicalc.model.fault import Fault
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.result import Breakdown, Line
from kpicalc.report.picture import Ink, Picture
from kpicalc.report.views.bars import Bar, draw_bars
from kpicalc.report.views.wording import Wording


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
    told = "; ".join(f"{each.title}: {_write_change(each, wording)}" for each in steps)
    bars = [_bar_of(each, wording) for each in steps]
    return draw_bars(wording.say("sheet.steps"), wording.say("sheet.steps_told", steps=told), bars)


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


def _bar_of(step: WaterfallStep, wording: Wording) -> Bar:
    ink = Ink.JUMP if step.change < 0 else Ink.AXIS if step.whole else Ink.CURVE
    end = CONTEXT.add(step.start, step.change)
    return Bar(step.title, step.start, end, _write_change(step, wording), ink, step.whole)


def _write_change(step: WaterfallStep, wording: Wording) -> str:
    sign = "+" if step.change > 0 and not step.whole and step.start else ""
    return f"{sign}{wording.write(step.change, Kind.MONEY)}"
