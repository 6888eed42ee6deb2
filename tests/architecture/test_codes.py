"""Every problem code that the program raises has its sentences, and no sentence is left without a code."""

from __future__ import annotations

import re

import pytest

from kpicalc.i18n.catalogue import Language, message_templates
from tests.architecture.sources import PACKAGE, sources

CODE = re.compile(r'"(KPI\d{3})"')


def _raised() -> set[str]:
    written = [source.text for source in sources(PACKAGE) if source.part != "i18n"]
    return {code for text in written for code in CODE.findall(text)}


@pytest.mark.parametrize("language", list(Language))
def test_every_raised_code_has_a_sentence(language: Language) -> None:
    assert sorted(_raised() - set(message_templates(language))) == []


@pytest.mark.parametrize("language", list(Language))
def test_every_sentence_belongs_to_a_raised_code(language: Language) -> None:
    assert sorted(set(message_templates(language)) - _raised()) == []


def test_no_code_stands_in_two_areas() -> None:
    written = [code for source in sources(f"{PACKAGE}/i18n/en") for code in CODE.findall(source.text)]

    assert sorted(set(written)) == sorted(written)
