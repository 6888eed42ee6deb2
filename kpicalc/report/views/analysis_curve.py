"""One payout curve: bars of pay at round results, jumps, and stretches with nothing to gain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from kpicalc.model.analysis import Cliff, Curve, CurveStudy, Zone
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.report.document import Block, Cell, Heading, Paragraph, Row, Table, Tone
from kpicalc.report.views.analysis_words import Figures

_BAR = "█"
_LONGEST = 24
_MOST_BARS = 40
_MOST_ROWS = 30


def show_curve(study: CurveStudy, figures: Figures) -> Iterator[Block]:
    """Yield the curve as bars, then what stands out on it."""
    curve = study.curve
    yield Heading(figures.say("analysis.curve", fact=curve.label), level=2)
    headings = (Cell(curve.label, Kind.NUMBER), Cell(figures.say("analysis.pay"), Kind.MONEY), Cell(""))
    yield Table(headings, tuple(_bars(curve, figures)))
    yield from show_findings(study, figures)


def show_findings(study: CurveStudy, figures: Figures) -> Iterator[Block]:
    """Yield the cliffs and zones of a curve."""
    if not study.curve.exact:
        yield Paragraph(figures.say("analysis.not_exact"), Tone.WARNING)
    if study.cliffs:
        yield _cliffs_table(study, figures)
        yield from _left_out(len(study.cliffs), figures)
    if study.zones:
        yield _zones_table(study, figures)
        yield from _left_out(len(study.zones), figures)


def _bars(curve: Curve, figures: Figures) -> Iterator[Row]:
    greatest = max((pay for _, pay in curve.points), default=ZERO)
    for at, pay in _thinned(curve.points):
        length = int(pay / greatest * _LONGEST) if pay > ZERO else 0
        cells = (
            Cell(figures.place(curve, at), Kind.NUMBER),
            Cell(figures.money(pay), Kind.MONEY),
            Cell(_BAR * length),
        )
        yield Row(cells)


def _thinned(points: Sequence[tuple[Decimal, Decimal]]) -> Sequence[tuple[Decimal, Decimal]]:
    every = -(-len(points) // _MOST_BARS)
    return points[::every] if every > 1 else points


def _cliffs_table(study: CurveStudy, figures: Figures) -> Table:
    headings = (
        Cell(figures.say("analysis.cliff"), Kind.NUMBER),
        Cell(figures.say("analysis.before"), Kind.MONEY),
        Cell(figures.say("analysis.after"), Kind.MONEY),
        Cell(figures.say("analysis.jump"), Kind.MONEY),
    )
    rows = (_cliff_row(study.curve, cliff, figures) for cliff in study.cliffs[:_MOST_ROWS])
    return Table(headings, tuple(rows))


def _cliff_row(curve: Curve, cliff: Cliff, figures: Figures) -> Row:
    jump = CONTEXT.subtract(cliff.after, cliff.before)
    cells = (
        Cell(figures.place(curve, cliff.at), Kind.NUMBER),
        Cell(figures.money(cliff.before), Kind.MONEY),
        Cell(figures.money(cliff.after), Kind.MONEY),
        Cell(figures.change(jump), Kind.MONEY),
    )
    return Row(cells, strong=jump < ZERO)


def _zones_table(study: CurveStudy, figures: Figures) -> Table:
    headings = (
        Cell(figures.say("analysis.zone")),
        Cell(figures.say("analysis.from"), Kind.NUMBER),
        Cell(figures.say("analysis.to"), Kind.NUMBER),
        Cell(figures.say("analysis.pay"), Kind.MONEY),
    )
    rows = (_zone_row(study.curve, zone, figures) for zone in study.zones[:_MOST_ROWS])
    return Table(headings, tuple(rows))


def _zone_row(curve: Curve, zone: Zone, figures: Figures) -> Row:
    pays = [zone.pay_at_start, zone.pay_at_end]
    falls = pays[0] != pays[1]
    onward = "analysis.downward" if curve.lower_is_better else "analysis.onward"
    end = figures.say(onward) if zone.end is None else figures.place(curve, zone.end)
    cells = (
        Cell(figures.say(f"analysis.zone.{zone.kind}")),
        Cell(figures.place(curve, zone.start), Kind.NUMBER),
        Cell(end, Kind.NUMBER),
        Cell(figures.money(pays[1]), Kind.MONEY),
    )
    lost = figures.money(CONTEXT.subtract(pays[0], pays[1]))
    return Row(cells, (figures.say("analysis.lost", amount=lost),) if falls else ())


def _left_out(count: int, figures: Figures) -> Iterator[Block]:
    if count > _MOST_ROWS:
        yield Paragraph(figures.say("analysis.more", count=count - _MOST_ROWS), Tone.MUTED)
