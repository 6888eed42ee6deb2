"""`kpicalc explain`: compute, find what is meant, print how the amount came about."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pkgutil import resolve_name

from kpicalc import api
from kpicalc.cli.console import tell, tell_problems, watch_progress
from kpicalc.cli.options import ExplainOptions
from kpicalc.cli.outcome import ExitCode, Refusal
from kpicalc.cli.request import Place, choose_employee, choose_value, make_request, places_of_person
from kpicalc.engine.settle import segment_of
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_period
from kpicalc.model.period import parse_period
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Run
from kpicalc.report.document import Document
from kpicalc.report.views.breakdown import show_person, word_segment
from kpicalc.report.views.explanation import show_explanation
from kpicalc.report.views.plain_words import plain_words
from kpicalc.report.views.short_explanation import Told, show_briefly
from kpicalc.report.views.steps import show_steps
from kpicalc.report.views.wording import name_employee, word_program


def explain_amount(options: ExplainOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc explain` was asked to; one employee's problem does not hide another's pay."""
    if not options.fact.exists() and parse_period(str(options.fact)) is not None:
        explain_closed: Callable[..., ExitCode | Refusal] = resolve_name(
            "kpicalc.cli.explain_closed:explain_closed"
        )
        return explain_closed(options, language)
    facts = (options.fact, *options.facts)
    request = make_request(facts, options)
    if isinstance(request, Refusal):
        return request
    with watch_progress(sys.stderr, language) as on_progress:
        partial = replace(request, allow_partial=True, pay_only=True)
        checked = api.compute(partial, on_progress, lambda places: _rows_of(places, options.employee))
    if checked.value is None:
        return tell_problems(checked.diagnostics, language)
    explained = explain_value(checked.value, options, language)
    if isinstance(explained, Refusal):
        return explained
    for each in explained:
        tell(each)
    if options.full and request.book is not None:
        resolve_name("kpicalc.cli.explain_closed:explain_earlier")(
            checked.value, options, request.book, language
        )
    return tell_problems(checked.diagnostics, language)


def _rows_of(places: Sequence[Place], wanted: str) -> list[Place]:
    """Return the rows of the person asked for; none where it is not clear who that is."""
    chosen = choose_employee(places, wanted)
    return [] if isinstance(chosen, Refusal) else places_of_person(places, chosen)


def find_explained(run: Run, options: ExplainOptions) -> list[tuple[Place, str]] | Refusal:
    """Return each row of the person that knows the value, and what it is called there."""
    places = api.employee_rows(run)
    chosen = choose_employee(places, options.employee)
    if isinstance(chosen, Refusal):
        return chosen
    named = [
        (place, choose_value(place[0].program, options.why_not or options.line))
        for place in places_of_person(places, chosen)
    ]
    known = [(place, name) for place, name in named if not isinstance(name, Refusal)]
    return known or next(name for _, name in named if isinstance(name, Refusal))


def explain_value(run: Run, options: ExplainOptions, language: Language) -> list[Document] | Refusal:
    """Explain the value in each row of the person; of several rows those that know it."""
    found = find_explained(run, options)
    if isinstance(found, Refusal):
        return found
    rows = places_of_person(api.employee_rows(run), found[0][0])
    known = [_explain_row(place, name, options, language) for place, name in found]
    return known if len(rows) == 1 else [*known, show_person(rows, language)]


def _explain_row(place: Place, name: str, options: ExplainOptions, language: Language) -> Document:
    settlement, row = place
    frame = settlement.facts.frames[EMPLOYEES]
    period = format_period(settlement.program.period, language)
    segment = segment_of(settlement, row)
    days = period if segment is None else word_segment(segment, language)
    title = f"{name_employee(frame.keys[row], frame.labels[row])} · {days}"
    explanation = api.explain(settlement, row, name)
    wording = word_program(settlement.program, language)
    if options.full:
        return show_explanation(title, explanation, wording, EMPLOYEES)
    plain = plain_words(settlement.program, wording)
    steps = api.find_next_steps(settlement, row, name, nearby=not (options.to_next or options.why_not))
    if options.to_next:
        called = plain.title(explanation.name, explanation.label, explanation.role)
        value = wording.write(explanation.value, explanation.kind) if explanation.value is not None else ""
        return show_steps(title, f"{called} = {value}", steps, explanation.kind, wording)
    better = [each for each in steps if each.gain > 0 and (each.jump or options.why_not)]
    # What has to grow is asked of people more often than what has to fall.
    better.sort(key=lambda each: each.missing < 0)
    told = Told(explanation, plain, better, names=options.names, why_not=bool(options.why_not))
    return show_briefly(title, told)
