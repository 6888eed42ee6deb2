"""Formula text cut into tokens; what cannot be read is reported where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable

from kpicalc.formula import numerals, slips
from kpicalc.formula.numerals import Reading
from kpicalc.formula.tokens import KEYWORDS, LETTERS, SPACES, Token, TokenKind
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.problem import Problem
from kpicalc.model.source import SourceText, Span

__all__ = ["LENGTH_LIMIT", "Token", "TokenKind", "tokenize"]

LENGTH_LIMIT = 1000


def tokenize(source: SourceText) -> tuple[tuple[Token, ...], tuple[Diagnostic, ...]]:
    """Cut a formula into tokens, the last of kind END, with all problems of its spelling.

    A formula longer than LENGTH_LIMIT is not looked at.
    """
    text = source.text
    if len(text) > LENGTH_LIMIT:
        return _refuse_length(source)
    readings = [
        _READERS[str(match.lastgroup)](match[0], source.span(*match.span()))
        for match in _PATTERN.finditer(text)
    ]
    tokens = tuple(token for token, _ in readings if token is not None)
    problems = tuple(problem for _, problem in readings if problem is not None)
    return (*tokens, _end(source)), problems


def _refuse_length(source: SourceText) -> tuple[tuple[Token, ...], tuple[Diagnostic, ...]]:
    span = source.span(LENGTH_LIMIT, len(source.text))
    problem = error(Problem.FORMULA_TOO_LONG, span, length=len(source.text), limit=LENGTH_LIMIT)
    return (Token(TokenKind.JUNK, "", span), _end(source)), (problem,)


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
    hidden = next((each for each in written if each != " " and slips.is_hidden(each)), None)
    if hidden is None:
        return Token(TokenKind.TEXT, written, span), None
    return Token(TokenKind.HOLE, written, span), error(
        Problem.INVISIBLE_IN_FORMULA, span, code=f"U+{ord(hidden):04X}"
    )


_QUOTES = "«»“”„‟‘’‚‹›"
_MEANT_SIGNS = "|".join(map(re.escape, slips.MEANT_SIGNS))

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
    ("open_text", r"[\"'][^\r\n]*", slips.read_open_text),
    ("typographic_text", rf"[{_QUOTES}][^{_QUOTES}\r\n]*[{_QUOTES}]?", slips.read_typographic_text),
    ("power_sign", r"\*\*|\^", slips.read_power),
    ("not_equal", r"!=", _read_sign),
    ("meant_sign", _MEANT_SIGNS, slips.read_meant_sign),
    ("sign", r"<=|>=|[-+*/(),.<>=]", _read_sign),
    ("bracket", r"[][{}]", slips.read_bracket),
    ("percent", r"%", slips.read_lone_percent),
    ("comment", r"#[^\r\n]*", slips.read_comment),
    ("stranger", r"(?s:(?P<same>.)(?P=same)*)", slips.read_stranger),
)
_READERS = {name: reader for name, _, reader in _RULES}
_PATTERN = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern, _ in _RULES))
