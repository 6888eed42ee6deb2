"""A report as one HTML file: nothing fetched, no code but our own, ready to print, light and dark."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.report.document import Cell, Entry, Part, Roster
from kpicalc.report.writers.html_blocks import write_cell, write_part
from kpicalc.report.writers.to_svg import escape_markup

_FOLDER = Path(__file__).parent


def write_html(title: str, parts: Iterable[Part], language: Language) -> Iterator[bytes]:
    """Yield the page; the parts follow each other as they are given. Only a list needs a script."""
    ordered = tuple(parts)
    script = _read_beside("page.js") if any(isinstance(part, Roster) for part in ordered) else ""
    yield _open_page(title, script, language).encode()
    for part in ordered:
        if isinstance(part, Roster):
            yield from (piece.encode() for piece in _write_roster(part, language))
        else:
            yield write_part(part).encode()
    yield b"</main>\n"
    if script:
        yield f"<script>{script}</script>\n".encode()
    yield b"</body>\n</html>\n"


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
        f"<title>{escape_markup(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n<main>\n"
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
