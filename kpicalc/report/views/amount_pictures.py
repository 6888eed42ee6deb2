"""Amounts as pictures: as lying bars, step by step up to a total, and how totals are spread."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from textwrap import wrap

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_money, format_number
from kpicalc.i18n.sentence import phrase
from kpicalc.model.dataclass import dataclass
from kpicalc.model.fault import Fault
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Breakdown, Line, Run
from kpicalc.report.picture import UNITS, Area, Ink, Picture, PictureText, Shape, Stroke
from kpicalc.report.views.wording import Wording

# In points: as wide as a telephone shows.
_WIDTH = 340
_ROW = 34
_BAR = 11
_SIZE = 11
# How far apart the lines of a title stand; how many letters a line has, the amount at its end among them.
_LINE = 15
_LETTERS = 50
# Those of a title of the whole are bold, and something stands between it and the bars.
_TITLE_LETTERS, _GAP = 43, 8
# So few are left to a title beside the longest amount.
_FEWEST = 12
# With more lines of titles a picture would be longer than a page.
_MOST_LINES = 30
# So many changes one looks over; of more the smallest are one.
_MOST_CHANGES = 14


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar from one amount to another, what it is called, and what is written at its end."""

    title: str
    start: Decimal
    end: Decimal
    text: str
    ink: Ink = Ink.CURVE
    bold: bool = False


def draw_bars(
    title: str, description: str, bars: Sequence[Bar], *, from_zero: bool = True, titled: bool = False
) -> Picture:
    """Draw bars on one scale, which begins at 0 unless the least of them shall.

    The title is drawn where no heading above the picture says it.
    """
    ends = [each for bar in bars for each in (bar.start, bar.end)]
    low, high = min(ends), max(ends)
    if from_zero:
        low, high = min(ZERO, low), max(ZERO, high)
    shapes: list[Shape] = [*write_title(title)] if titled else []
    top = len(shapes) * _LINE + _GAP if titled else 0
    room = [max(_LETTERS - len(bar.text), _FEWEST) for bar in bars]
    titles = [wrap(bar.title, width) or [""] for bar, width in zip(bars, room, strict=True)]
    if sum(map(len, titles)) > _MOST_LINES:
        titles = [[_cut(bar.title, width)] for bar, width in zip(bars, room, strict=True)]
    for bar, lines in zip(bars, titles, strict=True):
        base = (top + 14) * UNITS
        for at, line in enumerate(lines):
            shapes.append(PictureText(0, base + at * _LINE * UNITS, line, _SIZE * UNITS, bold=bar.bold))
        shapes += _draw_bar(bar, top, (len(lines) - 1) * _LINE, (low, high))
        top += _ROW + (len(lines) - 1) * _LINE
    return Picture(_WIDTH * UNITS, (top + 6) * UNITS, title, description, tuple(shapes))


def _cut(title: str, width: int) -> str:
    """Return a title with its beginning and its end, where numbers stand, in one line."""
    half = (width - 1) // 2
    return title if len(title) <= width else f"{title[:half].rstrip()}…{title[-half:].lstrip()}"


def write_title(title: str) -> list[PictureText]:
    """Return the lines of a title at the top of a picture, 15 points each."""
    lines = enumerate(wrap(title, _TITLE_LETTERS))
    return [PictureText(0, (14 + at * _LINE) * UNITS, line, _SIZE * UNITS, bold=True) for at, line in lines]


def _draw_bar(bar: Bar, top: int, more: int, ends: tuple[Decimal, Decimal]) -> Iterator[Shape]:
    """Yield the amount and the bar, which a title of several lines pushes down."""
    left, right = sorted((_place(bar.start, ends), _place(bar.end, ends)))
    ink = Ink.JUMP if bar.ink is Ink.JUMP else Ink.TEXT
    yield PictureText(_WIDTH * UNITS, (top + 14) * UNITS, bar.text, _SIZE * UNITS, ink, "end", bold=bar.bold)
    under = (top + more + 19) * UNITS
    yield Area(0, under, _WIDTH * UNITS, _BAR * UNITS, Ink.GRID)
    yield Area(left, under, max(right - left, UNITS), _BAR * UNITS, bar.ink)


