"""The sentences of this stage are filled by what the problems bring."""

from __future__ import annotations

import re

import pytest

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import help_text, sentence
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.scheme.load import read_scheme
from tests.scheme.test_load import EVERYWHERE
from tests.scheme.test_syntax_cause import ACCIDENTS
from tests.scheme.texts import MINIMAL

TEXTS = [EVERYWHERE, *(text for text, _ in ACCIDENTS), "", "[" * 40, MINIMAL + "a: {b c}\n? [x]\n: 1\n"]


def problems() -> list[Diagnostic]:
    """Return many problems of this stage."""
    return [problem for text in TEXTS for problem in read_scheme(text, "s").diagnostics]


@pytest.mark.parametrize("language", list(Language))
def test_every_sentence_is_filled(language: Language) -> None:
    said = [text for each in problems() for text in (sentence(each, language), help_text(each, language))]

    assert len(said) > 100
    assert [text for text in said if re.search(r"\{[a-z]+\}|\([a-z]+=", text)] == []


@pytest.mark.parametrize(
    ("facts", "hints"),
    [
        ("facts: {sales: money}", ["no_table"]),
        ("facts: {sales: {type: money, min: 0}}", ["no_table"]),
        ("facts: {employees: {sales: {type: coins}}}", [None]),
        ("факты: {продажи: деньги}", ["no_table"]),
        ("факты: {продажи: {тип: деньги, не_менее: 0}}", ["no_table"]),
        ("факты: {сотрудники: {продажи: {тип: монеты}}}", [None]),
    ],
)
def test_columns_without_their_table_are_told(facts: str, hints: list[str | None]) -> None:
    found = read_scheme(f"kpicalc: 1\n{facts}\n", "s").diagnostics

    assert [dict(each.params).get("hint") for each in found if each.code in {"KPI134", "KPI142"}] == hints
