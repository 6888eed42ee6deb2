"""Words with places, and the grammar of numbers."""

from __future__ import annotations

import copy
import pickle
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpicalc.formula.lexer import tokenize
from kpicalc.formula.tokens import TokenKind
from kpicalc.model.source import SourceText, Span
from kpicalc.scheme.words import Formula, Quantity, Word, mend_number, parse_written_number

SPAN = Span("f", 2, 3, 2, 7)


def test_a_word_is_a_text_with_a_place() -> None:
    word = Word("план", SPAN)

    assert word == "план"
    assert {"план": 1}[word] == 1
    assert word.span == SPAN
    assert type(str(word)) is str


def test_a_word_keeps_its_place_through_copies() -> None:
    word = Word("план", SPAN)

    again = [pickle.loads(pickle.dumps(word)), copy.copy(word), copy.deepcopy(word)]  # noqa: S301 - our own
    assert [(Word, "план", SPAN)] * 3 == [(type(each), each, each.span) for each in again]


def test_a_formula_knows_its_text_and_place() -> None:
    formula = Formula(SourceText("a + b", "f", ((0, 2, 3),)))

    assert formula.text == "a + b"
    assert Span("f", 2, 3, 2, 8) == formula.span


def test_quantities_are_equal_wherever_they_stand() -> None:
    assert Quantity(Decimal(1), percent=False, span=SPAN) == Quantity(
        Decimal(1), percent=False, span=Span("g", 1, 1, 1, 1)
    )


@pytest.mark.parametrize(
    ("text", "value", "percent"),
    [
        ("0", "0", False),
        ("16_000_000", "16000000", False),
        ("0.75", "0.75", False),
        ("0.75%", "0.0075", True),
        ("-1.5", "-1.5", False),
        ("100%", "1", True),
        ("1.000_001", "1.000001", False),
        ("123456789012345.0123456789", "123456789012345.0123456789", False),
    ],
)
def test_numbers_are_read_exactly(text: str, value: str, percent: bool) -> None:  # noqa: FBT001 - a column
    number = parse_written_number(text)

    assert number is not None
    assert (Decimal(value), percent, True) == (number.value, number.percent, number.fits)


@pytest.mark.parametrize("text", ["1234567890123456", "0.12345678901", "1_234_567_890_123_456"])
def test_numbers_with_too_many_digits_do_not_fit(text: str) -> None:
    number = parse_written_number(text)

    assert number is not None
    assert number.fits is False


@pytest.mark.parametrize(
    "text",
    ["", "-", "%", "0,5", "1e5", "１２", "٣", ".5", "5.", "1 000", "1'000", "1__0", "_1", "1_", "1_.0"],
)
def test_other_ways_to_write_a_number_are_refused(text: str) -> None:
    assert parse_written_number(text) is None


@pytest.mark.parametrize("text", ["+1", "−5", "--5", "1%%", "NaN", "Infinity", "0x1F", "1\n", " 1", "1 %"])
def test_what_only_other_programs_take_for_numbers_is_refused(text: str) -> None:
    assert parse_written_number(text) is None


@pytest.mark.parametrize(
    "text",
    ["16_000_000", "0.75%", "1.000_001", "0", "1__0", "1_", "5.", "0,5", "1e5", ".5"],
)
def test_formulas_and_single_values_read_numbers_alike(text: str) -> None:
    source = SourceText(text, "f", ((0, 1, 1),))
    tokens, problems = tokenize(source)

    is_number = not problems and [token.kind for token in tokens] == [TokenKind.NUMBER, TokenKind.END]
    assert is_number is (parse_written_number(text) is not None)


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("0,5", "0.5"),
        ("-0,5%", "-0.5%"),
        ("1 000", "1_000"),
        ("1\u00a0000\u202f000,50", "1_000_000.50"),
        ("1'000", "1_000"),
        (".5", "0.5"),
        ("-.5", "-0.5"),
        ("5.", "5"),
        ("1e5", "100000"),
        ("2.5E-3", "0.0025"),
        ("１２", "12"),
        ("+5", "5"),
        ("−5", "-5"),
        ("5 %", "5%"),
        ("1О0", "100"),
        ("1,234", None),
        ("1,234,567", None),
        ("1.234,5", None),
        ("пять", None),
        ("О", None),
        ("10 руб.", None),
        ("10²", None),
        ("1e999", None),
    ],
)
def test_the_mend_of_a_number_is_proposed(text: str, mend: str | None) -> None:
    assert mend == mend_number(text)


@given(st.text(alphabet="0123456789_.,%-+eE \u00a0О１l", max_size=12))
def test_every_mend_is_a_number(text: str) -> None:
    mend = mend_number(text)

    assert mend is None or parse_written_number(mend) is not None
