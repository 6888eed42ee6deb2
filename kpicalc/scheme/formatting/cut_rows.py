"""YAML text to rows of pieces: what stands on each line, and how deep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, replace
from enum import Enum, auto
from typing import TYPE_CHECKING, cast

import yaml
from yaml.tokens import (
    BlockEndToken,
    BlockEntryToken,
    BlockMappingStartToken,
    BlockSequenceStartToken,
    FlowMappingEndToken,
    FlowMappingStartToken,
    FlowSequenceEndToken,
    FlowSequenceStartToken,
    KeyToken,
    ScalarToken,
    StreamEndToken,
    StreamStartToken,
    Token,
    ValueToken,
)

from kpicalc.model.dataclass import dataclass

if TYPE_CHECKING:
    from yaml.error import Mark


class TokenRole(Enum):
    """What a piece is for YAML."""

    TEXT = auto()
    COLON = auto()
    COMMA = auto()
    OPEN = auto()
    CLOSE = auto()
    DASH = auto()
    MARK = auto()


@dataclass(frozen=True, slots=True)
class TokenPart:
    """A piece of a line, with its columns in the file (from 0, the end not included)."""

    text: str
    role: TokenRole
    start: int

    @property
    def end(self) -> int:
        """The column after the piece."""
        return self.start + len(self.text)


@dataclass(slots=True)
class TokenRow:
    """One line of the file.

    `level` is the indent it gets by its place among the blocks, None where it has none of its own: on a
    comment, an empty line, a line within `{…}` or within a text. Those within something that began on an
    earlier row know it as `owner`, and stand at least at `least`. `entry` is the place of the colon of a
    key among the pieces, `block` the number of the mapping or list that the line belongs to.
    """

    text: str
    pieces: list[TokenPart] = field(default_factory=list)
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


STEP = 2

_OPENS = FlowMappingStartToken | FlowSequenceStartToken
_CLOSES = FlowMappingEndToken | FlowSequenceEndToken
_SILENT = StreamStartToken | StreamEndToken | BlockMappingStartToken | BlockSequenceStartToken | BlockEndToken
_ROLES = {":": TokenRole.COLON, ",": TokenRole.COMMA, "-": TokenRole.DASH}


@dataclass(frozen=True, slots=True)
class _Block:
    """An open mapping or list; a list that stands right under its key has no start of its own."""

    number: int
    column: int
    mapping: bool = False
    bare: bool = False


@dataclass(slots=True)
class _Cutter:
    """Follows the tokens through the lines."""

    text: str
    rows: list[TokenRow]
    blocks: list[_Block] = field(default_factory=list)
    opened: int = 0
    flow: int = 0
    flow_row: int = 0

    def follow_blocks(self, token: Token) -> None:
        """Keep count of the blocks that are open."""
        match token:
            case BlockMappingStartToken() | BlockSequenceStartToken():
                mapping = isinstance(token, BlockMappingStartToken)
                self._open_block(_start_of(token).column, mapping=mapping)
            case BlockEndToken():
                self._close_bare()
                self.blocks.pop()
            case KeyToken() if not self.flow:
                self._close_bare()
                self._place_row(token, len(self.blocks) - 1)
            case BlockEntryToken():
                if self.blocks[-1].mapping:
                    self._open_block(self.blocks[-1].column, bare=True)
                self._place_row(token, len(self.blocks) - 1)
            case ValueToken() if not self.flow:
                self._place_row(token, len(self.blocks) - 1)
            case _:
                return

    def _open_block(self, column: int, *, mapping: bool = False, bare: bool = False) -> None:
        self.opened += 1
        self.blocks.append(_Block(self.opened, column, mapping=mapping, bare=bare))

    def _close_bare(self) -> None:
        if self.blocks[-1].bare:
            self.blocks.pop()

    def _place_row(self, token: Token, depth: int) -> None:
        """Say how deep a row stands, unless something stands on it already."""
        number = _start_of(token).line
        row = self.rows[number]
        if row.pieces or row.level is not None:
            return
        if self.flow:
            row.owner, row.least = self.flow_row, 0
        else:
            row.level = max(depth, 0) * STEP

    def take_text(self, token: Token) -> None:
        """Put the text of a token on its rows."""
        start, end = _start_of(token), cast("Mark", token.end_mark)
        written = self.text[start.index : end.index]
        if not written:
            return
        self._place_row(token, len(self.blocks))
        row = self.rows[start.line]
        first, *others = written.split("\n")
        row.pieces.append(TokenPart(first, _role_of(token, written), start.column))
        if isinstance(token, _OPENS):
            self.flow_row = self.flow_row if self.flow else start.line
        self.flow += isinstance(token, _OPENS) - isinstance(token, _CLOSES)
        if isinstance(token, ValueToken) and not self.flow and row.entry is None:
            row.entry, row.block = len(row.pieces) - 1, self.blocks[-1].number
        if isinstance(token, ScalarToken) and others:
            take_lines = _take_block_text if token.style in ("|", ">") else _take_folded_text
            take_lines(self, start.line, first, others)


def cut_rows(text: str) -> list[TokenRow]:
    r"""Return the lines of a YAML text (breaks are `\n`) with their pieces; the text is known to be right."""
    cutter = _Cutter(text, [TokenRow(line) for line in text.split("\n")])
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        cutter.follow_blocks(token)
        if not isinstance(token, _SILENT):
            cutter.take_text(token)
    for row in cutter.rows:
        if row.kept is None:
            row.comment = row.text[row.code_end :].strip()
    return cutter.rows


def _role_of(token: Token, written: str) -> TokenRole:
    match token:
        case ScalarToken():
            return TokenRole.TEXT
        case _ if isinstance(token, _OPENS):
            return TokenRole.OPEN
        case _ if isinstance(token, _CLOSES):
            return TokenRole.CLOSE
        case _:
            return _ROLES.get(written, TokenRole.MARK)


def _take_folded_text(cutter: _Cutter, number: int, _first: str, others: Sequence[str]) -> None:
    """Lines of a text that goes on: their indent means nothing, so they move with the line it began on."""
    for offset, line in enumerate(others, 1):
        row = cutter.rows[number + offset]
        row.owner, row.least = number, max(len(cutter.blocks), 1) * STEP
        text = line.lstrip(" \t")
        if offset == len(others):
            row.pieces.append(TokenPart(text, TokenRole.TEXT, len(line) - len(text)))
        else:
            row.kept = text


def _take_block_text(cutter: _Cutter, number: int, first: str, others: Sequence[str]) -> None:
    """Lines of a text after `|` or `>`: they keep their indents among each other."""
    cutter.rows[number].pieces[-1] = replace(cutter.rows[number].pieces[-1], text=first.rstrip())
    how = first.split(maxsplit=1)[0][1:]
    digits = how.strip("+-")
    base = cutter.blocks[-1].column if cutter.blocks else -1
    indent = base + int(digits) if digits else _first_indent(others)
    lines = _without_blank_end(others, indent, keep="+" in how)
    new = max(len(cutter.blocks) - 1, 0) * STEP + int(digits) if digits else max(len(cutter.blocks), 1) * STEP
    for offset, line in enumerate(lines, 1):
        rest = line[indent:]
        cutter.rows[number + offset].kept = " " * new + rest if rest else ""
    _mark_after(cutter.rows, number + len(lines) + 1)


def _mark_after(rows: Sequence[TokenRow], number: int) -> None:
    """Mark the comments that follow a text: set in too far they would become a part of it."""
    for row in rows[number:]:
        if row.text.lstrip()[:1] not in {"", "#"}:
            return
        row.after_text = True


def _without_blank_end(lines: Sequence[str], indent: int, *, keep: bool) -> Sequence[str]:
    """Leave out what the end of a text does not count: what YAML read of the next line, and empty lines."""
    if len(lines[-1]) <= indent:
        lines = lines[:-1]
    while not keep and lines and len(lines[-1]) <= indent:
        lines = lines[:-1]
    return lines


def _first_indent(lines: Sequence[str]) -> int:
    return next((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), 0)


def _start_of(token: Token) -> Mark:
    return cast("Mark", token.start_mark)
