"""A report as one HTML file: every text escaped, nothing fetched, ready to print, light and dark."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.report.document import (
    Block,
    Cell,
    Document,
    Entry,
    Gauge,
    Heading,
    KeyValues,
    Paragraph,
    Part,
    Roster,
    TableBlock,
    TableRow,
    Tree,
)
from kpicalc.report.picture import UNITS, Picture
from kpicalc.report.writers.paper_room import estimate_room
from kpicalc.report.writers.to_svg import escape_markup, inline_svg

_FOLDER = Path(__file__).parent


def write_html(title: str, parts: Iterable[Part], language: Language) -> Iterator[bytes]:
    """Yield the page; the parts follow each other as they are given. Only a list needs a script."""
    ordered = tuple(parts)
    script = _read_beside("page.js") if any(isinstance(part, Roster) for part in ordered) else ""
    yield _open_page(title, script, language).encode()
    yield f"<body>\n<main{_choose_size(ordered)}>\n".encode()
    for part in ordered:
        if isinstance(part, Roster):
            yield from (piece.encode() for piece in _write_roster(part, language))
        else:
            yield write_part(part).encode()
    yield b"</main>\n"
    if script:
        yield f"<script>{script}</script>\n".encode()
    yield b"</body>\n</html>\n"


def _choose_size(parts: Sequence[Part]) -> str:
    """Return how small a report is printed, so that what stands before an annex goes on one page."""
    shown = [part for part in parts if not isinstance(part, Roster)]
    annex = next((at for at, part in enumerate(shown) if isinstance(part, Document) and part.annex), None)
    if annex is None or len(shown) < len(parts):
        return ""
    front, whole = estimate_room(shown[:annex]), estimate_room(shown)
    dense = front > _PAPER or _PAPER < whole <= _PAPER / _DENSE
    return f' class="{"denser" if front > _PAPER / _DENSE else "dense"}"' if dense else ""


def _open_page(title: str, script: str, language: Language) -> str:
    """Return the head: a browser may run and draw nothing but what bears these fingerprints."""
    style = _read_beside("page.css")
    allowed = f"script-src {_fingerprint(script)}; " if script else ""
    policy = f"default-src 'none'; {allowed}style-src {_fingerprint(style)}; base-uri 'none'"
    return (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}; form-action \'none\'">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape_markup(title)}</title>\n<style>{style}</style>\n</head>\n"
    )


def _write_roster(roster: Roster, language: Language) -> Iterator[str]:
    def say(key: str, **params: str) -> str:
        return escape_markup(phrase(f"pay_page.{key}", language, **params))

    # The script fills in the numbers.
    counted = say("found", shown="{shown}", count="{count}")
    yield f'<section class="roster">\n<h2>{escape_markup(roster.title)}</h2>\n<div class="tools" hidden>\n'
    yield f'<label>{say("search")}<input type="search" placeholder="{say("search_hint")}"></label>\n'
    yield f'<button type="button" class="open">{say("open_all")}</button>\n'
    yield f'<button type="button" class="close">{say("close_all")}</button>\n'
    yield f'<span class="found muted" aria-live="polite" data-says="{counted}"></span>\n</div>\n'
    heads = (_write_head(at, cell, say("sort")) for at, cell in enumerate(roster.headings))
    yield f'<div class="heads" data-says="{say("sort")}:">{"".join(heads)}</div>\n<div class="entries">\n'
    for entry in roster.entries:
        yield _write_entry(entry, roster)
    yield "</div>\n</section>\n"


def _write_head(at: int, cell: Cell, told: str) -> str:
    button = f'<button type="button" data-at="{at}" aria-pressed="false" title="{told}">'
    mark = " figure" if cell.right else ""
    return f'<span class="second{mark}">{button}{escape_markup(cell.text)}</button></span>'


def _write_entry(entry: Entry, roster: Roster) -> str:
    words = escape_markup(" ".join(cell.text for cell in entry.cells if not cell.right))
    order = escape_markup(json.dumps(entry.order, ensure_ascii=False))
    cells = "".join(
        f'<span class="{_role(at, roster.key)}{" figure" if cell.right else ""}" '
        f'data-label="{escape_markup(heading.text)}">{write_cell(cell)}</span>'
        for at, (cell, heading) in enumerate(zip(entry.cells, roster.headings, strict=True))
    )
    body = "".join(map(write_part, entry.parts))
    return (
        f'<details class="entry" data-find="{words}" data-order="{order}">\n<summary>{cells}</summary>\n'
        f'<div class="body">\n{body}</div>\n</details>\n'
    )


def _role(at: int, key: int) -> str:
    """Return how a cell is shown where the screen is narrow: who, the amount, or in a second line."""
    return "who" if at < 2 else "key" if at == key else "second"


def _fingerprint(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


@cache
def _read_beside(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8").strip()


# Tables with more columns are read as cards where the screen is narrow.
_NARROW = 2
# Those with more may be wider than any screen, and are shifted alone rather than with the page.
_MOST = 8
# In points: a wider picture is shifted there rather than shrunk.
_TELEPHONE = 360
# Of an address of so many letters, such as `March!D7`, none goes to another line.
_ADDRESS = 24


# How high a printed page is, in points, and how much smaller one is printed that is a little too high.
_PAPER, _DENSE = 740, 0.85


def write_part(part: Document | Picture) -> str:
    """Return a document or a picture as a piece of a page."""
    if isinstance(part, Picture):
        wide = " wide" if part.width > _TELEPHONE * UNITS else " slim"
        # What may be shifted can be shifted by the keyboard too.
        reached = ' tabindex="0"' if part.width > _TELEPHONE * UNITS else ""
        return f'<div class="scroll{wide}"{reached}>{inline_svg(part)}</div>\n'
    written = "".join(map(_write_block, part.blocks))
    return f'<section class="annex">\n{written}</section>\n' if part.annex else written


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
    if not row.details:
        return f"<tr{mark}>{cells}</tr>\n"
    details = "".join(f"<span>{escape_markup(each)}</span> " for each in row.details).rstrip()
    below = f'<tr class="detail"><td colspan="{len(row.cells)}">{details}</td></tr>\n'
    return f"<tr{mark}>{cells}</tr>\n{below}"


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
