"""What a check of files found: the files, the problems in their order, and a number for each of them."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kpicalc.model.diagnostic import Diagnostic, Severity
from kpicalc.model.source import CellRef, Place, Span
from kpicalc.scheme.nodes import read_nodes
from kpicalc.scheme.tree import MappingNode, Node, ScalarNode, SequenceNode


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


# Where each node of a file begins, in order, and the keys that lead to it.
Pointers = Sequence[tuple[tuple[int, int], str]]


def fingerprint_problems(problems: Sequence[Diagnostic], texts: Mapping[str, str]) -> list[str]:
    """Return the fingerprint of each problem: of its code, its file and the keys that lead to it.

    Problems that are equal in these are told apart by their order.
    """
    files = {file_of(each) for each in problems}
    pointers = {file: list_pointers(text, file) for file, text in texts.items() if file in files}
    met: Counter[tuple[str, str, str]] = Counter()
    return [_hash_problem(each, pointers.get(file_of(each), ()), met) for each in problems]


def list_pointers(text: str, file: str) -> Pointers:
    """Return the pointers of a text; none where it is not YAML.

    The keys are joined by `/`. An item of a list goes by its first value, since items above come and go.
    """
    root = read_nodes(text, file).value
    return () if root is None else sorted(_walk_pointers(root, ""))


def point_at(pointers: Pointers, place: Place | None) -> str:
    """Return the keys that lead to a place: those of the last node that begins before it."""
    match place:
        case Span(line=line, column=column):
            found = bisect_right(pointers, (line, column), key=lambda each: each[0])
            return pointers[found - 1][1] if found else ""
        case CellRef():
            return str(place)
        case _:
            return ""


def _hash_problem(problem: Diagnostic, pointers: Pointers, met: Counter[tuple[str, str, str]]) -> str:
    pointer = point_at(pointers, problem.primary.place if problem.primary else None)
    same = (problem.code, file_of(problem), pointer)
    ordinal = met[same]
    met[same] += 1
    return hashlib.sha256("\n".join((*same, str(ordinal))).encode("utf-8", "replace")).hexdigest()[:32]


def _walk_pointers(node: Node, above: str) -> Iterator[tuple[tuple[int, int], str]]:
    yield (node.span.line, node.span.column), above
    match node:
        case MappingNode(entries=entries):
            for key, value in entries:
                yield (key.span.line, key.span.column), f"{above}/{key.text}"
                yield from _walk_pointers(value, f"{above}/{key.text}")
        case SequenceNode(items=items):
            for item in items:
                yield from _walk_pointers(item, f"{above}/[{_first_value(item)}]")


def _first_value(item: Node) -> str:
    match item:
        case ScalarNode():
            return item.text
        case MappingNode(entries=((key, value), *_)):
            return f"{key.text}={_first_value(value)}"
        case SequenceNode(items=(first, *_)):
            return _first_value(first)
        case _:
            return ""
