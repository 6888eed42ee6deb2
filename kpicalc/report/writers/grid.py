"""Tables and pairs laid out as lines: in columns, or stacked where the screen is too narrow."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from kpicalc.report.document import Cell, Row, Table, Tone
from kpicalc.report.writers.screen import Screen, display_width
from kpicalc.report.writers.wrap import Line, align, least_width, wrap_text

_GAP = "  "


def lay_table(table: Table, screen: Screen) -> Iterator[Line]:
    """Yield a table in columns; text wraps, figures do not. Too narrow: each row as pairs."""
    spelt = _spell_table(table, screen)
    widths = _find_widths(spelt, screen.width)
    if widths is None:
        yield from _stack(spelt, screen)
        return
    yield from _lay_row(Row(spelt.headings), widths, Tone.MUTED)
    yield Line(screen.spell("─") * (sum(widths) + len(_GAP) * (len(widths) - 1)), Tone.MUTED)
    for row in spelt.rows:
        yield from _lay_row(row, widths, Tone.STRONG if row.strong else Tone.PLAIN)
        yield from _lay_details(row, screen)


def lay_pairs(pairs: tuple[tuple[str, str], ...], screen: Screen) -> Iterator[Line]:
    """Yield pairs in two columns, or a value under its name where the screen is too narrow."""
    spelt = [(screen.spell(name), screen.spell(value)) for name, value in pairs]
    left = max(display_width(name) for name, _ in spelt)
    rest = None if screen.width is None else screen.width - left - len(_GAP)
    for name, value in spelt:
        for index, text in enumerate(wrap_text(value, rest if rest is None else max(rest, 16))):
            yield Line(align("" if index else name, left, right=False) + _GAP + text)


def _spell_table(table: Table, screen: Screen) -> Table:
    headings = tuple(Cell(screen.spell(cell.text), cell.kind) for cell in table.headings)
    rows = tuple(
        Row(tuple(Cell(screen.spell(cell.text), cell.kind) for cell in row.cells), row.details, row.strong)
        for row in table.rows
    )
    return Table(headings, rows)


def _find_widths(table: Table, width: int | None) -> list[int] | None:
    """Return the width of each column, or None when even wrapped texts do not fit."""
    columns = list(zip(table.headings, *(row.cells for row in table.rows), strict=True))
    natural = [max(_natural(cell, heading=cell is column[0]) for cell in column) for column in columns]
    if width is None:
        return natural
    least = [
        own if column[0].right else min(own, max(least_width(cell.text) for cell in column))
        for own, column in zip(natural, columns, strict=True)
    ]
    return _shrink(natural, least, width - len(_GAP) * (len(columns) - 1))


def _natural(cell: Cell, *, heading: bool) -> int:
    if heading and cell.right:
        return max(display_width(word) for word in cell.text.split(" "))
    return display_width(cell.text)


def _shrink(natural: list[int], least: list[int], room: int) -> list[int] | None:
    if sum(least) > room:
        return None
    widths = list(natural)
    while (excess := sum(widths) - room) > 0:
        widest = max(range(len(widths)), key=lambda index: (widths[index] > least[index], widths[index]))
        widths[widest] -= min(excess, max(1, (widths[widest] - least[widest]) // 2))
    return widths


def _lay_row(row: Row, widths: list[int], tone: Tone) -> Iterator[Line]:
    wrapped = [wrap_text(cell.text, width) for cell, width in zip(row.cells, widths, strict=True)]
    for texts in zip_longest(*wrapped, fillvalue=""):
        parts = [
            align(text, width, right=cell.right)
            for text, width, cell in zip(texts, widths, row.cells, strict=True)
        ]
        yield Line(_GAP.join(parts).rstrip(" "), tone)


def _lay_details(row: Row, screen: Screen) -> Iterator[Line]:
    width = None if screen.width is None else max(screen.width - 4, 16)
    for detail in row.details:
        yield from (Line("    " + text, Tone.MUTED) for text in wrap_text(screen.spell(detail), width))


def _stack(table: Table, screen: Screen) -> Iterator[Line]:
    for row in table.rows:
        first, *others = row.cells
        yield from (Line(text, Tone.STRONG) for text in wrap_text(first.text, screen.width))
        right = max((display_width(cell.text) for cell in others if cell.right), default=0)
        pairs = tuple(
            (f"  {heading.text}", align(cell.text, right, right=True) if cell.right else cell.text)
            for heading, cell in zip(table.headings[1:], others, strict=True)
            if cell.text
        )
        yield from lay_pairs(pairs, screen) if pairs else ()
        yield from _lay_details(row, screen)
