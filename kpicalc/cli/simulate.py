"""`kpicalc simulate`: pay the facts as they are, and in every other way that was asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from kpicalc import api
from kpicalc.cli.console import tell_parts, tell_problems, watch_progress, write_for_programs
from kpicalc.cli.deciding_options import SimulateOptions
from kpicalc.cli.deliver import Format, Inputs, Page, check_formats, check_outputs, deliver, table_formats
from kpicalc.cli.options import ComputeOptions, ResultFormat
from kpicalc.cli.outcome import ExitCode, Refusal, refuse
from kpicalc.cli.request import make_request
from kpicalc.cli.typed_moves import read_draw, read_part, read_sweep
from kpicalc.i18n.catalogue import Language
from kpicalc.model.diagnostic import Checked, Diagnostic, has_errors
from kpicalc.model.source import Span
from kpicalc.model.what_if import Scenario, Shock, Simulation, WhatIf
from kpicalc.report.views.simulation import show_simulation, title_simulation
from kpicalc.report.writers.simulation_json import write_simulation
from kpicalc.scheme.file_text import load_text
from kpicalc.scheme.more_formulas import typed_source
from kpicalc.scheme.scenarios import read_scenarios, read_shock

Typed = TypeVar("Typed")


@dataclass(frozen=True, slots=True)
class _Told:
    """A simulation, and the language it is told in."""

    simulation: Simulation
    language: Language


def simulate_month(options: SimulateOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc simulate` was asked to."""
    typed = ComputeOptions(options.facts, options.scheme, options.period, encoding=options.encoding)
    request = check_formats(options.out or (), _FORMATS) or make_request(tuple(options.facts), typed)
    if isinstance(request, Refusal):
        return request
    read = list(options.scenarios or ())
    refusal = check_outputs(options.out or (), Inputs((*request.facts, *read), request.schemes))
    asked = refusal or _read_asked(options)
    if isinstance(asked, Refusal):
        return asked
    if asked.value is None:
        return end_of_asked(asked.diagnostics, language)
    with watch_progress(sys.stderr, language) as on_progress:
        found = api.simulate(request, asked.value, options.employee or (), on_progress)
    if found.value is None and not has_errors(found.diagnostics):
        return refuse("usage.currencies")
    if found.value is None:
        return end_of_asked(found.diagnostics, language)
    told = _Told(found.value, language)
    written = deliver(options.out or (), _FORMATS, told)
    if isinstance(written, Refusal):
        return written
    if options.format is ResultFormat.JSON:
        write_for_programs(b"".join(write_simulation(told.simulation)).decode())
    else:
        tell_parts(show_simulation(told.simulation, language))
    return tell_problems(found.diagnostics, language)


def end_of_asked(problems: Sequence[Diagnostic], language: Language) -> ExitCode:
    """Tell the problems; what was typed wrongly is a wrong use."""
    code = tell_problems(problems, language)
    places = [each.primary.place for each in problems if each.primary is not None]
    typed = any(isinstance(each, Span) and each.file.startswith("--") for each in places)
    return ExitCode.USAGE if typed else code


def _read_asked(options: SimulateOptions) -> Checked[WhatIf] | Refusal:
    sweeps = _read_all(options.vary or (), read_sweep)
    draws = _read_all(options.draw or (), read_draw)
    parts = _read_all([options.tornado] if options.tornado else (), read_part)
    if isinstance(sweeps, Refusal):
        return sweeps
    if isinstance(draws, Refusal):
        return draws
    if isinstance(parts, Refusal):
        return parts
    shocks = [read_shock(typed_source(each, "--set")) for each in options.set or ()]
    problems = [each for each in shocks if isinstance(each, Diagnostic)]
    scenarios = [Scenario("", tuple(each for each in shocks if isinstance(each, Shock)))] if shocks else []
    for path in options.scenarios or ():
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
        )
    )


def _read_all(texts: Iterable[str], read: Callable[[str], Typed | Refusal]) -> tuple[Typed, ...] | Refusal:
    found = [read(each) for each in texts]
    refused = next((each for each in found if isinstance(each, Refusal)), None)
    return refused or tuple(each for each in found if not isinstance(each, Refusal))


def _show_page(told: _Told) -> Page:
    title = title_simulation(told.simulation, told.language)
    parts = show_simulation(told.simulation, told.language)
    return Page(title, parts, told.language, told.simulation.currency)


_FORMATS: Mapping[str, Format[_Told]] = {
    ".json": Format(lambda told: write_simulation(told.simulation)),
    **table_formats(_show_page),
}
