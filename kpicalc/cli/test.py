"""`kpicalc test`: find the tests of schemes, run them, tell the results in the form asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from kpicalc import api
from kpicalc.cli.console import tell, tell_problems, tell_refused, write_for_programs
from kpicalc.cli.options import TrialOptions
from kpicalc.cli.outcome import ExitCode, Refusal, refuse
from kpicalc.cli.paths import find_checked, find_settings, holds_tests, shorten, trials_below, trials_beside
from kpicalc.cli.run_problems import tell_problems_in_form
from kpicalc.i18n.catalogue import Language
from kpicalc.model.dataclass import dataclass
from kpicalc.model.settings import Settings
from kpicalc.model.source import Span
from kpicalc.model.trial import TrialRun
from kpicalc.report.formats import RunFormat, TrialFormat
from kpicalc.report.views.trials import show_trials
from kpicalc.report.writers.to_github import write_failed_trials
from kpicalc.report.writers.to_junit import write_trial_cases
from kpicalc.report.writers.trials_json import write_trials

_WRITERS: Mapping[TrialFormat, Callable[[TrialRun, Language], str]] = {
    TrialFormat.JSON: write_trials,
    TrialFormat.JUNIT: write_trial_cases,
    TrialFormat.GITHUB: write_failed_trials,
}


@dataclass(frozen=True, slots=True)
class _TrialPaths:
    """Scheme files, and files of tests; each once, shown from the working folder."""

    schemes: tuple[Path, ...]
    tests: tuple[Path, ...]

    def print_proposals(self, settings: Settings, language: Language) -> ExitCode:
        """Print proposed tests as YAML on stdout."""
        checked = api.propose_tests(self.schemes, self.tests, language, settings)
        if checked.value is not None:
            write_for_programs("".join(checked.value))
        return tell_problems(checked.diagnostics, language)


def run_scheme_tests(options: TrialOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc test` was asked to."""
    paths = _find_trials(tuple(options.paths), Path.cwd())
    if isinstance(paths, Refusal):
        return paths
    settings = find_settings(Path.cwd())
    if isinstance(settings, Refusal):
        return settings
    if options.generate:
        return paths.print_proposals(settings, language)
    checked = api.run_tests(paths.schemes, paths.tests, settings, coverage=options.coverage)
    if checked.value is None:
        if options.format is TrialFormat.JSON:
            return tell_refused(checked.diagnostics, options.format, language)
        named, form = map(str, (*paths.schemes, *paths.tests)), RunFormat(options.format)
        return tell_problems_in_form(checked.diagnostics, named, "kpicalc test", form, language)
    _tell_results(checked.value, options.format, language)
    told = tell_problems(checked.diagnostics, language)
    return ExitCode.PROBLEMS if checked.value.failed else told


def _find_trials(paths: tuple[Path, ...], folder: Path) -> _TrialPaths | Refusal:
    """Return what to run: of a folder all below it, of a scheme also the file of tests beside it."""
    absent = [path for path in paths if not path.exists()]
    if absent:
        return refuse("usage.no_file", path=str(absent[0]))
    alone = [path for path in paths if holds_tests(path)]
    below = [each for path in paths if path.is_dir() for each in trials_below(path)]
    others = [path for path in paths if path not in alone]
    schemes: tuple[Path, ...] = ()
    if others or not paths:
        found = find_checked(others, folder)
        if isinstance(found, Refusal) and not below:
            return found
        schemes = () if isinstance(found, Refusal) else found.files
    beside = [each for path in schemes for each in trials_beside(path)]
    tests = dict.fromkeys(map(shorten, (*alone, *below, *beside)))
    return _TrialPaths(tuple(map(shorten, schemes)), tuple(tests))


def _tell_results(run: TrialRun, form: TrialFormat, language: Language) -> None:
    if form is TrialFormat.TEXT:
        # Read the files in which problems of tests stand, to quote them.
        problems = [problem for trial in run.trials() for problem in trial.problems]
        places = [each.primary.place for each in problems if each.primary is not None]
        files = sorted({place.file for place in places if isinstance(place, Span)})
        texts = {file: Path(file).read_text(encoding="utf-8-sig", errors="replace") for file in files}
        tell(show_trials(run, texts, language))
        return
    write_for_programs(_WRITERS[form](run, language))
