"""What an explanation says of tables whose numbers are formulas, and of ladders that go on by themselves."""

from __future__ import annotations

import pytest

from kpicalc.engine.explain import explain
from kpicalc.model.result import Explanation
from tests.engine.builders import settle_rows

SCHEME = """
parameters:
  ставка: 5%
  треть: 1/3
  шаг: {value: 100, type: money}
  разгон: {by: роль, values: {а: 1, б: 2}}
facts: {employees: {роль: text, x: money}}
tables:
  части:
    mode: marginal
    bands: [{from: 0, rate: ставка}, {from: шаг, rate: ставка * разгон}, {from: 900, rate: 0%}]
  прямая:
    mode: interpolate
    bands: [{from: 0, value: 1%}, {from: шаг * 3, value: ставка}, {from: 900, value: треть}]
  лестница: {mode: lookup, gives: money, bands: [{from: 0, value: 0}, {from: шаг, adds: 5, every: шаг}]}
  доля: {mode: lookup, bands: [{from: 0, value: треть}]}
  сетка: {mode: matrix, rows: [0, шаг], columns: [0], values: [[1%], [ставка]]}
  узкая: {mode: lookup, bands: [{from: 0, to: шаг, value: ставка}]}
values: {т: FORMULA}
pay: {оклад: {kind: fixed, amount: 1}}
"""


def told(formula: str, x: str = "250") -> tuple[list[str], list[str]]:
    """Return the remarks on tables and the parameters beside them, for an employee of the role «б»."""
    settlement = settle_rows(
        SCHEME.replace("FORMULA", f"'{formula}'"), employees=[{"key": "1", "роль": "б", "x": x}]
    )
    parts = _all(explain(settlement, 0, "т"))
    remarks = [f"{note.key} {_shown(dict(note.params))}" for each in parts for note in each.notes]
    return remarks, [each.name for each in parts if each.role == "parameter"]


def _shown(params: dict[str, object]) -> str:
    return " ".join(
        str(params[name]) for name in ("formulas", "count", "every", "adds", "value") if name in params
    )


def _all(explanation: Explanation) -> list[Explanation]:
    return [explanation, *(found for each in explanation.children for found in _all(each))]


@pytest.mark.parametrize(
    ("formula", "remark", "parameters"),
    [
        (
            "части(x)",
            "table_formulas rate: ставка; from: шаг; rate: ставка * разгон",
            ["ставка", "шаг", "разгон"],
        ),
        ("прямая(x)", "table_formulas from: шаг * 3; value: ставка", ["шаг", "ставка"]),
        (
            "прямая(x + 60)",
            "table_formulas from: шаг * 3; value: ставка; value: треть",
            ["шаг", "ставка", "треть"],
        ),
        (
            "прямая(x + 649)",
            "table_formulas from: шаг * 3; value: ставка; value: треть",
            ["шаг", "ставка", "треть"],
        ),
        ("прямая(x + 650)", "table_formulas value: треть", ["треть"]),
        ("лестница(x)", "further_steps 1 100 5", ["шаг"]),
        ("доля(x)", "band ≈0.333333333333", ["треть"]),
        ("сетка(x, x)", "table_formulas from: шаг; value: ставка", ["шаг", "ставка"]),
        ("сетка(x - 200, x)", "cell 1%", []),
    ],
)
def test_the_formulas_behind_the_numbers_are_told(formula: str, remark: str, parameters: list[str]) -> None:
    remarks, named = told(formula)

    assert remark in remarks
    assert named == parameters


def test_where_there_is_no_band_there_are_no_formulas() -> None:
    assert told("узкая(x)") == ([], [])
    assert told("сетка(0 - x, x)") == ([], [])
