"""`kpicalc budget --year`: a year planned from closed months, or from files, one file or folder a month."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from operator import attrgetter

from kpicalc import api
from kpicalc.cli.answer import Telling, end_answer
from kpicalc.cli.console import tell_refused, watch_progress
from kpicalc.cli.deciding_options import BudgetOptions
from kpicalc.cli.deliver import Inputs, check_written
from kpicalc.cli.outcome import ExitCode, Refusal, refuse
from kpicalc.cli.past_months import called_month, find_closed_month
from kpicalc.cli.request import request_answer
from kpicalc.cli.typed_moves import read_days, read_growth, read_season, read_typed_amount
from kpicalc.i18n.catalogue import Language
from kpicalc.model.budget import BudgetQuestion, MonthCost, YearQuestion
from kpicalc.model.diagnostic import Checked, Diagnostic, has_errors
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.month import MonthRecord
from kpicalc.model.period import Period, PeriodLength
from kpicalc.report.views.year_budget import show_year, title_year
from kpicalc.report.writers.decision_json import write_year

# What each month cost by currency.
_Costs = list[tuple[str, MonthCost]]
_ONLY_OF_A_MONTH = ("by", "of", "at_most", "cap", "floor", "greatest")


def budget_year(options: BudgetOptions, year: int, language: Language) -> ExitCode | Refusal:
    """Plan a year from the months that are named."""
    asked = _read_question(options, year)
    if isinstance(asked, Refusal):
        return asked
    refusal = _check_files(options)
    if refusal is not None:
        return refusal
    costs: _Costs = []
    told: list[Diagnostic] = []
    for path in options.facts:
        days = None if path.exists() else read_days(str(path))
        one = replace(options, facts=[path])
        found = _pay_files(one, told, language) if days is None else _find_closed(days, str(path))
        if isinstance(found, Refusal):
            return found
        if has_errors(told):
            return tell_refused(told, options.format, language)
        costs += found
    months = _choose_months(costs, options.currency.upper(), year)
    if isinstance(months, Refusal):
        return months
    currency, known = months
    planned = api.plan_year(known, currency, asked)
    if planned is None:
        return refuse("usage.year_of_nothing")
    return end_answer(Checked(planned, tuple(told)), _TELLING, options, language)


def _read_question(options: BudgetOptions, year: int) -> YearQuestion | Refusal:
    if any(getattr(options, name) for name in _ONLY_OF_A_MONTH):
        return refuse("usage.month_not_year")
    season = read_season(options.season) if options.season else ()
    growth = read_growth(options.growth) if options.growth else ZERO
    fund = read_typed_amount(options.fund) if options.fund else None
    if isinstance(season, Refusal):
        return season
    if isinstance(growth, Refusal):
        return growth
    return fund if isinstance(fund, Refusal) else YearQuestion(year, season, growth, fund)


def _check_files(options: BudgetOptions) -> Refusal | None:
    """Refuse files that cannot be written before a month is computed."""
    read = Inputs(tuple(each for each in options.facts if each.exists()), tuple(options.scheme))
    return check_written(options.out, _TELLING.formats(), read)


def _find_closed(days: tuple[date, date], text: str) -> _Costs | Refusal:
    """Return what the closed months of a stretch cost, as the book says that they were paid."""
    kept = find_closed_month(days, text, lambda _, records: records)
    if isinstance(kept, Refusal):
        return kept
    other = next((each for each in kept if each.period.length is not PeriodLength.MONTH), None)
    if other is not None:
        return refuse("usage.year_of_months", period=str(other.period))
    months: dict[Period, list[MonthRecord]] = {}
    for each in kept:
        months.setdefault(called_month(each.period), []).append(each)
    return [
        (currency, _add_up(month, currency, records))
        for month, records in months.items()
        for currency in {name for each in records for name, _ in each.sums}
    ]


def _add_up(month: Period, currency: str, records: Sequence[MonthRecord]) -> MonthCost:
    amounts = (amount for each in records for name, amount in each.sums if name == currency)
    names = tuple(sorted({each.department for each in records if each.department}))
    total = ZERO
    for amount in amounts:
        total = CONTEXT.add(total, amount)
    return MonthCost(month, total, sum(each.people for each in records), names)


def _pay_files(options: BudgetOptions, told: list[Diagnostic], language: Language) -> _Costs | Refusal:
    """Return what the month of a file or folder costs; its problems are told."""
    request = request_answer(options, _TELLING.formats())
    if isinstance(request, Refusal):
        return request
    with watch_progress(sys.stderr, language) as on_progress:
        found = api.measure_budget(request, BudgetQuestion(currency=options.currency.upper()), on_progress)
    told.extend(found.diagnostics)
    if found.value is None:
        return [] if has_errors(found.diagnostics) else refuse("usage.currencies")
    period = found.value.period
    if period.length is not PeriodLength.MONTH:
        return refuse("usage.year_of_months", period=str(period))
    return [(found.value.currency, MonthCost(called_month(period), found.value.total, found.value.people))]


def _choose_months(costs: _Costs, asked: str, year: int) -> tuple[str, list[MonthCost]] | Refusal:
    """Return the months of one currency; none stands there twice, and none is later than the year."""
    currencies = {currency for currency, _ in costs}
    wanted = {asked} & currencies if asked else currencies
    if len(wanted) != 1:
        return refuse("usage.currencies")
    (currency,) = wanted
    months = [each for name, each in costs if name == currency]
    periods = [each.period for each in months]
    twice = next((each for at, each in enumerate(periods) if each in periods[:at]), None)
    if twice is not None:
        return refuse("usage.month_twice", period=str(twice))
    late = next((each for each in periods if each.year > year), None)
    return (currency, months) if late is None else refuse("usage.later_than_year", period=str(late))


_TELLING = Telling(title_year, show_year, write_year, currency=attrgetter("currency"))
