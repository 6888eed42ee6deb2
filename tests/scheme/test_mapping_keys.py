"""The keys of mappings, and values that a comma has cut in two."""

from __future__ import annotations

import pytest

from kpicalc.model.diagnostic import Label
from kpicalc.model.source import Span
from kpicalc.scheme.nodes import read_nodes
from kpicalc.scheme.tree import MappingNode, Node, ScalarNode, SequenceNode
from tests.scheme.texts import params_of, problems_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\na: 4\n", ["KPI120 3:1", "KPI120 4:1"]),
        ("x: {a: 1, 'a': 2}\n", ["KPI120 1:11"]),
        ("К1: 1\nK1: 2\n", ["KPI121 2:1"]),
        ("й: 1\nи\u0306: 2\n", ["KPI120 2:1"]),
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


def texts_of(node: Node | None) -> list[str]:
    """Return the texts of the values or items of a node."""
    values = [value for _, value in node.entries] if isinstance(node, MappingNode) else []
    items = list(node.items) if isinstance(node, SequenceNode) else values
    return [item.text for item in items if isinstance(item, ScalarNode)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{amount: max(a, b)}", ["max(a, b)"]),
        ("{amount: max(a, 0) + max(b, 0), kind: fixed}", ["max(a, 0) + max(b, 0)", "fixed"]),
        ("{a: max(x, 0), b: max(y, 0)}", ["max(x, 0)", "max(y, 0)"]),
        ("[index, max(a, min(b, c)), d]", ["index", "max(a, min(b, c))", "d"]),
        ("[max(a, '1')]", ["max(a", "1", ")"]),
    ],
)
def test_a_cut_formula_is_joined(text: str, expected: list[str]) -> None:
    checked = read_nodes(text, "f")

    if checked.value is not None:
        assert expected == texts_of(checked.value)
    assert {"KPI118"} == {each.code for each in checked.diagnostics}


def test_the_problem_covers_the_whole_formula_and_shows_it() -> None:
    problem = read_nodes("{kind: fixed, amount: max(a, b), x: 1}", "f").diagnostics[0]

    assert problems_of((problem,)) == ["KPI118 1:23"]
    assert params_of(problem) == {"text": "max(a, b)"}


def test_the_pieces_keep_their_places() -> None:
    root = read_nodes("{amount: max(a,   b)}", "f").value

    assert isinstance(root, MappingNode)
    value = root.entries[0][1]
    assert isinstance(value, ScalarNode)
    assert value.source.span(value.text.index("b"), value.text.index("b") + 1).column == 19


@pytest.mark.parametrize(
    "text",
    [
        "{amount: max(a, b: 1}",
        "{amount: max(a}",
        "{amount: 'max(a', x: 1}",
        "[max(a, [b]]",
        "[max(a, b]",
        "[a), (b]",
        "{a: [max(b], c: 1}",
        "- max(a\n- b)\n",
        "a: max(b\nc: d)\n",
    ],
)
def test_what_never_closes_is_left_alone(text: str) -> None:
    assert problems_of(read_nodes(text, "f").diagnostics) == []


@pytest.mark.parametrize(
    ("text", "expected", "meant"),
    [
        ("{step: 0,5}", ["KPI119 1:8"], ["0.5"]),
        ("{step: -0,5%, x: 1}", ["KPI119 1:8"], ["-0.5%", "1"]),
        ("{step: 0, 5}", ["KPI129 1:11"], ["0", ""]),
        ("{step: a,5}", ["KPI129 1:10"], ["a", ""]),
        ("{step: 5,a}", ["KPI129 1:10"], ["5", ""]),
        ("[0,5, 7]", [], ["0", "5", "7"]),
    ],
)
def test_a_decimal_comma_inside_braces_is_recognised(
    text: str, expected: list[str], meant: list[str]
) -> None:
    checked = read_nodes(text, "f")

    assert expected == problems_of(checked.diagnostics)
    assert meant == texts_of(checked.value)
