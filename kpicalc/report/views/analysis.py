"""The analysis of a scheme: how much it can pay, the facts that show it, and how pay is made up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_period
from kpicalc.i18n.sentence import phrase
from kpicalc.model.analysis import Analysis, Bound, LineBounds, Mix
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT
from kpicalc.report.document import (
    Block,
    Cell,
    Document,
    Heading,
    KeyValues,
    Paragraph,
    TableBlock,
    TableRow,
    Tone,
)
from kpicalc.report.views.payout_curve import show_curve
from kpicalc.report.views.wording import Figures, figures_of


def show_analysis(analysis: Analysis, language: Language, *, witnesses: bool = False) -> Document:
    """Show the bounds, the mix of pay, and each curve; with `witnesses` the facts behind every bound."""
    figures = figures_of(analysis, language)
    curves = (block for study in analysis.curves for block in show_curve(study, figures))
    return Document((*show_front(analysis, figures, witnesses=witnesses), *curves))


def show_front(analysis: Analysis, figures: Figures, *, witnesses: bool) -> tuple[Block, ...]:
    """Show all but the curves."""
    return (
        Heading(title_analysis(analysis, figures.language)),
        *show_bounds(analysis, figures, witnesses=witnesses),
        *_show_checks(analysis, figures),
        *_show_assumed(analysis, figures),
        *_show_mixes(analysis, figures),
        *_show_reference(analysis, figures),
    )


def title_analysis(analysis: Analysis, language: Language) -> str:
    """Return the title of the report: the scheme and the period for which it was looked at."""
    period = format_period(analysis.period, language)
    return phrase("analysis.title", language, scheme=analysis.title, period=period)


def _show_checks(analysis: Analysis, figures: Figures) -> Iterator[Block]:
    """Yield whether each check of the scheme can fail, and facts with which it does."""
    if not analysis.checks:
        return
    headings = (Cell(figures.say("breakdown.checks")), Cell(figures.say("analysis.can_fail")))
    answers = {True: "analysis.fails", False: "analysis.holds", None: "analysis.undecided"}
    rows = (
        TableRow(
            (Cell(figures.title(each.name, each.label)), Cell(figures.say(answers[each.fails]))),
            (f"= {each.written}",),
            strong=each.fails is True,
        )
        for each in analysis.checks
    )
    yield TableBlock(headings, tuple(rows))
    for each in analysis.checks:
        if each.witness is not None:
            title = figures.say("analysis.witness.fails", check=figures.title(each.name, each.label))
            yield Heading(title, level=2)
            facts = tuple(figures.facts(each.witness))
            yield KeyValues(facts or ((figures.say("analysis.no_facts"), ""),))


def _show_assumed(analysis: Analysis, figures: Figures) -> Iterator[Block]:
    if analysis.assumed:
        named = tuple(dict.fromkeys(name for name, _, _ in analysis.assumed))
        yield Paragraph(figures.say("analysis.assumed", facts=named), Tone.MUTED)


def _show_mixes(analysis: Analysis, figures: Figures) -> Iterator[Block]:
    if not analysis.mixes:
        return
    yield Heading(figures.say("analysis.mix"), level=2)
    headings = (
        Cell(figures.say("analysis.level")),
        Cell(figures.say("analysis.attainment"), Kind.RATIO),
        Cell(figures.say("analysis.fixed"), Kind.MONEY),
        Cell(figures.say("analysis.variable"), Kind.MONEY),
        Cell(figures.say("analysis.total"), Kind.MONEY),
        Cell(figures.say("analysis.shares"), Kind.RATIO),
        Cell(figures.say("analysis.leverage"), Kind.RATIO),
    )
    yield TableBlock(headings, tuple(_mix_row(mix, figures) for mix in analysis.mixes))
    yield Paragraph(figures.say("analysis.mix_explained"), Tone.MUTED)


def _mix_row(mix: Mix, figures: Figures) -> TableRow:
    cells = (
        Cell(figures.say(f"analysis.level.{mix.level}")),
        Cell("" if mix.attainment is None else figures.percent(mix.attainment), Kind.RATIO),
        Cell(figures.money(mix.fixed), Kind.MONEY),
        Cell(figures.money(mix.variable), Kind.MONEY),
        Cell(figures.money(mix.total), Kind.MONEY),
        Cell(_split_in_percents(mix), Kind.RATIO),
        Cell("" if mix.leverage is None else figures.rounded(mix.leverage), Kind.RATIO),
    )
    return TableRow(cells, strong=mix.level == "target")


def _split_in_percents(mix: Mix) -> str:
    """Return fixed and variable pay in whole percents that make 100; "" where one of them is negative."""
    if mix.total <= 0 or mix.variable < 0 or mix.fixed < 0:
        return ""
    fixed = int(CONTEXT.divide(mix.fixed * 100, mix.total).to_integral_value(context=CONTEXT))
    return f"{fixed} : {100 - fixed}"


def _show_reference(analysis: Analysis, figures: Figures) -> Iterator[Block]:
    if analysis.curves:
        yield Heading(figures.say("analysis.reference"), level=2)
        yield Paragraph(figures.say("analysis.reference_explained"))
        yield KeyValues(tuple(figures.facts(analysis.curves[0].curve.reference)))
    if any(each.people for each in analysis.curves):
        yield Paragraph(figures.say("analysis.people_explained"), Tone.MUTED)


def show_bounds(analysis: Analysis, figures: Figures, *, witnesses: bool) -> Iterator[Block]:
    """Yield the table of bounds, and the witnesses of the total, or of every line."""
    every = [*analysis.lines, analysis.total]
    yield Heading(figures.say("analysis.bounds"), level=2)
    headings = (
        Cell(figures.say("analysis.line")),
        Cell(figures.say("analysis.lowest"), Kind.MONEY),
        Cell(figures.say("analysis.highest"), Kind.MONEY),
    )
    yield TableBlock(headings, tuple(_bounds_row(each, figures) for each in every))
    if all(bound.tight for each in every for bound in (each.lowest, each.highest)):
        yield Paragraph(figures.say("analysis.all_tight"), Tone.MUTED)
    for bounds in every if witnesses else [analysis.total]:
        for side, bound in (("lowest", bounds.lowest), ("highest", bounds.highest)):
            if witnesses or bound.value is not None:
                yield from _show_witness(bounds, bound, side, figures)


def _bounds_row(bounds: LineBounds, figures: Figures) -> TableRow:
    cells = (
        Cell(figures.title(bounds.line, bounds.label)),
        Cell(_write_bound(bounds, bounds.lowest, figures), Kind.MONEY),
        Cell(_write_bound(bounds, bounds.highest, figures), Kind.MONEY),
    )
    remarks = (
        *_explain_bound(bounds, bounds.lowest, figures, "analysis.lowest"),
        *_explain_bound(bounds, bounds.highest, figures, "analysis.highest"),
    )
    return TableRow(cells, remarks, strong=not bounds.line)


def _write_bound(bounds: LineBounds, bound: Bound, figures: Figures) -> str:
    if bound.value is None:
        return figures.say("analysis.no_limit" if bound.tight else "analysis.not_found")
    return _write_amount(bounds, bound.value, figures)


def _write_amount(bounds: LineBounds, value: Decimal, figures: Figures) -> str:
    """Write an amount; an entitlement is a count, or 1 where it is given, and no money."""
    return figures.money(value) if bounds.money else figures.rounded(value)


def _explain_bound(bounds: LineBounds, bound: Bound, figures: Figures, side: str) -> Iterator[str]:
    """Yield what an amount grows with, or what keeps a bound from being exact."""
    name = figures.say(side)
    if bound.tight:
        if bound.value is None and bound.grows_with:
            labels = {given.name: given.label for given in figures.inputs.values()}
            facts = tuple(labels.get(name.split(".")[-1], name) for name in bound.grows_with)
            yield figures.say("analysis.grows", side=name, facts=facts)
        return
    key = "analysis.not_found" if bound.value is None else "analysis.not_tight"
    if bound.reached is None:
        yield figures.say(f"{key}_at_all", side=name)
    else:
        yield figures.say(f"{key}_reached", side=name, reached=_write_amount(bounds, bound.reached, figures))


def _show_witness(bounds: LineBounds, bound: Bound, side: str, figures: Figures) -> Iterator[Block]:
    """Yield facts that a person can type to see the amount."""
    reached = bound.value if bound.tight and bound.value is not None else bound.reached
    if bound.witness is None or reached is None:
        return
    title, amount = figures.title(bounds.line, bounds.label), _write_amount(bounds, reached, figures)
    key = side if bound.value is not None else "unlimited" if bound.tight else "furthest"
    yield Heading(figures.say(f"analysis.witness.{key}", line=title, amount=amount), level=2)
    yield KeyValues(tuple(figures.facts(bound.witness)) or ((figures.say("analysis.no_facts"), ""),))
