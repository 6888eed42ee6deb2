"""The tokens of formula text, how strongly operators bind, and the place of a parser in a row of tokens."""

from __future__ import annotations

import re
from dataclasses import field
from enum import IntEnum, StrEnum
from typing import Literal

from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, Label, error
from kpicalc.model.expr import ArithmeticSign, ComparisonSign
from kpicalc.model.source import Place, Span

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


class Strength(IntEnum):
    """How strongly the operators of a formula bind, from weak to strong, for reading and printing alike."""

    CHOICE = 0
    OR = 1
    AND = 2
    NOT = 3
    COMPARISON = 4
    SUM = 5
    PRODUCT = 6
    MINUS = 7
    WHOLE = 8


LOGIC: dict[str, Literal["and", "or"]] = {"and": "and", "or": "or"}
COMPARISONS: dict[str, ComparisonSign] = {"<": "<", "<=": "<=", ">": ">", ">=": ">=", "=": "=", "!=": "!="}
ARITHMETIC: dict[str, ArithmeticSign] = {"+": "+", "-": "-", "*": "*", "/": "/"}

INFIX: dict[str, int] = {
    "or": Strength.OR,
    "and": Strength.AND,
    **dict.fromkeys(COMPARISONS, Strength.COMPARISON),
    "+": Strength.SUM,
    "-": Strength.SUM,
    "*": Strength.PRODUCT,
    "/": Strength.PRODUCT,
}


@dataclass(slots=True)
class Cursor:
    """Walks over tokens and gathers problems, at most one for each place.

    `commas_separate` says whether a comma here parts two arguments; `level` counts the constructs
    that are open. After `stop` the cursor stands at the end and no further problem is reported.
    """

    tokens: tuple[Token, ...]
    position: int = 0
    level: int = 0
    commas_separate: bool = False
    stopped: bool = False
    problems: dict[int, Diagnostic] = field(default_factory=dict)

    @property
    def token(self) -> Token:
        """The token at the cursor; END when all are read."""
        return self.tokens[self.position]

    @property
    def before(self) -> Token:
        """The token read last."""
        return self.tokens[self.position - 1]

    @property
    def following(self) -> Token:
        """The token after that at the cursor, which is not END."""
        return self.tokens[self.position + 1]

    def take(self) -> Token:
        """Return the token at the cursor and go on to the next; END is taken last of all."""
        self.position += 1
        return self.before

    def accept(self, text: str) -> bool:
        """Go on if the token at the cursor is this sign or keyword."""
        found = self.token.text == text
        if found:
            self.take()
        return found

    def report(self, code: str, place: Place, *others: Label, **params: object) -> None:
        """Note an error, unless this place has one already or the cursor was stopped."""
        if not self.stopped:
            self.problems.setdefault(self.position, error(code, place, *others, **params))

    def stop(self) -> None:
        """Give up: what follows cannot be understood."""
        self.position = len(self.tokens) - 1
        self.stopped = True
