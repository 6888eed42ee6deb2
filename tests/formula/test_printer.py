"""Formulas are written as one would write them, and read back to the same tree."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given, settings

from kpicalc.formula.lexer import LENGTH_LIMIT
from kpicalc.formula.parser import LEVELS_LIMIT
from kpicalc.formula.printer import print_formula
from kpicalc.model.expr import (
    Aggregate,
    Binary,
    Call,
    Compare,
    Expr,
    Logic,
    Lookup,
    Name,
    Number,
    Reference,
    Unary,
    children,
)
from tests.formula.reading import read, rows_of
from tests.formula.trees import HERE, formulas
from tests.tries import tries


def _height(expr: Expr) -> int:
    return 1 + max((_height(child) for child in children(expr)), default=-1)


@settings(max_examples=tries(200))
@given(formulas)
def test_what_is_printed_reads_back_to_the_same_tree(expr: Expr) -> None:
    text = print_formula(expr)
    assume(len(text) <= LENGTH_LIMIT and _height(expr) <= LEVELS_LIMIT)

    assert expr == read(text)


@pytest.mark.parametrize(("short", "full"), rows_of("precedence.csv", ";"))
def test_no_needless_brackets(short: str, full: str) -> None:
    assert short == print_formula(read(full))


@pytest.mark.parametrize(
    "text",
    [
        "(a + b) * c",
        "a - (b - c)",
        "a / (b * c)",
        "-(a + b)",
        "-(-a * b)",
        "not (a and b)",
        "(not a) = b",
        "(a < b) = (c < d)",
        "(a = b) = c",
        "a = (b = c)",
        "(a or b) and c",
        "a and (b and c)",
        "a and b < c < d",
        "(a < b < c) = d",
        "a < b and b > c",
        "a < b and b = c",
        "a = b = c",
        "a > b >= c > d",
        "a < b < c and c > d",
        "a < b and c < d",
        "a != b and b != c",
        "(if a then b else c) + d",
        "a or (if b then c else d)",
        "not (if a then b else c)",
        "if a then b else c",
        "max(if a then b else c, d + e)",
        "sum(receipts.сумма where not receipts.возврат)",
        "f()",
        '"a" = \'"\'',
        "2026-03-31 - a >= 10",
        "true or false",
    ],
)
def test_printed_as_written(text: str) -> None:
    assert text == print_formula(read(text))


@pytest.mark.parametrize(
    ("value", "percent", "text"),
    [
        ("0.0075", True, "0.75%"),
        ("1", True, "100%"),
        ("0", True, "0%"),
        ("1E+1", True, "1000%"),
        ("0.0000000000001", True, "0.00000000001%"),
        ("16000000.00", False, "16000000"),
        ("1E+3", False, "1000"),
        ("1E-7", False, "0.0000001"),
        ("0.500", False, "0.5"),
        ("0.00", False, "0"),
        ("-2.50", False, "-2.5"),
    ],
)
def test_numbers_are_plain(value: str, percent: bool, text: str) -> None:  # noqa: FBT001 - a column of the table
    assert text == print_formula(Number(Decimal(value), percent, HERE))


PLAN = Reference("employees", "план", HERE)
AMOUNT = Reference("receipts", "сумма", HERE)
ABROAD = Reference("receipts", "возврат", HERE)
GOAL = Reference("teams", "план", HERE)
PROFIT = Reference("company", "прибыль", HERE)


@pytest.mark.parametrize(
    ("home", "text"),
    [
        ("", "план + сумма + план + прибыль"),
        ("employees", "план + receipts.сумма + team.план + прибыль"),
        ("receipts", "employee.план + сумма + team.план + прибыль"),
        ("teams", "employee.план + receipts.сумма + план + прибыль"),
        ("company", "employee.план + receipts.сумма + team.план + прибыль"),
    ],
)
def test_point_says_whose_a_value_is(home: str, text: str) -> None:
    expr: Expr = PLAN
    for other in (AMOUNT, GOAL, PROFIT):
        expr = Binary("+", expr, other, HERE)

    assert text == print_formula(expr, home=home)


@pytest.mark.parametrize(
    ("body", "condition", "home", "text"),
    [
        (None, None, "", "count(receipts)"),
        (None, ABROAD, "employees", "count(receipts where receipts.возврат)"),
        (AMOUNT, None, "", "sum(receipts.сумма)"),
        (AMOUNT, Unary("not", ABROAD, HERE), "", "sum(receipts.сумма where not receipts.возврат)"),
        (Binary("*", AMOUNT, PLAN, HERE), None, "employees", "sum(receipts.сумма * план)"),
        (Binary("*", AMOUNT, PLAN, HERE), None, "teams", "sum(receipts.сумма * employee.план)"),
    ],
)
def test_aggregates(body: Expr | None, condition: Expr | None, home: str, text: str) -> None:
    function = "count" if body is None else "sum"
    expr = Aggregate(function, "receipts", "employees", body, condition, HERE)

    assert text == print_formula(expr, home=home)


def test_rows_below_are_many() -> None:
    assert print_formula(Aggregate("sum", "employees", "teams", PLAN, None, HERE), home="teams") == (
        "sum(employees.план)"
    )


def test_rows_of_an_aggregate_end_with_it() -> None:
    expr = Binary("/", Aggregate("sum", "receipts", "employees", AMOUNT, None, HERE), PLAN, HERE)

    assert print_formula(expr, home="employees") == "sum(receipts.сумма) / план"


def test_tables() -> None:
    assert print_formula(Lookup("шкала", PLAN, None, HERE)) == "шкала(план)"
    assert (
        print_formula(Lookup("шкала", PLAN, Binary("+", PLAN, GOAL, HERE), HERE))
        == "шкала(план, план + план)"
    )


def test_shown_text_stands_in_place_of_nodes() -> None:
    values = {"план": "40 000", "факт": "-5"}

    def shown(expr: Expr) -> str | None:
        return values.get(expr.path[0]) if isinstance(expr, Name) else None

    assert print_formula(read("(факт + план) * 2 - факт"), shown) == "(-5 + 40 000) * 2 - -5"
    assert print_formula(read("0 <= план < max(факт, x)"), shown) == "0 <= 40 000 < max(-5, x)"


def test_shown_text_is_not_put_in_brackets() -> None:
    def shown(expr: Expr) -> str | None:
        return "7" if isinstance(expr, Binary) and expr.sign == "+" else None

    assert print_formula(read("(a + b) * c"), shown) == "7 * c"


def test_comparisons_made_elsewhere_are_joined_only_in_one_direction() -> None:
    a, b, c = (Name((word,), HERE) for word in "abc")
    first = Compare("<", a, b, HERE)

    assert print_formula(Logic("and", first, Compare("<=", b, c, HERE), HERE)) == "a < b <= c"
    assert print_formula(Logic("or", first, Compare("<", b, c, HERE), HERE)) == "a < b or b < c"
    assert print_formula(Logic("and", first, Call("f", (), HERE), HERE)) == "a < b and f()"
    assert print_formula(Logic("and", a, Compare("<", a, c, HERE), HERE)) == "a and a < c"
