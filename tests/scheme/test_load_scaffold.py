"""The schemes to begin with: both languages have the same ones, and keys are put in."""

from __future__ import annotations

import pytest

from kpicalc.i18n.catalogue import Language
from kpicalc.scheme.load import read_scheme
from kpicalc.scheme.load_scaffold import SCAFFOLDS, Scaffold, fit_scaffold, load_scaffolds


def test_both_languages_have_the_same_ones() -> None:
    names = {language: tuple(each.name for each in load_scaffolds(language)) for language in Language}

    assert names == {Language.RU: SCAFFOLDS, Language.EN: SCAFFOLDS}


@pytest.mark.parametrize("language", Language)
def test_each_says_what_it_is(language: Language) -> None:
    for each in load_scaffolds(language):
        document = read_scheme(each.text, each.name).value

        assert document is not None
        assert (str(document.scheme), str(document.title)) == (each.name, each.title)


@pytest.mark.parametrize("language", Language)
def test_keys_are_put_in(language: Language) -> None:
    for each in load_scaffolds(language):
        fitted = fit_scaffold(each, scheme="mine", currency="KZT", period="quarter")
        document = read_scheme(fitted.text, "mine").value

        assert document is not None
        assert (str(document.scheme), str(document.currency), document.period.length) == (
            "mine",
            "KZT",
            "quarter",
        )


def test_only_keys_at_the_left_are_put_in() -> None:
    text = "period: month\ntests:\n  - name: a\n    period: 2026-03\n# period: no\n"

    assert fit_scaffold(Scaffold("a", "A", text), period="year").text == text.replace("month", "year")
