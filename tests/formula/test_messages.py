"""Every problem of a formula has its sentence and its help in both languages."""

from __future__ import annotations

from string import Formatter

import pytest

from kpicalc.i18n.en.formula import MESSAGES as ENGLISH
from kpicalc.i18n.ru.formula import MESSAGES as RUSSIAN
from kpicalc.model.diagnostic import Diagnostic
from tests.formula.reading import codes_of, problems_of, rows_of
from tests.formula.test_slips import CASES

FORMULAS = [
    *[row[0] for row in (*rows_of("mistakes.tsv", "\t"), *CASES, *rows_of("commas.tsv", "\t"))],
    "a" * 1001,
    "(" * 51,
    "0<(" * 24 + "a" + ")<1" * 24,
    "a\x00",
]


def _fields(code: str, messages: dict[str, tuple[str, str]]) -> set[str]:
    return {field for text in messages[code] for _, field, _, _ in Formatter().parse(text) if field}


def _examples() -> dict[str, Diagnostic]:
    return {problem.code: problem for formula in FORMULAS for problem in problems_of(formula)}


def test_every_code_can_be_provoked_and_has_its_words() -> None:
    assert sorted(ENGLISH) == sorted(_examples())
    assert sorted(RUSSIAN) == sorted(ENGLISH)
    assert all("KPI160" <= code <= "KPI199" for code in ENGLISH)


@pytest.mark.parametrize("code", sorted(ENGLISH))
def test_both_languages_say_the_same_things(code: str) -> None:
    given = {name for name, _ in _examples()[code].params}

    assert _fields(code, RUSSIAN) == _fields(code, ENGLISH)
    assert _fields(code, ENGLISH) <= given


@pytest.mark.parametrize("messages", [ENGLISH, RUSSIAN], ids=["en", "ru"])
def test_sentences_are_terse(messages: dict[str, tuple[str, str]]) -> None:
    for sentence, help_text in messages.values():
        assert sentence[0] == sentence[0].lower()
        assert not sentence.endswith(".")
        assert help_text


@pytest.mark.parametrize("code", sorted(ENGLISH))
def test_parameters_are_plain_values(code: str) -> None:
    assert all(isinstance(value, str | int) for _, value in _examples()[code].params)


def test_problems_are_told_in_no_particular_language() -> None:
    assert codes_of("a b") == ["KPI185"]
