"""One payout curve as a picture: cliffs, stretches without gain, the plan, and people marked on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal, localcontext
from functools import partial

from kpicalc.model.analysis import Curve, CurveStudy, Zone, ZoneKind
from kpicalc.model.dataclass import dataclass
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, ONE, ZERO
from kpicalc.model.ticks import round_ticks
from kpicalc.report.picture import Area, Dot, Ink, Picture, PictureText, Shape, Stroke
from kpicalc.report.views.payout_curve import tell_people
from kpicalc.report.views.wording import Figures

# A point of a curve that is called by its name: the fact, the pay there, what it is.
NamedPoint = tuple[Decimal, Decimal, str]
_SMALL, _USUAL = 110, 140
# A letter is as wide as that on the average, in the small size.
_LETTER = 66
# How far apart the lines of the legend stand, and how far its words and its entries.
_LINE, _SIGN, _GAP = 190, 230, 240
_LONGEST_TITLE = 80
# The axis is cut where all pay lies in its upper part of this size: one fifth.
_SMALLEST_SHARE = 5
_FEW_FLAT = 2
_INKS = {ZoneKind.FLAT: Ink.FLAT, ZoneKind.FALLING: Ink.FALLING}
# So many people stand apart at the most across a chart, however many there are.
_CROSSES = 400

# What is drawn before words of the legend, at their place.
_Sign = Callable[[int, int], Shape]


@dataclass(frozen=True, slots=True)
class ChartLayout:
    """How large a chart is, where its plot stands, and how many values an axis of facts can name.

    Where `title` is 0, a heading above the chart is its title.
    """

    width: int
    left: int
    right: int
    margin: int
    title: int
    legend: int
    plot: int
    ticks: int


ALONE = ChartLayout(7600, 1150, 7350, 150, 300, 560, 2150, 9)
ON_PAGE = ChartLayout(7600, 1150, 7350, 150, 0, 160, 2150, 9)
# On the sheet of one person a chart is no wider than a telephone, and goes beside another one on paper.
ON_SHEET = ChartLayout(3200, 760, 3130, 0, 140, 350, 1150, 4)
_OVER, _UNDER = 240, 520


@dataclass(frozen=True, slots=True)
class _Frame:
    """The figures at the edges of the plot, and where it stands."""

    layout: ChartLayout
    left: Decimal
    right: Decimal
    bottom: Decimal
    top: Decimal
    head: int

    @property
    def foot(self) -> int:
        """Return where the axis of facts stands."""
        return self.head + self.layout.plot

    def x(self, value: Decimal) -> int:
        """Return where a fact stands."""
        wide = self.layout.right - self.layout.left
        return self.layout.left + int((value - self.left) * wide / (self.right - self.left))

    def y(self, pay: Decimal) -> int:
        """Return where a pay stands."""
        return self.foot - int((pay - self.bottom) * self.layout.plot / (self.top - self.bottom))

    def draw_zones(self, study: CurveStudy) -> Iterator[Shape]:
        # A falling zone lies over the flat ones inside it.
        for zone in sorted(_shaded_zones(study), key=lambda each: each.kind, reverse=True):
            left, right = (self.x(each) for each in study.ends_of(zone))
            yield Area(left, self.head, max(right - left, 10), self.layout.plot, _INKS[zone.kind])

    def draw_pay_axis(self, figures: Figures) -> Iterator[Shape]:
        left, right = self.layout.left, self.layout.right
        ticks = round_ticks(self.bottom, self.top, self.layout.plot // 300)
        for tick, text in zip(ticks, figures.ticks(ticks, (left - 80) // _LETTER), strict=True):
            y = self.y(tick)
            yield Stroke(((left, y), (right, y)), Ink.GRID, 10)
            yield PictureText(left - 80, y + 40, text, _SMALL, Ink.MUTED, "end")
        yield Stroke(((left, self.head), (left, self.foot)), Ink.AXIS, 10)

    def draw_fact_axis(self, curve: Curve, figures: Figures) -> Iterator[Shape]:
        layout, unit = self.layout, curve.whole or ONE
        ticks = round_ticks(self.left / unit, self.right / unit, layout.ticks)
        percent = curve.whole is not None or curve.kind is Kind.RATIO
        apart = (layout.right - layout.left) // max(1, len(ticks) - 1)
        texts = map(figures.percent, ticks) if percent else figures.ticks(ticks, apart // _LETTER)
        for tick, text in zip(ticks, texts, strict=True):
            x = self.x(tick * unit)
            # The last one may be wide, and ends with the picture.
            over = x + len(text) * _LETTER // 2 > layout.width
            yield Stroke(((x, self.foot), (x, self.foot + 60)), Ink.AXIS, 10)
            place = layout.width if over else x
            yield PictureText(place, self.foot + 200, text, _SMALL, Ink.MUTED, "end" if over else "middle")
        yield Stroke(((layout.left, self.foot), (layout.right, self.foot)), Ink.AXIS, 10)
        name = curve.label if curve.whole is None else f"{curve.label}, {figures.say('chart.percent')}"
        shown = _shorten_title(name, layout.width // _LETTER)
        yield PictureText(layout.width // 2, self.foot + 410, shown, _SMALL, Ink.TEXT, "middle")

    def draw_plan(self, curve: Curve, figures: Figures) -> Iterator[Shape]:
        if curve.whole is not None and self.left <= curve.whole <= self.right:
            x = self.x(curve.whole)
            yield Stroke(((x, self.head), (x, self.foot)), Ink.AXIS, 10)
            yield PictureText(x, self.head - 50, figures.say("chart.plan"), _SMALL, Ink.MUTED, "middle")

    def draw_curve(self, study: CurveStudy) -> Iterator[Shape]:
        """Yield the strokes between the cliffs; a stroke of one point is a dot."""
        curve = study.curve
        # A cliff stands on its better side: where a smaller fact is better, that is the end of a piece.
        cuts = {
            cliff.at + curve.step if curve.lower_is_better else cliff.at for cliff in study.notable_cliffs
        }
        points: list[tuple[int, int]] = []
        for piece in curve.pieces:
            if piece.start in cuts:
                yield _draw_stroke(points)
                points = []
            last = curve.last if piece.end is None else piece.end - curve.step
            points.append((self.x(piece.start), self.y(piece.pay_at_start)))
            points.append((self.x(last), self.y(piece.pay_before_end)))
        yield _draw_stroke(points)

    def draw_cliffs(self, study: CurveStudy) -> Iterator[Shape]:
        for cliff in study.notable_cliffs:
            x, before, after = self.x(cliff.at), self.y(cliff.before), self.y(cliff.after)
            yield Stroke(((x, before), (x, after)), Ink.JUMP, 14, dashed=True)
            yield Dot(x, before, Ink.JUMP, hollow=True)
            yield Dot(x, after, Ink.JUMP)

    def draw_people(self, study: CurveStudy) -> Iterator[Shape]:
        """Yield a cross for each place at which people stand: as many as can be told from each other."""
        apart = self.layout.width // _CROSSES
        places = ((self.x(at) // apart, self.y(pay) // apart) for at, pay in study.people_within)
        for x, y in dict.fromkeys(places):
            yield _draw_cross(x * apart, y * apart)

    def draw_named(self, point: NamedPoint, *, last: bool) -> Iterator[Shape]:
        """Yield a point with its name: the last one's below and behind, another's above and before."""
        at, pay, text = point
        layout, x, y = self.layout, self.x(at), self.y(pay)
        wide = len(text) * _LETTER
        yield Stroke(((x, y), (x, self.foot)), Ink.TEXT, 10, dashed=True)
        yield Dot(x, y, Ink.TEXT)
        before = x + wide > layout.right if last else x - wide > layout.left
        away, anchor = (-90, "end") if before else (90, "start")
        below = last and y + 180 <= self.foot
        yield PictureText(x + away, y + 180 if below else y - 90, text, _SMALL, Ink.TEXT, anchor, bold=True)


def draw_payout(
    study: CurveStudy, figures: Figures, layout: ChartLayout = ALONE, points: Sequence[NamedPoint] = ()
) -> Picture:
    """Draw a curve; the vertical axis begins at 0 unless all that happens would be lost near its top."""
    with localcontext(CONTEXT):
        key = "analysis.own_curve" if points else "analysis.curve"
        title = figures.say(key, fact=study.curve.label)
        legend = _lay_out_legend(study, figures, layout)
        frame = _frame_curve(study, layout, layout.legend + legend[-1].line * _LINE + _OVER)
        height = frame.foot + _UNDER
        shapes = (
            Area(0, 0, layout.width, height, Ink.PAPER),
            *frame.draw_zones(study),
            *frame.draw_pay_axis(figures),
            *frame.draw_fact_axis(study.curve, figures),
            *frame.draw_plan(study.curve, figures),
            *frame.draw_curve(study),
            *frame.draw_cliffs(study),
            *frame.draw_people(study),
            *_draw_title(title, layout),
            *(shape for each in legend for shape in each.draw(layout)),
            *(shape for each in points for shape in frame.draw_named(each, last=each == max(points))),
        )
    pays = _all_pays(replace(study, people=()))
    told = figures.say(
        "chart.description",
        least=figures.money(min(pays)),
        most=figures.money(max(pays)),
        cliffs=len(study.notable_cliffs),
    )
    return Picture(layout.width, height, title, " ".join((told, *tell_people(study, figures))), shapes)


def _draw_title(title: str, layout: ChartLayout) -> Iterator[Shape]:
    if layout.title:
        yield PictureText(layout.margin, layout.title, _shorten_title(title), _USUAL, bold=True)


def _frame_curve(study: CurveStudy, layout: ChartLayout, head: int) -> _Frame:
    curve, pays = study.curve, _all_pays(study)
    bottom, top = min(pays), max(ONE, *pays)
    # Small steps of a high pay are to be seen: then the axis is cut, and the heading says so.
    bottom = bottom - (top - bottom) / 4 if _is_cut(pays) else min(ZERO, bottom)
    left = curve.pieces[0].start
    return _Frame(layout, left, max(curve.last, left + curve.step), bottom, top + (top - bottom) / 20, head)


def _all_pays(study: CurveStudy) -> list[Decimal]:
    pays = [pay for piece in study.curve.pieces for pay in (piece.pay_at_start, piece.pay_before_end)]
    return [*pays, *(pay for _, pay in study.people_within)]


def _is_cut(pays: list[Decimal]) -> bool:
    return ZERO < (max(pays) - min(pays)) * _SMALLEST_SHARE < min(pays)


def _shaded_zones(study: CurveStudy) -> list[Zone]:
    """Return the zones to shade: not the flat ones of stairs, which stand still nearly everywhere."""
    flat = [each for each in study.notable_zones if each.kind is ZoneKind.FLAT]
    still = sum(right - left for left, right in map(study.ends_of, flat))
    stairs = len(flat) > _FEW_FLAT and 2 * still > study.curve.last - study.curve.pieces[0].start
    return [each for each in study.notable_zones if not (stairs and each in flat)]


def _draw_stroke(points: list[tuple[int, int]]) -> Shape:
    seen = tuple(dict.fromkeys(points))
    return Dot(*seen[0], Ink.CURVE) if len(seen) == 1 else Stroke(seen, Ink.CURVE, 26)


def _draw_cross(x: int, y: int) -> Stroke:
    ends = ((x - 30, y - 30), (x + 30, y + 30), (x, y), (x - 30, y + 30), (x + 30, y - 30))
    return Stroke(ends, Ink.TEXT, 12)


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of the legend, in which line it stands and how far in it, with its sign if it has one."""

    line: int
    x: int
    text: str
    sign: _Sign | None

    def draw(self, layout: ChartLayout) -> Iterator[Shape]:
        """Yield the sign and the words."""
        y = layout.legend + self.line * _LINE
        if self.sign is not None:
            yield self.sign(self.x, y)
        away = 0 if self.sign is None else _SIGN
        yield PictureText(self.x + away, y, self.text, _SMALL, Ink.MUTED)


