"""Warnings of a month are taken responsibility for by their codes, or by a yes of whoever is asked."""

from __future__ import annotations

import io
import os
import sys

import pytest

from kpicalc import __version__
from kpicalc.cli.signing import confirm_warnings, hold, sign
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.model.diagnostic import error, warning
from kpicalc.model.month import Signature
from kpicalc.model.problem import Problem
from kpicalc.model.source import FilePlace
from kpicalc.months.book_file import Holder
from tests.cli.test_init import type_lines

PLACE = FilePlace("pay.kpibook")
PROBLEMS = (
    warning(Problem.TOTAL_NEGATIVE, PLACE, who="7"),
    error(Problem.DIVISION_BY_ZERO, PLACE, who="8"),
    warning(Problem.CLOCK_BEHIND, PLACE),
)


@pytest.mark.parametrize(("named", "machine"), [("desk", "desk"), ("", "?")])
def test_who_holds_a_book_is_told(monkeypatch: pytest.MonkeyPatch, named: str, machine: str) -> None:
    monkeypatch.setattr("platform.node", lambda: named)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")

    assert hold() == Holder(os.getpid(), machine, "1970-01-01T00:00:00Z")


@pytest.mark.parametrize(
    ("problem", "name"), [(None, "ann"), (OSError, "?"), (KeyError, "?"), (ImportError, "?")]
)
def test_who_signs_is_named(
    monkeypatch: pytest.MonkeyPatch, problem: type[Exception] | None, name: str
) -> None:
    def name_user() -> str:
        if problem is not None:
            raise problem
        return "ann"

    monkeypatch.setattr("getpass.getuser", name_user)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86401")

    assert sign("why") == Signature(name, "1970-01-02T00:00:01Z", __version__, "why")


def answered(
    monkeypatch: pytest.MonkeyPatch, answer: str, accepted: tuple[str, ...]
) -> tuple[list[str], str]:
    """Return the codes of what is refused, and what was asked."""
    shown = type_lines(monkeypatch, answer)
    refused = confirm_warnings(PROBLEMS, accepted, PLACE, Language.EN)
    return [each.code for each in refused], shown.getvalue()


@pytest.mark.parametrize("answer", ["y", "yes", "д", "да", " ДА ", "Yes\n"])
def test_a_yes_confirms(
    answer: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    refused, asked = answered(monkeypatch, answer, ())

    assert refused == []
    assert asked == phrase("months.ask", Language.EN, count=2)
    assert capsys.readouterr().err.count("warning[KPI") == 2


@pytest.mark.parametrize(("language", "screen"), [(None, True), (Language.EN, False)])
def test_a_yes_of_nobody_confirms_nothing(
    monkeypatch: pytest.MonkeyPatch, language: Language | None, *, screen: bool
) -> None:
    """Neither where nobody is to be asked, nor where nobody sees what is asked."""
    type_lines(monkeypatch, "y")
    if not screen:
        monkeypatch.setattr(sys, "stdout", io.StringIO())

    assert [each.code for each in confirm_warnings(PROBLEMS, (), PLACE, language)] == ["KPI814"]


@pytest.mark.parametrize("answer", ["", "n", "нет", "ye", "1", "\n"])
def test_nothing_else_does(answer: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert answered(monkeypatch, answer, ())[0] == ["KPI814"]


def test_who_has_said_the_codes_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = tuple(each.code for each in PROBLEMS)

    assert answered(monkeypatch, "", codes) == ([], "")
    assert answered(monkeypatch, "", codes[:1])[0] == ["KPI814"]
