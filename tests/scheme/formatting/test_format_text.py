"""What formatting changes, and what it leaves alone."""

from __future__ import annotations

import pytest

from kpicalc.model.diagnostic import Checked
from kpicalc.scheme.formatting import format_text as module
from kpicalc.scheme.formatting.format_text import ChangedDocumentError, format_text, is_same_document

INDENTS = [
    ("pay:\n    base:\n        kind: fixed\n", "pay:\n  base:\n    kind: fixed\n"),
    ("pay:\n base:\n  kind: fixed\n", "pay:\n  base:\n    kind: fixed\n"),
    ("bands:\n- a\n- b\n", "bands:\n  - a\n  - b\n"),
    ("bands:\n- a: 1\n  b: 2\nnext: 3\n", "bands:\n  - a: 1\n    b: 2\nnext: 3\n"),
    ("t:\n- a:\n  - x\n  b: 1\nlast: 1\n", "t:\n  - a:\n      - x\n    b: 1\nlast: 1\n"),
    ("bands:\n  -   a: 1\n      b: 2\n", "bands:\n  - a: 1\n    b: 2\n"),
    ("grid:\n    - - 1\n      - 2\n    -\n        a: 1\n", "grid:\n  - - 1\n    - 2\n  -\n    a: 1\n"),
    ("title:\n    'of the line'\n", "title:\n  'of the line'\n"),
    ("pay:\n    a: {x: 1,\n        y: 2}\n", "pay:\n  a: {x: 1,\n      y: 2}\n"),
    ("pay:\n      a: [\n  1]\n", "pay:\n  a: [\n1]\n"),
    ("---\na: 1\n", "---\na: 1\n"),
    ("? a\n: b\nc: d\n", "? a\n: b\nc: d\n"),
]
SPACES = [
    ("a :   1   \n", "a: 1\n"),
    ("{ a: 1,b : [ c,d ] , e: {  } }\n", "{a: 1, b: [c, d], e: {}}\n"),
    ('{"a":1, b: }\n', '{"a": 1, b:}\n'),
    ("-   a\n-  b\n", "- a\n- b\n"),
    ("formula: if  a  then 1   else 0\n", "formula: if  a  then 1   else 0\n"),
    ("a: 'b   c'   \n", "a: 'b   c'\n"),
    ("n: 1_000.50\nm: 010\n", "n: 1_000.50\nm: 010\n"),
]
EMPTY_LINES = [
    ("\n\na: 1\n\n\n\nb: 2\n\n\n", "a: 1\n\nb: 2\n"),
    ("a: 1\n   \nb: 2", "a: 1\n\nb: 2\n"),
    ("\na: 1", "a: 1\n"),
    ("a: 1", "a: 1\n"),
    ("# c\n\n\n# d\n\na: 1\n\n# e\n\n", "# c\n\n# d\n\na: 1\n\n# e\n"),
]
TEXTS = [
    ("a: |\n      x\n        y\n\n\n      z\nb: 1\n", "a: |\n  x\n    y\n\n\n  z\nb: 1\n"),
    ("a:\n  b: >-  \n          x\n\n\nc: 1\n", "a:\n  b: >-\n    x\n\nc: 1\n"),
    ("a: |+\n   x\n\n\nb: 1\n", "a: |+\n  x\n\n\nb: 1\n"),
    ("a: |+\n  x\n\n\n", "a: |+\n  x\n\n\n"),
    ("a:\n    b: |2\n         x\n    c: 1\n", "a:\n  b: |2\n       x\n  c: 1\n"),
    ("a: |1\n  x\n", "a: |1\n  x\n"),
    ("a: |\n  x", "a: |\n  x"),
    ("a: |\n  x\n  \nb: 1\n", "a: |\n  x\n\nb: 1\n"),
    ("a: |\n  x\n   \nb: 1\n", "a: |\n  x\n   \nb: 1\n"),
    ("a: |+\n  x\n  \nb: 1\n", "a: |+\n  x\n\nb: 1\n"),
    ("a: |\n    x\n\n    # c\nb: 1\n", "a: |\n  x\n\n  # c\nb: 1\n"),
    ("a: |-2   # c\n    x\nb: 1\n", "a: |-2   # c\n    x\nb: 1\n"),
    ("a: |\n  x\n    ", "a: |\n  x\n    "),
    ("a: |\nb: 1\n", "a: |\nb: 1\n"),
    ("--- |\n   x\n", "--- |\n  x\n"),
    ("a: x\n         y\n\n  z\nb: 1\n", "a: x\n         y\n\n  z\nb: 1\n"),
    ("p:\n    a: 'x\n        y'   # c\n", "p:\n  a: 'x\n      y'   # c\n"),
    ('a: "x\n y"\n', 'a: "x\n  y"\n'),
]
COMMENTS = [
    (
        "a: |\n        text\n   # one\n   # two\n   # three\nb: 1\n",
        "a: |\n  text\n# one\n# two\n# three\nb: 1\n",
    ),
    ("pay:\n    # first\n    a: 1\n    # last\n\n# end\n", "pay:\n  # first\n  a: 1\n  # last\n\n# end\n"),
    ("pay:\n    a:\n        x: 1\n    # of a\n", "pay:\n  a:\n    x: 1\n  # of a\n"),
    ("pay:\n      # off\n    a: 1\n", "pay:\n    # off\n  a: 1\n"),
    ("a: 1   # one\nb: {c:  2}  # two\n", "a: 1   # one\nb: {c: 2}  # two\n"),
    ("a: [1,  2]  # one\nb: 2        # two\n", "a: [1, 2]  # one\nb: 2       # two\n"),
    ("a: |\n      x\n   # out of it\nb: 1\n", "a: |\n  x\n# out of it\nb: 1\n"),
    ("p:\n  a: |\n     x\n   # out of it\n", "p:\n  a: |\n    x\n# out of it\n"),
    ("a: |  # head\n   x\n", "a: |  # head\n  x\n"),
    ("pay:   # lines\n  a: 1\n", "pay:   # lines\n  a: 1\n"),
]
ALIGNED = [
    ("a:    1\nbbbb: 2\n", "a:    1\nbbbb: 2\n"),
    ("a:    1\nbb:   2\nccccccc: 3\n", "a:    1\nbb:   2\nccccccc: 3\n"),
    ("a:    1\nbbbb: 2\ncc: 3\n", "a:    1\nbbbb: 2\ncc:   3\n"),
    ("a:    1\nbb: 2\n", "a: 1\nbb: 2\n"),
    ("a:    1\n# c\nbbbb: 2\n\ncc:   3\n", "a:    1\n# c\nbbbb: 2\n\ncc:   3\n"),
    ("a:   1\nb:\n  c: 2\nd:     3\n", "a: 1\nb:\n  c: 2\nd: 3\n"),
    ("- [ 9%, 10%]\n- [12%,  3%]\n", "- [ 9%, 10%]\n- [12%,  3%]\n"),
    (
        "- {from: 0%,  value: 1}\n- {from: 80%, value: 2}\n",
        "- {from: 0%,  value: 1}\n- {from: 80%, value: 2}\n",
    ),
    ("- [ 9%, 10%]\n- [1%,  3%]\n- a\n- [ 1]\n", "- [9%, 10%]\n- [1%, 3%]\n- a\n- [1]\n"),
    ("- { a: 1 }\n- { a: 2 }\n", "- {a: 1}\n- {a: 2}\n"),
    ("- [ 9%, 10%]\n- [ 9% ]\n", "- [9%, 10%]\n- [9%]\n"),
]


