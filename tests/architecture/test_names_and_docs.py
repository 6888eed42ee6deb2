"""Names say what a thing is, and every public thing says what it is for."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

import pytest

from tests.architecture.sources import Function, Source, definitions, snippet, sources

BANNED_WORDS = frozenset({"manager", "managers", "helper", "helpers", "util", "utils", "misc"})
BANNED_STARTS = frozenset({"process", "handle"})


def vague_names(every: Sequence[Source]) -> list[str]:
    """Return the modules, classes and functions named by a word that says nothing."""
    return [
        f"{place}: {name}"
        for source in every
        for place, name in _names(source)
        if BANNED_WORDS.intersection(_words(name)) or _words(name)[0] in BANNED_STARTS
    ]


def undocumented(every: Sequence[Source]) -> list[str]:
    """Return the modules, public classes and public functions without a docstring."""
    return [found for source in every for found in _undocumented(source)]


def shared_names(every: Sequence[Source]) -> list[str]:
    """Return the public functions and classes of modules that two rooms define: each means one thing."""
    rooms: dict[str, set[str]] = {}
    for source in every:
        for node in source.tree.body:
            if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
                rooms.setdefault(node.name, set()).add(source.part)
    return [name for name, found in rooms.items() if len(found) > 1]


def _names(source: Source) -> Iterator[tuple[str, str]]:
    yield source.path, source.name.split(".")[-1]
    yield from ((source.place(node), node.name) for node in definitions(source))


def _words(name: str) -> list[str]:
    found = re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+", name)
    return [word.lower() for word in found] or [""]


def _undocumented(source: Source) -> Iterator[str]:
    if not ast.get_docstring(source.tree):
        yield f"{source.path}: module"
    for node in _public(source.tree):
        if not ast.get_docstring(node):
            yield f"{source.place(node)}: {node.name}"


def _public(holder: ast.Module | ast.ClassDef) -> Iterator[Function | ast.ClassDef]:
    for node in holder.body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            yield node
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from _public(node)


def test_no_name_is_vague() -> None:
    assert vague_names([*sources("kpicalc"), *sources("benchmarks"), *sources("examples")]) == []


def test_no_name_stands_in_two_rooms() -> None:
    first, second = (snippet("def read_one(): ...", f"kpicalc.{room}.one") for room in ("facts", "scheme"))

    assert shared_names(sources("kpicalc")) == []
    assert shared_names([first, second]) == ["read_one"]


def test_everything_public_is_documented() -> None:
    assert undocumented([*sources("kpicalc"), *sources("benchmarks"), *sources("examples")]) == []


def test_every_module_of_the_tests_is_documented() -> None:
    assert [source.path for source in sources("tests") if not ast.get_docstring(source.tree)] == []


@pytest.mark.parametrize(
    "text",
    ["class RowManager: ...", "def process_rows(): ...", "def handle_error(): ...", "def text_utils(): ..."],
)
def test_a_vague_name_is_found(text: str) -> None:
    assert len(vague_names([snippet(text)])) == 1


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('"""Say."""\nclass A:\n    """Say."""\n    def _private(self): ...', 0),
        ('"""Say."""\nclass A:\n    """Say."""\n    def public(self): ...', 1),
        ("def public(): ...", 2),
    ],
)
def test_a_missing_docstring_is_found(text: str, count: int) -> None:
    assert count == len(undocumented([snippet(text)]))
