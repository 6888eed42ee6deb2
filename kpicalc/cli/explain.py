"""`kpicalc explain`: compute, find what is meant, print how the amount came about."""

from __future__ import annotations

import sys
from dataclasses import replace

from kpicalc import api
from kpicalc.cli.console import tell, tell_problems, watch_progress
from kpicalc.cli.options import ExplainOptions
from kpicalc.cli.outcome import ExitCode, Refusal
from kpicalc.cli.request import choose_employee, choose_value, make_request
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_period
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Run
from kpicalc.report.document import Document
from kpicalc.report.views.breakdown import name_employee
from kpicalc.report.views.explanation import show_explanation
from kpicalc.report.views.wording import word_program


def explain_amount(options: ExplainOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc explain` was asked to; one employee's problem does not hide another's pay."""
    facts = (options.fact, *(options.facts or ()))
    request = make_request(facts, options)
    if isinstance(request, Refusal):
        return request
    with watch_progress(sys.stderr, language) as on_progress:
        checked = api.compute(replace(request, allow_partial=True), on_progress)
    if checked.value is None:
        return tell_problems(checked.diagnostics, language)
    explained = _explain_value(checked.value, options, language)
    if isinstance(explained, Refusal):
        return explained
    tell(explained)
    return tell_problems(checked.diagnostics, language)


def _explain_value(run: Run, options: ExplainOptions, language: Language) -> Document | Refusal:
    place = choose_employee(api.employee_rows(run), options.employee)
    if isinstance(place, Refusal):
        return place
    settlement, row = place
    name = choose_value(settlement.program, options.line)
    if isinstance(name, Refusal):
        return name
    frame = settlement.facts.frames[EMPLOYEES]
    period = format_period(settlement.program.period, language)
    title = f"{name_employee(frame.keys[row], frame.labels[row])} · {period}"
    wording = word_program(settlement.program, language)
    return show_explanation(title, api.explain(settlement, row, name), wording, EMPLOYEES)
