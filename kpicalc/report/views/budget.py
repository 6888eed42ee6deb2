"""The budget of a month as a report: costs, funds, part of turnover, caps, cuts, the most it can cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_number, format_period
from kpicalc.model.budget import BaseShare, CapEffect, Cost, CutEffect, GreatestCost, MonthBudget
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, ZERO
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
from kpicalc.report.views.bars import Bar, draw_bars
from kpicalc.report.views.breakdown import name_employee
from kpicalc.report.views.wording import Figures


def title_budget(budget: MonthBudget, language: Language) -> str:
    """Return what the report is called."""
    figures = Figures(language, budget.currency, {})
    return figures.say("budget.title", period=format_period(budget.period, language))


def show_budget(budget: MonthBudget, language: Language) -> tuple[Shown, ...]:
    """Return the report."""
    figures = Figures(language, budget.currency, {})
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
        bars = [Bar(_name(each, figures), ZERO, each.amount, figures.money(each.amount)) for each in costs]
        yield draw_bars(title, figures.say("budget.bars_told"), bars)


def _name(cost: Cost, figures: Figures) -> str:
    return figures.title(cost.name, cost.label) if cost.name else figures.say("budget.nowhere")


def _headings(keys: Iterable[str], figures: Figures) -> tuple[Cell, ...]:
    return tuple(
        Cell(figures.say(f"budget.{key}"), Kind.MONEY if at else Kind.TEXT) for at, key in enumerate(keys)
    )


def _show_costs(key: str, costs: Sequence[Cost], total: Decimal, figures: Figures) -> Iterator[Block]:
    yield Heading(figures.say(f"budget.{key}"), level=2)
    rows = (
        TableRow(
            (
                Cell(_name(each, figures)),
                Cell(
                    format_number(Decimal(each.people), figures.language),
                    Kind.COUNT,
                    raw=Decimal(each.people),
                ),
                _money(each.amount, figures),
                _part(each.amount, total, figures),
            )
        )
        for each in costs
    )
    yield TableBlock(_headings(("what", "people", "amount", "part"), figures), tuple(rows))


def _show_funds(budget: MonthBudget, figures: Figures) -> Iterator[Block]:
    if not budget.funds:
        return
    yield Heading(figures.say("budget.funds"), level=2)
    rows = (
        TableRow(
            (
                Cell(each.name),
                _money(each.claims, figures),
                _money(each.most, figures),
                _money(each.left, figures),
                _part(each.claims, each.most, figures),
            ),
            strong=each.left < ZERO,
        )
        for each in budget.funds
    )
    yield TableBlock(_headings(("fund", "claims", "most", "left", "used"), figures), tuple(rows))


def _show_base(base: BaseShare | None, total: Decimal, figures: Figures) -> Iterator[Block]:
    if base is None:
        return
    yield Heading(figures.say("budget.base", formula=base.formula), level=2)
    pairs = [
        (figures.say("budget.base_is"), figures.money(base.base)),
        (figures.say("budget.part_of_base"), _share(total, base.base, figures)),
    ]
    if base.part is not None:
        most = CONTEXT.multiply(base.base, base.part)
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
                    _money(pay, figures),
                    _money(CONTEXT.subtract(cap.cap, pay), figures),
                )
            )
            for number, name, pay in cap.people
        )
        yield TableBlock(_headings(("employee", "now", "change"), figures), tuple(rows))


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
                _money(each.now, figures),
                _money(each.floor, figures),
                _money(each.then, figures),
                _money(CONTEXT.subtract(each.then, each.now), figures),
            )
        )
        for each in cut.people
    ]
    sums = [sum((getattr(each, name) for each in cut.people), ZERO) for name in ("now", "floor", "then")]
    sums.append(CONTEXT.subtract(sums[2], sums[0]))
    cells = (Cell(figures.say("budget.total")), *(_money(each, figures) for each in sums))
    rows.append(TableRow(cells, strong=True))
    yield TableBlock(_headings(("employee", "now", "floor", "then", "change"), figures), tuple(rows))


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
            _money(each.each, figures),
            _money(whole, figures),
        )
        rows.append(TableRow(cells, details))
    yield TableBlock(_headings(("scheme", "people", "each", "all"), figures), tuple(rows))


def _money(amount: Decimal | None, figures: Figures) -> Cell:
    return Cell("—" if amount is None else figures.money(amount), Kind.MONEY, raw=amount)


def _part(amount: Decimal, whole: Decimal, figures: Figures) -> Cell:
    return Cell(
        _share(amount, whole, figures), Kind.RATIO, raw=CONTEXT.divide(amount, whole) if whole else None
    )


def _share(amount: Decimal, whole: Decimal, figures: Figures) -> str:
    return figures.percent(CONTEXT.divide(amount, whole)) if whole else "—"
