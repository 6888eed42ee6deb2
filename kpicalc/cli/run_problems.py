"""What a run tells other programs of its problems, on stdout; people read the same on stderr."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kpicalc.api import Request
from kpicalc.cli.console import read_sources, tell_problems, write_for_programs
from kpicalc.cli.outcome import ExitCode
from kpicalc.facts.read_files import SUFFIXES
from kpicalc.i18n.catalogue import Language
from kpicalc.model.diagnostic import Diagnostic, has_errors
from kpicalc.report.checked_files import CheckedFiles, file_of, sort_problems
from kpicalc.report.formats import RunFormat
from kpicalc.report.writers.problems_json import write_refused
from kpicalc.report.writers.to_github import write_github
from kpicalc.report.writers.to_junit import write_problem_cases


def tell_run_problems(
    problems: Sequence[Diagnostic], request: Request, form: RunFormat, language: Language, *, refused: bool
) -> ExitCode:
    """Tell the problems of a run in the form asked for; return the exit code they ask for."""
    if form is RunFormat.JSON and refused:
        write_for_programs(write_refused(sort_problems(problems)))
    if form in {RunFormat.TEXT, RunFormat.JSON}:
        return tell_problems(problems, language)
    checked = _check(problems, request)
    if form is RunFormat.JUNIT:
        write_for_programs(write_problem_cases(checked, language))
        return ExitCode.PROBLEMS if has_errors(list(problems)) else ExitCode.OK
    write_for_programs(write_github(checked, language))
    return tell_problems(problems, language)


def _check(problems: Sequence[Diagnostic], request: Request) -> CheckedFiles:
    named = [*_facts_files(request.facts), *(str(each) for each in request.schemes)]
    files = dict.fromkeys([*named, *filter(None, map(file_of, problems))])
    return CheckedFiles(
        tuple(files), read_sources(problems), tuple(sort_problems(problems)), command="kpicalc compute"
    )


def _facts_files(facts: Iterable[Path]) -> Iterator[str]:
    for path in facts:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (str(each) for each in inside if not path.is_dir() or each.suffix.lower() in SUFFIXES)
