"""`kpicalc validate`: find the files, check them, tell what was found in the form asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from kpicalc.cli.console import write_for_programs
from kpicalc.cli.options import ValidateOptions
from kpicalc.cli.outcome import ExitCode, Refusal
from kpicalc.cli.paths import STDIN, CheckedPaths, find_checked, find_settings, shorten, with_tests
from kpicalc.cli.request import read_period
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.model.diagnostic import Checked, Diagnostic
from kpicalc.model.period import Period
from kpicalc.model.settings import Settings
from kpicalc.report.checked_files import CheckedFiles, sort_problems
from kpicalc.report.document import Document, Paragraph
from kpicalc.report.formats import ProblemFormat
from kpicalc.report.views.problems import close, show_concisely, show_problems
from kpicalc.report.writers.problems_json import write_gitlab, write_problems, write_sarif
from kpicalc.report.writers.to_github import LARGEST, write_github, write_summary
from kpicalc.report.writers.to_junit import write_problem_cases
from kpicalc.report.writers.to_terminal import print_document
from kpicalc.scheme.file_text import decode_text, load_text
from kpicalc.validation import validate_texts

SHOWN_STDIN = "<stdin>"

_WRITERS: Mapping[ProblemFormat, Callable[[CheckedFiles, Language], str]] = {
    ProblemFormat.JSON: write_problems,
    ProblemFormat.GITHUB: write_github,
    ProblemFormat.GITLAB: write_gitlab,
    ProblemFormat.JUNIT: write_problem_cases,
    ProblemFormat.SARIF: write_sarif,
}
_SHOWN = 10


def validate_schemes(options: ValidateOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc validate` was asked to."""
    period = read_period(options.period)
    if isinstance(period, Refusal):
        return period
    found = find_checked(options.paths, Path.cwd())
    if isinstance(found, Refusal):
        return found
    checked = _check_files(with_tests(found), period, options)
    _tell_passed_over(found, language)
    # Print the problems on stdout; what GitHub cuts off is also told in full beside it.
    form = options.format or _fitting_format(os.environ)
    if form is ProblemFormat.FULL:
        print_document(_show_in_full(checked, language), sys.stdout)
    elif form is ProblemFormat.CONCISE:
        print_document(show_concisely(checked.problems, language), sys.stdout)
    else:
        write_for_programs(_WRITERS[form](checked, language))
    if form is ProblemFormat.GITHUB:
        print_document(_show_in_full(checked, language), sys.stderr)
        _append_summary(checked, language)
    return ExitCode.PROBLEMS if checked.failed else ExitCode.OK


def _check_files(found: CheckedPaths, period: Period | None, options: ValidateOptions) -> CheckedFiles:
    read = {_shown_name(path): _read_text(path) for path in found.files}
    texts = {name: each.value for name, each in read.items() if each.value is not None}
    problems: list[Diagnostic] = [problem for each in read.values() for problem in each.diagnostics]
    settings = find_settings(Path.cwd())
    asked = options.advice or (isinstance(settings, Settings) and settings.advice)
    problems += validate_texts(texts, period, advice=asked).diagnostics
    quotable = {name: text.removeprefix("\ufeff") for name, text in texts.items()}
    return CheckedFiles(tuple(read), quotable, tuple(sort_problems(problems)), options.strict)


def _shown_name(path: Path) -> str:
    """Name a file from the working folder, as it is named in the repository."""
    if path == STDIN:
        return SHOWN_STDIN
    return shorten(path).as_posix()


def _read_text(path: Path) -> Checked[str]:
    if path == STDIN:
        return decode_text(sys.stdin.buffer.read(), SHOWN_STDIN)
    return load_text(path, _shown_name(path))


def _fitting_format(environment: Mapping[str, str]) -> ProblemFormat:
    in_actions = environment.get("GITHUB_ACTIONS") == "true"
    return ProblemFormat.GITHUB if in_actions else ProblemFormat.FULL


def _tell_passed_over(found: CheckedPaths, language: Language) -> None:
    if found.passed_over:
        names = ", ".join(map(_shown_name, found.passed_over[:_SHOWN]))
        more = len(found.passed_over) - _SHOWN
        listed = f"{names} {phrase('problem.more', language, count=more)}" if more > 0 else names
        said = phrase("validate.passed_over", language, files=listed)
        print_document(Document((Paragraph(said),)), sys.stderr)


def _show_in_full(checked: CheckedFiles, language: Language) -> Document:
    return show_problems(checked.problems, checked.texts, language, None, close(checked, language))


def _append_summary(checked: CheckedFiles, language: Language) -> None:
    """Add to the summary of the step, where the surroundings have one."""
    named = os.environ.get("GITHUB_STEP_SUMMARY")
    if named:
        page = Path(named)
        taken = page.stat().st_size if page.exists() else 0
        with page.open("a", encoding="utf-8", newline="\n") as opened:
            opened.write(write_summary(checked, language, LARGEST - taken))
