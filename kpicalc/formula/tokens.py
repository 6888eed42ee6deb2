"""The words of formula text: kinds of token, keywords, what is a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from kpicalc.model.source import Span

KEYWORDS = frozenset({"if", "then", "else", "and", "or", "not", "where", "true", "false"})

# Letters of names, as a set for regular expressions: ASCII, all Cyrillic letters, the low line.
LETTERS = r"A-Za-z_\u0400-\u0481\u048a-\u04ff"
_NAME = re.compile(rf"[{LETTERS}][{LETTERS}0-9]*")


class TokenKind(StrEnum):
    """What a token is.

    HOLE stands where a value was written that could not be read, JUNK where nothing can be said of
    the text; both are reported already. END closes every formula.
    """

    NUMBER = "number"
    TEXT = "text"
    DAY = "day"
    NAME = "name"
    KEYWORD = "keyword"
    SIGN = "sign"
    HOLE = "hole"
    JUNK = "junk"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a formula; `text` is as written, or as meant where a slip was reported."""

    kind: TokenKind
    text: str
    span: Span


def is_name(written: str) -> bool:
    """Say whether a text may be a name: letters, digits and `_`, no digit first, no keyword.

    >>> is_name("К1"), is_name("1К"), is_name("then")
    (True, False, False)
    """
    return _NAME.fullmatch(written) is not None and written not in KEYWORDS