def _place(amount: Decimal, ends: tuple[Decimal, Decimal]) -> int:
    low, high = ends
    if high == low:
        return 0
    return int(CONTEXT.divide((amount - low) * _WIDTH * UNITS, high - low))


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
    bars = [_bar_of(each, wording) for each in _join_small(steps, wording)]
    return draw_bars(wording.say("sheet.steps"), wording.say("sheet.steps_told", steps=told), bars)


def _join_small(steps: Sequence[WaterfallStep], wording: Wording) -> Sequence[WaterfallStep]:
    """Return the steps as far as one looks them over: of many the first and the largest."""
    *changes, total = steps
    if len(changes) <= _MOST_CHANGES:
        return steps
    first, *others = changes
    largest = [first, *sorted(others, key=lambda each: -abs(each.change))[: _MOST_CHANGES - 2]]
    shown, reached = [], ZERO
    for each in changes:
        if each in largest:
            shown.append(replace(each, start=reached))
            reached = CONTEXT.add(reached, each.change)
    title = wording.say("sheet.small_steps", count=len(changes) - len(shown))
    return (*shown, WaterfallStep(title, CONTEXT.subtract(total.change, reached), reached), total)


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


_HEIGHT, _TOP, _FOOT = 130, 18, 22
_STEPS = 12
_SMALL = 11
# Of fewer people every total stands in the list below.
_FEW = 5


def draw_spread(run: Run, language: Language) -> Iterator[Picture]:
    """Yield a picture for each currency in which several people are paid."""
    totals: dict[str, list[Decimal]] = {}
    for settlement in run.settlements:
        column = settlement.values.columns[EMPLOYEES, settlement.program.total]
        found = (column[row] for row in settlement.rows)
        amounts = totals.setdefault(settlement.program.currency, [])
        amounts.extend(each for each in found if isinstance(each, Decimal))
    for currency, amounts in totals.items():
        if len(amounts) >= _FEW and min(amounts) < max(amounts):
            yield _draw_steps(amounts, currency, language)


def count_steps(amounts: Sequence[Decimal], steps: int) -> list[int]:
    """Return how many amounts lie in each of equal steps between the least and the greatest.

    >>> count_steps([Decimal(0), Decimal(1), Decimal(9), Decimal(10)], 2)
    [2, 2]
    """
    least, most = min(amounts), max(amounts)
    counts = [0] * steps
    for amount in amounts:
        at = int(CONTEXT.divide((amount - least) * steps, most - least))
        counts[min(at, steps - 1)] += 1
    return counts


def _draw_steps(amounts: Sequence[Decimal], currency: str, language: Language) -> Picture:
    counts = count_steps(amounts, _STEPS)
    least, most = (format_money(each, currency, language) for each in (min(amounts), max(amounts)))
    title = phrase("pay_page.spread", language, currency=currency)
    listed = ", ".join(map(str, counts))
    told = phrase("pay_page.spread_told", language, least=least, most=most, counts=listed)
    foot = PictureText(0, (_HEIGHT - 6) * UNITS, least, _SMALL * UNITS, Ink.MUTED)
    end = PictureText(_WIDTH * UNITS, (_HEIGHT - 6) * UNITS, most, _SMALL * UNITS, Ink.MUTED, "end")
    base = (_HEIGHT - _FOOT) * UNITS
    axis = Stroke(((0, base), (_WIDTH * UNITS, base)), Ink.AXIS, UNITS)
    name = PictureText(0, 11 * UNITS, title, _SMALL * UNITS, Ink.TEXT, bold=True)
    shapes = (name, *_draw_columns(counts, base, language), axis, foot, end)
    return Picture(_WIDTH * UNITS, _HEIGHT * UNITS, title, told, shapes)


def _draw_columns(counts: Sequence[int], base: int, language: Language) -> Iterator[Shape]:
    room = base - (_TOP + 14) * UNITS
    wide = _WIDTH * UNITS // len(counts)
    for at, count in enumerate(counts):
        if count:
            high = max(room * count // max(counts), UNITS)
            yield Area(at * wide + UNITS, base - high, wide - 2 * UNITS, high, Ink.CURVE)
            middle = at * wide + wide // 2
            written = format_number(Decimal(count), language)
            yield PictureText(middle, base - high - 3 * UNITS, written, _SMALL * UNITS, Ink.MUTED, "middle")
