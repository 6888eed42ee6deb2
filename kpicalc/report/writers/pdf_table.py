"""A table on paper: figures whole, words wrapped, the headings again on every page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from kpicalc.report.document import Cell, TableBlock, TableRow, Tone
from kpicalc.report.picture import Ink
from kpicalc.report.writers.pdf_canvas import MARGIN, TEXT, Canvas, leading

_GAP = 8
_BAR, _SPACE = 3, 3
_INDENT = 12
# What parts remarks that stand on one line: no sign, for they are formulas.
_BETWEEN = " " * 5
# Smaller letters, down to these, before a column is left out.
_SMALLEST = 7
# No column of words is narrower than this, as long as there is room.
_NARROWEST = 60


def draw_table(canvas: Canvas, table: TableBlock) -> None:
    """Draw a table where the page has come to; without columns that can be spared where all are too wide."""
    fitted, widths = _fit_table(canvas, table)
    _draw_head(canvas, fitted, widths)
    for row in fitted.rows:
        if canvas.need(_height(canvas, row, widths)):
            _draw_head(canvas, fitted, widths)
        _draw_row(canvas, row, widths)
    canvas.text_size = TEXT
    if spared := [each.text for each in table.headings if each not in fitted.headings]:
        canvas.write_text(f"{table.narrowed} {', '.join(spared)}".lstrip(), tone=Tone.MUTED)
    canvas.set_y(canvas.get_y() + 2 * _SPACE)


def _fit_table(canvas: Canvas, table: TableBlock) -> tuple[TableBlock, list[int]]:
    """Return a table with the columns that fit, and how wide each is.

    Texts are set in lines first, then letters get smaller, then words are broken, then columns are left out.
    """
    for whole, size in product((True, False), range(TEXT, _SMALLEST - 1, -1)):
        canvas.text_size = size
        if widths := _find_widths(canvas, table, whole=whole):
            return table, widths
    most = max((each.spare for each in table.headings), default=0)
    if not most:
        least = _find_least(canvas, table, whole=False)
        room = canvas.room - _GAP * (len(least) - 1)
        return table, [low * room // sum(least) for low in least]
    kept = [at for at, each in enumerate(table.headings) if each.spare < most]
    rows = (replace(row, cells=tuple(row.cells[at] for at in kept)) for row in table.rows)
    headings = tuple(table.headings[at] for at in kept)
    return _fit_table(canvas, replace(table, headings=headings, rows=tuple(rows)))


def _columns_of(table: TableBlock) -> list[tuple[Cell, ...]]:
    rows = [table.headings] if table.headings else []
    return list(zip(*rows, *(row.cells for row in table.rows), strict=True))


def _find_least(canvas: Canvas, table: TableBlock, *, whole: bool) -> list[int]:
    """Return how narrow the columns can be: figures stay whole, words too or are broken."""
    canvas.use(bold=True)
    return [
        _width_of_figures(canvas, column, headed=bool(table.headings))
        if column[-1].right
        else max(
            min(max(_width(canvas, cell.text) for cell in column), _NARROWEST),
            *(_width(canvas, word) for cell in column for word in cell.text.split() if whole),
            0,
        )
        for column in _columns_of(table)
    ]


def _find_widths(canvas: Canvas, table: TableBlock, *, whole: bool) -> list[int] | None:
    """Return how wide the columns are, those of words as narrow as needed; None where all do not fit."""
    least = _find_least(canvas, table, whole=whole)
    natural = [max(_width(canvas, cell.text) for cell in column) for column in _columns_of(table)]
    room = canvas.room - _GAP * (len(natural) - 1)
    over = sum(natural) - room
    if over <= 0:
        return natural
    spare = sum(natural) - sum(least)
    if spare < over:
        return None
    return [own - (own - low) * over // spare for own, low in zip(natural, least, strict=True)]


def _width_of_figures(canvas: Canvas, column: Sequence[Cell], *, headed: bool) -> int:
    """Return how wide a column of figures must be: these stay whole, its heading may be broken."""
    heading, figures = (column[:1], column[1:]) if headed else ((), column)
    parts = [*(word for cell in heading for word in cell.text.split()), *(cell.text for cell in figures)]
    return max((_width(canvas, part) for part in parts), default=0)


def _width(canvas: Canvas, text: str) -> int:
    return canvas.measure(canvas.spell(text)) + 2


def _draw_head(canvas: Canvas, table: TableBlock, widths: Sequence[int]) -> None:
    if table.headings:
        canvas.need(3 * leading(canvas.text_size))
        _draw_cells(canvas, table.headings, widths, bold=True, ink=Ink.MUTED)
        canvas.rule(int(canvas.get_y()), Ink.AXIS)
        canvas.set_y(canvas.get_y() + _SPACE)


def _draw_row(canvas: Canvas, row: TableRow, widths: Sequence[int]) -> None:
    _draw_cells(canvas, row.cells, widths, bold=row.strong, ink=Ink.TEXT)
    for line in _detail_lines(canvas, row):
        small = canvas.text_size - 1
        canvas.need(leading(small))
        canvas.use(size=small)
        canvas.write_at((MARGIN + _INDENT, int(canvas.get_y())), [line], size=small, ink=Ink.MUTED)
        canvas.set_y(canvas.get_y() + leading(small))
    canvas.rule(int(canvas.get_y()) + 1, Ink.GRID)
    canvas.set_y(canvas.get_y() + _SPACE)


def _draw_cells(
    canvas: Canvas, cells: Sequence[Cell], widths: Sequence[int], *, bold: bool, ink: Ink
) -> None:
    left, top, low = MARGIN, int(canvas.get_y()), 0
    for cell, width in zip(cells, widths, strict=True):
        canvas.use(bold=bold)
        lines = canvas.wrap(cell.text, width) if ink is Ink.MUTED else _lines_of(canvas, cell, width)
        canvas.write_at((left, top), lines, size=canvas.text_size, ink=ink, right=width if cell.right else 0)
        low = max(low, len(lines) * leading(canvas.text_size))
        if cell.gauge is not None:
            bar = top + len(lines) * leading(canvas.text_size)
            canvas.fill((left, bar, width, _BAR), Ink.GRID)
            canvas.fill((left, bar, width * cell.gauge.filled // 1000, _BAR), Ink.CURVE)
            if cell.gauge.mark:
                canvas.fill((left + width * cell.gauge.mark // 1000, bar, 1, _BAR), Ink.TEXT)
            low += _BAR
        left += width + _GAP
    canvas.set_y(top + low + 1)


def _height(canvas: Canvas, row: TableRow, widths: Sequence[int]) -> int:
    """Return how high a row is, as far as it should not be parted: with the first lines under it."""
    canvas.use(bold=row.strong)
    most = max(len(_lines_of(canvas, cell, width)) for cell, width in zip(row.cells, widths, strict=True))
    below = min(len(_detail_lines(canvas, row)), 3) * leading(canvas.text_size - 1)
    return most * leading(canvas.text_size) + below + 2 * _SPACE


def _lines_of(canvas: Canvas, cell: Cell, width: int) -> list[str]:
    """Return the lines of a cell; no figure is parted."""
    return [canvas.spell(cell.text)] if cell.right else canvas.wrap(cell.text, width)


def _detail_lines(canvas: Canvas, row: TableRow) -> list[str]:
    """Return the lines under a row; what is short goes on the line of what stands before it."""
    canvas.use(size=canvas.text_size - 1)
    room, lines = canvas.room - _INDENT, list[str]()
    for each in row.details:
        wrapped = canvas.wrap(each, room)
        if lines and len(canvas.wrap(f"{lines[-1]}{_BETWEEN}{each}", room)) == 1:
            wrapped = [f"{lines.pop()}{_BETWEEN}{wrapped[0]}"]
        lines += wrapped
    return lines
