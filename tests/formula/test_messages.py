"""Every problem of a formula has its sentence and its help in both languages."""

from __future__ import annotations

import pytest

from kpicalc.i18n.catalogue import Language
from kpicalc.model.diagnostic import Diagnostic
from tests.formula.reading import codes_of, problems_of, rows_of
from tests.formula.test_slips import CASES
from tests.problem_texts import all_pages, fill_strictly

FORMULAS = [
    *[row[0] for row in (*rows_of("mistakes.tsv", "\t"), *CASES, *rows_of("commas.tsv", "\t"))],
    "a" * 1001,
    "(" * 51,
    "0<(" * 24 + "a" + ")<1" * 24,
    "a\x00",
]


CODES = [code for code in all_pages(Language.EN) if "KPI160" <= code <= "KPI199"]


def _examples() -> dict[str, Diagnostic]:
    return {problem.code: problem for formula in FORMULAS for problem in problems_of(formula)}


def test_every_code_can_be_provoked_and_has_its_words() -> None:
    assert sorted(_examples()) == CODES
    assert [each.code for each in _examples().values() if not all(fill_strictly(each, Language.RU))] == []


@pytest.mark.parametrize("code", CODES)
def test_parameters_are_plain_values(code: str) -> None:
    assert all(isinstance(value, str | int) for _, value in _examples()[code].params)


def test_problems_are_told_in_no_particular_language() -> None:
    assert codes_of("a b") == ["KPI185"]