def _lay_out_legend(study: CurveStudy, figures: Figures, layout: ChartLayout) -> list[_Entry]:
    """Put the entries side by side, in as many lines as they take."""
    found: list[_Entry] = []
    line, x = 0, layout.margin
    for text, sign in _list_signs(study, figures):
        wide = len(text) * _LETTER + (0 if sign is None else _SIGN)
        if found and x + wide > layout.width:
            line, x = line + 1, layout.margin
        found.append(_Entry(line, x, text, sign))
        x += wide + _GAP
    return found


def _list_signs(study: CurveStudy, figures: Figures) -> Iterator[tuple[str, _Sign | None]]:
    pay = "chart.pay_cut" if _is_cut(_all_pays(study)) else "chart.pay"
    yield figures.say(pay, currency=figures.currency), None
    shaded = {each.kind for each in _shaded_zones(study)}
    for kind in (each for each in ZoneKind if each in shaded):
        yield figures.say(f"chart.{kind}"), partial(_sign_zone, _INKS[kind])
    if study.notable_cliffs:
        yield figures.say("chart.cliff"), lambda x, y: Dot(x + 80, y - 40, Ink.JUMP)
    if study.people_within:
        yield figures.say("chart.people"), lambda x, y: _draw_cross(x + 80, y - 40)


def _sign_zone(ink: Ink, x: int, y: int) -> Area:
    return Area(x, y - 100, 160, 120, ink)


def _shorten_title(text: str, longest: int = _LONGEST_TITLE) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
