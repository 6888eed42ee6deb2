"""The budget of a year as a report: what it rests on, its months, and what is left of a fund."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_number, format_period
from kpicalc.model.budget import PlannedMonth, SeasonSource, YearBudget, YearDoubt, YearNote
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.period import Period
from kpicalc.report.document import (
    Block,
    Cell,
    Document,
    Heading,
    KeyValues,
    Paragraph,
    Shown,
    TableBlock,
    TableRow,
    Tone,
)
from kpicalc.report.picture import Ink
from kpicalc.report.views.amount_pictures import Bar, draw_bars
from kpicalc.report.views.wording import NOTHING, Figures

# Doubts that speak of all months from the first to the last one.
_STRETCHES = frozenset({YearDoubt.GAP, YearDoubt.OLD})


def title_year(budget: YearBudget, language: Language) -> str:
    """Return what the report is called."""
    return Figures(language, budget.currency).say("year_budget.title", year=budget.year)


def show_year(budget: YearBudget, language: Language) -> tuple[Shown, ...]:
    """Return the report, and the months as bars."""
    figures = Figures(language, budget.currency)
    blocks: list[Block] = [
        Heading(title_year(budget, language)),
        KeyValues(tuple(_sums_of(budget, figures))),
        Paragraph(figures.say(f"year_budget.season_{budget.season}", count=budget.years), Tone.MUTED),
        *(Paragraph(_tell_doubt(each, figures), Tone.WARNING) for each in budget.notes),
        Heading(figures.say("year_budget.months"), level=2),
        _table_of(budget, figures),
    ]
    bars = [
        Bar(
            format_period(each.period, language),
            ZERO,
            _cost_of(each),
            figures.money(_cost_of(each)),
            Ink.CURVE if each.left is None or each.left >= ZERO else Ink.JUMP,
        )
        for each in budget.months
    ]
    told = figures.say("year_budget.bars_told")
    return Document(tuple(blocks)), draw_bars(figures.say("year_budget.months"), told, bars)


def _sums_of(budget: YearBudget, figures: Figures) -> Iterator[tuple[str, str]]:
    known = [each.period for each in budget.known]
    yield figures.say("year_budget.known"), f"{len(known)}: {_stretch(known[0], known[-1], figures)}"
    level = f"{figures.money(budget.base)} ({_stretch(budget.level[0], budget.level[-1], figures)})"
    yield figures.say("year_budget.level"), level
    if budget.growth:
        yield figures.say("year_budget.growth"), figures.percent(budget.growth)
    yield figures.say("year_budget.planned"), figures.money(budget.planned)
    paid = [each.paid for each in budget.months if each.paid is not None]
    if paid:
        count = format_number(Decimal(len(paid)), figures.language)
        yield figures.say("year_budget.paid_so_far", count=count), figures.money(_sum(paid))
        yield figures.say("year_budget.expected"), figures.money(budget.expected)
    if budget.fund is not None:
        yield figures.say("year_budget.fund"), figures.money(budget.fund)
        yield figures.say("year_budget.left"), figures.money(CONTEXT.subtract(budget.fund, budget.expected))


def _sum(amounts: list[Decimal]) -> Decimal:
    total = ZERO
    for each in amounts:
        total = CONTEXT.add(total, each)
    return total


def _stretch(first: Period, last: Period, figures: Figures) -> str:
    ends = dict.fromkeys(format_period(each, figures.language) for each in (first, last))
    return " – ".join(ends)


def _tell_doubt(note: YearNote, figures: Figures) -> str:
    between = " – " if note.doubt in _STRETCHES else ", "
    months = between.join(dict.fromkeys(format_period(each, figures.language) for each in note.months))
    return figures.say(f"year_budget.doubt_{note.doubt}", months=months, count=note.count)


def _cost_of(month: PlannedMonth) -> Decimal:
    return month.planned if month.paid is None else month.paid


def _table_of(budget: YearBudget, figures: Figures) -> TableBlock:
    spread = budget.season is SeasonSource.YEARS and budget.years > 1
    keys = ["month", "part", *(["range"] if spread else []), "planned"]
    keys += ["paid"] if any(each.paid is not None for each in budget.months) else []
    keys += [] if budget.fund is None else ["fund_part", "left", "left_so_far"]
    rows = [
        TableRow(tuple(_cell(each, key, figures) for key in keys), strong=(each.left or ZERO) < ZERO)
        for each in budget.months
    ]
    sums = {
        "part": Cell(figures.percent(Decimal(1)), Kind.RATIO),
        "planned": figures.amount_cell(budget.planned),
        "paid": figures.amount_cell(_sum([each.paid for each in budget.months if each.paid is not None])),
        "fund_part": figures.amount_cell(budget.fund),
        "left": figures.amount_cell(budget.months[-1].left_so_far),
    }
    total = [Cell(figures.say("budget.total")), *(sums.get(key, Cell("")) for key in keys[1:])]
    ratios = {"part", "range"}
    headings = tuple(
        Cell(
            figures.say(f"year_budget.{key}"),
            Kind.TEXT if not at else Kind.RATIO if key in ratios else Kind.MONEY,
        )
        for at, key in enumerate(keys)
    )
    every = (*rows, TableRow(tuple(total), strong=True))
    return TableBlock(headings, every, drawn=keys.index("planned"))


def _cell(month: PlannedMonth, key: str, figures: Figures) -> Cell:
    match key:
        case "month":
            return Cell(format_period(month.period, figures.language))
        case "part":
            return Cell(figures.percent(month.part), Kind.RATIO, raw=month.part)
        case "range":
            ends = (figures.percent(min(month.shares)), figures.percent(max(month.shares)))
            return Cell(" – ".join(dict.fromkeys(ends)), Kind.RATIO)
        case "fund_part":
            return figures.amount_cell(month.fund)
    amount = {"planned": month.planned, "paid": month.paid, "left": month.left}.get(key, month.left_so_far)
    return Cell(NOTHING, Kind.MONEY) if amount is None else figures.amount_cell(amount)
