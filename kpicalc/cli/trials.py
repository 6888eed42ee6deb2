"""The work of `kpicalc test`: find the tests, run them, tell the results in the form asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from kpicalc import api
from kpicalc.cli.console import tell, tell_problems, tell_refusal
from kpicalc.cli.discover import find_settings
from kpicalc.cli.exit_codes import ExitCode
from kpicalc.cli.refusal import Refusal
from kpicalc.cli.streams import write_for_programs
from kpicalc.cli.trial_options import TrialOptions
from kpicalc.cli.trial_paths import TrialPaths, find_trials
from kpicalc.i18n.catalogue import Language
from kpicalc.model.settings import Settings
from kpicalc.model.source import Span
from kpicalc.model.trial import TrialRun
from kpicalc.report.trials.format import TrialFormat
from kpicalc.report.trials.to_json import write_json
from kpicalc.report.trials.to_junit import write_junit
from kpicalc.report.views.trials import show_trials

_WRITERS: Mapping[TrialFormat, Callable[[TrialRun, Language], str]] = {
    TrialFormat.JSON: write_json,
    TrialFormat.JUNIT: write_junit,
}


def run_trials(options: TrialOptions, language: Language) -> ExitCode:
    """Do what `kpicalc test` was asked to."""
    paths = find_trials(tuple(options.paths or ()), Path.cwd())
    if isinstance(paths, Refusal):
        return tell_refusal(paths, language)
    settings = find_settings(Path.cwd())
    if isinstance(settings, Refusal):
        return tell_refusal(settings, language)
    if options.generate:
        return _propose(paths, settings, language)
    checked = api.run_tests(paths.schemes, paths.tests, settings, coverage=options.coverage)
    if checked.value is None:
        return tell_problems(checked.diagnostics, language)
    _tell(checked.value, options.format, language)
    told = tell_problems(checked.diagnostics, language)
    return ExitCode.PROBLEMS if checked.value.failed else told


def _tell(run: TrialRun, form: TrialFormat, language: Language) -> None:
    if form is TrialFormat.TEXT:
        tell(show_trials(run, _texts(run), language))
        return
    write_for_programs(_WRITERS[form](run, language))


def _texts(run: TrialRun) -> dict[str, str]:
    """Read the files in which problems of tests stand, to quote them."""
    problems = [problem for trial in run.trials() for problem in trial.problems]
    places = [each.primary.place for each in problems if each.primary is not None]
    files = sorted({place.file for place in places if isinstance(place, Span)})
    return {file: Path(file).read_text(encoding="utf-8-sig", errors="replace") for file in files}


def _propose(paths: TrialPaths, settings: Settings, language: Language) -> ExitCode:
    """Print proposed tests as YAML on stdout."""
    checked = api.propose_tests(paths.schemes, paths.tests, language, settings)
    if checked.value is not None:
        write_for_programs("".join(checked.value))
    return tell_problems(checked.diagnostics, language)
