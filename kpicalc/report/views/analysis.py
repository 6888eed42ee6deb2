"""The analysis of a scheme: how much it can pay, how pay is made up, and what stands out on its curves."""

from __future__ import annotations

from collections.abc import Iterator

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_period
from kpicalc.i18n.sentence import phrase
from kpicalc.model.analysis import Analysis, Mix
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT
from kpicalc.report.document import Block, Cell, Document, Heading, KeyValues, Paragraph, Row, Table, Tone
from kpicalc.report.views.analysis_bounds import show_bounds
from kpicalc.report.views.analysis_curve import show_curve
from kpicalc.report.views.analysis_words import Figures, figures_of


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
        *_show_assumed(analysis, figures),
        *_show_mixes(analysis, figures),
        *_show_reference(analysis, figures),
    )


def title_analysis(analysis: Analysis, language: Language) -> str:
    """Return the title of the report: the scheme and the period for which it was looked at."""
    period = format_period(analysis.period, language)
    return phrase("analysis.title", language, scheme=analysis.title or analysis.scheme, period=period)


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
    yield Table(headings, tuple(_mix_row(mix, figures) for mix in analysis.mixes))
    yield Paragraph(figures.say("analysis.mix_explained"), Tone.MUTED)


def _mix_row(mix: Mix, figures: Figures) -> Row:
    cells = (
        Cell(figures.say(f"analysis.level.{mix.level}")),
        Cell("" if mix.attainment is None else figures.percent(mix.attainment), Kind.RATIO),
        Cell(figures.money(mix.fixed), Kind.MONEY),
        Cell(figures.money(mix.variable), Kind.MONEY),
        Cell(figures.money(mix.total), Kind.MONEY),
        Cell(_shares(mix), Kind.RATIO),
        Cell("" if mix.leverage is None else figures.rounded(mix.leverage), Kind.RATIO),
    )
    return Row(cells, strong=mix.level == "target")


def _shares(mix: Mix) -> str:
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
