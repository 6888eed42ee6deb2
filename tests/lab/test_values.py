"""What columns may hold: steps, ends, texts, and links that are not tried."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kpicalc.lab.values import (
    OTHER_TEXT,
    applied_texts,
    fixed_value,
    greatest_of,
    is_fixed,
    least_of,
    step_of,
)
from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.program import Input, Program
from kpicalc.model.source import Span
from tests.engine.builders import compile_text

SPAN = Span("s.yaml", 1, 1, 1, 1)
LINKED = """
facts:
  employees: {manager: Head, columns: {code: text}}
  clients: {key: Client, columns: {since: date, until: date}, valid: {from: since, to: until}}
  deals:
    of: clients
    on: day
    columns: {day: date, number: text, part: ratio, amount: money}
    split: {deal: number, share: part}
pay: {a: {kind: variable, amount: sum(deals.amount)}}
"""


def column(kind: Kind, **bounds: Decimal) -> Input:
    return Input("employees", "x", kind, ("x",), "x", SPAN, **bounds)  # type: ignore[arg-type] # bounds only


def column_of(program: Program, name: str) -> Input:
    return next(each for each in program.inputs if each.name == name)


@pytest.mark.parametrize(
    ("kind", "step"),
    [
        (Kind.MONEY, "0.01"),
        (Kind.COUNT, "1"),
        (Kind.DAYS, "1"),
        (Kind.RATIO, "0.0001"),
        (Kind.HOURS, "0.01"),
        (Kind.NUMBER, "0.01"),
    ],
)
def test_figures_go_in_steps_as_people_write_them(kind: Kind, step: str) -> None:
    assert step_of(column(kind), "RUB") == Decimal(step)


def test_ends_that_are_left_out_are_a_step_away() -> None:
    one, two = Decimal(1), Decimal(2)

    closed, opened = column(Kind.MONEY, minimum=one, maximum=two), column(Kind.MONEY, above=one, below=two)

    assert (least_of(closed, "RUB"), greatest_of(closed, "RUB")) == (one, two)
    assert (least_of(opened, "RUB"), greatest_of(opened, "RUB")) == (Decimal("1.01"), Decimal("1.99"))
    assert (least_of(column(Kind.MONEY), "RUB"), greatest_of(column(Kind.MONEY), "RUB")) == (None, None)


def test_texts_are_those_that_formulas_and_the_scheme_name() -> None:
    program = compile_text(
        """
applies_to: {Position: [Junior, Senior]}
facts: {employees: {position: {type: text, column: Position}, city: text}}
pay:
  a: {kind: variable, amount: if city = "Omsk" then 1 else if "Perm" = city then 2 else 3}
  b: {kind: variable, amount: if city = "Omsk" then 1 else 0}
"""
    )
    position, city = column_of(program, "position"), column_of(program, "city")

    assert (applied_texts(program, position), applied_texts(program, city)) == (("Junior", "Senior"), ())
    assert (position.compared_texts, city.compared_texts) == (
        (),
        ("Omsk", "Perm"),
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("manager", None),
        ("since", date(2026, 3, 1)),
        ("until", date(2026, 3, 31)),
        ("day", date(2026, 3, 1)),
        ("number", OTHER_TEXT),
        ("part", Decimal(1)),
    ],
)
def test_links_between_rows_are_fixed(name: str, value: Scalar | None) -> None:
    program = compile_text(LINKED)
    given = column_of(program, name)

    assert (is_fixed(program, given), fixed_value(program, given)) == (True, value)


def test_all_else_is_free() -> None:
    program = compile_text(LINKED)

    assert [is_fixed(program, column_of(program, name)) for name in ("code", "amount")] == [False, False]
