"""YAML text to nodes: what is kept, what is refused, and where."""

from __future__ import annotations

import pytest

from kpicalc.model.diagnostic import Severity
from kpicalc.model.source import Span
from kpicalc.scheme.events import MAX_LEVELS, MAX_NODES
from kpicalc.scheme.file_text import MAX_BYTES
from kpicalc.scheme.nodes import read_nodes
from kpicalc.scheme.tree import MappingNode, Node, ScalarNode, SequenceNode
from tests.scheme.texts import params_of, problems_of


def plain(node: Node) -> object:
    """Return a tree as dicts, lists and texts."""
    match node:
        case ScalarNode():
            return node.text
        case MappingNode(entries=entries):
            return {key.text: plain(value) for key, value in entries}
        case SequenceNode(items=items):
            return [plain(item) for item in items]


def tree_of(text: str) -> object:
    checked = read_nodes(text, "f")
    assert checked.diagnostics == ()
    assert checked.value is not None
    return plain(checked.value)


def test_every_scalar_stays_text() -> None:
    text = "a: yes\nb: 010\nc: 1:30\nd: 2026-03-31\ne: 1e5\nf: .nan\ng: 0x1F\nh: '5'\ni: ~\n"

    expected = {
        "a": "yes",
        "b": "010",
        "c": "1:30",
        "d": "2026-03-31",
        "e": "1e5",
        "f": ".nan",
        "g": "0x1F",
        "h": "5",
        "i": "~",
    }
    assert expected == tree_of(text)


def test_a_byte_order_mark_is_passed_over() -> None:
    checked = read_nodes("\ufeffa: 1\n", "f")

    assert checked.diagnostics == ()
    assert isinstance(checked.value, MappingNode)
    assert Span("f", 1, 1, 1, 2) == checked.value.entries[0][0].span


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_are_counted_for_every_kind_of_line_break(newline: str) -> None:
    checked = read_nodes(newline.join(["a: 1", "b: 2", "a: 3", ""]), "f")

    assert problems_of(checked.diagnostics) == ["KPI120 3:1"]


def test_nodes_know_their_places() -> None:
    root = read_nodes("a:\n  b: [x, {c: 'y'}]\n  d: >\n    text\n# end\n", "f").value

    assert isinstance(root, MappingNode)
    key, inner = root.entries[0]
    assert isinstance(inner, MappingNode)
    items = inner.entries[0][1]
    assert isinstance(items, SequenceNode)
    assert Span("f", 1, 1, 1, 2) == key.span
    assert Span("f", 2, 6, 2, 19) == items.span
    assert [Span("f", 2, 7, 2, 8), Span("f", 2, 10, 2, 18)] == [item.span for item in items.items]
    assert (inner.span.line, inner.span.column) == (2, 3)


def test_a_block_ends_with_its_last_value() -> None:
    root = read_nodes("a:\n  - b: 1\n  - c\n\n# end\n\nd: 1\n", "f").value

    assert isinstance(root, MappingNode)
    assert Span("f", 2, 3, 3, 6) == root.entries[0][1].span


def test_quoted_says_whether_a_text_stood_in_quotes() -> None:
    root = read_nodes("[a, 'b', \"c\"]", "f").value

    assert isinstance(root, SequenceNode)
    assert [item.quoted for item in root.items if isinstance(item, ScalarNode)] == [False, True, True]


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "   \n"])
def test_a_file_without_content_is_refused(text: str) -> None:
    checked = read_nodes(text, "f")

    assert checked.value is None
    assert problems_of(checked.diagnostics) == ["KPI105"]


