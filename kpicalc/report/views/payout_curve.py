"""One payout curve as bars and tables: pay at round values, cliffs and stretches without gain, people."""

from __future__ import annotations

from collections.abc import Iterator

from kpicalc.i18n.format import ROUNDED
from kpicalc.model.analysis import Cliff, Curve, CurveStudy, Zone, ZoneKind
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.report.document import Block, Cell, Heading, Paragraph, TableBlock, TableRow, Tone
from kpicalc.report.views.wording import Figures

_BAR = "█"
# A curve fits on a screen of 80 by 50; what is left out stands in the files.
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
        headings = (
            Cell(figures.say("analysis.zone")),
            Cell(figures.say("analysis.from"), Kind.NUMBER),
            Cell(figures.say("analysis.to"), Kind.NUMBER),
            Cell(figures.say("analysis.pay"), Kind.MONEY),
        )
        rows = (_zone_row(study.curve, zone, figures) for zone in study.notable_zones[:_MOST_ROWS])
        yield TableBlock(headings, tuple(rows))
        yield from _left_out(len(study.notable_zones), figures)
    if study.slight:
        yield Paragraph(figures.say("analysis.slight", count=study.slight), Tone.MUTED)
    told = " ".join(tell_people(study, figures))
    if told:
        yield Paragraph(told)


def tell_people(study: CurveStudy, figures: Figures) -> Iterator[str]:
    """Yield in words where people stand on a curve: between which facts, and how many gain nothing."""
    curve, shown = study.curve, [at for at, _ in study.people_within]
    if not study.people:
        return
    yield figures.say("analysis.people", count=len(study.people))
    if shown:
        ends = {"least": min(shown), "middle": sorted(shown)[len(shown) // 2], "most": max(shown)}
        # A plan is that of the curve, and people have their own: only the percent is theirs.
        written = {
            name: figures.percent(at / curve.whole) if curve.whole else figures.place(curve, at)
            for name, at in ends.items()
        }
        key = "analysis.people_between" if min(shown) < max(shown) else "analysis.people_at"
        yield figures.say(key, **written)
    for kind in ZoneKind:
        zones = [study.ends_of(each) for each in study.notable_zones if each.kind is kind]
        inside = sum(any(left <= at < right for left, right in zones) for at in shown)
        if inside:
            yield figures.say(f"analysis.people_{kind}", count=inside)
    if len(shown) < len(study.people):
        yield figures.say("analysis.people_outside", count=len(study.people) - len(shown))


def _pay_bars(curve: Curve, figures: Figures) -> Iterator[TableRow]:
    greatest = max((pay for _, pay in curve.points), default=ZERO)
    every = -(-len(curve.points) // _MOST_BARS)
    for at, pay in curve.points[::every] if every > 1 else curve.points:
        length = int(pay / greatest * _LONGEST) if pay > ZERO else 0
        cells = (
            Cell(figures.place(curve, at), Kind.NUMBER),
            Cell(figures.money(pay), Kind.MONEY),
            Cell(_BAR * length),
        )
        yield TableRow(cells)


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
