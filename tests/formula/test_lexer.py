"""Formula text is cut into tokens that know where they stand."""

from __future__ import annotations

import pytest

from kpicalc.formula.lexer import LENGTH_LIMIT, tokenize
from kpicalc.formula.tokens import TokenKind
from kpicalc.model.source import SourceText, Span
from tests.formula.reading import codes_of, read, source_of


def _kinds(text: str) -> list[tuple[str, str]]:
    tokens, problems = tokenize(source_of(text))
    assert problems == ()
    return [(token.kind.value, token.text) for token in tokens]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        *[(number, "number") for number in ("0", "16_000_000", "0.75", "0.75%", "007", "1_0.0_1", "100%")],
        *[(name, "name") for name in ("план", "К1", "_", "Then", "ifs")],
        *[(word, "keyword") for word in ("if", "then", "else", "and", "or", "not", "where", "true", "false")],
        *[(text, "text") for text in ('"текст"', "'a \"b\" c'", '""', '"# ; ² ≥"')],
        *[
            (sign, "sign")
            for sign in ("+", "-", "*", "/", "(", ")", ",", ".", "<", "<=", ">", ">=", "=", "!=")
        ],
        ("2026-03-31", "day"),
    ],
)
def test_single_token(text: str, kind: str) -> None:
    assert [(kind, text), ("end", "")] == _kinds(text)


def test_day_needs_two_digits_and_an_end() -> None:
    assert _kinds("2026-03-31-1") == [("day", "2026-03-31"), ("sign", "-"), ("number", "1"), ("end", "")]
    assert _kinds("2026-3-31")[:-1] == [
        ("number", "2026"),
        ("sign", "-"),
        ("number", "3"),
        ("sign", "-"),
        ("number", "31"),
    ]
    assert _kinds("2026-03-311")[0][0] == "number"


def test_spaces_of_documents_part_tokens_like_plain_ones() -> None:
    assert _kinds("a + b") == _kinds("\ta\u00a0+\u202f\u2009b\r\n")


def test_longest_numbers() -> None:
    text = "123456789012345.1234567890"

    assert [("number", text), ("end", "")] == _kinds(text)


def test_spans_lead_to_the_lines_of_the_file() -> None:
    source = SourceText("план +\nфакт", "scheme.yaml", ((0, 7, 14), (7, 8, 5)))
    tokens, _ = tokenize(source)

    assert [
        Span("scheme.yaml", 7, 14, 7, 18),
        Span("scheme.yaml", 7, 19, 7, 20),
        Span("scheme.yaml", 8, 5, 8, 9),
        Span("scheme.yaml", 8, 9, 8, 10),
    ] == [token.span for token in tokens]


def test_end_stands_after_the_last_word() -> None:
    tokens, _ = tokenize(source_of("a  "))

    assert (tokens[-1].kind, tokens[-1].span.column) == (TokenKind.END, 2)


def test_length_is_limited() -> None:
    longest = f"{'a' * (LENGTH_LIMIT - 4)} + b"

    assert read(longest) == read(longest)
    assert codes_of(f"{longest}c") == ["KPI161"]
    assert codes_of("@" * 10**6) == ["KPI161"]
