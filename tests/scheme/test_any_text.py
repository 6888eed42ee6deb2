"""Whatever a file holds, reading it ends with problems that have places, never with a traceback."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from kpicalc.model.source import Span
from kpicalc.scheme.load import read_scheme
from kpicalc.scheme.nodes import read_nodes
from kpicalc.scheme.tree import MappingNode, Node, ScalarNode, SequenceNode
from tests.tries import tries

WHOLE = Path(__file__).with_name("whole.yaml").read_text(encoding="utf-8")
PIECES = ["\n", "  ", "\t", ": ", ":", ", ", "{", "}", "[", "]", "(", ")", "'", '"', "#", "- ", "|\n", ">\n"]
PIECES += ["&x ", "*x", "!t ", "<<", "? ", "\\", "---\n", "%", "@", "\r\n", "\u200b", "К", "0,5", "1", "kind"]


def check_places(text: str) -> None:
    """Read a text; every problem of it must lie inside the text."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for each in read_scheme(text, "f").diagnostics:
        place = each.primary.place if each.primary else None
        if isinstance(place, Span):
            assert 1 <= place.line <= len(lines)
            assert 1 <= place.column <= len(lines[place.line - 1]) + 1


@settings(max_examples=tries(40))
@given(st.integers(0, len(WHOLE)), st.integers(0, 8), st.sampled_from(PIECES))
def test_a_good_file_with_one_change(at: int, removed: int, added: str) -> None:
    check_places(WHOLE[:at] + added + WHOLE[at + removed :])


@settings(max_examples=tries(40))
@given(st.lists(st.sampled_from([*PIECES, "a", "b", " "]), max_size=30))
def test_a_file_of_signs(pieces: list[str]) -> None:
    check_places("".join(pieces))


@given(st.text(max_size=60))
def test_a_file_of_anything(text: str) -> None:
    check_places(text)


def scalars(node: Node) -> list[ScalarNode]:
    """Return all texts of a tree, keys too."""
    match node:
        case ScalarNode():
            return [node]
        case SequenceNode(items=items):
            return [each for item in items for each in scalars(item)]
        case MappingNode(entries=entries):
            return [each for key, value in entries for each in (key, *scalars(value))]


@settings(max_examples=tries(30))
@given(
    st.lists(st.sampled_from([*PIECES, "a", "b", " ", "\n  ", "\n\n   ", "\\n", "''"]), max_size=20),
    st.sampled_from(["k: ", "k: '", 'k: "', "k: |\n  ", "k: >\n  ", "- "]),
)
def test_letters_of_a_text_are_those_of_the_file(pieces: list[str], start: str) -> None:
    text = start + "".join(pieces) + {"'": "'", '"': '"'}.get(start[-1], "") + "\n"
    lines = text.replace("\r\n", "\n").split("\n")
    root = read_nodes(text, "f")

    for node in scalars(root.value) if root.value and not root.diagnostics else []:
        for at, letter in enumerate(node.text):
            span = node.source.span(at, at + 1)
            written = lines[span.line - 1][span.column - 1 : span.column]
            assert letter.isspace() or written in (letter, "\\")
