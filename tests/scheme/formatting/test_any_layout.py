"""Whatever the layout of a file, formatting keeps what it says and does nothing the second time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpicalc.scheme.formatting.format_text import format_text, is_same_document
from tests.tries import tries

ROOT = Path(__file__).resolve().parents[3]
SCHEMES = [
    *sorted((ROOT / "schemes").glob("*.yaml")),
    *sorted((ROOT / "kpicalc" / "scheme" / "scaffold").glob("*/*.yaml")),
]
# Without `{…}` over several lines: of these the lines stand where their author put them.
ON_ONE_LINE = [
    path for path in SCHEMES if not re.search(r",$", path.read_text(encoding="utf-8"), re.MULTILINE)
]
CASES = [
    path
    for folder in ("cases/good", "cases/bad", "golden/worked")
    for path in (ROOT / "tests" / folder).glob("*.yaml")
]
# Everything that a layout can be made of, small.
SAMPLES = [
    "a: |\n    text\n      more\n  # comment\nb: >-\n   x\n\n   y\nc: 1\n",
    "a:\n- b\n- c: |2\n     x\n  d: 2\n# end\n",
    "? a\n: b\nc: {x: 1,\n  y: [1,\n 2]}   # z\n",
    "a: 'x\n    y\n\n  z' # c\nb: \"q\\\n   w\"\n",
    "a: |+\n  x\n\n\n",
    "a:\n  - - 1\n    - 2\n  -\n    b: 1\n\n\n    # c\n    d: 2\n",
    "a:   # one\n    # two\n  b:    1\n  bcd:  2\n   # three\n  # four\n# five\n",
    "k: {\n  a: b\n}\nl:\n  {a: b,\n  # com\n   c: d}\n",
    "- [ 9%, 10%]\n- [12%,  3%]\n- {a: b, c:   d}\n",
]
SPACES = st.integers(0, 5).map(" ".__mul__)


@st.composite
def spoiled(draw: st.DrawFn) -> str:
    """Return a sample with spaces, comments and empty lines put in anywhere, right or wrong."""
    lines = draw(st.sampled_from(SAMPLES)).split("\n")
    for _ in range(draw(st.integers(1, 6))):
        number = draw(st.integers(0, len(lines) - 1))
        lines[number : number + 1] = draw(st.sampled_from(_SPOILERS))(lines[number], draw(SPACES))
    return "\n".join(lines)


_SPOILERS = (
    lambda line, spaces: [spaces, line],
    lambda line, spaces: [f"{spaces}# c", line],
    lambda line, spaces: [line + spaces],
    lambda line, spaces: [f"{line}{spaces} # t"],
    lambda line, spaces: [spaces + line],
    lambda line, spaces: [re.sub(r"([:,{}\[\]]) ?", rf"\1{spaces}", line)],
    lambda line, spaces: [re.sub("^( *)- ", rf"\1- {spaces}", line)],
    lambda line, spaces: line.replace(", ", f",\n{spaces}", 1).split("\n"),
)


@settings(max_examples=tries(80), deadline=None)
@given(spoiled())
def test_a_spoiled_layout_is_made_even_and_says_the_same(text: str) -> None:
    formatted = format_text(text, "s.yaml").value

    if formatted is not None:
        assert is_same_document(text, formatted)
        assert format_text(formatted, "s.yaml").value == formatted


@pytest.mark.parametrize("path", SCHEMES, ids=lambda path: path.stem)
def test_the_schemes_are_formatted(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert format_text(text, path.name).value == text


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case_is_formatted_once(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    formatted = format_text(text, path.name).value  # proves itself, or raises

    assert formatted in {None, text} or format_text(formatted, path.name).value == formatted


@pytest.mark.parametrize("path", ON_ONE_LINE, ids=lambda path: path.stem)
def test_a_scheme_comes_back_from_wider_indents(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    # The keys below a dash stand wider too, so there are more spaces after it.
    wide = re.sub("^( +)(- )?", r"\1\1\2\2", text, flags=re.MULTILINE).replace("- - ", "-   ")

    assert format_text(wide, path.name).value == text
