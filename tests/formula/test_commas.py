"""A decimal comma is told from a comma between arguments wherever that is possible."""

from __future__ import annotations

import pytest

from tests.formula.reading import codes_of, problems_of, read, rows_of, underlined


@pytest.mark.parametrize(("formula", "comma", "meant"), rows_of("commas.tsv", "\t"))
def test_decimal_comma_is_named(formula: str, comma: str, meant: str) -> None:
    problem = problems_of(formula)[0]

    assert ("KPI175", meant) == (problem.code, dict(problem.params)["wanted"])
    assert comma == underlined(formula, problem)


@pytest.mark.parametrize(
    "formula",
    [
        *("max(0,5)", "max(a, 0,5)", "К2(0,5)", "max(0, 05)", "min(1,a)", "f(0 ,05)"),
        *("clamp(a, 0,5)", 'round(1,5, "up")'),
    ],
)
def test_comma_between_arguments_stays(formula: str) -> None:
    assert read(formula.replace(",", " , ")) == read(formula)


@pytest.mark.parametrize(
    ("formula", "code"),
    [("0.5,5", "KPI192"), ("5,a", "KPI192"), ("50%,5", "KPI192"), ("sum(0.5,5 where a)", "KPI194")],
)
def test_other_commas_are_no_decimal_commas(formula: str, code: str) -> None:
    assert [code] == codes_of(formula)


def test_wrong_number_of_arguments_is_left_to_the_check_of_kinds() -> None:
    assert read("abs(a, b)") == read("abs( a,b )")
    assert read("sum(1, 5)") == read("сумма(1 , 5)")
    assert read('round(a, 5, "up")') == read('округлить(a, 5, "up")')
