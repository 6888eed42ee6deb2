"""A report as Markdown (GitHub's), to be kept beside the schemes, in a wiki or in a request for review."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kpicalc.i18n.catalogue import Language
from kpicalc.report.document import (
    Block,
    Cell,
    Heading,
    KeyValues,
    Paragraph,
    Part,
    TableBlock,
    Tone,
    Tree,
    flatten,
)
from kpicalc.report.picture import Picture
from kpicalc.report.writers.screen import escape_unsafe

# What would be a mark somewhere in a line: `*` of a formula, `|` in a table, `$` of amounts.
_SIGNS = re.compile(r"[\\`*_\[\]<>|~&#$]")
# What would begin a list or be a rule across the page.
_BEGINNING = re.compile(r"^(\d*)([-+.)])(?=[-\s]|$)")
_BREAK = "<br>"


def write_markdown(title: str, parts: Iterable[Part], language: Language) -> Iterator[bytes]:
    """Yield the page; a picture is told by its title and description. The page has no place for `title`."""
    del title, language
    for part in flatten(parts):
        if isinstance(part, Picture):
            yield f"*{_escape_marks(part.title)}.* {_escape_marks(part.description)}\n\n".encode()
            continue
        for block in part.blocks:
            yield "".join(f"{line}\n" for line in _write_block(block)).encode()


def _write_block(block: Block) -> Iterator[str]:
    """Yield the lines of a block, an empty one after it."""
    match block:
        case Heading(text=text, level=level):
            yield f"{'#' * level} {_escape_marks(text)}"
        case Paragraph(text=text, tone=tone):
            yield _escape_marks(text) if tone in {Tone.PLAIN, Tone.MUTED} else _make_bold(_escape_marks(text))
        case TableBlock():
            yield from _write_table(block)
        case KeyValues(pairs=pairs):
            yield from (
                f"- {_make_bold(_escape_marks(name))}: {_escape_marks(value)}" for name, value in pairs
            )
        case Tree():
            yield from _write_tree(block, "")
        case _:
            yield "    " + escape_unsafe(block.text)
    yield ""


def _write_table(table: TableBlock) -> Iterator[str]:
    yield _write_cells(_escape_marks(cell.text) for cell in table.headings)
    yield _write_cells("---:" if cell.right else "---" for cell in table.headings)
    for row in table.rows:
        written = [_write_cell(cell, strong=row.strong) for cell in row.cells]
        # A table of Markdown has no line across its columns: what belongs to a row stands in its first cell.
        written[0] = _BREAK.join((written[0], *map(_escape_marks, row.details)))
        yield _write_cells(written)


def _write_cells(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _write_cell(cell: Cell, *, strong: bool) -> str:
    text = _escape_marks(cell.text)
    return _make_bold(text) if strong else text


def _write_tree(tree: Tree, margin: str) -> Iterator[str]:
    yield f"{margin}- {_BREAK.join(map(_escape_marks, (tree.text, *tree.details)))}"
    for branch in tree.branches:
        yield from _write_tree(branch, margin + "  ")


def _make_bold(text: str) -> str:
    return f"**{text.strip()}**" if text.strip() else text


def _escape_marks(text: str) -> str:
    r"""Return a text so that Markdown shows all its letters.

    >>> _escape_marks("- a * b"), _escape_marks("1. a_b"), _escape_marks("-5.00")
    ('\\- a \\* b', '1\\. a\\_b', '-5.00')
    """
    marked = _SIGNS.sub(r"\\\g<0>", escape_unsafe(text.strip()))
    return _BEGINNING.sub(r"\1\\\2", marked)
