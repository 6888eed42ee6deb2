"""Calls of functions, tables and aggregates, as written."""

from __future__ import annotations

import pytest

from kpicalc.formula.function import AggregateFunction, Function
from kpicalc.formula.functions import AGGREGATES, FUNCTIONS
from kpicalc.model.expr import Call, Name
from kpicalc.model.source import Span
from tests.formula.reading import read

HERE = Span("", 0, 0, 0, 0)
A, B = Name(("a",), HERE), Name(("b",), HERE)


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("К2(a)", Call("К2", (A,), HERE)),
        ("шкала(a, b)", Call("шкала", (A, B), HERE)),
        ("f()", Call("f", (), HERE)),
        ("f ( a , b )", Call("f", (A, B), HERE)),
        ("count(receipts)", Call("count", (Name(("receipts",), HERE),), HERE)),
        ("count(receipts where a)", Call("count", (Name(("receipts",), HERE),), HERE, A)),
        ("sum(receipts.сумма where a)", Call("sum", (Name(("receipts", "сумма"), HERE),), HERE, A)),
    ],
)
def test_call(text: str, call: Call) -> None:
    assert call == read(text)


@pytest.mark.parametrize("each", [*FUNCTIONS.values(), *AGGREGATES.values()], ids=lambda each: each.name)
def test_russian_names_mean_the_english_ones(each: Function | AggregateFunction) -> None:
    assert Call(each.name, (A, B), HERE) == read(f"{each.name_ru}(a, b)")


def test_russian_name_of_a_function_is_an_ordinary_name_without_brackets() -> None:
    assert Name(("сумма",), HERE) == read("сумма")
    assert Name(("receipts", "сумма"), HERE) == read("receipts.сумма")
