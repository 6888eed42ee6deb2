"""The work of `kpicalc explain`: compute, find what is meant, print the tree."""

from __future__ import annotations

import sys

from kpicalc import api
from kpicalc.cli.choose import choose_employee, choose_value
from kpicalc.cli.console import tell, tell_problems, tell_refusal
from kpicalc.cli.exit_codes import ExitCode
from kpicalc.cli.options import ExplainOptions
from kpicalc.cli.progress import watch_progress
from kpicalc.cli.refusal import Refusal
from kpicalc.cli.request import make_request, with_encoding
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_period
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Run
from kpicalc.report.document import Document
from kpicalc.report.views.breakdown import name_employee
from kpicalc.report.views.explanation import show_explanation
from kpicalc.report.views.wording import word_program


def run_explanation(options: ExplainOptions, language: Language) -> ExitCode:
    """Do what `kpicalc explain` was asked to; one employee's problem does not hide another's pay."""
    facts = (options.fact, *(options.facts or ()))
    request = make_request(facts, options.scheme, options.period, allow_partial=True)
    if not isinstance(request, Refusal):
        request = with_encoding(request, options.encoding)
    if isinstance(request, Refusal):
        return tell_refusal(request, language)
    with watch_progress(sys.stderr, language) as on_progress:
        checked = api.compute(request, on_progress)
    if checked.value is None:
        return tell_problems(checked.diagnostics, language)
    explained = _explain(checked.value, options, language)
    if isinstance(explained, Refusal):
        return tell_refusal(explained, language)
    tell(explained)
    return tell_problems(checked.diagnostics, language)


def _explain(run: Run, options: ExplainOptions, language: Language) -> Document | Refusal:
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
