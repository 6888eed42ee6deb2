"""One payout curve: as bars and tables, and as a chart with cliffs and stretches without gain marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, localcontext

from kpicalc.i18n.format import ROUNDED, format_number
from kpicalc.model.analysis import Cliff, Curve, CurveStudy, Zone, ZoneKind
from kpicalc.model.dataclass import dataclass
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, ONE, ZERO
from kpicalc.model.ticks import round_ticks
from kpicalc.report.document import Block, Cell, Heading, Paragraph, TableBlock, TableRow, Tone
from kpicalc.report.picture import Area, Dot, Ink, Picture, PictureText, Shape, Stroke
from kpicalc.report.views.wording import Figures

_BAR = "█"
_LONGEST = 24
_MOST_BARS = 40
_MOST_ROWS = 30


def show_curve(study: CurveStudy, figures: Figures) -> Iterator[Block]:
    """Yield the curve as bars, then what stands out on it."""
    curve = study.curve
    yield Heading(figures.say("analysis.curve", fact=curve.label), level=2)
    headings = (Cell(curve.label, Kind.NUMBER), Cell(figures.say("analysis.pay"), Kind.MONEY), Cell(""))
    yield TableBlock(headings, tuple(_pay_bars(curve, figures)))
    yield from show_findings(study, figures)


def show_findings(study: CurveStudy, figures: Figures) -> Iterator[Block]:
    """Yield the cliffs and zones of a curve."""
    if not study.curve.exact:
        yield Paragraph(figures.say("analysis.not_exact"), Tone.WARNING)
    if study.notable_cliffs:
        yield _cliffs_table(study, figures)
        yield from _left_out(len(study.notable_cliffs), figures)
    if study.notable_zones:
        yield _zones_table(study, figures)
        yield from _left_out(len(study.notable_zones), figures)
    if study.slight:
        yield Paragraph(figures.say("analysis.slight", count=study.slight), Tone.MUTED)


def _pay_bars(curve: Curve, figures: Figures) -> Iterator[TableRow]:
    greatest = max((pay for _, pay in curve.points), default=ZERO)
    for at, pay in _thin_out(curve.points):
        length = int(pay / greatest * _LONGEST) if pay > ZERO else 0
        cells = (
            Cell(figures.place(curve, at), Kind.NUMBER),
            Cell(figures.money(pay), Kind.MONEY),
            Cell(_BAR * length),
        )
        yield TableRow(cells)


def _thin_out(points: Sequence[tuple[Decimal, Decimal]]) -> Sequence[tuple[Decimal, Decimal]]:
    every = -(-len(points) // _MOST_BARS)
    return points[::every] if every > 1 else points


def _cliffs_table(study: CurveStudy, figures: Figures) -> TableBlock:
    headings = (
        Cell(figures.say("analysis.cliff"), Kind.NUMBER),
        Cell(figures.say("analysis.before"), Kind.MONEY),
        Cell(figures.say("analysis.after"), Kind.MONEY),
        Cell(figures.say("analysis.jump"), Kind.MONEY),
    )
    rows = (_cliff_row(study.curve, cliff, figures) for cliff in study.notable_cliffs[:_MOST_ROWS])
    return TableBlock(headings, tuple(rows))


def _cliff_row(curve: Curve, cliff: Cliff, figures: Figures) -> TableRow:
    jump = CONTEXT.subtract(cliff.after, cliff.before)
    cells = (
        Cell(figures.place(curve, cliff.at), Kind.NUMBER),
        Cell(figures.money(cliff.before), Kind.MONEY),
        Cell(figures.money(cliff.after), Kind.MONEY),
        Cell(figures.change(jump), Kind.MONEY),
    )
    return TableRow(cells, strong=jump < ZERO)


def _zones_table(study: CurveStudy, figures: Figures) -> TableBlock:
    headings = (
        Cell(figures.say("analysis.zone")),
        Cell(figures.say("analysis.from"), Kind.NUMBER),
        Cell(figures.say("analysis.to"), Kind.NUMBER),
        Cell(figures.say("analysis.pay"), Kind.MONEY),
    )
    rows = (_zone_row(study.curve, zone, figures) for zone in study.notable_zones[:_MOST_ROWS])
    return TableBlock(headings, tuple(rows))


def _zone_row(curve: Curve, zone: Zone, figures: Figures) -> TableRow:
    pays = [zone.pay_at_start, zone.pay_at_end]
    falls = pays[0] != pays[1]
    onward = "analysis.downward" if curve.lower_is_better else "analysis.onward"
    end = figures.say(onward) if zone.end is None else figures.place(curve, zone.end)
    end = end if zone.exact else f"{ROUNDED}{end}"
    cells = (
        Cell(figures.say(f"analysis.zone.{zone.kind}")),
        Cell(figures.place(curve, zone.start), Kind.NUMBER),
        Cell(end, Kind.NUMBER),
        Cell(figures.money(pays[1]), Kind.MONEY),
    )
    lost = figures.money(CONTEXT.subtract(pays[0], pays[1]))
    return TableRow(cells, (figures.say("analysis.lost", amount=lost),) if falls else ())


def _left_out(count: int, figures: Figures) -> Iterator[Block]:
    if count > _MOST_ROWS:
        yield Paragraph(figures.say("analysis.more", count=count - _MOST_ROWS), Tone.MUTED)


# A point of a curve that is called by its name: the fact, the pay there, what it is.
PayMark = tuple[Decimal, Decimal, str]
# With points of its own a curve stands on a sheet, among much else: it is lower there.
_WIDTH, _HEIGHT, _LOW_HEIGHT = 7600, 3600, 2600
_LEFT, _RIGHT, _TOP, _UNDER = 1150, 7350, 800, 650
_SMALL, _USUAL = 110, 140
_LONGEST_TITLE = 80
# The axis is cut where all pay lies in its upper part of this size: one fifth.
_SMALLEST_SHARE = 5
_FEW_FLAT = 2
_INKS = {ZoneKind.FLAT: Ink.FLAT, ZoneKind.FALLING: Ink.FALLING}


@dataclass(frozen=True, slots=True)
class _Frame:
    """The figures at the edges of the plot, and how far down it goes."""

    left: Decimal
    right: Decimal
    bottom: Decimal
    top: Decimal
    foot: int

    def x(self, value: Decimal) -> int:
        """Return where a fact stands."""
        return _LEFT + int((value - self.left) * (_RIGHT - _LEFT) / (self.right - self.left))

    def y(self, pay: Decimal) -> int:
        """Return where a pay stands."""
        return self.foot - int((pay - self.bottom) * (self.foot - _TOP) / (self.top - self.bottom))


def draw_payout(study: CurveStudy, figures: Figures, marks: Sequence[PayMark] = ()) -> Picture:
    """Draw a curve; the vertical axis begins at 0 unless all that happens would be lost near its top."""
    with localcontext(CONTEXT):
        height = _LOW_HEIGHT if marks else _HEIGHT
        frame = _frame_curve(study.curve, height - _UNDER)
        shapes = (
            Area(0, 0, _WIDTH, height, Ink.PAPER),
            *_draw_zones(study, frame),
            *_draw_pay_axis(frame, figures),
            *_draw_fact_axis(study.curve, frame, figures),
            *_draw_curve(study, frame),
            *_draw_cliffs(study, frame),
            *_draw_headings(study, figures),
            *(shape for each in marks for shape in _draw_mark(each, frame, max(marks))),
        )
    title = figures.say("analysis.curve", fact=study.curve.label)
    return Picture(_WIDTH, height, title, _describe_chart(study, figures), shapes)


def _frame_curve(curve: Curve, foot: int) -> _Frame:
    pays = _all_pays(curve)
    bottom, top = min(pays), max(ONE, *pays)
    # Small steps of a high pay are to be seen: then the axis is cut, and the heading says so.
    bottom = bottom - (top - bottom) / 4 if _is_cut(pays) else min(ZERO, bottom)
    left = curve.pieces[0].start
    return _Frame(left, max(curve.last, left + curve.step), bottom, top + (top - bottom) / 20, foot)


def _all_pays(curve: Curve) -> list[Decimal]:
    return [pay for piece in curve.pieces for pay in (piece.pay_at_start, piece.pay_before_end)]


def _is_cut(pays: list[Decimal]) -> bool:
    return ZERO < (max(pays) - min(pays)) * _SMALLEST_SHARE < min(pays)


def _draw_zones(study: CurveStudy, frame: _Frame) -> Iterator[Shape]:
    # A falling zone lies over the flat ones inside it.
    for zone in sorted(_shaded_zones(study), key=lambda each: each.kind, reverse=True):
        left, right = _edges_of_zone(study.curve, zone, frame)
        yield Area(left, _TOP, max(right - left, 10), frame.foot - _TOP, _INKS[zone.kind])


def _shaded_zones(study: CurveStudy) -> list[Zone]:
    """Return the zones to shade: not the flat ones of stairs, which stand still nearly everywhere."""
    start, last = study.curve.pieces[0].start, study.curve.last
    flat = [each for each in study.notable_zones if each.kind is ZoneKind.FLAT]
    worst = start if study.curve.lower_is_better else last
    still = sum(abs((worst if each.end is None else each.end) - each.start) for each in flat)
    stairs = len(flat) > _FEW_FLAT and 2 * still > last - start
    return [each for each in study.notable_zones if not (stairs and each in flat)]


def _edges_of_zone(curve: Curve, zone: Zone, frame: _Frame) -> tuple[int, int]:
    last = curve.pieces[0].start if curve.lower_is_better else curve.last
    end = last if zone.end is None else zone.end
    return frame.x(min(zone.start, end)), frame.x(max(zone.start, end))


def _draw_pay_axis(frame: _Frame, figures: Figures) -> Iterator[Shape]:
    for tick in round_ticks(frame.bottom, frame.top, (frame.foot - _TOP) // 300):
        y = frame.y(tick)
        yield Stroke(((_LEFT, y), (_RIGHT, y)), Ink.GRID, 10)
        yield PictureText(_LEFT - 80, y + 40, format_number(tick, figures.language), _SMALL, Ink.MUTED, "end")
    yield Stroke(((_LEFT, _TOP), (_LEFT, frame.foot)), Ink.AXIS, 10)


def _draw_fact_axis(curve: Curve, frame: _Frame, figures: Figures) -> Iterator[Shape]:
    unit = curve.whole or ONE
    for tick in round_ticks(frame.left / unit, frame.right / unit, 9):
        x = frame.x(tick * unit)
        percent = curve.whole is not None or curve.kind is Kind.RATIO
        text = figures.percent(tick) if percent else format_number(tick, figures.language)
        yield Stroke(((x, frame.foot), (x, frame.foot + 60)), Ink.AXIS, 10)
        yield PictureText(x, frame.foot + 200, text, _SMALL, Ink.MUTED, "middle")
    yield Stroke(((_LEFT, frame.foot), (_RIGHT, frame.foot)), Ink.AXIS, 10)
    name = curve.label if curve.whole is None else f"{curve.label}, {figures.say('chart.percent')}"
    yield PictureText(
        (_LEFT + _RIGHT) // 2, frame.foot + 450, _shorten_title(name), _SMALL, Ink.TEXT, "middle"
    )


def _draw_curve(study: CurveStudy, frame: _Frame) -> Iterator[Shape]:
    """Yield the strokes between the cliffs; a stroke of one point is a dot."""
    curve = study.curve
    # A cliff stands on its better side: where a smaller fact is better, that is the end of a piece.
    cuts = {cliff.at + curve.step if curve.lower_is_better else cliff.at for cliff in study.notable_cliffs}
    points: list[tuple[int, int]] = []
    for piece in curve.pieces:
        if piece.start in cuts:
            yield _draw_stroke(points)
            points = []
        last = curve.last if piece.end is None else piece.end - curve.step
        points.append((frame.x(piece.start), frame.y(piece.pay_at_start)))
        points.append((frame.x(last), frame.y(piece.pay_before_end)))
    yield _draw_stroke(points)


def _draw_stroke(points: list[tuple[int, int]]) -> Shape:
    seen = tuple(dict.fromkeys(points))
    return Dot(*seen[0], Ink.CURVE) if len(seen) == 1 else Stroke(seen, Ink.CURVE, 26)


def _draw_cliffs(study: CurveStudy, frame: _Frame) -> Iterator[Shape]:
    for cliff in study.notable_cliffs:
        x, before, after = frame.x(cliff.at), frame.y(cliff.before), frame.y(cliff.after)
        yield Stroke(((x, before), (x, after)), Ink.JUMP, 14, dashed=True)
        yield Dot(x, before, Ink.JUMP, hollow=True)
        yield Dot(x, after, Ink.JUMP)


def _draw_mark(mark: PayMark, frame: _Frame, last: PayMark) -> Iterator[Shape]:
    """Yield a point with its name: below it and behind, above and before where another one follows."""
    at, pay, text = mark
    x, y = frame.x(at), frame.y(pay)
    before = mark != last or x > _RIGHT - _LEFT
    yield Stroke(((x, y), (x, frame.foot)), Ink.TEXT, 10, dashed=True)
    yield Dot(x, y, Ink.TEXT)
    away, anchor = (-120, "end") if before else (120, "start")
    yield PictureText(x + away, y - 120 if before else y + 220, text, _SMALL, Ink.TEXT, anchor, bold=True)


def _draw_headings(study: CurveStudy, figures: Figures) -> Iterator[Shape]:
    title = figures.say("analysis.curve", fact=study.curve.label)
    yield PictureText(_LEFT - 1000, 300, _shorten_title(title), _USUAL, bold=True)
    cut = _is_cut(_all_pays(study.curve))
    pay = figures.say("chart.pay_cut" if cut else "chart.pay", currency=figures.currency)
    yield PictureText(_LEFT - 1000, 560, pay, _SMALL, Ink.MUTED)
    x = 2300
    shaded = {each.kind for each in _shaded_zones(study)}
    for kind in (each for each in ZoneKind if each in shaded):
        yield Area(x, 460, 160, 120, _INKS[kind])
        yield PictureText(x + 230, 560, figures.say(f"chart.{kind}"), _SMALL, Ink.MUTED)
        x += 2200
    if study.notable_cliffs:
        yield Dot(x + 80, 520, Ink.JUMP)
        yield PictureText(x + 200, 560, figures.say("chart.cliff"), _SMALL, Ink.MUTED)


def _shorten_title(text: str) -> str:
    return text if len(text) <= _LONGEST_TITLE else text[: _LONGEST_TITLE - 1] + "…"


def _describe_chart(study: CurveStudy, figures: Figures) -> str:
    pays = _all_pays(study.curve)
    return figures.say(
        "chart.description",
        least=figures.money(min(pays)),
        most=figures.money(max(pays)),
        cliffs=len(study.notable_cliffs),
    )
