"""Problems with their places shown: sentence, source lines with underlined columns, help."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import plural
from kpicalc.i18n.sentence import help_text, phrase, sentence
from kpicalc.model.diagnostic import Diagnostic, Label, Severity
from kpicalc.model.source import Span
from kpicalc.report.document import Block, Document, Hanging, Tone, Verbatim
from kpicalc.report.problems.excerpt import Underlined, quote_source
from kpicalc.report.problems.order import sort_problems

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
    for each in ordered[:shown]:
        blocks += _show(each, lines, language)
        if first[each.code] is each:
            blocks.append(Verbatim(f"  = {phrase('problem.details', language, code=each.code)}", Tone.MUTED))
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


def _show(diagnostic: Diagnostic, lines: Mapping[str, list[str]], language: Language) -> Iterator[Block]:
    title = f"{phrase(f'severity.{diagnostic.severity}', language)}[{diagnostic.code}]"
    yield Hanging(f"{title}: {sentence(diagnostic, language)}", 2, _TONES[diagnostic.severity])
    if diagnostic.primary is not None:
        yield Verbatim(f"  {diagnostic.primary.place}")
    stretches = _stretches(diagnostic, language)
    if stretches and stretches[0].span.file in lines:
        yield from quote_source(lines[stretches[0].span.file], stretches)
    quoted = {each.span for each in stretches}
    for label in diagnostic.others:
        if label.place not in quoted:
            yield Hanging(f"  = {_also(label, language)}", 4)
    if helped := help_text(diagnostic, language):
        yield Hanging(f"  = {phrase('problem.help', language, help=helped)}", 4)


def _stretches(diagnostic: Diagnostic, language: Language) -> list[Underlined]:
    """Return the main place and the other ones in the same text file; nothing for a problem of a cell."""
    primary = diagnostic.primary
    if primary is None or not isinstance(primary.place, Span):
        return []
    main = primary.place
    stretches = [Underlined(main, _words(primary, language), main=True)]
    stretches.extend(
        Underlined(label.place, _words(label, language), main=False)
        for label in diagnostic.others
        if isinstance(label.place, Span) and label.place.file == main.file
    )
    return stretches


def _words(label: Label, language: Language) -> str:
    return phrase(f"label.{label.note}", language) if label.note else ""


def _also(label: Label, language: Language) -> str:
    also = phrase("problem.also", language, place=str(label.place))
    return f"{also}: {_words(label, language)}" if label.note else also
