"""Problems with their places shown: sentence, source lines with underlined columns, help."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import plural
from kpicalc.i18n.sentence import help_text, phrase, sentence
from kpicalc.model.diagnostic import Diagnostic, Label, Severity
from kpicalc.model.source import CellRef, Place, Span
from kpicalc.report.document import Document, Paragraph, Tone, Verbatim
from kpicalc.report.problems.excerpt import Underlined, draw_excerpt

SHOWN = 50

_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.ADVICE: 2}
_TONES = {Severity.ERROR: Tone.ERROR, Severity.WARNING: Tone.WARNING, Severity.ADVICE: Tone.STRONG}
_COUNTS = {
    Severity.ERROR: "count.errors",
    Severity.WARNING: "count.warnings",
    Severity.ADVICE: "count.advices",
}


def show_problems(
    diagnostics: Sequence[Diagnostic], sources: Mapping[str, str], language: Language, shown: int = SHOWN
) -> Document:
    """Show problems, errors first, at most `shown` of them, and their count.

    `sources` holds the text of each file whose lines may be quoted.
    """
    ordered = sort_problems(diagnostics)
    blocks = [block for each in ordered[:shown] for block in _show(each, sources, language)]
    if len(ordered) > shown:
        blocks.append(Verbatim(phrase("problem.more", language, count=len(ordered) - shown), Tone.STRONG))
    if ordered:
        blocks.append(Verbatim(count_problems(ordered, language), Tone.STRONG))
    return Document(tuple(blocks))


def sort_problems(diagnostics: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Return each problem once: errors first, then by file, place and code."""
    return sorted(dict.fromkeys(diagnostics), key=_sort_key)


def count_problems(diagnostics: Sequence[Diagnostic], language: Language) -> str:
    """Say how many problems there are of each severity: "2 errors, 1 warning"."""
    counts = {severity: sum(each.severity is severity for each in diagnostics) for severity in _RANKS}
    return ", ".join(
        plural(count, _COUNTS[severity], language) for severity, count in counts.items() if count
    )


def _sort_key(diagnostic: Diagnostic) -> tuple[int, str, str, int, int, str, str]:
    file, sheet, row, column = _position(diagnostic.primary.place if diagnostic.primary else None)
    rank = _RANKS[diagnostic.severity]
    return rank, file, sheet, row, column, diagnostic.code, repr(diagnostic.params)


def _position(place: Place | None) -> tuple[str, str, int, int]:
    match place:
        case Span(file=file, line=line, column=column):
            return file, "", line, column
        case CellRef(file=file, sheet=sheet, row=row, column=column):
            return file, sheet, row, column
        case None:
            return "", "", 0, 0
        case _:
            return place.file, "", 0, 0


def _show(
    diagnostic: Diagnostic, sources: Mapping[str, str], language: Language
) -> Iterator[Verbatim | Paragraph]:
    title = phrase(f"severity.{diagnostic.severity}", language)
    said = sentence(diagnostic, language)
    yield Verbatim(f"{title}[{diagnostic.code}]: {said}", _TONES[diagnostic.severity])
    if diagnostic.primary is not None:
        yield Verbatim(f"  {diagnostic.primary.place}")
    stretches = _stretches(diagnostic, language)
    if stretches and stretches[0].span.file in sources:
        yield from map(Verbatim, draw_excerpt(sources[stretches[0].span.file], stretches))
    quoted = {each.span for each in stretches}
    for label in diagnostic.others:
        if label.place not in quoted:
            yield Verbatim(f"  = {_also(label, language)}")
    if helped := help_text(diagnostic, language):
        yield Verbatim(f"  = {phrase('problem.help', language, help=helped)}")
    yield Verbatim("")


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
