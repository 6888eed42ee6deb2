"""`kpicalc plan`: plans from what was reached in some months, and a funnel walked backwards."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from operator import attrgetter

from kpicalc import api
from kpicalc.api.plan_setting import MonthOfFact
from kpicalc.cli.answer import Telling, end_answer
from kpicalc.cli.closed_facts import work_on_facts
from kpicalc.cli.console import tell_refused, watch_progress
from kpicalc.cli.deciding_options import PlanOptions
from kpicalc.cli.outcome import ExitCode, Refusal, refuse
from kpicalc.cli.request import request_answer
from kpicalc.cli.typed_moves import read_typed_amount
from kpicalc.i18n.catalogue import Language
from kpicalc.model.diagnostic import Checked, Diagnostic, has_errors
from kpicalc.model.money import ZERO
from kpicalc.model.plan_setting import FunnelStage, PlanSetting, ReachedResult, walk_back
from kpicalc.model.source import SourceText
from kpicalc.report.views.plan_setting import show_plan_setting, title_plan_setting
from kpicalc.report.writers.decision_json import write_plan_setting
from kpicalc.scheme.more_formulas import typed_source


def set_plans(options: PlanOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc plan` was asked to; each file, or closed month, is one period."""
    wanted = read_typed_amount(options.want) if options.want else None
    sources = _read_sources(options)
    if isinstance(wanted, Refusal):
        return wanted
    if isinstance(sources, Refusal):
        return sources
    months: list[tuple[MonthOfFact, ...]] = []
    told: list[Diagnostic] = []

    def read_month(own: PlanOptions, _: Language) -> ExitCode | Refusal:
        request = request_answer(own, _TELLING.formats())
        if isinstance(request, Refusal):
            return request
        with watch_progress(sys.stderr, language) as on_progress:
            found = api.read_facts_of_month(request, sources, on_progress)
        told.extend(found.diagnostics)
        if found.value is None:
            return ExitCode.PROBLEMS if found.diagnostics else refuse("usage.one_currency")
        if any(each[0].period == found.value[0].period for each in months):
            return refuse("usage.month_twice", period=str(found.value[0].period))
        months.append(found.value)
        return ExitCode.OK

    for path in options.facts:
        ended = work_on_facts(read_month, replace(options, facts=[path]), language)
        if isinstance(ended, Refusal):
            return ended
        if has_errors(told):
            return tell_refused(told, options.format, language)
    setting = replace(_join_months(months, named=bool(options.of)), wanted=wanted)
    stages = [each[1:] if options.of else each for each in months]
    setting = replace(setting, funnel=_join_funnel(stages, wanted))
    return end_answer(Checked(setting, tuple(told)), _TELLING, options, language)


def _read_sources(options: PlanOptions) -> list[SourceText] | Refusal:
    """Return the facts that are asked for: that of the plans first, then the stages of the funnel."""
    stages = [each.strip() for each in options.funnel.split(">")] if options.funnel else []
    if not options.of and not stages:
        return refuse("usage.nothing_planned")
    if options.want and not stages:
        return refuse("usage.want_without_funnel")
    if options.funnel and (len(stages) < 2 or not all(stages)):
        return refuse("usage.bad_funnel", text=options.funnel)
    named = [typed_source(options.of, "--of")] if options.of else []
    return [*named, *(typed_source(each, "--funnel") for each in stages)]


def _join_funnel(
    months: Sequence[tuple[MonthOfFact, ...]], wanted: Decimal | None
) -> tuple[FunnelStage, ...]:
    """Return the stages with what they came to in all months."""
    sums = [
        (same[0].label, same[0].kind, sum((each.total for each in same), ZERO))
        for same in zip(*months, strict=True)
    ]
    return walk_back(sums, wanted) if sums else ()


def _join_months(months: Sequence[tuple[MonthOfFact, ...]], *, named: bool) -> PlanSetting:
    """Return what each person reached in each of the months, the months in the order of time."""
    ordered = sorted((each[0] for each in months), key=lambda each: each.period.first_day)
    names: dict[str, str] = {}
    for each in ordered if named else ():
        names |= dict(each.people.keys())
    reached = [{number: value for (number, _), value in each.people.items()} for each in ordered]
    people = tuple(
        ReachedResult(number, name, tuple(month.get(number) for month in reached))
        for number, name in names.items()
    )
    first = ordered[0]
    periods = tuple(each.period for each in ordered)
    return PlanSetting(periods, first.label, first.kind, first.currency, people, (), None)


_TELLING = Telling(title_plan_setting, show_plan_setting, write_plan_setting, currency=attrgetter("currency"))
