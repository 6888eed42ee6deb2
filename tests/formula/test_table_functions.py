"""Functions of tables, and formulas that have no answer."""

from __future__ import annotations

import pytest

from kpicalc.formula.functions import TABLE_FUNCTIONS, english_name, is_function
from kpicalc.formula.printer import print_formula
from kpicalc.formula.rewrite import no_answer
from kpicalc.model.expr import Text
from kpicalc.model.source import Span

HERE = Span("s.yaml", 1, 1, 1, 2)


@pytest.mark.parametrize(
    ("written", "expected"),
    [("to_date", True), ("в_полосе", True), ("сумма", True), ("max", True), ("место", True), ("К2", False)],
)
def test_every_sort_of_function_is_known_in_both_languages(written: str, expected: bool) -> None:  # noqa: FBT001 - a column of the table
    assert is_function(written) is expected


def test_functions_of_tables_have_russian_names() -> None:
    assert [english_name(each.name_ru) for each in TABLE_FUNCTIONS.values()] == [
        "to_date",
        "in_band",
        "pay_in_band",
        "average_rate",
    ]


def test_a_formula_without_an_answer_is_shown_as_a_dash() -> None:
    formula = no_answer("KPI510", "ставка", HERE)

    assert print_formula(formula) == "—"
    assert formula.arguments == (Text("KPI510", HERE), Text("ставка", HERE))
