"""The order in which problems are told, and where each stands."""

from __future__ import annotations

from collections.abc import Iterable

from kpicalc.model.diagnostic import Diagnostic, Severity
from kpicalc.model.source import CellRef, Place, Span

_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.ADVICE: 2}


def sort_problems(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return each problem once: errors first, then by file, place and code."""
    return sorted(dict.fromkeys(diagnostics), key=_sort_key)


def sort_by_place(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return each problem once, in the order of the files, whatever its severity."""
    return sorted(dict.fromkeys(diagnostics), key=lambda each: (*_sort_key(each)[1:], each.severity))


def file_of(diagnostic: Diagnostic) -> str:
    """Return the file in which a problem stands, "" for one without a place."""
    return "" if diagnostic.primary is None else diagnostic.primary.place.file


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
