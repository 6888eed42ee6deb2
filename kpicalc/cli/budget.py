"""`kpicalc budget`: what a month costs, what is left of its funds, what a cap or a cut would do; a year."""

from __future__ import annotations

import sys
from dataclasses import replace
from operator import attrgetter

from kpicalc import api
from kpicalc.cli.answer import Telling, end_answer
from kpicalc.cli.closed_facts import work_on_facts
from kpicalc.cli.console import watch_progress
from kpicalc.cli.deciding_options import BudgetOptions
from kpicalc.cli.outcome import ExitCode, Refusal, find_refused, read_each, refuse
from kpicalc.cli.request import request_answer
from kpicalc.cli.typed_moves import read_part, read_typed_amount
from kpicalc.i18n.catalogue import Language
from kpicalc.model.budget import BudgetQuestion
from kpicalc.report.book.month import output_columns
from kpicalc.report.views.budget import show_budget, title_budget
from kpicalc.report.writers.decision_json import write_budget
from kpicalc.scheme.more_formulas import sum_over_people, typed_source

_DEPARTMENTS = ("Отдел", "Подразделение", "Department")


def budget_months(options: BudgetOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc budget` was asked to: for one month, or for a year from many."""
    if options.year is not None:
        from kpicalc.cli.year_budget import budget_year  # noqa: PLC0415 - with the book of months

        return budget_year(options, options.year, language)
    if options.season or options.growth:
        return refuse("usage.season_of_year")
    return work_on_facts(_budget_month, options, language)


def _budget_month(options: BudgetOptions, language: Language) -> ExitCode | Refusal:
    request = request_answer(options, _TELLING.formats())
    if isinstance(request, Refusal):
        return request
    asked = _read_question(options)
    if isinstance(asked, Refusal):
        return asked
    with watch_progress(sys.stderr, language) as on_progress:
        found = api.measure_budget(replace(request, columns=output_columns()), asked, on_progress)
    return end_answer(found, _TELLING, options, language)


def _read_question(options: BudgetOptions) -> BudgetQuestion | Refusal:
    amounts = read_each((*options.cap, *filter(None, (options.fund,))), read_typed_amount)
    parts = {name: read_part(text) for name in ("at_most", "floor") if (text := getattr(options, name))}
    refused = find_refused((amounts, *parts.values()))
    if refused is not None:
        return refused
    assert not isinstance(amounts, Refusal)  # noqa: S101 - it was asked
    shares = {name: each for name, each in parts.items() if not isinstance(each, Refusal)}
    return BudgetQuestion(
        by=tuple(options.by or _DEPARTMENTS),
        base=typed_source(sum_over_people(options.of), "--of") if options.of else None,
        part=shares.get("at_most"),
        caps=amounts[:-1] if options.fund else amounts,
        fund=amounts[-1] if options.fund else None,
        floor=shares.get("floor"),
        greatest=options.greatest,
        currency=options.currency.upper(),
    )


_TELLING = Telling(title_budget, show_budget, write_budget, currency=attrgetter("currency"))