def test_a_file_over_the_limit_is_not_read() -> None:
    assert problems_of(read_nodes("# " + "я" * (MAX_BYTES // 2), "f").diagnostics) == ["KPI103"]
    assert problems_of(read_nodes("#" * MAX_BYTES, "f").diagnostics) == ["KPI105"]


def test_levels_are_limited_before_anything_is_built() -> None:
    allowed = "[" * MAX_LEVELS + "x" + "]" * MAX_LEVELS

    assert read_nodes(allowed, "f").diagnostics == ()
    checked = read_nodes("[" * 200_000, "f")
    assert checked.value is None
    assert problems_of(checked.diagnostics) == ["KPI108 1:31"]


def test_nodes_are_limited() -> None:
    allowed = "[" + "x, " * (MAX_NODES - 2) + "x]"

    assert read_nodes(allowed, "f").diagnostics == ()
    checked = read_nodes("[x, " + allowed[1:], "f")
    assert checked.value is None
    assert [each.code for each in checked.diagnostics] == ["KPI109"]


def test_all_refused_things_of_a_text_are_named_at_once() -> None:
    text = "a: &first 1\nb: !!str 2\nc: 1\nc: 2\n<<: {x: 1}\n[d]: 1\n'': 1\n"

    checked = read_nodes(text, "f")
    expected = ["KPI122 1:4", "KPI125 2:4", "KPI120 4:1", "KPI124 5:1", "KPI127 6:1", "KPI128 7:1"]
    assert expected == problems_of(checked.diagnostics)
    assert checked.value is not None
    assert plain(checked.value) == {"a": "1", "b": "2", "c": "1"}


def test_an_alias_leaves_nothing_to_look_at() -> None:
    checked = read_nodes("a: &x {b: 1}\nc:\n  <<: *x\n", "f")

    assert checked.value is None
    assert problems_of(checked.diagnostics) == ["KPI122 1:4", "KPI123 3:7"]
    assert [params_of(each) for each in checked.diagnostics] == [{"name": "x"}, {"name": "x"}]


def test_anchors_and_tags_on_collections_are_refused() -> None:
    checked = read_nodes("a: &x [1]\nb: !!map {c: 1}\n", "f")

    assert problems_of(checked.diagnostics) == ["KPI122 1:4", "KPI125 2:4"]


def test_a_second_document_is_refused() -> None:
    assert problems_of(read_nodes("---\na: 1\n---\nb: 1\n", "f").diagnostics) == ["KPI126 3:1"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: x\x07\n", ["KPI106 1:5"]),
        ("a: \u202ex\nb: y\u200b\n", ["KPI106 1:4", "KPI106 2:5"]),
        ("a: x\ufeff\n", ["KPI106 1:5"]),
        ("a: \ud800\n", ["KPI106 1:4"]),
        ("a: x\u2028b: y\n", ["KPI106 1:5"]),
        ("\ta: 1\n \tb: 1\n", ["KPI107 1:1", "KPI107 2:2"]),
    ],
)
def test_characters_that_nobody_sees_are_refused(text: str, expected: list[str]) -> None:
    checked = read_nodes(text, "f")

    assert checked.value is None
    assert expected == problems_of(checked.diagnostics)


def test_an_escape_brings_no_hidden_character_in() -> None:
    checked = read_nodes('a: "x\\0y\\u200b"\nb: "\\t\\n"\n', "f")

    assert problems_of(checked.diagnostics) == ["KPI106 1:6", "KPI106 1:9"]
    assert params_of(checked.diagnostics[0]) == {"character": "U+0000"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: sum(x #all rows\n", ["KPI159 1:4"]),
        ("a: план + # 12\n", ["KPI159 1:4"]),
        ("a: max(план, # 12\n", ["KPI159 1:4"]),
        ("a: план or # 12\n", ["KPI159 1:4"]),
        ("a: план # все\n", []),
        ("a: план +\n", []),
        ("a: 'план +' # все\n", []),
    ],
)
def test_a_comment_that_cuts_a_value_is_a_warning(text: str, expected: list[str]) -> None:
    checked = read_nodes(text, "f")

    assert expected == problems_of(checked.diagnostics)
    assert all(each.severity is Severity.WARNING for each in checked.diagnostics)
