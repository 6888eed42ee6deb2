"""Plans set from what was reached, as a report: three levels for each person, and a funnel backwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_period, format_value
from kpicalc.model.kind import Kind
from kpicalc.model.money import ONE, ZERO
from kpicalc.model.plan_setting import FunnelStage, PlanSetting, ReachedResult
from kpicalc.report.document import (
    Block,
    Cell,
    Document,
    Heading,
    Paragraph,
    TableBlock,
    TableRow,
    Tone,
)
from kpicalc.report.views.wording import NOTHING, Figures, name_employee

_CENT = Decimal("0.01")


def title_plan_setting(setting: PlanSetting, language: Language) -> str:
    """Return what the report is called."""
    periods = ", ".join(dict.fromkeys(format_period(each, language) for each in setting.periods))
    return Figures(language, setting.currency, {}).say("plan_setting.title", periods=periods)


def show_plan_setting(setting: PlanSetting, language: Language) -> Document:
    """Return the report."""
    figures = Figures(language, setting.currency, {})
    blocks: list[Block] = [Heading(title_plan_setting(setting, language))]
    if setting.people:
        blocks += _show_people(setting, figures)
    if setting.funnel:
        blocks += _show_funnel(setting, figures)
    return Document(tuple(blocks))


def _show_people(setting: PlanSetting, figures: Figures) -> Iterator[Block]:
    yield Heading(figures.say("plan_setting.people", fact=setting.fact), level=2)
    yield Paragraph(figures.say("plan_setting.people_how"), Tone.MUTED)
    headings = [Cell(figures.say("plan_setting.employee"))]
    headings += [
        Cell(figures.say(f"plan_setting.{key}"), Kind.NUMBER) for key in ("months", "mean", "best", "more")
    ]
    rows = [_person_row(each, setting, figures) for each in setting.people]
    sums = [sum((getattr(each, name) for each in setting.people), ZERO) for name in ("mean", "best", "more")]
    cells = (Cell(figures.say("plan_setting.total")), Cell("", Kind.COUNT))
    total_row = TableRow((*cells, *(_cell(each, setting.kind, figures) for each in sums)), strong=True)
    yield TableBlock(tuple(headings), (*rows, total_row))


def _person_row(person: ReachedResult, setting: PlanSetting, figures: Figures) -> TableRow:
    months = Decimal(len(person.known))
    cells = [Cell(name_employee(person.number, person.name)), _cell(months, Kind.COUNT, figures)]
    return TableRow(
        (*cells, *(_cell(each, setting.kind, figures) for each in (person.mean, person.best, person.more)))
    )


def _show_funnel(setting: PlanSetting, figures: Figures) -> Iterator[Block]:
    yield Heading(figures.say("plan_setting.funnel"), level=2)
    wanted = setting.wanted
    if wanted is not None:
        last = setting.funnel[-1]
        told = format_value(wanted, last.kind, figures.language, figures.currency)
        key = "wanted" if last.reached else "nothing_reached"
        yield Paragraph(figures.say(f"plan_setting.{key}", fact=last.fact, wanted=told), Tone.MUTED)
    keys: Sequence[str] = ("stage", "reached", "part", *(() if wanted is None else ("needed",)))
    headings = tuple(
        Cell(figures.say(f"plan_setting.{key}"), Kind.NUMBER if at else Kind.TEXT)
        for at, key in enumerate(keys)
    )
    yield TableBlock(headings, tuple(_stage_row(each, figures, len(keys)) for each in setting.funnel))


def _stage_row(stage: FunnelStage, figures: Figures, columns: int) -> TableRow:
    part = Cell(NOTHING if stage.part is None else figures.percent(stage.part), Kind.RATIO, raw=stage.part)
    needed = Cell(NOTHING, stage.kind) if stage.needed is None else _cell(stage.needed, stage.kind, figures)
    return TableRow((Cell(stage.fact), _cell(stage.reached, stage.kind, figures), part, needed)[:columns])


def _cell(value: Decimal, kind: Kind, figures: Figures) -> Cell:
    """Write a figure to two decimals at most; a workbook keeps it as it is."""
    step = ONE if kind is Kind.COUNT and value == value.to_integral_value() else _CENT
    shown = value.quantize(step, ROUND_HALF_UP)
    return Cell(format_value(shown, kind, figures.language, figures.currency), kind, raw=value)
