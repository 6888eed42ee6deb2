"""The tests of schemes: run, and proposed for what none of them reaches."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from os.path import normpath
from pathlib import Path

from kpicalc.compiler.passes import compile_scheme
from kpicalc.facts.read_files import read_workbook
from kpicalc.facts.workbook import Workbook
from kpicalc.i18n.catalogue import Language
from kpicalc.model.diagnostic import Checked, Diagnostic, error, has_errors
from kpicalc.model.problem import Problem
from kpicalc.model.settings import NO_SETTINGS, Settings
from kpicalc.model.trial import TrialRun
from kpicalc.scheme.constructs.trials import TrialSpec
from kpicalc.scheme.load import load_scheme, load_tests
from kpicalc.scheme.periods import periods_to_check
from kpicalc.testing.propose import propose_suite_tests
from kpicalc.testing.trials import Suite, run_suite


def run_tests(
    schemes: Iterable[Path],
    tests: Iterable[Path] = (),
    settings: Settings = NO_SETTINGS,
    *,
    coverage: bool = False,
) -> Checked[TrialRun]:
    """Run the tests in scheme files, and those in files of tests beside them.

    A scheme that has problems itself is not run; they are told as diagnostics.
    """
    suites = _load_suites(schemes, tests)
    if suites.value is None:
        return Checked(None, suites.diagnostics)
    run = TrialRun(
        tuple(run_suite(each, partial(_open_files, settings), coverage=coverage) for each in suites.value)
    )
    return Checked(run, suites.diagnostics)


def propose_tests(
    schemes: Iterable[Path],
    tests: Iterable[Path],
    language: Language,
    settings: Settings = NO_SETTINGS,
) -> Checked[tuple[str, ...]]:
    """Propose tests for what the tests of each scheme do not reach, as YAML to put under `tests:`.

    What each of them reaches is said in comments in a language.
    """
    suites = _load_suites(schemes, tests)
    if suites.value is None:
        return Checked(None, suites.diagnostics)
    opened = partial(_open_files, settings)
    return Checked(
        tuple(propose_suite_tests(each, opened, language) for each in suites.value), suites.diagnostics
    )


def _load_suites(schemes: Iterable[Path], tests: Iterable[Path]) -> Checked[tuple[Suite, ...]]:
    """Load schemes with their tests, each scheme once; one that cannot be compiled is an error."""
    problems: list[Diagnostic] = []
    beside: dict[str, list[tuple[TrialSpec, ...]]] = {str(path): [] for path in schemes}
    for path in tests:
        read = load_tests(path)
        problems += read.diagnostics
        if read.value is not None:
            named = Path(normpath(path.parent / read.value.scheme))
            beside.setdefault(str(named), []).append(read.value.tests)
            if not named.is_file():
                problems.append(
                    error(Problem.TEST_FILE_MISSING, read.value.scheme.span, path=str(read.value.scheme))
                )
    suites: list[Suite] = []
    for file, specs in beside.items() if not has_errors(problems) else ():
        document = load_scheme(Path(file))
        problems += document.diagnostics
        if document.value is not None:
            problems += compile_scheme(document.value, periods_to_check(document.value)[-1]).diagnostics
            suites.append(Suite(document.value, (document.value.tests, *specs)))
    return Checked(None if has_errors(problems) else tuple(suites), tuple(problems))


def _open_files(settings: Settings, spec: TrialSpec) -> Checked[Workbook]:
    """Open the files that a test names, as they are seen from the file of the test."""
    folder = Path(spec.span.file).parent
    absent = [each for each in spec.given_files if not (folder / each).exists()]
    if absent:
        return Checked(
            None, tuple(error(Problem.TEST_FILE_MISSING, each.span, path=str(each)) for each in absent)
        )
    return read_workbook(tuple(Path(normpath(folder / each)) for each in spec.given_files), "", settings)
