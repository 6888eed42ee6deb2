"""`kpicalc budget`: what a month costs, what is left of its funds, and what a cap or a cut would do."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kpicalc import api
from kpicalc.cli.console import tell_parts, tell_problems, watch_progress, write_for_programs
from kpicalc.cli.deciding_options import BudgetOptions
from kpicalc.cli.deliver import Format, Inputs, Page, check_formats, check_outputs, deliver, table_formats
from kpicalc.cli.options import ComputeOptions, ResultFormat
from kpicalc.cli.outcome import ExitCode, Refusal, refuse
from kpicalc.cli.request import make_request
from kpicalc.cli.simulate import end_of_asked
from kpicalc.cli.typed_moves import read_amount, read_part
from kpicalc.i18n.catalogue import Language
from kpicalc.model.budget import BudgetQuestion, MonthBudget
from kpicalc.model.diagnostic import has_errors
from kpicalc.report.book.people import output_columns
from kpicalc.report.views.budget import show_budget, title_budget
from kpicalc.report.writers.budget_json import write_budget
from kpicalc.scheme.more_formulas import sum_over_people, typed_source

_DEPARTMENTS = ("Отдел", "Подразделение", "Department")


@dataclass(frozen=True, slots=True)
class _Told:
    """A budget, and the language it is told in."""

    budget: MonthBudget
    language: Language


def budget_month(options: BudgetOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc budget` was asked to."""
    typed = ComputeOptions(options.facts, options.scheme, options.period, encoding=options.encoding)
    request = check_formats(options.out or (), _FORMATS) or make_request(tuple(options.facts), typed)
    if isinstance(request, Refusal):
        return request
    refusal = check_outputs(options.out or (), Inputs(request.facts, request.schemes))
    asked = refusal or _read_question(options)
    if isinstance(asked, Refusal):
        return asked
    with watch_progress(sys.stderr, language) as on_progress:
        found = api.measure_budget(replace(request, columns=output_columns()), asked, on_progress)
    if found.value is None and not has_errors(found.diagnostics):
        return refuse("usage.currencies")
    if found.value is None:
        return end_of_asked(found.diagnostics, language)
    told = _Told(found.value, language)
    written = deliver(options.out or (), _FORMATS, told)
    if isinstance(written, Refusal):
        return written
    if options.format is ResultFormat.JSON:
        write_for_programs(b"".join(write_budget(found.value)).decode())
    else:
        tell_parts(show_budget(found.value, language))
    return tell_problems(found.diagnostics, language)


def _read_question(options: BudgetOptions) -> BudgetQuestion | Refusal:
    amounts = [
        read_amount(each) for each in (*(options.cap or ()), *([options.fund] if options.fund else ()))
    ]
    parts = {name: read_part(text) for name in ("at_most", "floor") if (text := getattr(options, name))}
    refused = next((each for each in (*amounts, *parts.values()) if isinstance(each, Refusal)), None)
    if refused is not None:
        return refused
    known = [each for each in amounts if not isinstance(each, Refusal)]
    shares = {name: each for name, each in parts.items() if not isinstance(each, Refusal)}
    return BudgetQuestion(
        by=tuple(options.by or _DEPARTMENTS),
        base=typed_source(sum_over_people(options.of), "--of") if options.of else None,
        part=shares.get("at_most"),
        caps=tuple(known[:-1] if options.fund else known),
        fund=known[-1] if options.fund else None,
        floor=shares.get("floor"),
        greatest=options.greatest,
        currency=options.currency.upper(),
    )


def _show_page(told: _Told) -> Page:
    title = title_budget(told.budget, told.language)
    return Page(title, show_budget(told.budget, told.language), told.language, told.budget.currency)


_FORMATS: Mapping[str, Format[_Told]] = {
    ".json": Format(lambda told: write_budget(told.budget)),
    **table_formats(_show_page),
}
