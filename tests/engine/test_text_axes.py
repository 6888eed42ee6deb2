"""What a matrix gives whose rows or columns are picked by texts."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kpicalc.engine.explain import explain
from kpicalc.model.fault import Fault
from kpicalc.model.result import Explanation
from tests.engine.builders import settle_rows, value_of

ROLES = [f"роль {number}" for number in range(45)]
SCHEME = f"""
facts: {{employees: {{роль: text, разряд: text}}}}
tables:
  Т:
    mode: matrix
    rows: [{", ".join(ROLES)}]
    columns: [А, Б]
    values: [{", ".join(f"[{number}, {number * 100}]" for number in range(45))}]
values: {{оценка: "Т(роль, разряд)"}}
pay: {{оклад: {{kind: fixed, amount: оценка}}}}
"""


@pytest.mark.parametrize("number", [0, 1, 19, 20, 39, 40, 44])
@pytest.mark.parametrize(("column", "times"), [("А", 1), ("Б", 100)])
def test_each_text_has_its_row(number: int, column: str, times: int) -> None:
    settlement = settle_rows(SCHEME, employees=[{"key": "1", "роль": f"роль {number}", "разряд": column}])

    assert value_of(settlement, "оценка") == Decimal(number * times)


@pytest.mark.parametrize(("role", "column"), [("роль 45", "А"), ("роль 1", "В"), ("Роль 1", "А")])
def test_a_text_that_is_none_of_them_has_no_answer(role: str, column: str) -> None:
    settlement = settle_rows(SCHEME, employees=[{"key": "1", "роль": role, "разряд": column}])
    value = value_of(settlement, "оценка")

    assert isinstance(value, Fault)
    assert [each.code for each in value.causes] == ["KPI538"]


def test_the_explanation_names_the_row_and_the_column() -> None:
    settlement = settle_rows(SCHEME, employees=[{"key": "1", "роль": "роль 7", "разряд": "Б"}])
    (cell,) = (
        note for each in _all(explain(settlement, 0, "оценка")) for note in each.notes if note.key == "cell"
    )

    assert {name: dict(cell.params)[name] for name in ("row", "column", "value")} == {
        "row": "роль 7",
        "column": "Б",
        "value": "700",
    }


def _all(explanation: Explanation) -> list[Explanation]:
    return [explanation, *(found for each in explanation.children for found in _all(each))]
