"""How the totals of a run are spread as a picture: so many people in each of some equal steps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_money, format_number
from kpicalc.i18n.sentence import phrase
from kpicalc.model.money import CONTEXT
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Run
from kpicalc.report.picture import UNITS, Area, Ink, Picture, PictureText, Shape, Stroke

_WIDTH, _HEIGHT, _TOP, _FOOT = 340, 130, 18, 22
_STEPS = 12
_SIZE = 11
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
            yield _draw(amounts, currency, language)


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


def _draw(amounts: Sequence[Decimal], currency: str, language: Language) -> Picture:
    counts = count_steps(amounts, _STEPS)
    least, most = (format_money(each, currency, language) for each in (min(amounts), max(amounts)))
    title = phrase("pay_page.spread", language, currency=currency)
    listed = ", ".join(map(str, counts))
    told = phrase("pay_page.spread_told", language, least=least, most=most, counts=listed)
    foot = PictureText(0, (_HEIGHT - 6) * UNITS, least, _SIZE * UNITS, Ink.MUTED)
    end = PictureText(_WIDTH * UNITS, (_HEIGHT - 6) * UNITS, most, _SIZE * UNITS, Ink.MUTED, "end")
    base = (_HEIGHT - _FOOT) * UNITS
    axis = Stroke(((0, base), (_WIDTH * UNITS, base)), Ink.AXIS, UNITS)
    name = PictureText(0, 11 * UNITS, title, _SIZE * UNITS, Ink.TEXT, bold=True)
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
            yield PictureText(middle, base - high - 3 * UNITS, written, _SIZE * UNITS, Ink.MUTED, "middle")
