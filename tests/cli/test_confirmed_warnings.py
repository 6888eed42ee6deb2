"""Warnings of a month are taken responsibility for by their codes, or by a yes of whoever is asked."""

from __future__ import annotations

import pytest

from kpicalc.cli.signing import confirm_warnings
from kpicalc.i18n.catalogue import Language
from kpicalc.model.diagnostic import error, warning
from kpicalc.model.problem import Problem
from kpicalc.model.source import FilePlace
from tests.cli.test_init import type_lines

PLACE = FilePlace("pay.kpibook")
PROBLEMS = (
    warning(Problem.TOTAL_NEGATIVE, PLACE, who="7"),
    error(Problem.DIVISION_BY_ZERO, PLACE, who="8"),
    warning(Problem.CLOCK_BEHIND, PLACE),
)


def answered(
    monkeypatch: pytest.MonkeyPatch, answer: str, accepted: tuple[str, ...]
) -> tuple[list[str], str]:
    """Return the codes of what is refused, and what was asked."""
    shown = type_lines(monkeypatch, answer)
    refused = confirm_warnings(PROBLEMS, accepted, PLACE, Language.EN)
    return [each.code for each in refused], shown.getvalue()


@pytest.mark.parametrize("answer", ["y", "yes", "д", "да", " ДА ", "Yes\n"])
def test_a_yes_confirms(answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    refused, asked = answered(monkeypatch, answer, ())

    assert refused == []
    assert "2" in asked


@pytest.mark.parametrize("answer", ["", "n", "нет", "ye", "1", "\n"])
def test_nothing_else_does(answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert answered(monkeypatch, answer, ())[0] == ["KPI814"]


def test_who_has_said_the_codes_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = tuple(each.code for each in PROBLEMS)

    assert answered(monkeypatch, "", codes) == ([], "")
    assert answered(monkeypatch, "", codes[:1])[0] == ["KPI814"]
