"""What a command says: reports on stdout; problems, refusals and the stage of a long run on stderr."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Timer
from time import monotonic
from typing import Any, TextIO, TypeVar

from kpicalc.cli.outcome import ExitCode, Refusal
from kpicalc.i18n.catalogue import Language, words
from kpicalc.i18n.sentence import phrase
from kpicalc.model.diagnostic import Diagnostic, has_errors, rename_files
from kpicalc.model.source import Span
from kpicalc.report.document import Document, Shown, Tone, Verbatim
from kpicalc.report.views.problems import show_problems
from kpicalc.report.writers.to_terminal import print_document

# Seconds: a run that ends sooner needs no line about it.
SHORT = 1.0

_WIPE = "\r\x1b[K"
# Seconds between two counts on the line: more often nobody reads it.
_TWINKLING = 0.2

# The form of `--format` in which programs read what a command found, and why it found nothing.
_JSON = "json"

# The disk is full, a right is missing, a program has the file: the same command may go well another time.
_UNWRITTEN = frozenset(f"output.{reason}" for reason in ("failed", "torn", "denied", "locked"))

Counted = TypeVar("Counted")


def tell(document: Document) -> None:
    """Print a report on stdout, with an empty line after it."""
    print_document(document, sys.stdout)
    sys.stdout.write("\n")


def tell_parts(parts: Iterable[Shown]) -> None:
    """Print the parts of a report on stdout; pictures are for files."""
    tell(Document(tuple(block for part in parts if isinstance(part, Document) for block in part.blocks)))


def write_for_programs(text: str) -> None:
    """Write a text on stdout that other programs read: in UTF-8, whatever the screen can show."""
    write_chunks([text.encode("utf-8", "backslashreplace")])


def write_chunks(chunks: Iterable[bytes]) -> None:
    """Write bytes on stdout that other programs read."""
    sys.stdout.flush()
    for chunk in chunks:
        sys.stdout.buffer.write(chunk)
    sys.stdout.buffer.flush()


def tell_problems(
    diagnostics: Sequence[Diagnostic], language: Language, call_file: Callable[[str], str] = str
) -> ExitCode:
    """Print the problems on stderr, after what stdout has; return the exit code they ask for.

    `call_file` says what a file is called, whatever it was read from.
    """
    sys.stdout.flush()
    sources = {call_file(name): text for name, text in read_sources(diagnostics).items()}
    called = [rename_files(each, call_file) for each in diagnostics]
    print_document(show_problems(called, sources, language), sys.stderr)
    return ExitCode.PROBLEMS if has_errors(list(diagnostics)) else ExitCode.OK


def tell_refused(
    problems: Sequence[Diagnostic], form: str, language: Language, call_file: Callable[[str], str] = str
) -> ExitCode:
    """Tell why nothing was found, programs that read JSON too; what was typed wrongly is a wrong use."""
    if form == _JSON:
        _refuse_in_json(problems=[rename_files(each, call_file) for each in problems])
    code = tell_problems(problems, language, call_file)
    places = [each.primary.place for each in problems if each.primary is not None]
    typed = any(isinstance(each, Span) and each.file.startswith("--") for each in places)
    return ExitCode.USAGE if typed else code


def tell_refusal(refusal: Refusal, language: Language, form: str = "") -> ExitCode:
    """Print a refusal on stderr; return the exit code of wrong use, or of problems where it has them.

    What was typed rightly and the system would not write is a problem too.
    """
    if refusal.problems:
        return tell_refused(refusal.problems, form, language)
    if form == _JSON and refusal.key in _UNWRITTEN:
        _refuse_in_json(unwritten=[(refusal.key, refusal.params)])
    for each in (refusal, *refusal.more):
        params = {name: _spell_choice(value, language) for name, value in each.params}
        said = phrase("usage.prefix", language, text=phrase(each.key, language, **params))
        print_document(Document((Verbatim(said, Tone.ERROR),)), sys.stderr)
    return ExitCode.PROBLEMS if refusal.key in _UNWRITTEN else ExitCode.USAGE


def can_ask() -> bool:
    """Say whether somebody sits at the keyboard and sees what is printed."""
    return sys.stdin.isatty() and sys.stdout.isatty()


@contextmanager
def watch_progress(
    stream: TextIO, language: Language, short: float = SHORT
) -> Iterator[Callable[[str], None]]:
    """Give a function that shows the stage of a run once it has lasted for `short` seconds."""
    if not stream.isatty():
        yield lambda _: None
        return
    line = _Line(stream, language)
    timer = Timer(short, line.begin)
    timer.daemon = True
    timer.start()
    try:
        yield line.tell
    finally:
        timer.cancel()
        line.wipe()


@contextmanager
def watch_counts(
    stream: TextIO, language: Language, total: int, short: float = SHORT
) -> Iterator[Callable[[Iterable[Counted]], Iterator[Counted]]]:
    """Give a function that passes people on, and says on a terminal how many of them have been written."""
    with watch_progress(stream, language, short) as told:

        def count(people: Iterable[Counted]) -> Iterator[Counted]:
            due = 0.0
            for number, person in enumerate(people, 1):
                if monotonic() >= due:
                    told(phrase("progress.writing", language, count=number, total=total))
                    due = monotonic() + _TWINKLING
                yield person

        yield count


def _refuse_in_json(**reasons: Sequence[Any]) -> None:
    from kpicalc.report.writers.problems_json import write_refused  # noqa: PLC0415 - few runs need it

    write_for_programs(write_refused(**reasons))


def _spell_choice(value: str | tuple[str, ...], language: Language) -> str:
    """Write several names as a choice between them: `.csv, .json or .html`."""
    if isinstance(value, str) or len(value) < 2:
        return "".join(value)
    *others, last = value
    return phrase("usage.choice", language, others=", ".join(others), last=last)


def read_sources(diagnostics: Sequence[Diagnostic]) -> dict[str, str]:
    """Read the text files in which the problems stand."""
    sources = {}
    for name in sorted(set(_named_files(diagnostics))):
        try:
            sources[name] = Path(name).read_text(encoding="utf-8-sig", errors="replace")
        except OSError:
            continue
    return sources


def _named_files(diagnostics: Sequence[Diagnostic]) -> Iterator[str]:
    for diagnostic in diagnostics:
        if diagnostic.primary is not None and isinstance(diagnostic.primary.place, Span):
            yield diagnostic.primary.place.file


class _Line:
    """The line on the screen; before `begin` a stage is only remembered."""

    def __init__(self, stream: TextIO, language: Language) -> None:
        self._stream = stream
        self._words = words(language)
        self._stage = ""
        self._shown = False

    def tell(self, stage: str) -> None:
        """Name the stage that begins."""
        self._stage = self._words.get(f"progress.{stage}", stage)
        if self._shown:
            self._write(self._stage)

    def begin(self) -> None:
        """Show the stage, now and from now on."""
        self._shown = True
        self._write(self._stage)

    def wipe(self) -> None:
        """Leave the line as it was before."""
        if self._shown:
            self._write("")

    def _write(self, text: str) -> None:
        self._stream.write(_WIPE + text)
        self._stream.flush()
