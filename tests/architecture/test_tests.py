"""No test may pass without having looked at anything."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

import pytest

from tests.architecture.sources import Function, Source, called_name, functions, snippet, sources, walk

CHECKS = re.compile(r"^_?(check|assert|expect|verify|raises|warns|fail)")


def idle_tests(every: Sequence[Source]) -> list[str]:
    """Return the tests that neither assert anything nor call a check."""
    return [
        f"{source.place(function)}: {function.name}"
        for source in every
        for function in functions(source)
        if function.name.startswith("test") and not any(_looks(function))
    ]


def _looks(function: Function) -> Iterator[bool]:
    for node in walk(function):
        yield isinstance(node, ast.Assert)
        yield isinstance(node, ast.Call) and CHECKS.match(called_name(node)) is not None


def test_every_test_looks_at_something() -> None:
    assert idle_tests(sources("tests")) == []


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {source.path.rpartition("/")[0] for source in sources("tests")}
    packages = {
        source.path.rpartition("/")[0] for source in sources("tests") if source.path.endswith("__init__.py")
    }

    assert set() == folders - packages


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("def test_a():\n    compute()", 1),
        ("def test_a():\n    assert 1 == compute()", 0),
        ("def test_a():\n    with pytest.raises(ValueError):\n        compute()", 0),
        ("def test_a():\n    check('in', 'out')", 0),
        ("class TestA:\n    def test_a(self):\n        compute()", 1),
    ],
)
def test_an_idle_test_is_found(text: str, count: int) -> None:
    assert count == len(idle_tests([snippet(text)]))
