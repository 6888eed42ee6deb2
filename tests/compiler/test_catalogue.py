"""Every code of the compiler fills the placeholders of its sentences in both languages."""

from __future__ import annotations

from functools import cache

import pytest

from kpicalc.compiler.passes import compile_scheme
from kpicalc.i18n.catalogue import Language, words
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.scheme.load import read_scheme
from tests.cases.case import PERIOD, list_cases, read_case
from tests.problem_texts import all_pages, help_of, placeholders


@cache
def _told() -> list[Diagnostic]:
    documents = [read_scheme(read_case(path).scheme, path.name).value for path in list_cases("bad")]
    return [
        problem
        for document in documents
        if document is not None
        for problem in compile_scheme(document, PERIOD).diagnostics
    ]


@pytest.mark.parametrize("language", list(Language))
def test_sentences_ask_for_what_is_told_and_all_that_is_told_is_said(language: Language) -> None:
    for problem in _told():
        page = all_pages(language)[problem.code]
        asked = placeholders(page.says, help_of(problem, page))
        # What only the help of the code speaks of may be left unsaid where a hint takes its place.
        unsaid = placeholders(page.helps.get("", ""))

        assert asked - {name for name, _ in problem.params} == set(), problem.code
        assert {name for name, _ in problem.params} - asked - unsaid - {"hint"} == set(), problem.code


@pytest.mark.parametrize("language", list(Language))
def test_every_label_has_its_words(language: Language) -> None:
    notes = {f"label.{label.note}" for problem in _told() for label in problem.others if label.note}

    assert sorted(notes - set(words(language))) == []
