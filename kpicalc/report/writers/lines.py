"""A document laid out as lines of a screen; no figure is ever cut or wrapped."""

from __future__ import annotations

from collections.abc import Iterator

from kpicalc.report.document import (
    Block,
    Document,
    Hanging,
    Heading,
    KeyValues,
    Paragraph,
    Quoted,
    Table,
    Tone,
    Tree,
    Verbatim,
)
from kpicalc.report.writers.grid import lay_pairs, lay_table
from kpicalc.report.writers.quote import lay_quote
from kpicalc.report.writers.screen import Screen, display_width
from kpicalc.report.writers.wrap import Line, wrap_text

# Blocks of lines that stand together, whichever of them follows which.
_TOGETHER = (Verbatim, Hanging, Quoted)


def lay_document(document: Document, screen: Screen) -> Iterator[Line]:
    """Yield the lines of a document, with an empty line before each block that opens something new."""
    previous: Block | None = None
    for block in document.blocks:
        if _stands_apart(previous, block):
            yield Line("")
        yield from _lay_block(block, screen)
        previous = block


def _stands_apart(previous: Block | None, block: Block) -> bool:
    if previous is None:
        return False
    if isinstance(previous, Heading):
        return previous.level == 1 and isinstance(block, Table)
    if isinstance(block, _TOGETHER):
        return not isinstance(previous, _TOGETHER)
    return not isinstance(block, Paragraph) or type(block) is not type(previous)


def _lay_block(block: Block, screen: Screen) -> Iterator[Line]:
    match block:
        case Heading():
            yield from _lay_heading(block, screen)
        case Paragraph(text=text, tone=tone):
            yield from (Line(each, tone) for each in wrap_text(screen.spell(text), screen.width))
        case Verbatim(text=text, tone=tone):
            yield Line(screen.spell(text), tone)
        case Hanging(text=text, indent=indent, tone=tone):
            yield from (Line(each, tone) for each in _hang(screen.spell(text), indent, screen))
        case Quoted():
            yield from lay_quote(block, screen)
        case Table():
            yield from lay_table(block, screen)
        case KeyValues(pairs=pairs):
            yield from lay_pairs(pairs, screen)
        case _:
            yield from _lay_tree(block, screen, "", "")


def _lay_heading(heading: Heading, screen: Screen) -> Iterator[Line]:
    lines = wrap_text(screen.spell(heading.text), screen.width)
    yield from (Line(each, Tone.STRONG) for each in lines)
    if heading.level == 1:
        yield Line(screen.spell("═") * max(map(display_width, lines)), Tone.STRONG)


def _hang(text: str, indent: int, screen: Screen) -> list[str]:
    """Wrap a text; the lines after the first are set in."""
    width = None if screen.width is None else max(screen.width - indent, 24)
    head = text[:indent]
    first, *rest = wrap_text(text[indent:], width)
    return [head + first, *(" " * indent + each for each in rest)]


def _lay_tree(tree: Tree, screen: Screen, first: str, rest: str) -> Iterator[Line]:
    """Lay a node out behind `first`, and all that belongs to it behind `rest`."""
    inner = rest + (screen.spell("│") if tree.branches else " ") + "  "
    lines = _wrap_behind(tree.text, screen, first)
    yield Line(first + lines[0], Tone.STRONG)
    yield from (Line(inner + each, Tone.STRONG) for each in lines[1:])
    for detail in tree.details:
        yield from (Line(inner + each, Tone.MUTED) for each in _wrap_behind(detail, screen, inner))
    for branch in tree.branches[:-1]:
        yield from _lay_tree(branch, screen, rest + screen.spell("├─ "), rest + screen.spell("│  "))
    for branch in tree.branches[-1:]:
        yield from _lay_tree(branch, screen, rest + screen.spell("└─ "), rest + "   ")


def _wrap_behind(text: str, screen: Screen, prefix: str) -> list[str]:
    width = None if screen.width is None else max(screen.width - display_width(prefix), 24)
    return wrap_text(screen.spell(text), width)
