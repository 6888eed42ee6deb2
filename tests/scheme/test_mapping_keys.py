"""Keys: written once, unlike all others, each with a value."""

from __future__ import annotations

import pytest

from kpicalc.model.diagnostic import Label
from kpicalc.model.source import Span
from kpicalc.scheme.nodes import read_nodes
from kpicalc.scheme.tree import MappingNode, ScalarNode
from tests.scheme.texts import params_of, problems_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\na: 4\n", ["KPI120 3:1", "KPI120 4:1"]),
        ("x: {a: 1, 'a': 2}\n", ["KPI120 1:11"]),
        ("К1: 1\nK1: 2\n", ["KPI121 2:1"]),
        ("й: 1\nи\u0306: 2\n", ["KPI121 2:1"]),
        ("a: 1\nA: 2\n", []),
        ("? [a]\n: 1\n? {b: 1}\n: 2\n", ["KPI127 1:3", "KPI127 3:3"]),
        ("{[a, b], c: 1}\n", ["KPI127 1:2"]),
        ("<<: {a: 1}\n", ["KPI124 1:1"]),
        ("'<<': 1\n", []),
        ("{: 1}\n", ["KPI128 1:2"]),
        ("' ': 1\n", ["KPI128 1:1"]),
        ("{a: 1, b}\n", ["KPI129 1:8"]),
        ("{a: 1, b , c: 2}\n", ["KPI129 1:8"]),
        ("{a: , b: }\n", []),
        ("{a:b, 'c:d'}\n", ["KPI111 1:2", "KPI129 1:7"]),
        ("a:\n", []),
    ],
)
def test_keys_are_checked(text: str, expected: list[str]) -> None:
    assert expected == problems_of(read_nodes(text, "f").diagnostics)


def test_a_repeated_key_points_at_the_first() -> None:
    problem = read_nodes("a: 1\na: 2\n", "f").diagnostics[0]

    assert (Label(Span("f", 1, 1, 1, 2), "first_here"),) == problem.others
    assert params_of(problem) == {"key": "a"}


def test_look_alike_keys_name_each_other() -> None:
    assert params_of(read_nodes("К1: 1\nK1: 2\n", "f").diagnostics[0]) == {"first": "К1", "key": "K1"}


def test_a_key_without_space_is_read_as_meant() -> None:
    root = read_nodes("{kind:fixed, b: 1}", "f").value

    assert isinstance(root, MappingNode)
    assert [(key.text, value.text) for key, value in root.entries if isinstance(value, ScalarNode)] == [
        ("kind", "fixed"),
        ("b", "1"),
    ]
