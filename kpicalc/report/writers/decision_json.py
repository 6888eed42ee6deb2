"""What helps to decide, each as one JSON document: what-if, budgets, plans, comparisons, progress."""

from __future__ import annotations

import json
from collections.abc import Iterator
from fractions import Fraction

from kpicalc.model.budget import MonthBudget, YearBudget
from kpicalc.model.calibration import Calibration
from kpicalc.model.comparison import Diff, PayComparison, SchemePair, ToldChange
from kpicalc.model.fault import Value
from kpicalc.model.kind import Kind
from kpicalc.model.plan_setting import PlanSetting, ReachedResult
from kpicalc.model.progress import Due, KpiProgress, PersonProgress, Progress
from kpicalc.model.source import Span
from kpicalc.model.what_if import QUANTILES, Simulation
from kpicalc.report.writers.plain import (
    Json,
    PlainRecords,
    describe_diagnostic,
    describe_place,
    encode_document,
    to_plain,
    write_amount,
    write_number,
    write_plainly,
)

_OF_SIMULATIONS = frozenset(
    {"now", "total", "pays", "least", "greatest", "mean", "quantiles", "bars", "down", "up"}
)


def write_simulation(simulation: Simulation) -> Iterator[bytes]:
    """Yield the document as UTF-8; figures are texts, what is told of people stands in their order."""
    plain = PlainRecords(simulation.currency, _OF_SIMULATIONS, {})
    yield from encode_document(
        {
            "total": plain.describe(simulation.total, "total"),
            "levels_of_quantiles": to_plain(QUANTILES),
            **plain.describe_fields(simulation),
        }
    )


_OF_BUDGETS = frozenset({"total", "amount", "claims", "most", "base", "cap", "saved", "fund", "floors"})
_OF_PEOPLE = frozenset({"people", "now", "floor", "then", "each"})
_OF_YEARS = frozenset({"amount", "base", "planned", "expected", "paid", "fund", "left", "left_so_far"})


def write_budget(budget: MonthBudget) -> Iterator[bytes]:
    """Yield the document as UTF-8; figures are texts."""
    plain = PlainRecords(budget.currency, _OF_BUDGETS | _OF_PEOPLE, {})
    yield from encode_document(plain.describe_fields(budget))


def write_year(budget: YearBudget) -> Iterator[bytes]:
    """Yield the document as UTF-8; figures are texts."""
    yield from encode_document(PlainRecords(budget.currency, _OF_YEARS, {}).describe_fields(budget))


def write_calibration(calibration: Calibration) -> Iterator[bytes]:
    """Yield the document as UTF-8; figures are texts, an exact number is a fraction."""
    shapes = {Span: lambda place, _: describe_place(place), Fraction: lambda exact, _: str(exact)}
    yield from encode_document(PlainRecords("", frozenset(), shapes).describe_fields(calibration))


def write_plan_setting(setting: PlanSetting) -> Iterator[bytes]:
    """Yield the document as UTF-8; figures are texts, a period in which somebody is not there is null."""
    plain = PlainRecords("", frozenset(), {})
    yield from encode_document(
        {
            "periods": [str(each) for each in setting.periods],
            "fact": setting.fact,
            "kind": str(setting.kind),
            "currency": setting.currency,
            "people": [_describe_reached(each, plain) for each in setting.people],
            "wanted": plain.describe(setting.wanted),
            "funnel": plain.describe(setting.funnel),
        }
    )


def _describe_reached(person: ReachedResult, plain: PlainRecords) -> Json:
    levels = {name: plain.describe(getattr(person, name)) for name in ("mean", "best", "more")}
    reached = plain.describe(person.reached)
    return {"number": person.number, "name": person.name, "reached": reached, **levels}


_OF_COMPARISONS = frozenset({"old", "new", "amount", "parts"})


