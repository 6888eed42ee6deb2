"""`kpicalc simulate`: pay the facts as they are, and in every other way that was asked for."""

from __future__ import annotations

import sys
from operator import attrgetter
from typing import cast

from kpicalc import api
from kpicalc.cli.answer import Telling, end_answer
from kpicalc.cli.console import tell_refused, watch_progress
from kpicalc.cli.deciding_options import SimulateOptions
from kpicalc.cli.outcome import ExitCode, Refusal, find_refused, read_each, refuse
from kpicalc.cli.request import request_answer
from kpicalc.cli.typed_moves import read_draw, read_part, read_sweep
from kpicalc.i18n.catalogue import Language
from kpicalc.model.diagnostic import Checked, Diagnostic
from kpicalc.model.what_if import PastMonth, Scenario, Shape, Shock, WhatIf
from kpicalc.report.views.simulation import show_simulation, title_simulation
from kpicalc.report.writers.decision_json import write_simulation
from kpicalc.scheme.file_text import load_text
from kpicalc.scheme.more_formulas import read_scenarios, read_shock, typed_source


def simulate_month(options: SimulateOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc simulate` was asked to."""
    request = request_answer(options, _TELLING.formats(), options.scenarios)
    if isinstance(request, Refusal):
        return request
    asked = _read_asked(options)
    if isinstance(asked, Refusal):
        return asked
    if asked.value is None:
        return tell_refused(asked.diagnostics, options.format, language)
    with watch_progress(sys.stderr, language) as on_progress:
        found = api.simulate(request, asked.value, options.employee, on_progress)
    return end_answer(found, _TELLING, options, language)


def _read_asked(options: SimulateOptions) -> Checked[WhatIf] | Refusal:
    sweeps = read_each(options.vary, read_sweep)
    draws = read_each(options.draw, read_draw)
    parts = read_each([options.tornado] if options.tornado else (), read_part)
    if isinstance(sweeps, Refusal) or isinstance(draws, Refusal) or isinstance(parts, Refusal):
        return cast("Refusal", find_refused((sweeps, draws, parts)))
    past = _read_past(options, drawn=any(each.shape is Shape.PAST for each in draws))
    if isinstance(past, Refusal):
        return past
    shocks = [read_shock(typed_source(each, "--set")) for each in options.set]
    problems = [each for each in shocks if isinstance(each, Diagnostic)]
    scenarios = [Scenario("", tuple(each for each in shocks if isinstance(each, Shock)))] if shocks else []
    for path in options.scenarios:
        text = load_text(path, str(path))
        loaded = (
            Checked(None, text.diagnostics) if text.value is None else read_scenarios(text.value, str(path))
        )
        problems += loaded.diagnostics
        scenarios += loaded.value or ()
    if problems:
        return Checked(None, tuple(problems))
    if not (scenarios or options.vary or options.draw or options.tornado):
        return refuse("usage.nothing_simulated")
    tornado = next(iter(parts), None)
    return Checked(
        WhatIf(
            tuple(scenarios),
            sweeps,
            draws,
            options.times,
            options.seed,
            tornado,
            options.currency.upper(),
            past,
        )
    )


def _read_past(options: SimulateOptions, *, drawn: bool) -> tuple[PastMonth, ...] | Refusal:
    """Return the closed months that are drawn from; one is named where, and only where, they are."""
    if drawn != bool(options.past):
        return refuse("usage.past_and_draw")
    if not drawn:
        return ()
    from kpicalc.cli.past_months import find_past  # noqa: PLC0415 - with the book of months

    found = read_each(options.past, find_past)
    if isinstance(found, Refusal):
        return found
    months = [month for each in found for month in each]
    twice = next(
        (each for at, each in enumerate(months) if each.period in {one.period for one in months[:at]}), None
    )
    return tuple(months) if twice is None else refuse("usage.month_twice", period=str(twice.period))


_TELLING = Telling(title_simulation, show_simulation, write_simulation, currency=attrgetter("currency"))
