"""Formula text cut into tokens; what cannot be read, and foreign signs, are told where they stand."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from kpicalc.formula import numerals
from kpicalc.formula.numerals import Reading
from kpicalc.formula.tokens import KEYWORDS, LETTERS, SPACES, Token, TokenKind
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.problem import Problem
from kpicalc.model.source import SourceText, Span

# Nobody reads a longer formula; the longest of the schemes here has 200 characters.
LENGTH_LIMIT = 1000


def tokenize(source: SourceText) -> tuple[tuple[Token, ...], tuple[Diagnostic, ...]]:
    """Cut a formula into tokens, the last of kind END, with all problems of its spelling.

    A formula longer than LENGTH_LIMIT is not looked at.
    """
    text = source.text
    if len(text) > LENGTH_LIMIT:
        span = source.span(LENGTH_LIMIT, len(source.text))
        problem = error(Problem.FORMULA_TOO_LONG, span, length=len(source.text), limit=LENGTH_LIMIT)
        return (Token(TokenKind.JUNK, "", span), _end(source)), (problem,)
    readings = [
        _READERS[str(match.lastgroup)](match[0], source.span(*match.span()))
        for match in _PATTERN.finditer(text)
    ]
    tokens = tuple(token for token, _ in readings if token is not None)
    problems = tuple(problem for _, problem in readings if problem is not None)
    return (*tokens, _end(source)), problems


def _end(source: SourceText) -> Token:
    end = len(source.text.rstrip())
    return Token(TokenKind.END, "", source.span(end, end))


def _skip(_written: str, _span: Span) -> Reading:
    return None, None


def _read_word(written: str, span: Span) -> Reading:
    return Token(TokenKind.KEYWORD if written in KEYWORDS else TokenKind.NAME, written, span), None


def _read_sign(written: str, span: Span) -> Reading:
    return Token(TokenKind.SIGN, written, span), None


def _read_text(written: str, span: Span) -> Reading:
    # A character that cannot be seen would make a comparison fail for no visible reason.
    hidden = next((each for each in written if each != " " and is_hidden(each)), None)
    if hidden is None:
        return Token(TokenKind.TEXT, written, span), None
    return Token(TokenKind.HOLE, written, span), error(
        Problem.INVISIBLE_IN_FORMULA, span, code=f"U+{ord(hidden):04X}"
    )


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


_QUOTES = "«»“”„‟‘’‚‹›"
_MEANT_SIGNS = "|".join(map(re.escape, MEANT_SIGNS))

# Tried in this order at each place of the text; the last one takes any character.
_RULES: tuple[tuple[str, str, Callable[[str, Span], Reading]], ...] = (
    ("space", rf"[{SPACES}\t\r\n]+", _skip),
    ("day", rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?![0-9{LETTERS}])", numerals.lex_day),
    ("foreign_digits", r"(?=\d)[0-9_.]*(?![0-9])\d[\d_.]*%?", numerals.read_foreign_digits),
    ("amount", numerals.AMOUNT, numerals.read_money_token),
    (
        "spaced_number",
        rf"[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+(?:\.[0-9]+)?%?(?![0-9.%{LETTERS}])",
        numerals.read_spaced_number,
    ),
    ("number", rf"[0-9][0-9.{LETTERS}]*%?", numerals.read_number),
    ("bare_fraction", rf"(?<![0-9){LETTERS}])\.[0-9][0-9_.]*%?", numerals.read_bare_fraction),
    ("word", rf"[{LETTERS}][0-9{LETTERS}]*", _read_word),
    ("text", r"\"[^\"\r\n]*\"|'[^'\r\n]*'", _read_text),
    ("open_text", r"[\"'][^\r\n]*", read_open_text),
    ("typographic_text", rf"[{_QUOTES}][^{_QUOTES}\r\n]*[{_QUOTES}]?", read_typographic_text),
    ("power_sign", r"\*\*|\^", read_power),
    ("not_equal", r"!=", _read_sign),
    ("meant_sign", _MEANT_SIGNS, read_meant_sign),
    ("sign", r"<=|>=|[-+*/(),.<>=]", _read_sign),
    ("bracket", r"[][{}]", read_bracket),
    ("percent", r"%", read_lone_percent),
    ("comment", r"#[^\r\n]*", read_comment),
    ("stranger", r"(?s:(?P<same>.)(?P=same)*)", read_stranger),
)
_READERS = {name: reader for name, _, reader in _RULES}
_PATTERN = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern, _ in _RULES))
