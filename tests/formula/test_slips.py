"""What is spelt as elsewhere is named where it stands, with what to write here."""

from __future__ import annotations

import re

import pytest

from kpicalc.formula.lexer import find_meant_keyword, is_hidden
from tests.formula.reading import problems_of, rows_of, underlined


def _unescape(written: str) -> str:
    return re.sub(r"\\u([0-9a-f]{4})|\\U([0-9a-f]{8})", lambda hit: chr(int(hit[1] or hit[2], 16)), written)


CASES = [[_unescape(cell) for cell in row] for row in rows_of("slips.tsv", "\t")]


@pytest.mark.parametrize(("formula", "codes", "first", "meant"), CASES)
def test_slip_is_named(formula: str, codes: str, first: str, meant: str) -> None:
    problems = problems_of(formula)

    assert codes.split() == [problem.code for problem in problems]
    assert first == underlined(formula, problems[0])
    assert meant == dict(problems[0].params).get("wanted", "")


def test_hidden_character_is_named_by_its_number() -> None:
    assert problems_of("a\u200bb")[0].params == (("code", "U+200B"),)


@pytest.mark.parametrize(
    ("written", "meant"), [("ИЛИ", "or"), ("Then", "then"), ("if", "if"), ("ложь", "false"), ("план", None)]
)
def test_meant_word(written: str, meant: str | None) -> None:
    assert meant == find_meant_keyword(written)


@pytest.mark.parametrize(
    ("character", "hidden"), [("\u202e", True), ("\u3000", True), ("\t", True), ("ё", False)]
)
def test_hidden_characters(character: str, hidden: bool) -> None:  # noqa: FBT001 - a column of the table
    assert hidden == is_hidden(character)
