"""Signs taken over from spreadsheets, text processors and other languages, with what to write instead."""

from __future__ import annotations

import unicodedata

from kpicalc.formula.numerals import Reading
from kpicalc.formula.tokens import KEYWORDS, Token, TokenKind
from kpicalc.model.diagnostic import error
from kpicalc.model.problem import Problem
from kpicalc.model.source import Span

# What is written → what is meant.
MEANT_SIGNS = {
    **dict.fromkeys(("===", "=="), "="),
    **dict.fromkeys(("<>", "≠"), "!="),
    **dict.fromkeys(("=>", "≥", "⩾"), ">="),
    **dict.fromkeys(("=<", "≤", "⩽"), "<="),
    **dict.fromkeys(("×", "·", "∙", "⋅"), "*"),
    **dict.fromkeys(("÷", "∶"), "/"),
    **dict.fromkeys(("−", "–", "—", "‑"), "-"),
    **dict.fromkeys(("&&", "&"), "and"),
    **dict.fromkeys(("||", "|"), "or"),
    "!": "not",
    ";": ",",
}

_MEANT_WORDS = {
    **{keyword: keyword for keyword in KEYWORDS},
    "если": "if",
    "то": "then",
    "тогда": "then",
    "иначе": "else",
    "и": "and",
    "или": "or",
    "не": "not",
    "где": "where",
    "истина": "true",
    "ложь": "false",
}

# What is written between two values in other languages → what is meant of the value on the left.
_MEANT_COMPARISONS = {
    **dict.fromkeys(("in", "в"), '{value} = "A" or {value} = "B"'),
    **dict.fromkeys(("between", "между"), "low <= {value} <= high"),
}


def find_meant_comparison(written: str, value: str) -> str | None:
    """Return how a value is compared here with several, for a word that does so elsewhere, or None.

    >>> find_meant_comparison("BETWEEN", "план"), find_meant_comparison("план", "факт")
    ('low <= план <= high', None)
    """
    meant = _MEANT_COMPARISONS.get(written.casefold())
    return None if meant is None else meant.format(value=value)


def find_meant_keyword(written: str) -> str | None:
    """Return the keyword meant by a word in capitals or in Russian, or None.

    >>> find_meant_keyword("ИЛИ"), find_meant_keyword("Then"), find_meant_keyword("план")
    ('or', 'then', None)
    """
    return _MEANT_WORDS.get(written.casefold())


def read_meant_sign(written: str, span: Span) -> Reading:
    """Report a sign that is written otherwise here; it is read as meant."""
    meant = MEANT_SIGNS[written]
    kind = TokenKind.KEYWORD if meant in KEYWORDS else TokenKind.SIGN
    return Token(kind, meant, span), error(Problem.FOREIGN_OPERATOR, span, found=written, wanted=meant)


def read_power(written: str, span: Span) -> Reading:
    """Report a power, which the language does not have."""
    return Token(TokenKind.SIGN, "*", span), error(Problem.POWER_UNSUPPORTED, span, found=written)


def read_bracket(written: str, span: Span) -> Reading:
    """Report a square or curly bracket."""
    return Token(TokenKind.JUNK, written, span), error(Problem.BRACKET_NOT_ROUND, span, found=written)


def read_open_text(written: str, span: Span) -> Reading:
    """Report a text whose closing quote is not on its line."""
    return Token(TokenKind.HOLE, written, span), error(Problem.TEXT_NOT_CLOSED, span, found=written)


def read_typographic_text(written: str, span: Span) -> Reading:
    """Report a text in quotes of a text processor."""
    return Token(TokenKind.HOLE, written, span), error(Problem.TYPOGRAPHIC_QUOTES, span, found=written)


def read_comment(written: str, span: Span) -> Reading:
    """Report a `#`."""
    return Token(TokenKind.JUNK, written, span), error(Problem.COMMENT_IN_FORMULA, span)


def read_lone_percent(written: str, span: Span) -> Reading:
    """Report a `%` that no number stands directly before."""
    return Token(TokenKind.JUNK, written, span), error(Problem.PERCENT_WITHOUT_NUMBER, span)


def read_stranger(written: str, span: Span) -> Reading:
    """Report a character without meaning; one that cannot be seen is named by its number."""
    code = f"U+{ord(written[0]):04X}"
    hidden = is_hidden(written[0])
    problem = (
        error(Problem.INVISIBLE_IN_FORMULA, span, code=code)
        if hidden
        else error(Problem.CHARACTER_MEANINGLESS, span, found=written, code=code)
    )
    return Token(TokenKind.JUNK, written, span), problem


def is_hidden(character: str) -> bool:
    """Say whether a character leaves no mark on the page (controls, joiners, odd spaces)."""
    return unicodedata.category(character)[0] in "CZ"
