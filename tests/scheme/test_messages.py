"""The sentences of this stage: the same in both languages, and filled by what the problems bring."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.en.scheme import MESSAGES as ENGLISH
from kpicalc.i18n.ru.scheme import MESSAGES as RUSSIAN
from kpicalc.i18n.sentence import help_text, sentence
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.scheme.load import read_scheme
from tests.scheme.test_load import EVERYWHERE
from tests.scheme.test_syntax_cause import ACCIDENTS
from tests.scheme.texts import MINIMAL

TEXTS = [EVERYWHERE, *(text for text, _ in ACCIDENTS), "", "[" * 40, MINIMAL + "a: {b c}\n? [x]\n: 1\n"]


def fields(template: tuple[str, str]) -> set[str]:
    """Return the placeholders of a sentence and its help."""
    return {name for part in template for _, name, _, _ in Formatter().parse(part) if name}


def problems() -> list[Diagnostic]:
    """Return many problems of this stage."""
    return [problem for text in TEXTS for problem in read_scheme(text, "s").diagnostics]


def test_both_languages_have_the_same_codes_and_placeholders() -> None:
    assert {code: fields(each) for code, each in ENGLISH.items()} == {
        code: fields(each) for code, each in RUSSIAN.items()
    }


def test_codes_lie_in_the_range_of_this_stage() -> None:
    assert [code for code in ENGLISH if not re.fullmatch(r"KPI1[0-5]\d|KPI25[34]|KPI297", code)] == []


@pytest.mark.parametrize("language", list(Language))
def test_every_sentence_is_filled(language: Language) -> None:
    said = [text for each in problems() for text in (sentence(each, language), help_text(each, language))]

    assert len(said) > 100
    assert [text for text in said if re.search(r"\{[a-z]+\}|\([a-z]+=", text)] == []


@pytest.mark.parametrize("messages", [ENGLISH, RUSSIAN])
def test_sentences_begin_small_and_end_without_a_stop(messages: dict[str, tuple[str, str]]) -> None:
    assert [code for code, (said, _) in messages.items() if said.endswith(".") or said[0].isupper()] == []
    assert [code for code, (_, mend) in messages.items() if not mend] == []
