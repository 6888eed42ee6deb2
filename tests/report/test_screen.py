"""Text that is safe on a screen, wrapped between words."""

from __future__ import annotations

import unicodedata

import pytest

from kpicalc.report.writers.screen import (
    Screen,
    align,
    display_width,
    escape_unsafe,
    least_width,
    spell_in,
    wrap_text,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("план", "план"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\u202eb", "a\\u202eb"),
        ("a\u200bb\ufeff", "a\\u200bb\\ufeff"),
        ("a\nb\tc", "a\\x0ab\\x09c"),
        ("\U000e0041", "\\U000e0041"),
        ("\udc80", "\\udc80"),
        ("1\u00a0000", "1\u00a0000"),
        ("[bold]", "[bold]"),
    ],
)
def test_what_moves_or_hides_is_shown_as_an_escape(text: str, expected: str) -> None:
    assert expected == escape_unsafe(text)


def test_no_control_or_format_character_gets_through() -> None:
    characters = map(chr, range(0x110000))
    moving = [each for each in characters if unicodedata.category(each) in {"Cc", "Cs", "Zl", "Zp"}]
    bidi = [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x61C)]

    assert [each for each in [*moving, *bidi] if each in escape_unsafe(each)] == []


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8", "Сумма −5\u00a0₽ × 2 ≥ «а»…"),
        ("cp1251", "Сумма -5\u00a0руб. x 2 >= «а»…"),
        ("cp866", 'Сумма -5\u00a0руб. x 2 >= "а"...'),
        ("ascii", '????? -5\u00a0RUB x 2 >= "?"...'),
    ],
)
def test_what_an_encoding_lacks_is_said_otherwise(encoding: str, expected: str) -> None:
    assert expected == spell_in("Сумма −5\u00a0₽ × 2 ≥ «а»…", encoding)


@pytest.mark.parametrize("encoding", ["cp1251", "cp866", "ascii", "koi8-r", "cp1252"])
def test_every_line_can_be_encoded(encoding: str) -> None:
    screen = Screen(80, encoding)
    everything = "".join(map(chr, range(0x3000))) + "😀"

    assert screen.finish(screen.spell(everything)).encode(encoding)


@pytest.mark.parametrize(
    ("text", "expected"), [("abc", 3), ("план", 4), ("計画", 4), ("и\u0306", 1), ("", 0)]
)
def test_the_columns_a_text_takes(text: str, expected: int) -> None:
    assert expected == display_width(text)


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("", 5, [""]),
        ("один два три", None, ["один два три"]),
        ("один два три", 8, ["один два", "три"]),
        ("длинное слово", 4, ["длин", "ное", "слов", "о"]),
        ("1\u00a0234\u00a0567,89 ₽", 5, ["1\u00a0234\u00a0567,89", "₽"]),
    ],
)
def test_a_text_is_broken_between_words(text: str, width: int | None, expected: list[str]) -> None:
    assert expected == wrap_text(text, width)


def test_the_narrowest_column_keeps_figures_whole() -> None:
    assert [
        least_width(text)
        for text in ("достопримечательность", "всего 1\u00a0234\u00a0567\u00a0890,1", "за", "")
    ] == [12, 15, 2, 0]


def test_a_text_is_set_left_or_right() -> None:
    assert (align("計", 4, right=False), align("計", 4, right=True)) == ("計  ", "  計")


def test_the_columns_that_each_letter_takes() -> None:
    letters = map(chr, range(0x10000))
    wide = ((each, 2 if unicodedata.east_asian_width(each) in "WF" else 1) for each in letters)
    expected = {each: 0 if unicodedata.combining(each) else width for each, width in wide}

    assert {each: display_width(each) for each in expected} == expected
