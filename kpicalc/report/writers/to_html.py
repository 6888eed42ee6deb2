"""A report with pictures as one HTML file: no scripts, nothing fetched, ready to print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpicalc.i18n.catalogue import Language
from kpicalc.report.document import (
    Block,
    Cell,
    Document,
    Heading,
    KeyValues,
    Paragraph,
    TableBlock,
    TableRow,
    Tree,
)
from kpicalc.report.picture import Picture
from kpicalc.report.writers.to_svg import escape_markup, inline_svg

_STYLE = """
:root{color-scheme:light}
body{font:15px/1.45 'Segoe UI','DejaVu Sans',Arial,sans-serif;color:#1f2933;background:#fff;max-width:60rem;
margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem;border-bottom:2px solid #0b69a3;padding-bottom:.3rem}
h2{font-size:1.15rem;margin-top:2rem}
table{border-collapse:collapse;margin:.8rem 0;font-size:.93rem}
th,td{padding:.25rem .7rem;border-bottom:1px solid #e4e7eb;text-align:left;vertical-align:top}
th{color:#616e7c;font-weight:600;border-bottom:1px solid #7b8794}
td.figure,th.figure{text-align:right;font-variant-numeric:tabular-nums}
td.figure{white-space:nowrap}
tr.strong td{font-weight:600}
tr:has(+tr.detail) td{border-bottom:0}
tr.detail td{color:#616e7c;padding-left:2rem;font-size:.88rem}
p.muted{color:#616e7c}p.warning{color:#9a3412}p.error{color:#b91c1c;font-weight:600}p.strong{font-weight:600}
svg{max-width:100%;height:auto;border:1px solid #e4e7eb;margin:.5rem 0}
pre{white-space:pre-wrap}
@media print{body{margin:0;max-width:none;font-size:11px}h2{break-after:avoid}
table,svg{break-inside:avoid}svg{border:0}}
"""


def write_html(title: str, parts: Iterable[Document | Picture], language: Language) -> Iterator[bytes]:
    """Yield the page; the parts follow each other as they are given."""
    head = f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    head += f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
    head += '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    yield f"{head}<title>{escape_markup(title)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n".encode()
    for part in parts:
        if isinstance(part, Picture):
            yield inline_svg(part).encode()
        else:
            yield from (_write_block(block).encode() for block in part.blocks)
    yield b"</body>\n</html>\n"


def _write_block(block: Block) -> str:
    match block:
        case Heading(text=text, level=level):
            return f"<h{level}>{escape_markup(text)}</h{level}>\n"
        case Paragraph(text=text, tone=tone):
            return f'<p class="{tone}">{escape_markup(text)}</p>\n'
        case TableBlock():
            return _write_table(block)
        case KeyValues(pairs=pairs):
            return _write_table(
                TableBlock((), tuple(TableRow((Cell(name), Cell(value))) for name, value in pairs))
            )
        case Tree():
            return f"<ul>{_write_tree(block)}</ul>\n"
        case _:
            return f"<pre>{escape_markup(block.text)}</pre>\n"


def _write_table(table: TableBlock) -> str:
    heading = "".join(_write_cell(cell, "th") for cell in table.headings)
    head = f"<thead><tr>{heading}</tr></thead>\n" if heading else ""
    return f"<table>\n{head}<tbody>\n{''.join(map(_write_row, table.rows))}</tbody>\n</table>\n"


def _write_row(row: TableRow) -> str:
    mark = ' class="strong"' if row.strong else ""
    cells = "".join(_write_cell(cell, "td") for cell in row.cells)
    details = "".join(
        f'<tr class="detail"><td colspan="{len(row.cells)}">{escape_markup(each)}</td></tr>\n'
        for each in row.details
    )
    return f"<tr{mark}>{cells}</tr>\n{details}"


def _write_cell(cell: Cell, tag: str) -> str:
    mark = ' class="figure"' if cell.right else ""
    return f"<{tag}{mark}>{escape_markup(cell.text)}</{tag}>"


def _write_tree(tree: Tree) -> str:
    details = "".join(f"<br>{escape_markup(each)}" for each in tree.details)
    branches = "".join(map(_write_tree, tree.branches))
    below = f"<ul>{branches}</ul>" if branches else ""
    return f"<li>{escape_markup(tree.text)}{details}{below}</li>"