def write_comparison(comparison: PayComparison) -> Iterator[bytes]:
    """Yield the document as UTF-8; figures are texts, `parts` of a person stand in the order of the steps."""
    yield from encode_document(
        {
            "period": str(comparison.period),
            "choice": None if comparison.choice is None else str(comparison.choice),
            "pairs": [_describe_pair(each) for each in comparison.pairs],
            "one_sided": PlainRecords("", frozenset(), {}).describe(comparison.one_sided),
            "left_out": comparison.left_out,
            "grouped_by": comparison.grouped_by,
        }
    )


def _describe_change(change: ToldChange) -> Iterator[Json]:
    """Yield each value that differs with the keys that lead to it; a renamed entry first its names."""
    entry = [change.section, change.name] if change.name else [change.section]
    if change.was:
        yield {"path": entry, "kind": "renamed", "old": change.was, "new": change.name}
    for word in change.words:
        yield {"path": [*entry, *word.path], "kind": str(change.kind), "old": word.old, "new": word.new}


def _describe_pair(pair: SchemePair) -> Json:
    plain = PlainRecords(pair.old.currency, _OF_COMPARISONS, {})
    return {
        "old": plain.describe(pair.old),
        "new": plain.describe(pair.new),
        "steps": [
            {
                "changes": [each for change in step.changes for each in _describe_change(change)],
                "amount": plain.describe(step.amount, "amount"),
            }
            for step in pair.steps
        ],
        "people": plain.describe(pair.people),
    }


_OF_RANGES = frozenset({"lowest", "highest"})


def write_diff(diff: Diff) -> Iterator[bytes]:
    """Yield the document; figures are texts."""
    pay = None if diff.pay is None else json.loads(b"".join(write_comparison(diff.pay)))
    yield from encode_document(
        {
            "base": diff.base,
            "head": diff.head,
            "schemes": [PlainRecords(each.currency, _OF_RANGES, {}).describe(each) for each in diff.schemes],
            "pay": pay,
            "increase": to_plain(diff.increase),
            "limit": to_plain(diff.limit),
            "problems": [describe_diagnostic(each) for each in diff.problems],
        }
    )


_FIGURES = ("plan", "due", "actual", "forecast", "needed")


def write_progress(progress: Progress) -> Iterator[bytes]:
    """Yield the document as UTF-8; figures are texts, None is what is not known or does not apply."""
    yield from encode_document(
        {
            "period": str(progress.period),
            "as_of": progress.as_of.isoformat(),
            "dues": [_describe_due(each) for each in progress.dues],
            "people": [_describe_progress(each) for each in progress.people],
        }
    )


def _describe_due(due: Due) -> Json:
    return {
        "pace": str(due.growth.pace),
        "passed": write_number(due.passed),
        "whole": write_number(due.whole),
        "left": write_number(due.left),
    }


def _describe_progress(person: PersonProgress) -> Json:
    amounts = (("pay_forecast", person.pay_forecast), ("pay_plan", person.pay_plan))
    return {
        "employee": person.employee,
        "label": person.label,
        "scheme": person.scheme,
        "currency": person.currency,
        **{name: None if each is None else write_amount(each, person.currency) for name, each in amounts},
        "open_lines": list(person.open_lines),
        "kpis": [_describe_kpi(each, person.currency) for each in person.kpis],
    }


def _describe_kpi(kpi: KpiProgress, currency: str) -> Json:
    def write(value: Value | None, kind: Kind) -> object:
        return None if value is None else write_plainly(value, kind, currency)

    return {
        "name": kpi.name,
        "label": kpi.label,
        "pace": None if kpi.pace is None else str(kpi.pace.growth.pace),
        "assumed": kpi.assumed,
        **{name: write(getattr(kpi, name), kpi.kind or Kind.NUMBER) for name in _FIGURES},
        "reached": write(kpi.reached, Kind.RATIO),
        "attainment": write(kpi.attainment, Kind.RATIO),
    }
