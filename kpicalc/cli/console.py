"""What a command says: reports on stdout; problems and refusals on stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from kpicalc.cli.exit_codes import ExitCode
from kpicalc.cli.refusal import Refusal
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.model.diagnostic import Diagnostic, has_errors
from kpicalc.model.source import Span
from kpicalc.report.document import Document, Tone, Verbatim
from kpicalc.report.problems.full import show_problems
from kpicalc.report.writers.to_terminal import print_document


def tell(document: Document) -> None:
    """Print a report on stdout, with an empty line after it."""
    print_document(document, sys.stdout)
    sys.stdout.write("\n")


def tell_problems(diagnostics: Sequence[Diagnostic], language: Language) -> ExitCode:
    """Print the problems on stderr, after what stdout has; return the exit code they ask for."""
    sys.stdout.flush()
    print_document(show_problems(diagnostics, _read_sources(diagnostics), language), sys.stderr)
    return ExitCode.PROBLEMS if has_errors(list(diagnostics)) else ExitCode.OK


def tell_refusal(refusal: Refusal, language: Language) -> ExitCode:
    """Print a refusal on stderr; return the exit code of wrong use, or of problems where it has them."""
    if refusal.problems:
        return tell_problems(refusal.problems, language)
    text = phrase(refusal.key, language, **dict(refusal.params))
    said = phrase("usage.prefix", language, text=text)
    print_document(Document((Verbatim(said, Tone.ERROR),)), sys.stderr)
    return ExitCode.USAGE


def _read_sources(diagnostics: Sequence[Diagnostic]) -> dict[str, str]:
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
