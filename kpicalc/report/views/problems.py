"""Problems shown in full, with source lines quoted and underlined, or one to a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import plural
from kpicalc.i18n.sentence import help_text, phrase, sentence
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, Label, Severity
from kpicalc.model.source import Span
from kpicalc.report.checked_files import CheckedFiles, sort_by_place, sort_problems
from kpicalc.report.document import Block, Document, Hanging, Mark, Quoted, Tone, Verbatim
from kpicalc.report.writers.screen import escape_unsafe

# Whoever has more mends these first; the count of all stands below.
SHOWN = 50

_TONES = {Severity.ERROR: Tone.ERROR, Severity.WARNING: Tone.WARNING, Severity.ADVICE: Tone.STRONG}
_COUNTS = {
    Severity.ERROR: "count.errors",
    Severity.WARNING: "count.warnings",
    Severity.ADVICE: "count.advices",
}


def show_problems(
    diagnostics: Sequence[Diagnostic],
    sources: Mapping[str, str],
    language: Language,
    shown: int | None = SHOWN,
    closing: str = "",
) -> Document:
    """Show problems, errors first, at most `shown` of them, and at the end `closing` or their count.

    `sources` holds the text of each file whose lines may be quoted.
    """
    ordered = sort_problems(diagnostics)
    lines = {file: text.split("\n") for file, text in sources.items()}
    first = {each.code: each for each in reversed(ordered)}
    blocks: list[Block] = []
    for problem in ordered[:shown]:
        blocks += _show_problem(problem, lines, language)
        if first[problem.code] is problem:
            details = phrase("problem.details", language, code=problem.code)
            blocks.append(Verbatim(f"  = {details}", Tone.MUTED))
        blocks.append(Verbatim(""))
    if shown is not None and len(ordered) > shown:
        blocks.append(Verbatim(phrase("problem.more", language, count=len(ordered) - shown), Tone.STRONG))
    if ordered or closing:
        blocks.append(Verbatim(closing or count_problems(ordered, language), Tone.STRONG))
    return Document(tuple(blocks))


def count_problems(diagnostics: Sequence[Diagnostic], language: Language) -> str:
    """Say how many problems there are of each severity: "2 errors, 1 warning"."""
    counts = {severity: sum(each.severity is severity for each in diagnostics) for severity in Severity}
    return ", ".join(
        plural(count, _COUNTS[severity], language) for severity, count in counts.items() if count
    )


def _show_problem(
    diagnostic: Diagnostic, lines: Mapping[str, list[str]], language: Language
) -> Iterator[Block]:
    title = f"{phrase(f'severity.{diagnostic.severity}', language)}[{diagnostic.code}]"
    yield Hanging(f"{title}: {sentence(diagnostic, language)}", 2, _TONES[diagnostic.severity])
    if diagnostic.primary is not None:
        yield Verbatim(f"  {diagnostic.primary.place}")
    stretches = _underlined_stretches(diagnostic, language)
    if stretches and stretches[0].span.file in lines:
        yield from quote_source(lines[stretches[0].span.file], stretches)
    quoted = {each.span for each in stretches}
    for label in diagnostic.others:
        if label.place not in quoted:
            yield Hanging(f"  = {_say_also(label, language)}", 4)
    if helped := help_text(diagnostic, language):
        yield Hanging(f"  = {phrase('problem.help', language, help=helped)}", 4)


def _underlined_stretches(diagnostic: Diagnostic, language: Language) -> list[Underlined]:
    """Return the main place and the other ones in the same text file; nothing for a problem of a cell."""
    primary = diagnostic.primary
    if primary is None or not isinstance(primary.place, Span):
        return []
    main = primary.place
    stretches = [Underlined(main, _word_label(primary, language), main=True)]
    stretches.extend(
        Underlined(label.place, _word_label(label, language), main=False)
        for label in diagnostic.others
        if isinstance(label.place, Span) and label.place.file == main.file
    )
    return stretches


def _word_label(label: Label, language: Language) -> str:
    return phrase(f"label.{label.note}", language) if label.note else ""


def _say_also(label: Label, language: Language) -> str:
    also = phrase("problem.also", language, place=str(label.place))
    return f"{also}: {_word_label(label, language)}" if label.note else also


_TAB = "    "
# More of a line is never shown.
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Underlined:
    """A stretch to underline, with the words beside it; the main one bears `^`, others `-`."""

    span: Span
    words: str
    main: bool


def quote_source(lines: Sequence[str], stretches: list[Underlined]) -> Iterator[Quoted]:
    """Yield the lines of a source in which the stretches begin, each stretch underlined below its line."""
    inside = [each for each in stretches if 1 <= each.span.line <= len(lines)]
    margin = max((len(str(each.span.line)) for each in inside), default=0)
    ordered = sorted(inside, key=lambda one: (one.span, not one.main))
    for number, group in groupby(ordered, key=lambda one: one.span.line):
        marked = list(group)
        part = _cut_line(lines[number - 1].rstrip("\r"), marked[0].span.column - 1)
        marks = tuple(part.place_mark(each) for each in marked)
        yield Quoted(f"{number:>{margin}}", _flatten_tabs(part.text), marks)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a line, and how many letters of the line stand before the part."""

    text: str
    before: int

    def place_mark(self, stretch: Underlined) -> Mark:
        """Count the letters as shown; a stretch over several lines is underlined to the end of the first."""
        span = stretch.span
        end = span.end_column - 1 - self.before if span.end_line == span.line else len(self.text)
        start = max(span.column - 1 - self.before, 0)
        shown_start, shown_end = (len(_flatten_tabs(self.text[: max(letter, 0)])) for letter in (start, end))
        return Mark(shown_start, shown_end, "^" if stretch.main else "-", stretch.words)


def _cut_line(line: str, column: int) -> _Part:
    """Leave of a very long line what stands around a column."""
    start = max(column - _LONGEST // 2, 0)
    if len(line) <= _LONGEST:
        return _Part(line, 0)
    mark = "…" if start else ""
    return _Part(f"{mark}{line[start : start + _LONGEST]}…", start - len(mark))


def _flatten_tabs(text: str) -> str:
    return escape_unsafe(text.replace("\t", _TAB))


def show_concisely(diagnostics: Iterable[Diagnostic], language: Language) -> Document:
    """Show each problem on a line of its own, in the order of the files."""
    return Document(tuple(Verbatim(write_line(each, language)) for each in sort_by_place(diagnostics)))


def write_line(diagnostic: Diagnostic, language: Language) -> str:
    """Write a problem as one line; without a place the line begins with the code."""
    place = f"{diagnostic.primary.place}: " if diagnostic.primary else ""
    return f"{place}{diagnostic.code} {sentence(diagnostic, language)}"


def close(checked: CheckedFiles, language: Language) -> str:
    """Say it in one line: "3 schemes: 2 errors, 1 warning"."""
    files = plural(len(checked.files), "count.files_checked", language)
    found = count_problems(checked.problems, language) or phrase("validate.clean", language)
    return f"{files}: {found}"
