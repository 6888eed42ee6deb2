"""The way back from a value to its letters."""

from __future__ import annotations

import pytest

from kpicalc.model.source import SourceText
from kpicalc.scheme.nodes import read_nodes
from kpicalc.scheme.tree import MappingNode, ScalarNode


def source_of(text: str) -> SourceText:
    """Return the text of the first value of a mapping."""
    root = read_nodes(text, "f").value
    assert isinstance(root, MappingNode)
    value = root.entries[0][1]
    assert isinstance(value, ScalarNode)
    return value.source


def found_at(text: str, word: str) -> tuple[int, int]:
    """Return line and column that the map gives for a word of the value."""
    source = source_of(text)
    at = source.text.index(word)
    span = source.span(at, at + len(word))
    return span.line, span.column


def written_at(text: str, word: str) -> tuple[int, int]:
    """Return line and column of a word in the file."""
    before = text[: text.index(word)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


TEXTS = [
    ("a: plain + words\n", "plain + words"),
    ("a: one\n  two   three\n\n\n  four\n", "one two   three\n\nfour"),
    ("a: one\r\n  two\r\n\r\n  four\r\n", "one two\nfour"),
    ("a: 'it''s two ''three'' four'\n", "it's two 'three' four"),
    ("a: 'one  \n\n   two'\n", "one\ntwo"),
    ('a: "one \\"two\\" \\x41\\u0042\\U00000043 three\\n four"\n', 'one "two" ABC three\n four'),
    ('a: "one\\\n   two \\\n\n  three"\n', "onetwo \nthree"),
    ('a: "\\\n  one\n  two"\n', "one two"),
    ("a: |\n  one\n    two\n\n  three\n", "one\n  two\n\nthree\n"),
    ("a: >-\n  one\n  two\n\n  three four\n", "one two\nthree four"),
    ("a: |2+ # note\n\n  one\n  \n  two\n\n", "\none\n\ntwo\n\n"),
]


@pytest.mark.parametrize(("text", "value"), TEXTS)
def test_words_are_found_where_they_are_written(text: str, value: str) -> None:
    words = [word for word in ("one", "two", "three", "four", "plain", "words") if word in value]

    assert value == source_of(text).text
    assert words
    assert [written_at(text, word) for word in words] == [found_at(text, word) for word in words]


def test_the_end_of_a_stretch_lies_after_its_last_letter() -> None:
    source = source_of("a: one\n  two\n")

    span = source.span(0, len(source.text))
    assert (span.line, span.column, span.end_line, span.end_column) == (1, 4, 2, 6)


def test_an_escape_is_one_letter_that_begins_at_the_backslash() -> None:
    source = source_of('a: "x\\u0041y"\n')

    assert [source.span(at, at + 1).column for at in range(3)] == [5, 6, 12]


def test_a_fold_is_a_space_at_the_end_of_the_line() -> None:
    source = source_of("a: one\n  two\n")

    span = source.span(3, 4)
    assert (span.line, span.column) == (1, 7)


def test_an_empty_block_stands_below_its_mark() -> None:
    assert source_of("a: |\nb: 1\n").anchors == ((0, 2, 1),)


def test_a_text_behind_an_anchor_or_tag_has_one_place() -> None:
    assert source_of("a: &x one\n").anchors == ((0, 1, 4),)
    assert source_of("a: !t one\n").anchors == ((0, 1, 4),)
