"""`kpicalc rule`, and the pages of the codes."""

from __future__ import annotations

import pytest

from kpicalc.i18n.catalogue import Language
from kpicalc.model.problem import problem_names
from tests.cli.stand_in import invoke

RU, EN = Language.RU, Language.EN


@pytest.mark.parametrize("typed", ["KPI312", "kpi312", "312", " KPI-312 "])
def test_a_page(typed: str) -> None:
    done = invoke("rule", typed)

    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("KPI312: ")
    assert "\nWrong\n    " in done.stdout


def test_a_page_in_russian() -> None:
    assert "\nНеверно\n    " in invoke("rule", "312", language=RU).stdout


def test_all_codes() -> None:
    lines = invoke("rule").stdout.splitlines()

    assert lines[0] == "The file and its shape"
    assert {line.split()[0] for line in lines if line.startswith("  KPI")} == set(problem_names())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("999", f"error: there is no problem code `999`; the nearest is {max(problem_names())}"),
        ("001", f"error: there is no problem code `001`; the nearest is {min(problem_names())}"),
        ("weights", "error: `weights` is no problem code; codes look like KPI312"),
    ],
)
def test_an_unknown_code(typed: str, said: str) -> None:
    done = invoke("rule", typed)

    assert (done.exit_code, done.stdout, done.stderr[: len(said)]) == (2, "", said)
