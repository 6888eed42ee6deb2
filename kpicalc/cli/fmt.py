"""`kpicalc fmt`: schemes and tests read, laid out evenly, compared, and written back."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from difflib import unified_diff
from pathlib import Path

from kpicalc.cli.console import tell_problems, write_chunks
from kpicalc.cli.deliver import write_texts
from kpicalc.cli.options import FormatOptions
from kpicalc.cli.outcome import ExitCode, Refusal, refuse
from kpicalc.cli.paths import STDIN, find_checked, trials_below
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.key_names import key_names
from kpicalc.i18n.sentence import phrase
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, has_errors
from kpicalc.report.document import Document, Verbatim
from kpicalc.report.writers.to_terminal import print_document
from kpicalc.scheme.constructs.trials import TrialsDocument
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.file_text import SETTINGS, TESTS, decode_text, load_text
from kpicalc.scheme.formatting.change_keys import change_keys
from kpicalc.scheme.formatting.format_text import format_text
from kpicalc.scheme.load_batch import BatchDocument
from kpicalc.scheme.settings import SettingsDocument
from kpicalc.scheme.spec import Spec

_STDIN_NAME = "<stdin>"
# The key that only files of jobs have, in each language of keys.
_JOBS = re.compile(
    rf"^(?:{'|'.join({key_names(each).key('BatchDocument', 'jobs') for each in Language})})\s*:", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class _File:
    """A file before and after; without `after` it cannot be read."""

    path: Path
    before: str
    after: str | None
    problems: tuple[Diagnostic, ...]

    @property
    def changed(self) -> bool:
        """True when formatting changes something."""
        return self.after is not None and self.after != self.before

    def diff_lines(self) -> Iterator[str]:
        if self.changed:
            before, after = (text.splitlines(keepends=True) for text in (self.before, str(self.after)))
            for line in unified_diff(before, after, str(self.path), str(self.path)):
                yield line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"


def format_schemes(options: FormatOptions, language: Language) -> ExitCode | Refusal:
    """Do what `kpicalc fmt` was asked to; with `check` or `diff` nothing is written."""
    paths = tuple(options.paths)
    if STDIN in paths:
        if len(paths) > 1:
            return refuse("usage.fmt_stdin")
        return _format_stdin(options, language)
    found = _find_formatted(paths, Path.cwd())
    if isinstance(found, Refusal):
        return found
    files = [_format_file(path, load_text(path, str(path)), options.keys) for path in found]
    changed = {file.path: str(file.after) for file in files if file.changed}
    refusal = None if options.check or options.diff else write_texts(changed)
    if refusal is not None:
        return refusal
    _report_changes(files, options, language)
    return _tell_ending(files, options, language)


def _find_formatted(paths: Sequence[Path], folder: Path) -> tuple[Path, ...] | Refusal:
    """Return the files named, the schemes and tests below folders; without paths those of the project.

    Files below `folder` are named from there.
    """
    found = find_checked(paths, folder)
    tests = tuple(each for path in paths if path.is_dir() for each in trials_below(path))
    if isinstance(found, Refusal) and (not tests or found.key != "usage.empty_folder"):
        return found
    schemes = () if isinstance(found, Refusal) else found.files
    every = dict.fromkeys((*schemes, *tests))
    return tuple(each.relative_to(folder) if each.is_relative_to(folder) else each for each in every)


def _format_stdin(options: FormatOptions, language: Language) -> ExitCode:
    """Format what comes in on stdin; what cannot be read goes out as it came."""
    data = sys.stdin.buffer.read()
    file = _format_file(Path(_STDIN_NAME), decode_text(data, _STDIN_NAME), options.keys)
    if options.diff:
        sys.stdout.writelines(file.diff_lines())
    elif not options.check:
        write_chunks([data if file.after is None else file.after.encode()])
    return _tell_ending([file], options, language)


def _format_file(path: Path, text: Checked[str], keys: Language | None) -> _File:
    if text.value is None:
        return _File(path, "", None, text.diagnostics)
    kind = _document_of(path, text.value)
    changed = text if keys is None else change_keys(text.value, str(path), kind, keys)
    formatted = changed if changed.value is None else format_text(changed.value, str(path))
    problems = tuple(each for each in formatted.diagnostics if has_errors([each]))
    return _File(path, text.value, formatted.value, problems)


def _document_of(path: Path, text: str) -> type[Spec]:
    """Return what a file is read as; a file of jobs may be called anything."""
    if path.name == SETTINGS:
        return SettingsDocument
    if _JOBS.search(text):
        return BatchDocument
    return TrialsDocument if path.name.endswith(TESTS) else SchemeDocument


def _report_changes(files: Sequence[_File], options: FormatOptions, language: Language) -> None:
    """Name the files; a diff has stdout for itself."""
    if options.diff:
        for file in files:
            sys.stdout.writelines(file.diff_lines())
        sys.stdout.flush()
    key = "fmt.would_change" if options.check or options.diff else "fmt.changed"
    changed = [phrase(key, language, path=str(file.path)) for file in files if file.changed]
    same = sum(not file.changed and file.after is not None for file in files)
    summary = phrase("fmt.summary", language, changed=len(changed), same=same)
    lines = tuple(Verbatim(line) for line in (*changed, summary))
    print_document(Document(lines), sys.stderr if options.diff else sys.stdout)


def _tell_ending(files: Sequence[_File], options: FormatOptions, language: Language) -> ExitCode:
    problems = tuple(problem for file in files for problem in file.problems)
    told = tell_problems(problems, language) if problems else ExitCode.OK
    pending = (options.check or options.diff) and any(file.changed for file in files)
    return ExitCode.PROBLEMS if pending else told
