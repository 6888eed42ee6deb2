"""The nouns of formatting: a line of the file, cut into the pieces that YAML sees."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto


class Role(Enum):
    """What a piece is for YAML."""

    TEXT = auto()
    COLON = auto()
    COMMA = auto()
    OPEN = auto()
    CLOSE = auto()
    DASH = auto()
    MARK = auto()


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a line, with its columns in the file (from 0, the end not included)."""

    text: str
    role: Role
    start: int

    @property
    def end(self) -> int:
        """The column after the piece."""
        return self.start + len(self.text)


@dataclass(slots=True)
class Row:
    """One line of the file.

    `level` is the indent it gets by its place among the blocks, None where it has none of its own: on a
    comment, an empty line, a line within `{…}` or within a text. Those within something that began on an
    earlier row know it as `owner`, and stand at least at `least`. `entry` is the place of the colon of a
    key among the pieces, `block` the number of the mapping or list that the line belongs to.
    """

    text: str
    pieces: list[Piece] = field(default_factory=list)
    comment: str = ""
    level: int | None = None
    owner: int | None = None
    least: int = 0
    entry: int | None = None
    block: int = -1
    kept: str | None = None
    after_text: bool = False

    @property
    def empty(self) -> bool:
        """True for a line where nothing is written, outside of texts."""
        return self.kept is None and not self.pieces and not self.comment

    @property
    def column(self) -> int:
        """The column of the first letter in the file."""
        return self.pieces[0].start if self.pieces else len(self.text) - len(self.text.lstrip())

    @property
    def code_end(self) -> int:
        """The column in the file after the last piece."""
        return self.pieces[-1].end if self.pieces else 0

    @property
    def comment_column(self) -> int:
        """The column of the comment in the file."""
        return len(self.text.rstrip()) - len(self.comment)
