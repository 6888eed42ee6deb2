"""The budget of a month as a report: costs, funds, part of turnover, caps, cuts, the most it can cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import ROUND_FLOOR, Decimal

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_number, format_period
from kpicalc.model.budget import BaseShare, CapEffect, Cost, CutEffect, GreatestCost, MonthBudget
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, ZERO, minor_unit, round_steps
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
from kpicalc.report.views.amount_pictures import Bar, draw_bars
from kpicalc.report.views.wording import Figures, name_employee


def title_budget(budget: MonthBudget, language: Language) -> str:
    """Return what the report is called."""
    figures = Figures(language, budget.currency)
    return figures.say("budget.title", period=format_period(budget.period, language))


def show_budget(budget: MonthBudget, language: Language) -> tuple[Shown, ...]:
    """Return the report."""
    figures = Figures(language, budget.currency)
    people = format_number(Decimal(budget.people), language)
    sums = (
        (figures.say("budget.total"), figures.money(budget.total)),
        (figures.say("budget.people"), people),
    )
    blocks: list[Block] = [Heading(title_budget(budget, language)), KeyValues(sums)]
    for key, costs in (
        ("schemes", budget.schemes),
        ("departments", budget.departments),
        ("lines", budget.lines),
    ):
        if len(costs) > 1 or (costs and key == "lines"):
            blocks += _show_costs(key, costs, budget.total, figures)
    blocks += _show_funds(budget, figures)
    blocks += _show_base(budget.base, budget.total, figures)
    for cap in budget.caps:
        blocks += _show_cap(cap, budget.total, figures)
    if budget.cut is not None:
        blocks += _show_cut(budget.cut, figures)
    blocks += _show_greatest(budget.greatest, figures)
    return Document(tuple(blocks)), *_draw_costs(budget, figures)


def _draw_costs(budget: MonthBudget, figures: Figures) -> Iterator[Shown]:
    costs = budget.departments if len(budget.departments) > 1 else budget.lines
    if costs:
        title = figures.say("budget.departments" if costs is budget.departments else "budget.lines")
        met = Counter(_name(each, figures) for each in costs)
        bars = [
            Bar(_tell_apart(each, met, figures), ZERO, each.amount, figures.money(each.amount))
            for each in costs
        ]
        yield draw_bars(title, figures.say("budget.bars_told"), bars, titled=True)


def _name(cost: Cost, figures: Figures) -> str:
    return figures.title(cost.name, cost.label) if cost.name else figures.say("budget.nowhere")


def _tell_apart(cost: Cost, met: Counter[str], figures: Figures) -> str:
    """Name a line by its scheme too where several schemes have lines of this title."""
    name = _name(cost, figures)
    return f"{name} ({cost.scheme})" if cost.scheme and met[name] > 1 else name


def _show_costs(key: str, costs: Sequence[Cost], total: Decimal, figures: Figures) -> Iterator[Block]:
    yield Heading(figures.say(f"budget.{key}"), level=2)
    met = Counter(_name(each, figures) for each in costs)
    rows = (
        TableRow(
            (
                Cell(_tell_apart(each, met, figures)),
                Cell(
                    format_number(Decimal(each.people), figures.language),
                    Kind.COUNT,
                    raw=Decimal(each.people),
                ),
                figures.amount_cell(each.amount),
                _part(each.amount, total, figures),
            )
        )
        for each in costs
    )
    keys = ("what", "people", "amount", "part")
    yield TableBlock(figures.headings("budget", keys), tuple(rows), drawn=keys.index("amount"))


def _show_funds(budget: MonthBudget, figures: Figures) -> Iterator[Block]:
    if not budget.funds:
        return
    yield Heading(figures.say("budget.funds"), level=2)
    rows = (
        TableRow(
            (
                Cell(each.name),
                figures.amount_cell(each.claims),
                figures.amount_cell(each.most),
                figures.amount_cell(each.left),
                _part(each.claims, each.most, figures),
            ),
            strong=each.left < ZERO,
        )
        for each in budget.funds
    )
    yield TableBlock(figures.headings("budget", ("fund", "claims", "most", "left", "used")), tuple(rows))


def _show_base(base: BaseShare | None, total: Decimal, figures: Figures) -> Iterator[Block]:
    if base is None:
        return
    yield Heading(figures.say("budget.base", formula=base.formula), level=2)
    pairs = [
        (figures.say("budget.base_is"), figures.money(base.base)),
        (figures.say("budget.part_of_base"), _share(total, base.base, figures)),
    ]
    if base.part is not None:
        # A cent more would be above the part.
        whole = CONTEXT.multiply(base.base, base.part)
        most = round_steps(whole, minor_unit(figures.currency), ROUND_FLOOR)
        pairs.append((figures.say("budget.may_be", part=figures.percent(base.part)), figures.money(most)))
        pairs.append((figures.say("budget.left"), figures.money(CONTEXT.subtract(most, total))))
    yield KeyValues(tuple(pairs))


def _show_cap(cap: CapEffect, total: Decimal, figures: Figures) -> Iterator[Block]:
    yield Heading(figures.say("budget.cap", cap=figures.money(cap.cap)), level=2)
    saved = f"{figures.money(cap.saved)} ({_share(cap.saved, total, figures)})"
    yield KeyValues(((figures.say("budget.saved"), saved),))
    if cap.people:
        rows = (
            TableRow(
                (
                    Cell(name_employee(number, name)),
                    figures.amount_cell(pay),
                    figures.amount_cell(CONTEXT.subtract(cap.cap, pay)),
                )
            )
            for number, name, pay in cap.people
        )
        yield TableBlock(figures.headings("budget", ("employee", "now", "change")), tuple(rows))


def _show_cut(cut: CutEffect, figures: Figures) -> Iterator[Block]:
    yield Heading(figures.say("budget.cut", fund=figures.money(cut.fund)), level=2)
    if not cut.people:
        text = figures.say(
            "budget.floors_above", floors=figures.money(cut.floors), fund=figures.money(cut.fund)
        )
        yield Paragraph(text, Tone.ERROR)
        return
    yield Paragraph(figures.say("budget.cut_how"), Tone.MUTED)
    rows = [
        TableRow(
            (
                Cell(name_employee(each.number, each.name)),
                figures.amount_cell(each.now),
                figures.amount_cell(each.floor),
                figures.amount_cell(each.then),
                figures.amount_cell(CONTEXT.subtract(each.then, each.now)),
            )
        )
        for each in cut.people
    ]
    sums = [sum((getattr(each, name) for each in cut.people), ZERO) for name in ("now", "floor", "then")]
    sums.append(CONTEXT.subtract(sums[2], sums[0]))
    cells = (Cell(figures.say("budget.total")), *(figures.amount_cell(each) for each in sums))
    rows.append(TableRow(cells, strong=True))
    yield TableBlock(figures.headings("budget", ("employee", "now", "floor", "then", "change")), tuple(rows))


def _show_greatest(costs: Sequence[GreatestCost], figures: Figures) -> Iterator[Block]:
    if not costs:
        return
    yield Heading(figures.say("budget.greatest"), level=2)
    rows = []
    for each in costs:
        whole = None if each.each is None else CONTEXT.multiply(each.each, Decimal(each.people))
        unlimited = figures.say("budget.unlimited", facts=", ".join(each.grows_with))
        details = (
            (unlimited,) if each.each is None else () if each.tight else (figures.say("budget.at_most"),)
        )
        cells = (
            Cell(each.scheme),
            Cell(format_number(Decimal(each.people), figures.language), Kind.COUNT),
            figures.amount_cell(each.each),
            figures.amount_cell(whole),
        )
        rows.append(TableRow(cells, details))
    yield TableBlock(figures.headings("budget", ("scheme", "people", "each", "all")), tuple(rows))


def _part(amount: Decimal, whole: Decimal, figures: Figures) -> Cell:
    return Cell(
        _share(amount, whole, figures), Kind.RATIO, raw=CONTEXT.divide(amount, whole) if whole else None
    )


def _share(amount: Decimal, whole: Decimal, figures: Figures) -> str:
    return figures.percent(CONTEXT.divide(amount, whole)) if whole else "—"
