"""Numbers found for a scheme, as a report: what fits, what rounding does, and the line to write."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_number, format_percent, format_value, plural
from kpicalc.model.calibration import CalibratedNumber, Calibration, Solution
from kpicalc.model.kind import Kind
from kpicalc.model.money import SHOWN
from kpicalc.report.document import (
    Block,
    Cell,
    Document,
    Heading,
    KeyValues,
    Paragraph,
    TableBlock,
    TableRow,
    Tone,
    Verbatim,
)
from kpicalc.report.views.wording import Figures

# An exact fraction with longer parts is told by its decimals.
_LONGEST = 12
_SHOWN_DIGITS = 15


def title_calibration(calibration: Calibration, language: Language) -> str:
    """Return what the report is called."""
    return Figures(language, calibration.currency).say("calibration.title", scheme=calibration.title)


def show_calibration(calibration: Calibration, language: Language) -> Document:
    """Return the report."""
    figures = Figures(language, calibration.currency)
    blocks: list[Block] = [Heading(title_calibration(calibration, language))]
    people = plural(calibration.people, "count.employees", language)
    said = figures.say("calibration.people", people=people)
    blocks.append(Paragraph(said if calibration.people else figures.say("calibration.at_plan"), Tone.MUTED))
    if calibration.left_out:
        others = plural(calibration.left_out, "count.employees", language)
        blocks.append(Paragraph(figures.say("calibration.left_out", people=others), Tone.MUTED))
    for number in calibration.numbers:
        blocks += _show_number(number, figures)
    solved = all(each.solutions for each in calibration.numbers)
    if solved:
        key = "confirmed" if calibration.confirmed else "unconfirmed"
        tone = Tone.PLAIN if calibration.confirmed else Tone.ERROR
        blocks.append(Paragraph(figures.say(f"calibration.{key}"), tone))
    return Document(tuple(blocks))


def _show_number(number: CalibratedNumber, figures: Figures) -> Iterator[Block]:
    say = figures.say
    yield Heading(say("calibration.number", name=number.name, aim=number.aim), level=2)
    low, high = number.between
    yield KeyValues(
        (
            (say("calibration.now"), f"{number.written} ({number.place})"),
            (say("calibration.between"), f"{_plain(low, number, figures)} … {_plain(high, number, figures)}"),
        )
    )
    if number.solutions:
        headings = tuple(
            Cell(say(f"calibration.{key}"), Kind.NUMBER)
            for key in ("value", "exact", "step", "left", "off", "below", "above")
        )
        yield TableBlock(headings, tuple(_solution_row(each, number, figures) for each in number.solutions))
    for solution in number.solutions:
        if solution.nearest:
            (low_at, low_off), (high_at, high_off) = solution.nearest
            numbers = {"low": _plain(low_at, number, figures), "high": _plain(high_at, number, figures)}
            sums = {"below": _write(low_off, number, figures), "above": _write(high_off, number, figures)}
            yield Paragraph(say("calibration.unreachable", **numbers, **sums), Tone.WARNING)
    if len(number.solutions) > 1:
        yield Paragraph(say("calibration.several"), Tone.WARNING)
    for leap in number.leaps:
        sides = {name: _write(getattr(leap, name), number, figures) for name in ("before", "after")}
        yield Paragraph(say("calibration.leap", at=_plain(leap.at, number, figures), **sides), Tone.WARNING)
    if not number.solutions:
        yield from _show_reach(number, figures)
    if number.line:
        yield Paragraph(say("calibration.line", place=str(number.place)))
        yield Verbatim(f"    {number.line}", Tone.STRONG)


def _show_reach(number: CalibratedNumber, figures: Figures) -> Iterator[Block]:
    if number.reach is None:
        yield Paragraph(figures.say("calibration.nobody"), Tone.ERROR)
        return
    reach = number.reach
    told = figures.say(
        "calibration.none",
        least=_write(reach.least, number, figures),
        least_at=_plain(reach.least_at, number, figures),
        greatest=_write(reach.greatest, number, figures),
        greatest_at=_plain(reach.greatest_at, number, figures),
    )
    yield Paragraph(told, Tone.ERROR)


def _solution_row(solution: Solution, number: CalibratedNumber, figures: Figures) -> TableRow:
    below, above = (
        next((left for at, left in solution.beside if (at > solution.value) is more), None)
        for more in (False, True)
    )
    off = [None if each is None else _write(each, number, figures) for each in (solution.off, below, above)]
    texts = (
        _plain(solution.value, number, figures),
        _exact(solution.exact, number, figures),
        _plain(solution.step, number, figures),
        _write(solution.left, number, figures),
        *(each or "—" for each in off),
    )
    raws = (solution.value, None, solution.step, solution.left, solution.off, below, above)
    return TableRow(tuple(Cell(text, Kind.NUMBER, raw=raw) for text, raw in zip(texts, raws, strict=True)))


def _exact(exact: Fraction | None, number: CalibratedNumber, figures: Figures) -> str:
    """Write an exact number: as its decimals where these end soon, as a fraction where it is short."""
    if exact is None:
        return figures.say("calibration.searched")
    value = SHOWN.divide(Decimal(exact.numerator), Decimal(exact.denominator))
    if Fraction(value) == exact and len(value.as_tuple().digits) <= _SHOWN_DIGITS:
        return _plain(value, number, figures)
    if len(str(exact.numerator)) + len(str(exact.denominator)) <= _LONGEST:
        return f"{exact.numerator}/{exact.denominator}"
    return _plain(value, number, figures)


def _plain(value: Decimal, number: CalibratedNumber, figures: Figures) -> str:
    """Write a value of the number that is sought, in percent where the scheme has it so."""
    return (format_percent if "%" in number.written else format_number)(value, figures.language)


def _write(value: Decimal, number: CalibratedNumber, figures: Figures) -> str:
    return format_value(value, number.kind, figures.language, figures.currency)
