"""What a check of files found: the files, and the problems in their order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, Severity
from kpicalc.model.source import CellRef, Place, Span


@dataclass(frozen=True, slots=True)
class CheckedFiles:
    """The files that were looked at, by the names that places show, with `/`.

    `texts` lacks a file that could not be read. `problems` are sorted. With `strict` a warning fails too.
    `command` is the one that looked.
    """

    files: tuple[str, ...]
    texts: Mapping[str, str]
    problems: tuple[Diagnostic, ...]
    strict: bool = False
    command: str = "kpicalc validate"

    @property
    def failed(self) -> bool:
        """True when anything fails the check."""
        return any(map(self.fails, self.problems))

    def fails(self, problem: Diagnostic) -> bool:
        """Say whether a problem fails the check: errors do, warnings where that is asked, advice never."""
        failing = (Severity.ERROR, Severity.WARNING) if self.strict else (Severity.ERROR,)
        return problem.severity in failing

    def problems_of(self, file: str) -> tuple[Diagnostic, ...]:
        """Return the problems that stand in a file."""
        return tuple(each for each in self.problems if file_of(each) == file)


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
    file, sheet, row, column = _order_of_place(diagnostic.primary.place if diagnostic.primary else None)
    rank = _RANKS[diagnostic.severity]
    return rank, file, sheet, row, column, diagnostic.code, repr(diagnostic.params)


def _order_of_place(place: Place | None) -> tuple[str, str, int, int]:
    match place:
        case Span(file=file, line=line, column=column):
            return file, "", line, column
        case CellRef(file=file, sheet=sheet, row=row, column=column):
            return file, sheet, row, column
        case None:
            return "", "", 0, 0
        case _:
            return place.file, "", 0, 0
