"""A comparison as pictures: from the old pay to the new by changes, and each person by both schemes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import currency_sign, format_money, format_number
from kpicalc.i18n.sentence import phrase
from kpicalc.model.comparison import SchemePair
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.ticks import round_ticks
from kpicalc.report.picture import UNITS, Dot, Ink, Picture, PictureText, Shape, Stroke
from kpicalc.report.views.amount_pictures import Bar, draw_bars, write_title
from kpicalc.report.views.wording import name_step

# In points: as wide as a telephone shows, and a margin for figures.
_SIZE, _MARGIN, _LETTERS, _SMALL = 340, 14, 12, 10
# So many figures of millions stand beside each other on the lower axis.
_TICKS = 5
# More steps are drawn as one.
_MOST_STEPS = 12


def draw_pair(pair: SchemePair, language: Language) -> Iterator[Picture]:
    """Yield the pictures of the people of a pair; none where nothing changes."""
    if not any(person.new != person.old for person in pair.people):
        return
    yield _draw_waterfall(pair, language)
    if len(pair.people) > 1:
        yield _draw_scatter(pair, language)


def title_pair(pair: SchemePair) -> str:
    """Return what a pair is called: its scheme, or both of them."""
    old, new = (each.title for each in (pair.old, pair.new))
    return old if old == new else f"{old} → {new}"


def _title(pair: SchemePair, key: str, language: Language) -> str:
    return f"{title_pair(pair)} · {_say(key, language)}"


def _say(key: str, language: Language, **params: object) -> str:
    return phrase(f"comparison.{key}", language, **params)


def _draw_waterfall(pair: SchemePair, language: Language) -> Picture:
    """Draw what each change does to all pay, between the sums before and after."""
    old, new = (_total([getattr(each, side) for each in pair.people]) for side in ("old", "new"))
    named = [(name_step(step, language), step.amount) for step in pair.steps if step.amount]
    if len(named) > _MOST_STEPS:
        rest = _total([amount for _, amount in named[_MOST_STEPS:]])
        named = [*named[:_MOST_STEPS], ("…", rest)]
    bars = [Bar(_say("old", language), ZERO, old, _write(old, pair, language), Ink.AXIS, bold=True)]
    reached = old
    for title, amount in named:
        text = f"{'+' if amount > 0 else ''}{_write(amount, pair, language)}"
        end = CONTEXT.add(reached, amount)
        bars.append(Bar(title, reached, end, text, Ink.JUMP if amount < 0 else Ink.CURVE))
        reached = end
    bars.append(Bar(_say("new", language), ZERO, new, _write(new, pair, language), Ink.AXIS, bold=True))
    told = "; ".join(f"{bar.title}: {bar.text}" for bar in bars)
    told = _say("waterfall_told", language, steps=told)
    return draw_bars(_title(pair, "waterfall", language), told, bars, titled=True)


def _draw_scatter(pair: SchemePair, language: Language) -> Picture:
    """Draw a dot for each person, old pay to the right, new pay upwards, and the line of equal pay.

    Both axes have one scale and one length, so the line of equal pay halves the square.
    """
    ends = [each for person in pair.people for each in (person.old, person.new)]
    low, high = min(*ends, ZERO), max(ends)
    left, right = _MARGIN * 5 * UNITS, (_SIZE - _MARGIN * 2) * UNITS
    title = _title(pair, "scatter", language)
    named = write_title(title)
    top, side = (len(named) + 3) * _MARGIN * UNITS, right - left
    bottom = top + side

    def place(amount: Decimal) -> int:
        return int(CONTEXT.divide((amount - low) * side, high - low)) if high > low else 0

    shapes: list[Shape] = [*named]
    for tick in round_ticks(low, high, _TICKS):
        at, text = place(tick), format_number(tick, language)
        shapes += [
            Stroke(((left, bottom - at), (right, bottom - at)), Ink.GRID, UNITS),
            Stroke(((left + at, top), (left + at, bottom)), Ink.GRID, UNITS),
            PictureText(left - 4 * UNITS, bottom - at + 4 * UNITS, text, _SMALL * UNITS, Ink.MUTED, "end"),
            PictureText(left + at, bottom + 14 * UNITS, text, _SMALL * UNITS, Ink.MUTED, "middle"),
        ]
    unit = currency_sign(pair.old.currency, language)
    old, new = (f"{_say(key, language)}, {unit}" for key in ("old", "new"))
    shapes += [
        Stroke(((left, bottom), (right, bottom)), Ink.AXIS, UNITS),
        Stroke(((left, bottom), (left, top)), Ink.AXIS, UNITS),
        Stroke(((left, bottom), (right, top)), Ink.AXIS, UNITS, dashed=True),
        PictureText(right, bottom + 30 * UNITS, old, _LETTERS * UNITS, Ink.MUTED, "end"),
        PictureText(0, top - 12 * UNITS, new, _LETTERS * UNITS, Ink.MUTED),
    ]
    for person in pair.people:
        loses = person.new < person.old
        ink = Ink.JUMP if loses else Ink.CURVE
        shapes.append(Dot(left + place(person.old), bottom - place(person.new), ink, hollow=loses))
    gain, lose = (sum(sign * (each.new - each.old) > 0 for each in pair.people) for sign in (1, -1))
    told = _say("scatter_told", language, gain=gain, lose=lose)
    height = bottom + (30 + _MARGIN) * UNITS
    return Picture(_SIZE * UNITS, height, title, told, tuple(shapes))


def _write(amount: Decimal, pair: SchemePair, language: Language) -> str:
    return format_money(amount, pair.old.currency, language)


def _total(amounts: Sequence[Decimal]) -> Decimal:
    total = ZERO
    for each in amounts:
        total = CONTEXT.add(total, each)
    return total
