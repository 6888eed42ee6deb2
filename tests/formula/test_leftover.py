"""Each way to break the grammar has its own sentence at its own place."""

from __future__ import annotations

import pytest

from tests.formula.reading import problems_of, rows_of, stretch, underlined


@pytest.mark.parametrize(("formula", "codes", "first"), rows_of("mistakes.tsv", "\t"))
def test_mistake_is_named(formula: str, codes: str, first: str) -> None:
    problems = problems_of(formula)

    assert codes.split() == [problem.code for problem in problems]
    assert first == underlined(formula, problems[0])


def test_open_bracket_is_shown_beside_the_place_where_it_should_close() -> None:
    formula = "a * (b + c"
    (problem,) = problems_of(formula)

    assert [stretch(formula, label.place) for label in problem.others] == ["("]


def test_two_names_are_told_for_the_proposal() -> None:
    (problem,) = problems_of("план продаж")

    assert dict(problem.params) == {"left": "план", "right": "продаж"}


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ('статус in ("A", "B")', 'статус = "A" or статус = "B"'),
        ('sum(deals.сумма where deals.вид в ("A", "B"))', 'deals.вид = "A" or deals.вид = "B"'),
        ("a + план between 1 and 2", "low <= план <= high"),
        ("(a + b) между 1 and 2", "low <= x <= high"),
        ("if a in (1, 2) then 1 else 2", 'a = "A" or a = "B"'),
    ],
)
def test_a_comparison_of_another_language_is_told_as_it_is_written_here(formula: str, wanted: str) -> None:
    (problem,) = problems_of(formula)

    assert (problem.code, dict(problem.params)["wanted"]) == ("KPI186", wanted)


def test_nothing_is_said_of_the_grammar_after_text_that_cannot_be_read() -> None:
    assert [problem.code for problem in problems_of("a ~ ) b")] == ["KPI167"]
    assert [problem.code for problem in problems_of("~ a b")] == ["KPI167"]
