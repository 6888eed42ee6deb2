"""A formula of pay for a cell: only where the cell comes to the same amount."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kpicalc.model.expr import Binary, Call, Expr, Flag, If, Number, Reference, Unary
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Kind
from kpicalc.model.outline import LineKind
from kpicalc.model.result import Line
from kpicalc.model.source import Span
from kpicalc.report.book.line_sheets import write_cell_formula

SPAN = Span("", 1, 1, 1, 1)
INDEX = Reference("employees", "index", SPAN)
THIRD = Decimal(1) / Decimal(3)


def number(text: str) -> Number:
    return Number(Decimal(text), percent=False, span=SPAN)


def line(expr: Expr, value: Value, index: Value = Decimal("1.0552")) -> Line:
    return Line("fee", "Fee", LineKind.VARIABLE, "", value, Kind.MONEY, expr, {INDEX: index}, None)


@pytest.mark.parametrize(
    ("expr", "amount", "formula"),
    [
        (Binary("*", number("30000"), INDEX, SPAN), "31656", "ROUND((30000*1.0552),2)"),
        (Binary("-", number("1"), Unary("-", INDEX, SPAN), SPAN), "2.06", "ROUND((1-(-1.0552)),2)"),
        (
            Unary("-", Binary("*", number("2"), INDEX, SPAN), SPAN),
            "-2.11",
            "ROUND((-(2*1.0552)),2)",
        ),
        (Call("min", (INDEX, number("1")), SPAN), "1", "ROUND(MIN(1.0552,1),2)"),
        (Binary("/", number("10"), number("0"), SPAN), "0", ""),
        # A limit or a stop-factor made it another amount: a formula would say otherwise.
        (Binary("*", number("30000"), INDEX, SPAN), "15828", ""),
        (If(Flag(value=True, span=SPAN), INDEX, INDEX, SPAN), "1.06", ""),
        (Unary("-", If(Flag(value=True, span=SPAN), INDEX, INDEX, SPAN), SPAN), "1.06", ""),
        (Call("abs", (Unary("-", INDEX, SPAN),), SPAN), "1.06", "ROUND(ABS((-1.0552)),2)"),
        (Call("max", (INDEX, If(INDEX, INDEX, INDEX, SPAN)), SPAN), "1.06", ""),
        (Call("round", (INDEX,), SPAN), "1", ""),
        (number("50000"), "50000", ""),
        (INDEX, "1.06", ""),
    ],
)
def test_what_a_cell_can_compute(expr: Expr, amount: str, formula: str) -> None:
    assert write_cell_formula(line(expr, Decimal(amount)), "RUB") == formula


def test_a_figure_without_end_is_written_as_a_cell_keeps_it() -> None:
    expr = Binary("*", number("100"), INDEX, SPAN)

    found = write_cell_formula(line(expr, Decimal("33.33"), THIRD), "RUB")

    assert found == "ROUND((100*0.333333333333333),2)"


def test_currencies_round_to_their_own_unit() -> None:
    expr = Binary("*", number("100"), INDEX, SPAN)

    assert write_cell_formula(line(expr, Decimal(33), THIRD), "JPY") == "ROUND((100*0.333333333333333),0)"


def test_what_was_not_computed_has_no_formula() -> None:
    assert write_cell_formula(line(Binary("*", number("1"), INDEX, SPAN), Fault(())), "RUB") == ""
    assert write_cell_formula(line(Binary("*", number("1"), INDEX, SPAN), Decimal(1), Fault(())), "RUB") == ""


@pytest.mark.parametrize(("last", "written"), [("1000", 8000), ("10000", 0)])
def test_a_formula_of_more_than_8000_letters_is_left_out(last: str, written: int) -> None:
    """A sum of 2 000 figures, added up in pairs: the brackets and signs take 6 000 - 3 letters."""
    parts: list[Expr] = [*[number("1")] * 1999, number(last)]
    while len(parts) > 1:
        paired = [Binary("+", *pair, SPAN) for pair in zip(parts[::2], parts[1::2], strict=False)]
        parts = [*paired, *parts[len(paired) * 2 :]]

    found = write_cell_formula(line(parts[0], Decimal(1999) + Decimal(last)), "RUB")

    assert len(found) == (written and written + len("ROUND(,2)"))
