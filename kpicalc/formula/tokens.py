"""The words of formula text: kinds of token, keywords, what is a name."""

from __future__ import annotations

import re
from enum import StrEnum

from kpicalc.model.dataclass import dataclass
from kpicalc.model.source import Span

KEYWORDS = frozenset({"if", "then", "else", "and", "or", "not", "where", "true", "false"})

# Letters of names, as a set for regular expressions: those of the alphabets written from left to right that
# have signs composed with them (as files are read), and the low line.
_LATIN = (
    r"A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u0131\u0134-\u013e\u0141-\u0148\u014a-\u017e"
    r"\u0180-\u01c3\u01cd-\u01f0\u01f4-\u024f\u1e00-\u1e99\u1e9c-\u1eff"
)
_GREEK = (
    r"\u0370-\u0373\u0376\u0377\u037b-\u037d\u037f\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u03cf"
    r"\u03d7-\u03ef\u03f3\u03f7\u03f8\u03fb-\u03ff"
)
_CYRILLIC = r"\u0400-\u0481\u048a-\u052f"
_ARMENIAN = r"\u0531-\u0556\u0561-\u0586"
_GEORGIAN = r"\u10d0-\u10fa"
# The no-break and thin spaces come along when text is pasted from a document.
SPACES = r" \u00a0\u2007\u2009\u202f"
LETTERS = f"{_LATIN}_{_GREEK}{_CYRILLIC}{_ARMENIAN}{_GEORGIAN}"
_NAME = re.compile(rf"[{LETTERS}][{LETTERS}0-9]*")


class TokenKind(StrEnum):
    """What a token is.

    HOLE stands where a value was written that could not be read, JUNK where nothing can be said of
    the text; both are reported already. END closes every formula.
    """

    NUMBER = "number"
    AMOUNT = "amount"
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
