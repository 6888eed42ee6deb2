"""What-if as a report: scenarios person by person, grids, spreads of draws, and what moves pay most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import begin_large, format_number, format_period, format_value, plural
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.what_if import (
    QUANTILES,
    Axis,
    Breach,
    Distribution,
    GridPoint,
    PaySpread,
    ScenarioPay,
    Simulation,
    TornadoBar,
)
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
from kpicalc.report.views.wording import NOTHING, Figures, name_employee

# Which columns of a spread a narrow screen leaves out first.
_SPARE = (0, 0, 1, 3, 0, 2, 0, 2, 0, 3)


def title_simulation(simulation: Simulation, language: Language) -> str:
    """Return what the report is called."""
    figures = Figures(language, simulation.currency)
    return figures.say("simulation.title", period=format_period(simulation.period, language))


def show_simulation(simulation: Simulation, language: Language) -> tuple[Shown, ...]:
    """Return the report: what is paid as the facts are, then each thing that was asked."""
    figures = Figures(language, simulation.currency)
    front: list[Block] = [Heading(title_simulation(simulation, language))]
    people = plural(len(simulation.people), "count.employees", language)
    front.append(
        KeyValues(((figures.say("simulation.now", people=people), figures.money(simulation.total)),))
    )
    front += _show_scenarios(simulation, figures)
    parts: list[Shown] = [Document(tuple(front))]
    if simulation.points:
        parts.append(Document(tuple(_show_grid(simulation, figures))))
    if simulation.distribution is not None:
        parts += _show_distribution(simulation, simulation.distribution, figures)
    if simulation.tornado is not None:
        parts += _show_tornado(simulation, simulation.tornado, figures)
    return tuple(parts)


def _show_scenarios(simulation: Simulation, figures: Figures) -> Iterator[Block]:
    if not simulation.scenarios:
        return
    if len(simulation.scenarios) > 1:
        yield Heading(figures.say("simulation.scenarios"), level=2)
        keys = ("scenario", "total", "difference", "gain", "lose")
        rows = tuple(_scenario_row(each, simulation, figures) for each in simulation.scenarios)
        yield TableBlock(figures.headings("simulation", keys), rows, drawn=keys.index("difference"))
    for each in simulation.scenarios:
        yield Heading(each.name or figures.say("simulation.what_if"), level=2)
        changed = (
            (shock, plural(count, f"count.{what}", figures.language)) for shock, count, what in each.changed
        )
        yield KeyValues(tuple(changed))
        yield from _tell_breaches(each.breaches, figures)
        rows = tuple(_person_rows(each, simulation, figures))
        yield TableBlock(figures.headings("simulation", ("employee", "as_is", "then", "difference")), rows)


def _scenario_row(scenario: ScenarioPay, simulation: Simulation, figures: Figures) -> TableRow:
    total = simulation.total_with(scenario.pays)
    pairs = zip(simulation.people, scenario.pays, strict=True)
    changes = [CONTEXT.subtract(then, person.now) for person, then in pairs if then is not None]
    counts = [Decimal(sum(each > 0 for each in changes)), Decimal(sum(each < 0 for each in changes))]
    shown = [Cell(format_number(each, figures.language), Kind.COUNT, raw=each) for each in counts]
    money = (figures.amount_cell(total), figures.change_cell(CONTEXT.subtract(total, simulation.total)))
    return TableRow((Cell(scenario.name), *money, *shown))


def _person_rows(scenario: ScenarioPay, simulation: Simulation, figures: Figures) -> Iterator[TableRow]:
    """Yield each person whose pay changes, and the sum of all."""
    for person, then in zip(simulation.people, scenario.pays, strict=True):
        if then != person.now:
            named = Cell(name_employee(person.number, person.name))
            change = figures.change_cell(None if then is None else CONTEXT.subtract(then, person.now))
            yield TableRow((named, figures.amount_cell(person.now), figures.amount_cell(then), change))
    total = simulation.total_with(scenario.pays)
    sums = (figures.amount_cell(simulation.total), figures.amount_cell(total))
    change = figures.change_cell(CONTEXT.subtract(total, simulation.total))
    unpaid = sum(each is None for each in scenario.pays)
    details = (_tell_unpaid(unpaid, figures),) if unpaid else ()
    yield TableRow((Cell(figures.say("simulation.all")), *sums, change), details, strong=True)


def _tell_breaches(breaches: Iterable[Breach], figures: Figures) -> Iterator[Block]:
    for each in breaches:
        value = NOTHING if each.value is None else _write(each.value, each.kind, figures)
        count = plural(each.count, "count.times", figures.language)
        text = figures.say("simulation.breach", fact=each.fact, count=count, who=each.who, value=value)
        yield Paragraph(text, Tone.WARNING)


def _show_grid(simulation: Simulation, figures: Figures) -> Iterator[Block]:
    yield Heading(figures.say("simulation.grid"), level=2)
    yield from _tell_breaches(simulation.breaches, figures)
    facts = tuple(Cell(each.fact, Kind.NUMBER) for each in simulation.axes)
    headings = (*facts, *figures.headings("simulation", ("", "total", "difference"))[1:])
    yield TableBlock(headings, tuple(_point_row(each, simulation, figures) for each in simulation.points))


def _point_row(point: GridPoint, simulation: Simulation, figures: Figures) -> TableRow:
    at = (_coordinate(value, axis, figures) for value, axis in zip(point.at, simulation.axes, strict=True))
    change = figures.change_cell(CONTEXT.subtract(point.total, simulation.total))
    details = (_tell_unpaid(point.unpaid, figures),) if point.unpaid else ()
    return TableRow((*at, figures.amount_cell(point.total), change), details)


def _coordinate(value: Decimal, axis: Axis, figures: Figures) -> Cell:
    kind = Kind.RATIO if axis.share else axis.kind
    return Cell(_write(value, kind, figures), kind, raw=value)


def _show_distribution(simulation: Simulation, spread: Distribution, figures: Figures) -> Iterator[Shown]:
    blocks: list[Block] = [Heading(figures.say("simulation.draws"), level=2)]
    times = format_number(Decimal(spread.times), figures.language)
    blocks.append(Paragraph(figures.say("simulation.drawn", times=times, seed=spread.seed), Tone.MUTED))
    if spread.past:
        ends = dict.fromkeys(
            format_period(each, figures.language) for each in (spread.past[0], spread.past[-1])
        )
        told = figures.say("simulation.past", months=" – ".join(ends), count=len(spread.past))
        blocks.append(Paragraph(told, Tone.MUTED))
    if spread.strangers:
        blocks.append(Paragraph(figures.say("simulation.strangers", count=spread.strangers), Tone.WARNING))
    blocks += _tell_breaches(spread.breaches, figures)
    if spread.unpaid:
        count = plural(spread.unpaid, "count.times", figures.language)
        blocks.append(Paragraph(figures.say("simulation.unpaid_draws", count=count), Tone.WARNING))
    named = [(name_employee(each.number, each.name), each.now) for each in simulation.people]
    rows = [
        _spread_row(name, now, each, figures) for (name, now), each in zip(named, spread.people, strict=True)
    ]
    rows.append(
        _spread_row(figures.say("simulation.all"), simulation.total, spread.total, figures, strong=True)
    )
    quantiles = tuple(Cell(figures.percent(each), Kind.MONEY) for each in QUANTILES)
    first = figures.headings("simulation", ("employee", "as_is", "mean", "least"))
    headings = (*first, *quantiles, Cell(figures.say("simulation.greatest"), Kind.MONEY))
    headings = tuple(replace(cell, spare=order) for cell, order in zip(headings, _SPARE, strict=True))
    blocks.append(TableBlock(headings, tuple(rows), figures.say("pay_table.narrowed")))
    yield Document(tuple(blocks))
    if spread.bars:
        bars = [
            Bar(
                f"{figures.money(low)} – {figures.money(high)}",
                ZERO,
                Decimal(count),
                format_number(Decimal(count), figures.language),
            )
            for low, high, count in spread.bars
        ]
        told = figures.say("simulation.bars_told")
        yield draw_bars(figures.say("simulation.bars"), told, bars, titled=True)


def _spread_row(
    name: str, now: Decimal, spread: PaySpread | None, figures: Figures, *, strong: bool = False
) -> TableRow:
    amounts: tuple[Decimal | None, ...] = (None,) * (len(QUANTILES) + 3)
    if spread is not None:
        amounts = (spread.mean, spread.least, *spread.quantiles, spread.greatest)
    return TableRow((Cell(name), *map(figures.amount_cell, (now, *amounts))), strong=strong)


def _show_tornado(simulation: Simulation, part: Decimal, figures: Figures) -> Iterator[Shown]:
    share = figures.percent(part)
    blocks: list[Block] = [Heading(figures.say("simulation.tornado", share=share), level=2)]
    if not simulation.bars:
        blocks.append(Paragraph(figures.say("simulation.nothing_moves"), Tone.MUTED))
        yield Document(tuple(blocks))
        return
    headings = (
        Cell(figures.say("simulation.fact")),
        Cell(f"−{share}", Kind.MONEY),
        Cell(f"+{share}", Kind.MONEY),
        Cell(figures.say("simulation.swing"), Kind.MONEY),
    )
    rows = tuple(_tornado_row(each, simulation, figures) for each in simulation.bars)
    blocks.append(TableBlock(headings, rows, drawn=len(headings) - 1))
    yield Document(tuple(blocks))
    bars = [
        Bar(_name_bar(each, simulation), each.down, each.up, figures.money(each.swing), _ink(each))
        for each in simulation.bars
    ]
    told = figures.say("simulation.tornado_told")
    yield draw_bars(figures.say("simulation.tornado", share=share), told, bars, from_zero=False)


def _name_bar(bar: TornadoBar, simulation: Simulation) -> str:
    """Return a fact as the first word of a row; one that is named by its table is no sentence.

    Where people are paid by several schemes its own is named, too.
    """
    fact = bar.fact if "." in bar.fact else begin_large(bar.fact)
    schemes = {each.scheme for each in simulation.people}
    return fact if len(schemes) < 2 else f"{fact} ({bar.title})"


def _ink(bar: TornadoBar) -> Ink:
    return Ink.JUMP if bar.up < bar.down else Ink.CURVE


def _tornado_row(bar: TornadoBar, simulation: Simulation, figures: Figures) -> TableRow:
    changes = (figures.change_cell(CONTEXT.subtract(each, simulation.total)) for each in (bar.down, bar.up))
    details = []
    if bar.breaches:
        count = plural(bar.breaches, "count.times", figures.language)
        details.append(figures.say("simulation.breaches", count=count))
    if bar.unpaid:
        details.append(_tell_unpaid(bar.unpaid, figures))
    return TableRow(
        (Cell(_name_bar(bar, simulation)), *changes, figures.amount_cell(bar.swing)), tuple(details)
    )


def _write(value: Decimal, kind: Kind, figures: Figures) -> str:
    return format_value(value, kind, figures.language, figures.currency)


def _tell_unpaid(count: int, figures: Figures) -> str:
    people = plural(count, "count.employees", figures.language)
    return figures.say("simulation.unpaid", people=people)
