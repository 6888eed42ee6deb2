"""What a run tells other programs of its problems, on stdout; people read the same on stderr."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from kpicalc.api import Request
from kpicalc.cli.console import read_sources, tell_problems, tell_refused, write_for_programs
from kpicalc.cli.outcome import ExitCode
from kpicalc.facts.read_files import SUFFIXES
from kpicalc.i18n.catalogue import Language
from kpicalc.model.diagnostic import Diagnostic, has_errors
from kpicalc.report.checked_files import CheckedFiles, file_of, sort_problems
from kpicalc.report.formats import RunFormat


def tell_run_problems(
    problems: Sequence[Diagnostic], request: Request, form: RunFormat, language: Language, *, refused: bool
) -> ExitCode:
    """Tell the problems of a run in the form asked for; return the exit code they ask for."""
    if refused and form is RunFormat.JSON:
        return tell_refused(problems, form, language)
    return tell_problems_in_form(problems, list_files([request]), "kpicalc compute", form, language)


def tell_problems_in_form(
    problems: Sequence[Diagnostic], named: Iterable[str], command: str, form: RunFormat, language: Language
) -> ExitCode:
    """Tell the problems that a command found in some files; of JSON others tell what it holds."""
    if form in {RunFormat.TEXT, RunFormat.JSON}:
        return tell_problems(problems, language)
    from kpicalc.report.writers.to_github import write_github  # noqa: PLC0415 - few runs need them
    from kpicalc.report.writers.to_junit import write_problem_cases  # noqa: PLC0415 - likewise

    files = tuple(dict.fromkeys([*named, *filter(None, map(file_of, problems))]))
    told = tuple(sort_problems(problems))
    checked = CheckedFiles(files, read_sources(problems), told, command=command)
    if form is RunFormat.JUNIT:
        write_for_programs(write_problem_cases(checked, language))
        return ExitCode.PROBLEMS if has_errors(list(problems)) else ExitCode.OK
    write_for_programs(write_github(checked, language))
    return tell_problems(problems, language)


def list_files(requests: Iterable[Request]) -> Iterator[str]:
    """Yield the files that runs read: their facts and their schemes."""
    for request in requests:
        yield from _facts_files(request.facts)
        yield from (str(each) for each in request.schemes)


def _facts_files(facts: Iterable[Path]) -> Iterator[str]:
    for path in facts:
        inside = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (str(each) for each in inside if not path.is_dir() or each.suffix.lower() in SUFFIXES)
