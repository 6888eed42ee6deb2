"""Reports as Markdown: every block, and every text as it is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kpicalc.i18n.catalogue import Language
from kpicalc.model.kind import Kind
from kpicalc.report.document import (
    Block,
    Cell,
    Document,
    Heading,
    KeyValues,
    Paragraph,
    TableBlock,
    TableRow,
    Tone,
    Tree,
    Verbatim,
)
from kpicalc.report.picture import Picture
from kpicalc.report.writers.screen import escape_unsafe
from kpicalc.report.writers.to_markdown import write_markdown
from tests.tries import tries

EXAMPLES = tries(60)
SIGNS = "\\`*_{}[]()<>#+-.!|~$&;:=\"'^% \t\n\u00a0123абвRU₽"


def written(*blocks: Block | Picture) -> str:
    """Return the page of some blocks."""
    parts = [each if isinstance(each, Picture) else Document((each,)) for each in blocks]
    return b"".join(write_markdown("title", parts, Language.EN)).decode()


def texts(page: str) -> list[str]:
    """Return what a reader of the page sees, a text for each block or cell."""
    found = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(page)
    inline = [token.children or () for token in found if token.type == "inline"]
    return ["".join(child.content for child in children) for children in inline]


MONEY = Cell("Amount", Kind.MONEY)


@pytest.mark.parametrize(
    ("block", "page"),
    [
        (Heading("Pay", 2), "## Pay\n\n"),
        (Paragraph("plain"), "plain\n\n"),
        (Paragraph("wrong", Tone.ERROR), "**wrong**\n\n"),
        (Verbatim("$ kpicalc *"), "    $ kpicalc *\n\n"),
        (KeyValues((("Period", "March"), ("Row", "a!2"))), "- **Period**: March\n- **Row**: a!2\n\n"),
        (
            Tree("total", ("= a + b",), (Tree("a", (), (Tree("c"),)), Tree("b"))),
            "- total<br>= a + b\n  - a\n    - c\n  - b\n\n",
        ),
        (
            TableBlock(
                (Cell("Pay"), MONEY),
                (
                    TableRow((Cell("bonus"), Cell("-5.00", Kind.MONEY)), ("= sales * 10%",)),
                    TableRow((Cell(" "), Cell("7.50 ", Kind.MONEY)), strong=True),
                ),
            ),
            "| Pay | Amount |\n| --- | ---: |\n| bonus<br>= sales \\* 10% | -5.00 |\n|  | **7.50** |\n\n",
        ),
        (Picture(1, 1, "Curve", "It rises.", ()), "*Curve.* It rises.\n\n"),
    ],
)
def test_a_block(block: Block | Picture, page: str) -> None:
    assert written(block) == page


@settings(max_examples=EXAMPLES, deadline=None)
@given(st.text(st.sampled_from(SIGNS), min_size=1))
def test_any_text_is_shown_as_it_is(text: str) -> None:
    shown = escape_unsafe(text.strip()).split()
    cells = (Cell(text), Cell(text, Kind.MONEY))

    heading, paragraph = written(Heading(text)), written(Paragraph(text))
    table = written(TableBlock(cells, (TableRow(cells), TableRow(cells))))

    assert [each.split() for each in texts(heading) if shown] == ([shown] if shown else [])
    assert [each.split() for each in texts(paragraph) if shown] == ([shown] if shown else [])
    assert [each.split() for each in texts(table)] == [shown] * 6
