"""A column of a frame as a list, whatever it is packed into."""

from __future__ import annotations

from kpicalc.model.facts import BLOCK_ROWS, Frame
from kpicalc.model.fault import Value


def unpack(frame: Frame, column: str) -> list[Value]:
    """Return the values of a column; packed columns are read a block at a time."""
    packed = frame.columns[column]
    return [
        value for start in range(0, frame.size, BLOCK_ROWS) for value in packed[start : start + BLOCK_ROWS]
    ]
