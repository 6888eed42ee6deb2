"""A document laid out as lines of a screen; no figure is ever cut or wrapped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from kpicalc.model.dataclass import dataclass
from kpicalc.report.document import (
    Block,
    Cell,
    Document,
    Hanging,
    Heading,
    KeyValues,
    Mark,
    Paragraph,
    Quoted,
    TableBlock,
    TableRow,
    Tone,
    Tree,
    Verbatim,
)
from kpicalc.report.writers.screen import Screen, ScreenLine, align, display_width, least_width, wrap_text

# Blocks of lines that stand together, whichever of them follows which.
_TOGETHER = (Verbatim, Hanging, Quoted)


def lay_document(document: Document, screen: Screen) -> Iterator[ScreenLine]:
    """Yield the lines of a document, with an empty line before each block that opens something new."""
    previous: Block | None = None
    for block in document.blocks:
        if _stands_apart(previous, block):
            yield ScreenLine("")
        yield from _lay_block(block, screen)
        previous = block


def _stands_apart(previous: Block | None, block: Block) -> bool:
    if previous is None:
        return False
    if isinstance(previous, Heading):
        return previous.level == 1 and isinstance(block, TableBlock)
    if isinstance(block, _TOGETHER):
        return not isinstance(previous, _TOGETHER)
    return not isinstance(block, Paragraph) or type(block) is not type(previous)


def _lay_block(block: Block, screen: Screen) -> Iterator[ScreenLine]:
    match block:
        case Heading():
            yield from _lay_heading(block, screen)
        case Paragraph(text=text, tone=tone):
            yield from (ScreenLine(each, tone) for each in wrap_text(screen.spell(text), screen.width))
        case Verbatim(text=text, tone=tone):
            yield ScreenLine(screen.spell(text), tone)
        case Hanging(text=text, indent=indent, tone=tone):
            yield from (ScreenLine(each, tone) for each in _lay_hanging(screen.spell(text), indent, screen))
        case Quoted():
            yield from lay_quote(block, screen)
        case TableBlock():
            yield from lay_table(block, screen)
        case KeyValues(pairs=pairs):
            yield from lay_pairs(pairs, screen)
        case _:
            yield from _lay_tree(block, screen, "", "")


def _lay_heading(heading: Heading, screen: Screen) -> Iterator[ScreenLine]:
    lines = wrap_text(screen.spell(heading.text), screen.width)
    yield from (ScreenLine(each, Tone.STRONG) for each in lines)
    if heading.level == 1:
        yield ScreenLine(screen.spell("═") * max(map(display_width, lines)), Tone.STRONG)


def _lay_hanging(text: str, indent: int, screen: Screen) -> list[str]:
    """Wrap a text; the lines after the first are set in."""
    width = None if screen.width is None else max(screen.width - indent, 24)
    head = text[:indent]
    first, *rest = wrap_text(text[indent:], width)
    return [head + first, *(" " * indent + each for each in rest)]


def _lay_tree(tree: Tree, screen: Screen, first: str, rest: str) -> Iterator[ScreenLine]:
    """Lay a node out behind `first`, and all that belongs to it behind `rest`."""
    inner = rest + (screen.spell("│") if tree.branches else " ") + "  "
    lines = _wrap_behind(tree.text, screen, first)
    yield ScreenLine(first + lines[0], Tone.STRONG)
    yield from (ScreenLine(inner + each, Tone.STRONG) for each in lines[1:])
    for detail in tree.details:
        yield from (ScreenLine(inner + each, Tone.MUTED) for each in _wrap_behind(detail, screen, inner))
    for branch in tree.branches[:-1]:
        yield from _lay_tree(branch, screen, rest + screen.spell("├─ "), rest + screen.spell("│  "))
    for branch in tree.branches[-1:]:
        yield from _lay_tree(branch, screen, rest + screen.spell("└─ "), rest + "   ")


def _wrap_behind(text: str, screen: Screen, prefix: str) -> list[str]:
    width = None if screen.width is None else max(screen.width - display_width(prefix), 24)
    return wrap_text(screen.spell(text), width)


_GAP = "  "
# To how many letters words are cut in columns.
_CUT, _LONGEST = 12, 20


def lay_table(table: TableBlock, screen: Screen) -> Iterator[ScreenLine]:
    """Yield a table in columns; text wraps, figures do not.

    Too narrow: without the columns that can be spared, which are named below; else each row as pairs.
    """
    headings = _spell_cells(table.headings, screen)
    rows = tuple(replace(row, cells=_spell_cells(row.cells, screen)) for row in table.rows)
    whole = replace(table, headings=headings, rows=rows)
    spelt, widths = _fit_table(whole, screen.width)
    if widths is None:
        yield from _stack_rows(whole, screen)
        return
    yield from _lay_row(TableRow(spelt.headings), widths, Tone.MUTED)
    yield ScreenLine(screen.spell("─") * (sum(widths) + len(_GAP) * (len(widths) - 1)), Tone.MUTED)
    for row in spelt.rows:
        yield from _lay_row(row, widths, Tone.STRONG if row.strong else Tone.PLAIN)
        yield from _lay_details(row, screen)
    spared = [each.text for each in whole.headings if each not in spelt.headings]
    if spared:
        said = screen.spell(f"{table.narrowed} {', '.join(spared)}")
        yield from (ScreenLine(text, Tone.MUTED) for text in wrap_text(said, screen.width))


def _fit_table(table: TableBlock, width: int | None) -> tuple[TableBlock, list[int] | None]:
    """Return the table with as many columns as fit, and their widths; None where the rest is too wide."""
    widths = _find_widths(table, width)
    most = max((each.spare for each in table.headings), default=0)
    if widths is not None or not most:
        return table, widths
    kept = [at for at, each in enumerate(table.headings) if each.spare < most]
    rows = tuple(replace(row, cells=tuple(row.cells[at] for at in kept)) for row in table.rows)
    return _fit_table(replace(table, headings=tuple(table.headings[at] for at in kept), rows=rows), width)


def lay_pairs(pairs: tuple[tuple[str, str], ...], screen: Screen) -> Iterator[ScreenLine]:
    """Yield pairs in two columns, or a value under its name where the screen is too narrow."""
    spelt = [(screen.spell(name), screen.spell(value)) for name, value in pairs]
    left = max(display_width(name) for name, _ in spelt)
    rest = None if screen.width is None else screen.width - left - len(_GAP)
    for name, value in spelt:
        for index, text in enumerate(wrap_text(value, rest if rest is None else max(rest, 16))):
            yield ScreenLine(align("" if index else name, left, right=False) + _GAP + text)


def _spell_cells(cells: tuple[Cell, ...], screen: Screen) -> tuple[Cell, ...]:
    return tuple(Cell(screen.spell(cell.text), cell.kind, cell.spare) for cell in cells)


def _find_widths(table: TableBlock, width: int | None) -> list[int] | None:
    """Return the width of each column, or None when even wrapped texts do not fit."""
    columns = list(zip(table.headings, *(row.cells for row in table.rows), strict=True))
    natural = [max(_natural_width(cell, heading=cell is column[0]) for cell in column) for column in columns]
    if width is None:
        return natural
    # Where columns can be spared, words need not be cut.
    longest = _LONGEST if any(each.spare for each in table.headings) else _CUT
    least = [
        own if column[0].right else min(own, max(least_width(cell.text, longest) for cell in column))
        for own, column in zip(natural, columns, strict=True)
    ]
    room = width - len(_GAP) * (len(columns) - 1)
    if sum(least) > room:
        return None
    widths = list(natural)
    while (excess := sum(widths) - room) > 0:
        widest = max(range(len(widths)), key=lambda index: (widths[index] > least[index], widths[index]))
        widths[widest] -= min(excess, max(1, (widths[widest] - least[widest]) // 2))
    return widths


def _natural_width(cell: Cell, *, heading: bool) -> int:
    if heading and cell.right:
        return max(display_width(word) for word in cell.text.split(" "))
    return display_width(cell.text)


def _lay_row(row: TableRow, widths: list[int], tone: Tone) -> Iterator[ScreenLine]:
    wrapped = [wrap_text(cell.text, width) for cell, width in zip(row.cells, widths, strict=True)]
    for texts in zip_longest(*wrapped, fillvalue=""):
        parts = [
            align(text, width, right=cell.right)
            for text, width, cell in zip(texts, widths, row.cells, strict=True)
        ]
        yield ScreenLine(_GAP.join(parts).rstrip(" "), tone)


def _lay_details(row: TableRow, screen: Screen) -> Iterator[ScreenLine]:
    width = None if screen.width is None else max(screen.width - 4, 16)
    for detail in row.details:
        yield from (ScreenLine("    " + text, Tone.MUTED) for text in wrap_text(screen.spell(detail), width))


def _stack_rows(table: TableBlock, screen: Screen) -> Iterator[ScreenLine]:
    for row in table.rows:
        first, *others = row.cells
        yield from (ScreenLine(text, Tone.STRONG) for text in wrap_text(first.text, screen.width))
        # Figures stand under each other where nothing but figures follows; beside words they would float.
        figures = all(cell.right for cell in others if cell.text)
        right = max((display_width(cell.text) for cell in others), default=0) if figures else 0
        pairs = tuple(
            (f"  {heading.text}", align(cell.text, right, right=figures))
            for heading, cell in zip(table.headings[1:], others, strict=True)
            if cell.text
        )
        yield from lay_pairs(pairs, screen) if pairs else ()
        yield from _lay_details(row, screen)


_BAR = " | "
_LEAST = 30


@dataclass(frozen=True, slots=True)
class _Window:
    """The letters of a line that are shown, and the marks put where a part is cut off."""

    text: str
    start: int
    room: int
    before: str
    after: str

    @property
    def shown(self) -> str:
        """The part that is shown, with its marks."""
        return f"{self.before}{self.text[self.start : self.start + self.room]}{self.after}"

    def width_up_to(self, letter: int) -> int:
        """Return how many columns stand before a letter of the whole line."""
        last = min(max(letter, self.start), self.start + self.room)
        return display_width(self.before) + display_width(self.text[self.start : last])

    def underline_mark(self, mark: Mark, screen: Screen, room: int | None) -> Iterator[str]:
        before = self.width_up_to(mark.start)
        signs = " " * before + mark.sign * max(self.width_up_to(mark.end) - before, 1)
        words = screen.spell(mark.words)
        if room is None or display_width(signs) + 1 + display_width(words) <= room:
            yield f"{signs} {words}"
            return
        yield signs
        yield " " * max(min(before, room - display_width(words)), 0) + words


def lay_quote(quoted: Quoted, screen: Screen) -> Iterator[ScreenLine]:
    """Yield the line behind its number, and below it each stretch underlined with its words."""
    room = None if screen.width is None else max(screen.width - len(quoted.number) - len(_BAR), _LEAST)
    window = _open_window(quoted, screen, room)
    yield ScreenLine(f"{quoted.number}{_BAR}{screen.spell(window.shown)}".rstrip())
    margin = " " * len(quoted.number) + _BAR
    for mark in quoted.marks:
        yield from (
            ScreenLine((margin + each).rstrip()) for each in window.underline_mark(mark, screen, room)
        )


def _open_window(quoted: Quoted, screen: Screen, room: int | None) -> _Window:
    """Choose what is shown: everything, else the beginning, else what stands around the first mark."""
    text = quoted.text
    if room is None or display_width(text) <= room:
        return _Window(text, 0, len(text), "", "")
    cut = screen.spell("…")
    inner = room - 2 * len(cut)
    start, end = quoted.marks[0].start, quoted.marks[0].end
    if end <= inner:
        return _Window(text, 0, inner, "", cut)
    # Some of what stands before the mark is shown too, the more the shorter the mark is.
    first = max(min(start - (inner - min(end - start, inner)) // 2, len(text) - inner), 0)
    return _Window(text, first, inner, cut, cut if first + inner < len(text) else "")
