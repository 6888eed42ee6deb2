"""Usual values: round figures inside the range, and what the scheme names."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kpicalc.lab.values import usual_values
from kpicalc.model.kind import Scalar
from tests.engine.builders import compile_text
from tests.lab.test_values import LINKED, column_of

TEXT = """
applies_to: {{Position: [Junior, Senior]}}
facts:
  employees:
    manager: Head
    columns: {{position: {{type: text, column: Position}}, x: {declared}}}
pay: {{a: {{kind: variable, amount: "{formula}"}}}}
"""


@pytest.mark.parametrize(
    ("declared", "formula", "values"),
    [
        ("money", "x", (Decimal(100_000), Decimal(0))),
        ("{type: money, min: 10}", "x", (Decimal(100_000),)),
        ("{type: money, above: 0, below: 100}", "x", (Decimal("99.99"),)),
        ("{type: count, min: 50, missing: allow}", "if_missing(x, 1) * 1", (Decimal(50), None)),
        ("{type: ratio, one_of: [0%, 50%]}", "x * 1", (Decimal("0.5"), Decimal(0))),
        ("{type: flag, missing: false}", "if x then 1 else 2", (True, False, None)),
        ("text", "if x = 'A' then 1 else if 'B' = x then 2 else 3", ("A", "B", "x")),
        (
            "date",
            "if x > 2020-01-01 then 1 else 2",
            (date(2023, 3, 1), date(2026, 3, 1), date(2026, 3, 31)),
        ),
        (
            "{type: date, in_period: true}",
            "if x > 2020-01-01 then 1 else 2",
            (date(2026, 3, 1), date(2026, 3, 31)),
        ),
    ],
)
def test_the_most_usual_value_comes_first(
    declared: str, formula: str, values: tuple[Scalar | None, ...]
) -> None:
    text = TEXT.format(declared=declared, formula=formula.replace("'", '\\"'))
    program = compile_text(text)

    assert usual_values(column_of(program, "x"), program, of_kpi=False) == values


def test_plans_are_such_that_a_percent_of_them_is_whole() -> None:
    program = compile_text(TEXT.format(declared="{type: count, min: 0}", formula="x * 1"))

    assert usual_values(column_of(program, "x"), program, of_kpi=True) == (Decimal(100), Decimal(0))


def test_whom_a_scheme_pays_is_one_of_those_it_names() -> None:
    program = compile_text(TEXT.format(declared="money", formula="x"))

    assert usual_values(column_of(program, "position"), program, of_kpi=False) == ("Junior", "Senior")


def test_links_have_one_value_only() -> None:
    program = compile_text(LINKED)

    assert usual_values(column_of(program, "manager"), program, of_kpi=False) == (None,)
    assert usual_values(column_of(program, "part"), program, of_kpi=False) == (Decimal(1),)