@pytest.mark.parametrize(
    ("text", "expected"), [*INDENTS, *SPACES, *EMPTY_LINES, *TEXTS, *COMMENTS, *ALIGNED], ids=repr
)
def test_the_layout_is_made_even_once(text: str, expected: str) -> None:
    formatted = format_text(text, "s.yaml")

    assert formatted == Checked(expected)
    assert format_text(expected, "s.yaml") == Checked(expected)


def test_the_ends_of_lines_and_the_mark_at_the_start_are_kept() -> None:
    assert format_text("\ufeffa:  1\r\n\r\n\r\nb: 2", "s.yaml") == Checked("\ufeffa: 1\r\n\r\nb: 2\r\n")


def test_a_text_that_cannot_be_read_is_left_alone() -> None:
    refused = format_text("a:\n\t- 1\n", "s.yaml")
    cut = format_text("a: {b: 0,5}\n", "s.yaml")

    assert (refused.value, [each.code for each in refused.diagnostics]) == (None, ["KPI107"])
    assert (cut.value, [each.code for each in cut.diagnostics]) == (None, ["KPI119"])


def test_a_changed_document_is_never_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "lay_out_rows", lambda _: ["a: 2"])

    with pytest.raises(ChangedDocumentError):
        format_text("a: 1\n", "s.yaml")


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("a: [1, {b: c}]", "a:\n- 1\n- b: c", True),
        ("a: 1", "a: '1'", False),
        ("a: 1", "b: 1", False),
        ("a: [1]", "a: 1", False),
        ("a: 1 # one", "# one\na: 1", False),
        ("# one\na: 1", "#  one\na: 1", False),
        ("a: | # one\n  x", "a: | # two\n  x", False),
        ("# one  \na: 1", "# one\na: 1", True),
        ("a: '# no'", "a: '# no'  # yes", False),
        ("a: 1", "a: [", False),
        ("a: [", "a: [", False),
    ],
)
def test_what_is_the_same_document(first: str, second: str, *, same: bool) -> None:
    assert is_same_document(first, second) is same
