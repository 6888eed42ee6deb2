"""What formulas give, row by row, faults included."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kpicalc.engine.block import Block
from kpicalc.engine.formulas import UnresolvedNameError, column_of
from kpicalc.engine.world import World
from kpicalc.model.expr import Name
from kpicalc.model.fault import Fault
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.source import Span
from tests.engine.builders import compile_text, make_facts, settle_rows, value_of

COLUMNS = """
facts:
  employees:
    a: {type: number, missing: allow}
    b: number
    доля: ratio
    флаг: flag
    имя: text
    с: date
    по: date
"""

ROW = {"a": "10", "b": "4", "доля": "50%", "флаг": "да", "имя": "Ася", "с": "2026-01-31", "по": "2026-03-01"}

PAY = """
pay: {оклад: {kind: fixed, amount: 1}}
"""


def computed(formula: str, **changes: str) -> object:
    """Return what a formula gives on the row above with some cells changed."""
    text = COLUMNS + f"values: {{треть: a / 3, x: '{formula}'}}" + PAY
    return _shown(value_of(settle_rows(text, employees=[{**ROW, **changes}]), "x"))


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("a + b", Decimal(14)),
        ("a - b", Decimal(6)),
        ("a * b", Decimal(40)),
        ("a / b", Decimal("2.5")),
        ("-a", Decimal(-10)),
        ("not флаг", False),
        ("a < b", False),
        ("a <= 10", True),
        ("a > b", True),
        ("a >= 10", True),
        ("a = 10", True),
        ("a != 10", False),
        ('имя = "Ася"', True),
        ("с < 2026-02-01", True),
        ("if флаг then a else b", Decimal(10)),
        ("if a < b then a else b", Decimal(4)),
        ("if флаг then a + 1 else b + 1", Decimal(11)),
        ("if not флаг then a + 1 else b + 1", Decimal(5)),
        ("if true then a else b", Decimal(10)),
        ("флаг and a > b", True),
        ("флаг or a < b", True),
        ("min(a, b, 7)", Decimal(4)),
        ("max(a, b, 7)", Decimal(10)),
        ("round(a / 3, 0.01)", Decimal("3.33")),
        ("round(a / 4)", Decimal(3)),
        ('round(a / 4, 1, "half_even")', Decimal(2)),
        ("floor(a, b)", Decimal(8)),
        ("ceil(a, b)", Decimal(12)),
        ("abs(b - a)", Decimal(6)),
        ("clamp(a, 0, 5)", Decimal(5)),
        ("if_missing(a, 0)", Decimal(10)),
        ("is_missing(a)", False),
        ("days_between(с, по)", Decimal(29)),
        ("months_between(с, по)", Decimal(1)),
        ("years_between(с, по)", Decimal(0)),
        ("доля * 8", Decimal(4)),
        ("1 / 3 * 3", Decimal("0." + "9" * 200)),
        ("1 / 3 * 3 >= 1", True),
        ("1 / 3 * 3 = 1", True),
        ("floor(1 / 3 * 3)", Decimal(1)),
        ("по - с", Decimal(29)),
        ("с + 1", date(2026, 2, 1)),
        ("b + с", date(2026, 2, 4)),
        ("по - b", date(2026, 2, 25)),
    ],
)
def test_a_formula_gives(formula: str, expected: object) -> None:
    assert computed(formula) == expected


@pytest.mark.parametrize(
    ("formula", "changes", "expected"),
    [
        ("a / b", {"b": "0"}, "KPI501"),
        ("a / b", {"a": "0", "b": "0"}, "KPI501"),
        ("a / b + 1", {"b": "0"}, "KPI501"),
        ("a / 0", {}, "KPI501"),
        ("1 / (a / 3 * 3 - a)", {"a": "1"}, "KPI501"),
        ("if b = 0 then 0 else a / b", {"b": "0"}, Decimal(0)),
        ("b > 0 and a / b > 1", {"b": "0"}, False),
        ("b = 0 or a / b > 1", {"b": "0"}, True),
        ("if a / b > 1 then 1 else 2", {"b": "0"}, "KPI501"),
        ("if 1 / 0 > 1 then 1 else 2", {}, "KPI501"),
        ("a + 1", {"a": ""}, "KPI450"),
        ("if_missing(a, 0)", {"a": ""}, Decimal(0)),
        ("if_missing(a / b, 0)", {"b": "0"}, "KPI501"),
        ("if_missing(a, 1 / 0)", {"a": ""}, "KPI501"),
        ("is_missing(a)", {"a": ""}, True),
        ("is_missing(a / b)", {"b": "0"}, "KPI501"),
        ("round(a, b)", {"b": "0"}, "KPI504"),
        ("round(a, 1, имя)", {}, "KPI504"),
        ("floor(a, b)", {"b": "-1"}, "KPI504"),
        ("max(a, b)", {"a": ""}, "KPI450"),
        ("с + b", {"b": "0.5"}, "KPI504"),
    ],
)
def test_a_fault_goes_as_far_as_formulas_depend_on_it(
    formula: str, changes: dict[str, str], expected: object
) -> None:
    assert computed(formula, **changes) == expected


@pytest.mark.parametrize(
    "formula",
    [
        "if_missing(a / b, 0) + 1",
        "if_missing(a, 1 / b) + 1",
        "(if флаг then a else b) + 1",
        "(if флаг then b else a) + 1",
        "(if флаг then a / b else b + 1) + 1",
        "(if флаг then b + 1 else a / b) + 1",
        "(if a / b > 1 then a else b) + 1",
        "if флаг and a / b > 1 then 1 else a + 1",
        "if флаг or a / b > 1 then 1 else a + 1",
        "(if флаг then a / 3 else b + 1) * 3 >= a",
        "(if флаг then b + 1 else a / 3) * 3 >= a",
        "(if флаг then треть else b) * 3 >= a",
        "(if флаг then b else треть) * 3 >= a",
        "if_missing(a, 1 / 3) * 3 >= 1",
        "if_missing(a / 3, b) * 3 >= if_missing(a, 1)",
        "max(a / b, 1) * 2",
        "-a + round(b / a)",
    ],
)
def test_a_row_gives_among_others_what_it_gives_alone(formula: str) -> None:
    text = COLUMNS + f"values: {{треть: a / 3, x: '{formula}'}}" + PAY
    cells = [(a, b, flag) for a in ("10", "0", "") for b in ("4", "0") for flag in ("да", "нет")]
    rows = [{**ROW, "key": str(at), "a": a, "b": b, "флаг": flag} for at, (a, b, flag) in enumerate(cells)]

    together = settle_rows(text, employees=rows).values.columns[EMPLOYEES, "x"]

    assert [_shown(value) for value in together] == [
        computed(formula, **{name: each[name] for name in ("a", "b", "флаг")}) for each in rows
    ]


def _shown(value: object) -> object:
    return value.causes[0].code if isinstance(value, Fault) else value


def test_two_faults_of_one_formula_are_both_named() -> None:
    text = COLUMNS + "values: {x: a + 1 / b}" + PAY

    value = value_of(settle_rows(text, employees=[{**ROW, "a": "", "b": "0"}]), "x")

    assert isinstance(value, Fault)
    assert [cause.code for cause in value.causes] == ["KPI450", "KPI501"]
    assert not value.missing


def test_an_overflow_is_a_fault_of_its_row() -> None:
    square = " * ".join(["a"] * 40)
    tower = " * ".join(["у"] * 3)
    text = COLUMNS + f"values: {{у: {square}, x: {tower}}}" + PAY

    huge = value_of(settle_rows(text, employees=[{**ROW, "a": "999999999999999"}]), "x")

    assert isinstance(huge, Fault)
    assert huge.causes[0].code == "KPI502"


def test_only_the_row_with_the_fault_is_held_up() -> None:
    text = COLUMNS + "values: {x: a / b}" + PAY
    rows = [{**ROW, "b": b} for b in ("4", "0", "5")]

    settlement = settle_rows(text, employees=rows)

    values = settlement.values.columns["employees", "x"]
    assert [values[0], values[2]] == [Decimal("2.5"), Decimal(2)]
    assert isinstance(values[1], Fault)
    assert settlement.unpaid == ()


def test_a_choice_splits_the_rows_of_a_block() -> None:
    text = COLUMNS + "values: {x: if a > b then a / b else b / a}" + PAY
    rows = [{**ROW, "a": a} for a in ("8", "2", "16", "1")]

    settlement = settle_rows(text, employees=rows)

    assert settlement.values.columns["employees", "x"] == [2, 2, 4, 4]


def test_a_choice_may_give_the_same_for_all_rows_of_a_branch() -> None:
    text = COLUMNS + "values: {x: if a > b then min(1, 2) else b / a}" + PAY
    rows = [{**ROW, "a": a} for a in ("8", "2")]

    settlement = settle_rows(text, employees=rows)

    assert settlement.values.columns["employees", "x"] == [1, 2]


def test_a_step_without_rows_gives_empty_columns() -> None:
    program = compile_text(COLUMNS + "values: {x: a / 0}" + PAY)

    assert make_facts(program, {}).frames["employees"].size == 0
    assert settle_rows(COLUMNS + "values: {x: a / 0}" + PAY).values.columns["employees", "x"] == []


def test_a_name_left_open_is_a_broken_program() -> None:
    span = Span("test.yaml", 1, 1, 1, 2)
    program = compile_text(COLUMNS + PAY)
    block = Block(World(program, make_facts(program, {})), "employees", range(1))

    with pytest.raises(UnresolvedNameError):
        column_of(Name(("x",), span), block)
