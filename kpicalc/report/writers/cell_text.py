"""A text in a cell of a workbook: a text whatever stands in it, on as many lines as it takes."""

from __future__ import annotations

from textwrap import wrap
from typing import Any

from kpicalc.report.book.sheets import count_wide

_LONGEST = 32_767
# What begins and ends so XlsxWriter takes for letters with looks, and writes it as it is.
_LIKE_LOOKS = ("<r>", "</r>")
# Spaces at which a text is broken otherwise than between words.
_OTHER_SPACES = frozenset("\t\n\v\f\r")


def write_text(page: Any, place: tuple[int, int], text: str, look: Any = None) -> None:
    """Write a text as a text: no formula, no markup, no halves of letters, not longer than a cell."""
    whole = (text if text.isascii() else text.encode("utf-8", "replace").decode())[:_LONGEST]
    if whole.startswith(_LIKE_LOOKS[0]) and whole.endswith(_LIKE_LOOKS[1]):
        page.write_rich_string(*place, *whole[:2], whole[2:], *([] if look is None else [look]))
    else:
        page.write_string(*place, whole, look)


def count_lines(text: str, room: int) -> int:
    """Return how many lines a text takes where there is room for so many letters."""
    # However wide its letters are, a short text has room.
    if len(text) * 4 // 3 <= room or (wide := count_wide(text)) <= max(room, 1):
        return 1
    return _break_text(text, max(room, 1) * len(text) // wide)


def _break_text(text: str, width: int) -> int:
    """Return how many lines a text takes that is broken between its words."""
    words = text.split(" ")
    if "" in words or not _OTHER_SPACES.isdisjoint(text) or max(map(len, words)) > width:
        return len(wrap(text, width))
    lines, filled = 1, -1
    for word in words:
        filled += len(word) + 1
        if filled > width:
            lines, filled = lines + 1, len(word)
    return lines
