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
    if all(bound.tight for each in every for bound in (each.lowest, each.highest)):
        yield Paragraph(figures.say("analysis.all_tight"), Tone.MUTED)
    for each in every if witnesses else [analysis.total]:
        for side, bound in (("lowest", each.lowest), ("highest", each.highest)):
            if witnesses or bound.value is not None:
                yield from _show_witness(each, bound, side, figures)


def _row(bounds: LineBounds, figures: Figures) -> Row:
    cells = (
        Cell(figures.title(bounds.line, bounds.label)),
        Cell(_bound(bounds, bounds.lowest, figures), Kind.MONEY),
        Cell(_bound(bounds, bounds.highest, figures), Kind.MONEY),
    )
    remarks = (
        *_remarks(bounds, bounds.lowest, figures, "analysis.lowest"),
        *_remarks(bounds, bounds.highest, figures, "analysis.highest"),
    )
    return Row(cells, remarks, strong=not bounds.line)


def _bound(bounds: LineBounds, bound: Bound, figures: Figures) -> str:
    if bound.value is None:
        return figures.say("analysis.no_limit" if bound.tight else "analysis.not_found")
    return _told(bounds, bound.value, figures)


def _told(bounds: LineBounds, value: Decimal, figures: Figures) -> str:
    """Write an amount; an entitlement is a count, or 1 where it is given, and no money."""
    return figures.rounded(value) if bounds.kind is LineKind.ENTITLEMENT else figures.money(value)


def _remarks(bounds: LineBounds, bound: Bound, figures: Figures, side: str) -> Iterator[str]:
    """Yield what an amount grows with, or what keeps a bound from being exact."""
    name = figures.say(side)
    if bound.tight:
        if bound.value is None and bound.grows_with:
            yield figures.say("analysis.grows", side=name, facts=_titles(bound.grows_with, figures))
        return
    key = "analysis.not_found" if bound.value is None else "analysis.not_tight"
    if bound.reached is None:
        yield figures.say(f"{key}_at_all", side=name)
    else:
        yield figures.say(f"{key}_reached", side=name, reached=_told(bounds, bound.reached, figures))


def _titles(names: tuple[str, ...], figures: Figures) -> tuple[str, ...]:
    labels = {given.name: given.label for given in figures.inputs.values()}
    return tuple(labels.get(name.split(".")[-1], name) for name in names)


def _show_witness(bounds: LineBounds, bound: Bound, side: str, figures: Figures) -> Iterator[Block]:
    """Yield facts that a person can type to see the amount."""
    reached = bound.value if bound.tight and bound.value is not None else bound.reached
    if bound.witness is None or reached is None:
        return
    title, amount = figures.title(bounds.line, bounds.label), _told(bounds, reached, figures)
    key = side if bound.value is not None else "unlimited" if bound.tight else "furthest"
    yield Heading(figures.say(f"analysis.witness.{key}", line=title, amount=amount), level=2)
    yield KeyValues(tuple(figures.facts(bound.witness)) or ((figures.say("analysis.no_facts"), ""),))
