"""What a regulation says of results: KPIs and goals, scales, values and rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from kpicalc.i18n.format import format_date, format_value
from kpicalc.model.expr import references
from kpicalc.model.kind import Kind
from kpicalc.model.program import Band, Outside, Table
from kpicalc.report.document import Block, Cell, Paragraph, TableBlock, TableRow
from kpicalc.report.views.regulation.formula_words import Speaker, plain_name
from kpicalc.report.views.regulation.general_terms import muted
from kpicalc.scheme.constructs.kpis import GoalLink, GoalSpec, IndexSpec, KpiFormula, KpiSpec, PlanZero
from kpicalc.scheme.constructs.rules import Hit, RuleTable

_INDEX = "index"


def say_kpis(speaker: Speaker) -> Iterator[Block]:
    """Say each KPI: weight, plan, actual, how it is attained, and what is paid for it."""
    document = speaker.document
    for name, goal in document.goals.items():
        yield Paragraph(_say_goal(str(name), goal, speaker))
    if not document.kpis:
        return
    yield Paragraph(speaker.say("kpis"))
    headings = tuple(Cell(speaker.say(f"kpi.{each}")) for each in ("name", "weight", "owner"))
    yield TableBlock(
        headings, tuple(_kpi_row(str(name), kpi, speaker) for name, kpi in document.kpis.items())
    )
    for name, kpi in document.kpis.items():
        yield Paragraph(f"{speaker.title((str(name),))}. {' '.join(_say_kpi(kpi, speaker))}")
    weights = document.goal_weights
    if weights is not None and weights.drop_below is not None:
        key = "renormalise" if weights.renormalise else "drop"
        yield Paragraph(speaker.say(f"goals.{key}", bound=speaker.formula(weights.drop_below, Kind.RATIO)))
    yield from _say_indexes(speaker)


def _say_goal(name: str, goal: GoalSpec, speaker: Speaker) -> str:
    said = [speaker.say("goal", goal=speaker.title((name,)))]
    for link in goal.of:
        share = speaker.formula(link.share or goal.weight, Kind.RATIO)
        said.append(
            speaker.say(
                "goal_of" if share else "goal_under", above=speaker.title((str(link.goal),)), share=share
            )
        )
    if not goal.of and goal.weight is not None:
        said.append(speaker.say("goal_weight", share=speaker.formula(goal.weight)))
    if goal.owner:
        said.append(speaker.say("responsible", owner=goal.owner))
    return " ".join(said)


def _kpi_row(name: str, kpi: KpiSpec, speaker: Speaker) -> TableRow:
    weight = speaker.formula(kpi.weight, Kind.RATIO)
    if kpi.goal:
        weight = "; ".join(_say_link(link, kpi, speaker) for link in kpi.goal)
    return TableRow((Cell(kpi.title or plain_name(name)), Cell(weight or "—"), Cell(kpi.owner or "—")))


def _say_link(link: GoalLink, kpi: KpiSpec, speaker: Speaker) -> str:
    share = speaker.formula(link.share or kpi.weight, Kind.RATIO)
    key = "in_goal" if share else "in_goal_alone"
    return speaker.say(key, goal=speaker.title((str(link.goal),)), share=share)


def _say_kpi(kpi: KpiSpec, speaker: Speaker) -> Iterator[str]:
    if kpi.attainment is not None:
        yield speaker.say("kpi_attainment", formula=speaker.formula(kpi.attainment))
    else:
        told = {key: speaker.formula(getattr(kpi, key)) for key in ("plan", "actual", "base")}
        yield speaker.say(f"kpi_{kpi.better}_{kpi.formula or KpiFormula.RATIO}", **told)
        if kpi.when_plan_zero is not PlanZero.ERROR:
            yield speaker.say(f"plan_zero.{kpi.when_plan_zero}")
    if kpi.enough is not None:
        yield speaker.say(f"too_few.{kpi.enough.otherwise}", condition=speaker.condition(kpi.enough.when))
    for key in ("floor", "cap", "threshold", "stop"):
        bound = getattr(kpi, key)
        if bound is not None:
            yield speaker.say(f"kpi.{key}", bound=speaker.formula(bound, Kind.RATIO))
    if kpi.score is not None:
        own = replace(speaker, titles={**speaker.titles, ("attainment",): speaker.say("own_attainment")})
        yield speaker.say("kpi_score", formula=own.formula(kpi.score))
    for point, rounding in kpi.round.items():
        yield speaker.say(f"rounded.{point}", how=speaker.rounding(rounding))


def _say_indexes(speaker: Speaker) -> Iterator[Block]:
    document = speaker.document
    used: dict[str, IndexSpec | None] = {str(name): each for name, each in document.indexes.items()}
    if not used and _asks_index(speaker):
        used = {_INDEX: None}
    for name, index in used.items():
        chosen = () if index is None else index.kpis or ()
        of = ", ".join(speaker.title((str(each),)) for each in chosen) or speaker.say("all_kpis")
        title = speaker.say("name.index") if index is None else speaker.title((str(name),))
        yield Paragraph(speaker.say("index", index=title[:1].upper() + title[1:], of=of))
        if index is not None:
            yield from map(muted, _say_index_bounds(index, speaker))


def _asks_index(speaker: Speaker) -> bool:
    """Say whether a formula rests on the index of all KPIs."""
    read = (name for each in speaker.program.variables() for name in references(each.expr))
    return any(each.name == _INDEX for each in read)


def _say_index_bounds(index: IndexSpec, speaker: Speaker) -> Iterator[str]:
    for key in ("floor", "cap"):
        bound = getattr(index, key)
        if bound is not None:
            yield speaker.say(f"index.{key}", bound=speaker.formula(bound))
    if index.round is not None:
        yield speaker.say("rounded.index", how=speaker.rounding(index.round))


def say_tables(speaker: Speaker) -> Iterator[Block]:
    """Say each scale as a table, as it holds in the period of the regulation."""
    for name, table in speaker.program.tables.items():
        case = name.removeprefix(table.written_name).strip("[]").replace("*", speaker.say("otherwise"))
        yield Paragraph(
            speaker.say(
                "scale_for" if case else "scale",
                title=speaker.title((table.written_name,)),
                case=case,
                how=speaker.say(f"mode.{table.mode}"),
            )
        )
        yield _say_matrix(table, speaker) if table.columns is not None else _say_bands(table, speaker)
        outside = [
            speaker.say(f"outside.{side}_{what}")
            for side, what in (("below", table.below), ("beyond", table.beyond))
            if what is not Outside.ERROR
        ]
        if outside:
            yield muted(" ".join(outside))
        last = table.bands[-1]
        if last.every is not None:
            every, adds = (
                _bound(last.every, table, speaker),
                _value(last.adds, table.value_kind, speaker).text,
            )
            yield muted(speaker.say("ladder", every=every, adds=adds))
        if table.snap is not None:
            yield muted(speaker.say("snap", how=speaker.rounding(table.snap)))


def _say_bands(table: Table, speaker: Speaker) -> TableBlock:
    headings = (Cell(speaker.say("scale.axis")), Cell(speaker.say("scale.value"), table.value_kind))
    rows = [
        TableRow((Cell(stretch), _value(band.value, table.value_kind, speaker)))
        for band, stretch in zip(table.bands, _stretches(table, speaker), strict=True)
    ]
    return TableBlock(headings, tuple(rows))


def _say_matrix(table: Table, speaker: Speaker) -> TableBlock:
    columns = table.columns
    across = () if columns is None else tuple(_stretches(columns, speaker))
    headings = (Cell(""), *(Cell(each, table.value_kind) for each in across))
    rows = [
        TableRow((Cell(stretch), *(_value(value, table.value_kind, speaker) for value in values)))
        for stretch, values in zip(_stretches(table, speaker), table.cells, strict=True)
    ]
    return TableBlock(headings, tuple(rows))


def _value(value: Decimal, kind: Kind, speaker: Speaker) -> Cell:
    return Cell(format_value(value, kind, speaker.language, speaker.program.currency), kind)


def _stretches(table: Table, speaker: Speaker) -> Iterator[str]:
    """Yield the bands in words; each reaches to the next one, and one of a text is that text."""
    if table.texts:
        yield from (each.value for each in table.texts)
        return
    following: Sequence[Band | None] = (*table.bands[1:], None)
    points = table.mode == "interpolate"
    for band, after in zip(table.bands, following, strict=True):
        parts = []
        if band.lower is not None:
            key = "at" if points else "above" if band.after else "from"
            parts.append(speaker.say(f"band.{key}", bound=_bound(band.lower, table, speaker)))
        upper = band.upper if after is None else after.lower
        if upper is not None and not points:
            reached = band.upper_included if after is None else after.after
            parts.append(
                speaker.say(f"band.{'to' if reached else 'below'}", bound=_bound(upper, table, speaker))
            )
        yield speaker.say("band.both").join(parts) or speaker.say("band.any")


def _bound(value: Decimal, table: Table, speaker: Speaker) -> str:
    if table.axis_kind is Kind.DATE:
        return format_date(date.fromordinal(int(value)), speaker.language)
    return format_value(value, table.axis_kind, speaker.language, speaker.program.currency)


def say_values(speaker: Speaker) -> Iterator[Block]:
    """Say each named value in words, and the rules that decide values."""
    for name, each in speaker.document.values.items():
        path = (str(name),)
        said = f"{speaker.title(path)} — {speaker.define(path, each.formula)}."
        if each.round is not None:
            said += " " + speaker.say("rounded.value", how=speaker.rounding(each.round))
        yield Paragraph(said)
    for name, rules in speaker.document.rules.items():
        yield Paragraph(speaker.say(f"rules.{rules.hit}", title=speaker.title((str(name),))))
        yield from _say_rules(rules, speaker)


def _say_rules(rules: RuleTable, speaker: Speaker) -> Iterator[Block]:
    for rule in rules.rules:
        value = "" if rules.hit is Hit.COUNT else f": {speaker.formula(rule.value)}"
        title = f"{rule.title}: " if rule.title else ""
        yield muted(f"{title}{speaker.say('rule_if', condition=speaker.condition(rule.when))}{value}")
    if rules.otherwise is not None:
        yield muted(f"{speaker.say('otherwise')}: {speaker.formula(rules.otherwise)}")
    for each in rules.also:
        yield muted(speaker.say(f"also_{each}"))
