"""The least and greatest pay of each line, and the facts that show it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kpicalc.model.analysis import Analysis, Bound, LineBounds
from kpicalc.model.kind import Kind
from kpicalc.model.outline import LineKind
from kpicalc.report.document import Block, Cell, Heading, KeyValues, Paragraph, Row, Table, Tone
from kpicalc.report.views.analysis_words import Figures


def show_bounds(analysis: Analysis, figures: Figures, *, witnesses: bool) -> Iterator[Block]:
    """Yield the table of bounds, and the witnesses of the total, or of every line."""
    every = [*analysis.lines, analysis.total]
    yield Heading(figures.say("analysis.bounds"), level=2)
    headings = (
        Cell(figures.say("analysis.line")),
        Cell(figures.say("analysis.lowest"), Kind.MONEY),
        Cell(figures.say("analysis.highest"), Kind.MONEY),
    )
    yield Table(headings, tuple(_row(each, figures) for each in every))
    if all(_is_proved(bound) for each in every for bound in (each.lowest, each.highest)):
        yield Paragraph(figures.say("analysis.all_tight"), Tone.MUTED)
    for each in every if witnesses else [analysis.total]:
        for side, bound in (("lowest", each.lowest), ("highest", each.highest)):
            if witnesses or bound.value is not None:
                yield from _show_witness(each, bound, side, figures)


def _row(bounds: LineBounds, figures: Figures) -> Row:
    cells = (
        Cell(figures.title(bounds.line, bounds.label)),
        Cell(_told(bounds, bounds.lowest.value, figures), Kind.MONEY),
        Cell(_told(bounds, bounds.highest.value, figures), Kind.MONEY),
    )
    remarks = (
        *_remarks(bounds, bounds.lowest, figures, "analysis.lowest"),
        *_remarks(bounds, bounds.highest, figures, "analysis.highest"),
    )
    return Row(cells, remarks, strong=not bounds.line)


def _told(bounds: LineBounds, value: Decimal | None, figures: Figures) -> str:
    """Write a limit; an entitlement is a count, or 1 where it is given, and no money."""
    if value is None:
        return figures.say("analysis.no_limit")
    return figures.rounded(value) if bounds.kind is LineKind.ENTITLEMENT else figures.money(value)


def _remarks(bounds: LineBounds, bound: Bound, figures: Figures, side: str) -> Iterator[str]:
    """Yield what keeps a bound from being exact."""
    if bound.value is None:
        key = "analysis.grows" if bound.grows_with else "analysis.grows_somehow"
        yield figures.say(key, side=figures.say(side), facts=_titles(bound.grows_with, figures))
    elif not bound.tight:
        key = "analysis.not_tight" if bound.reached is None else "analysis.not_tight_reached"
        reached = "" if bound.reached is None else _told(bounds, bound.reached, figures)
        yield figures.say(key, side=figures.say(side), reached=reached)


def _titles(names: tuple[str, ...], figures: Figures) -> tuple[str, ...]:
    labels = {given.name: given.label for given in figures.inputs.values()}
    return tuple(labels.get(name.split(".")[-1], name) for name in names)


def _is_proved(bound: Bound) -> bool:
    return bound.tight or bound.value is None


def _show_witness(bounds: LineBounds, bound: Bound, side: str, figures: Figures) -> Iterator[Block]:
    """Yield facts that a person can type to see the amount."""
    reached = bound.value if bound.tight and bound.value is not None else bound.reached
    if bound.witness is None or reached is None:
        return
    title, amount = figures.title(bounds.line, bounds.label), _told(bounds, reached, figures)
    key = "unlimited" if bound.value is None else side
    yield Heading(figures.say(f"analysis.witness.{key}", line=title, amount=amount), level=2)
    yield KeyValues(tuple(figures.facts(bound.witness)) or ((figures.say("analysis.no_facts"), ""),))
