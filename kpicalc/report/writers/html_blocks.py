"""The neutral blocks as HTML: every text is escaped here, and nothing needs a style of its own."""

from __future__ import annotations

from kpicalc.report.document import (
    Block,
    Cell,
    Document,
    Gauge,
    Heading,
    KeyValues,
    Paragraph,
    TableBlock,
    TableRow,
    Tree,
)
from kpicalc.report.picture import UNITS, Picture
from kpicalc.report.writers.to_svg import escape_markup, inline_svg

# Tables with more columns are read as cards where the screen is narrow.
_NARROW = 2
# Those with more may be wider than any screen, and are shifted alone rather than with the page.
_MOST = 8
# In points: a wider picture is shifted there rather than shrunk.
_TELEPHONE = 360
# Of an address of so many letters, such as `March!D7`, none goes to another line.
_ADDRESS = 24


def write_part(part: Document | Picture) -> str:
    """Return a document or a picture as a piece of a page."""
    if isinstance(part, Picture):
        wide = " wide" if part.width > _TELEPHONE * UNITS else ""
        # What may be shifted can be shifted by the keyboard too.
        reached = ' tabindex="0"' if wide else ""
        return f'<div class="scroll{wide}"{reached}>{inline_svg(part)}</div>\n'
    return "".join(map(_write_block, part.blocks))


def write_cell(cell: Cell) -> str:
    """Return what stands in a cell: its text, and its bar."""
    return escape_markup(cell.text) + ("" if cell.gauge is None else _draw_gauge(cell.gauge))


def _write_block(block: Block) -> str:
    match block:
        case Heading(text=text, level=level):
            return f"<h{level}>{escape_markup(text)}</h{level}>\n"
        case Paragraph(text=text, tone=tone):
            return f'<p class="{tone}">{escape_markup(text)}</p>\n'
        case TableBlock():
            wide = "wide" if len(block.headings) > _NARROW else "plain"
            return _write_table(block, wide)
        case KeyValues(pairs=pairs):
            rows = tuple(TableRow((Cell(name), Cell(value))) for name, value in pairs)
            return _write_table(TableBlock((), rows), "pairs")
        case Tree():
            return f"<ul>{_write_tree(block)}</ul>\n"
        case _:
            return f"<pre>{escape_markup(block.text)}</pre>\n"


def _write_table(table: TableBlock, kind: str) -> str:
    heading = "".join(map(_write_heading, table.headings))
    head = f"<thead><tr>{heading}</tr></thead>\n" if heading else ""
    labels = [escape_markup(cell.text) for cell in table.headings] if kind == "wide" else []
    rows = "".join(_write_row(row, labels) for row in table.rows)
    written = f'<table class="{kind}">\n{head}<tbody>\n{rows}</tbody>\n</table>\n'
    return f'<div class="scroll" tabindex="0">{written}</div>\n' if len(table.headings) > _MOST else written


def _write_heading(cell: Cell) -> str:
    """Write a heading; one that says nothing is none to those who hear the page."""
    tag = "th" if cell.text else "td"
    return f"<{tag}{_mark(cell)}>{write_cell(cell)}</{tag}>"


def _write_row(row: TableRow, labels: list[str]) -> str:
    mark = ' class="strong"' if row.strong else ""
    told = [f' data-label="{each}"' for each in labels] or [""] * len(row.cells)
    cells = "".join(
        f"<td{_mark(cell)}{label}>{write_cell(cell)}</td>"
        for cell, label in zip(row.cells, told, strict=True)
    )
    details = "".join(
        f'<tr class="detail"><td colspan="{len(row.cells)}">{escape_markup(each)}</td></tr>\n'
        for each in row.details
    )
    return f"<tr{mark}>{cells}</tr>\n{details}"


def _mark(cell: Cell) -> str:
    if cell.right:
        return ' class="figure"'
    address = "!" in cell.text and len(cell.text) <= _ADDRESS
    return ' class="word"' if address else ""


def _draw_gauge(gauge: Gauge) -> str:
    mark = f'<rect class="mark" x="{gauge.mark}" width="12" height="10"/>' if gauge.mark else ""
    return (
        '<svg class="gauge" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="filled" width="{gauge.filled}" height="10"/>{mark}</svg>'
    )


def _write_tree(tree: Tree) -> str:
    details = "".join(f"<br>{escape_markup(each)}" for each in tree.details)
    branches = "".join(map(_write_tree, tree.branches))
    below = f"<ul>{branches}</ul>" if branches else ""
    return f"<li>{escape_markup(tree.text)}{details}{below}</li>"
