"""Sentences with their placeholders filled."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kpicalc.i18n import sentence as module
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import fill, help_text, parse_page, phrase, sentence, spell_param
from kpicalc.model.diagnostic import error
from kpicalc.model.kind import Kind

RU, EN = Language.RU, Language.EN


@pytest.fixture
def _templates(monkeypatch: pytest.MonkeyPatch) -> None:
    pages = {
        "KPI001": {
            "says": "{kind} against {found}",
            "help": "write one of {names}",
            "help.other": "say {kind}",
        },
        "KPI002": {"says": "{gone}"},
    }
    heads = {
        code: "".join(f"{key}: >-\n  {text}\n" for key, text in page.items()) for code, page in pages.items()
    }
    monkeypatch.setattr(module, "find_page", lambda code, _: parse_page(f"---\n{heads[code]}---\n"))


@pytest.mark.usefixtures("_templates")
def test_a_sentence_and_its_help_are_filled() -> None:
    problem = error("KPI001", None, kind=Kind.MONEY, found=Decimal("0.5"), names=("a", "b"))

    assert sentence(problem, RU) == "деньги against 0,5"
    assert help_text(problem, EN) == "write one of a, b"


@pytest.mark.usefixtures("_templates")
def test_a_hint_takes_the_place_of_the_help() -> None:
    hinted = [error("KPI001", None, kind="a", found="b", names=(), hint=hint) for hint in ("other", "none")]

    assert [help_text(each, EN) for each in hinted] == ["say a", "write one of "]


def test_an_unknown_code_is_said_with_its_values() -> None:
    problem = error("KPI000", None, name="план")

    assert (sentence(problem, RU), help_text(problem, RU)) == ("KPI000", "")


@pytest.mark.usefixtures("_templates")
def test_an_unknown_placeholder_lists_the_values() -> None:
    assert sentence(error("KPI002", None, a=1, b=2), EN) == "{gone} (a=1, b=2)"


@pytest.mark.parametrize("template", ["{", "{0}", "{a.b}", "{a!z}", "{a[b]}"])
def test_a_broken_template_does_not_fail(template: str) -> None:
    assert f"{template} (a=x)" == fill(template, {"a": "x"}, EN)


def test_a_phrase_without_words_is_its_key() -> None:
    assert (phrase("value.fault.x", RU), phrase("value.fault", RU)) == ("value.fault.x", "не рассчитано")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Kind.FLAG, "да/нет"),
        (True, "да"),
        (7, "7"),
        (Decimal("1234.5"), "1\u00a0234,5"),
        (date(2026, 3, 5), "05.03.2026"),
        (("план", Kind.MONEY), "план, деньги"),
        ("{x}", "{x}"),
    ],
)
def test_parameters_in_words(value: object, expected: str) -> None:
    assert expected == spell_param(value, RU)
