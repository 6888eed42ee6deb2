"""Names of a scheme are names of the formula language."""

from __future__ import annotations

import re
import unicodedata

import pytest

from kpicalc.formula.tokens import LETTERS
from tests.scheme.texts import document_with, params_of, problems_with, read_with


@pytest.mark.parametrize(
    "name",
    ["план", "К1", "_x", "GPфакт", "ёж_2", "A", "umsätze", "zażółć", "Ελλάδα", "գումար", "თანხა", "năm"],
)
def test_names_have_letters_digits_and_low_lines(name: str) -> None:
    document = document_with(f"values: {{{name}: 1}}\n")

    assert [(str(word), word.span.column) for word in document.values] == [(name, 10)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("план продаж", "KPI143"),
        ("план-факт", "KPI143"),
        ("план²", "KPI143"),
        ("a×b", "KPI143"),
        ("שכר", "KPI143"),
        ("売上", "KPI143"),
        ("'план '", "KPI143"),
        ("1план", "KPI144"),
        ("'2'", "KPI144"),
        *((word, "KPI145") for word in ["if", "then", "else", "and", "or", "not", "where", "true", "false"]),
    ],
)
@pytest.mark.parametrize(
    "section",
    [
        "values: {%s: 1}\n",
        "parameters: {%s: 1}\n",
        "tables: {%s: {mode: lookup, bands: [{value: 1}]}}\n",
        "kpis: {%s: {attainment: 1}}\n",
        "indexes: {%s: {}}\n",
        "stop_factors: {%s: {lines: [a], rules: [{when: x, factor: 1}]}}\n",
        "limits: {groups: {%s: {max: 1}}}\n",
    ],
)
def test_other_names_are_refused_in_every_section(section: str, name: str, expected: str) -> None:
    at = section.index("%s") + 1

    assert problems_with(section % name) == [f"{expected} 1:{at}"]


def test_a_foreign_character_is_shown() -> None:
    params = params_of(read_with("values: {план-факт: 1}\n").diagnostics[0])

    assert params == {"name": "план-факт", "character": "-", "at": 5}


def test_a_name_may_look_like_a_word_of_the_language() -> None:
    assert [str(name) for name in document_with("values: {If: 1, iff: 1}\n").values] == ["If", "iff"]


@pytest.mark.parametrize("name", ["umsätze", "й1", "été", "Ελλάδα", "năm"])
def test_a_sign_may_be_a_character_of_its_own(name: str) -> None:
    text = unicodedata.normalize("NFD", f"values: {{{name}: 1, x: {name} * 2}}\n")

    assert next(map(str, document_with(text).values)) == name


def test_letters_of_names_are_letters_in_one_form() -> None:
    allowed = re.compile(f"[{LETTERS}]")
    letters = [chr(code) for code in range(0x2FFF) if allowed.match(chr(code)) and chr(code) != "_"]

    assert len(letters) > 1000
    assert [each for each in letters if not each.isalpha()] == []
    assert [each for each in letters if unicodedata.normalize("NFKC", each) != each] == []


@pytest.mark.parametrize(("one", "other"), [("ёлка", "ëлка"), ("nаïve", "naïve"), ("ïй", "їй"), ("ον", "ov")])
def test_look_alikes_with_signs_are_told(one: str, other: str) -> None:
    assert [each.partition(" ")[0] for each in problems_with(f"values: {{{one}: 1, {other}: 2}}\n")] == [
        "KPI121"
    ]
