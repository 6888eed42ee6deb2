"""A number for each problem that stays while its file is edited elsewhere: from code, file and keys."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.source import CellRef, Place, Span
from kpicalc.report.checked_files import file_of
from kpicalc.scheme.nodes import read_nodes
from kpicalc.scheme.tree import MappingNode, Node, ScalarNode, SequenceNode

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
