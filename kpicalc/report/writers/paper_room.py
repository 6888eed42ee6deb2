"""How much of a page of paper parts of a report take, before they are drawn."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from kpicalc.report.document import (
    Block,
    Document,
    Heading,
    KeyValues,
    Paragraph,
    Shown,
    TableBlock,
    TableRow,
)
from kpicalc.report.picture import UNITS, Picture

# In points, with letters of 9: a row of one line, a line of remarks, a heading, a break between blocks.
_ROW, _REMARK, _TITLE, _BREAK = 16, 11, 30, 6
# As many letters as a line has.
_LETTERS = 115
# On paper a point of a picture is about so many hundredths of one; two that are slim stand side by side.
_SHRUNK, _ABREAST = 75, 2


def estimate_room(parts: Iterable[Shown]) -> int:
    """Return how high parts are on A4, in points, as if names in tables had one line each."""
    height = 0
    for pictures, group in groupby(parts, key=lambda part: isinstance(part, Picture)):
        if pictures:
            heights = [part.height * _SHRUNK // UNITS // 100 for part in group if isinstance(part, Picture)]
            pairs = (heights[at : at + _ABREAST] for at in range(0, len(heights), _ABREAST))
            height += sum(map(max, pairs))
        else:
            blocks = (block for part in group if isinstance(part, Document) for block in part.blocks)
            height += sum(map(_room_of, blocks))
    return height


def _room_of(block: Block) -> int:
    match block:
        case Heading():
            return _TITLE
        case Paragraph(text=text):
            return _lines(text) * (_ROW - _BREAK // 2) + _BREAK
        case TableBlock(rows=rows):
            return sum(map(_room_of_row, rows)) + _ROW + _BREAK
        case KeyValues(pairs=pairs):
            return len(pairs) * _ROW + _BREAK
        case _:
            return _ROW


def _room_of_row(row: TableRow) -> int:
    return _ROW + (_lines("     ".join(row.details)) * _REMARK if row.details else 0)


def _lines(text: str) -> int:
    return -(-len(text) // _LETTERS)
