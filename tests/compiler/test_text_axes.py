"""Matrices of which a text picks the row or the column."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kpicalc.scheme.constructs.tables import MatrixTable
from tests.compiler.builders import PAY, formula, problems_of, program_of, read_document, variable

FACTS = "facts: {employees: {роль: text, разряд: text, район: text, факт: money}}\n"
GRID = """
tables:
  Т: {mode: matrix, rows: [продавец, вожатый КО, Ким-2], columns: [А, Б], values: [[1, 2], [3, 4], [5, 6]]}
values: {оценка: "Т(роль, разряд)"}
"""


@pytest.mark.parametrize(
    ("rows", "texts"),
    [
        ("[продавец, старший кассир, КАМ-2]", ["продавец", "старший кассир", "КАМ-2"]),
        ("[«А», Б]", []),
        ("[0, порог]", []),
        ("[{from: порог}, {from: план}]", []),
        ("[порог * 2, план]", []),
        ("[1, 2]", []),
        ('{texts: ["1", "2"]}', ["1", "2"]),
        ("{texts: [порог * 2]}", ["порог * 2"]),
    ],
)
def test_a_list_of_words_is_one_of_texts(rows: str, texts: list[str]) -> None:
    size = max(len(texts), rows.count(",") + 1 if not texts else 0)
    values = ", ".join(["[1]"] * size)
    document = read_document(
        f"tables: {{Т: {{mode: matrix, rows: {rows}, columns: [0], values: [{values}]}}}}\n{FACTS}{PAY}"
    )
    (spec,) = document.tables.values()

    assert isinstance(spec, MatrixTable)
    assert [str(each) for each in spec.rows.texts] == texts


def test_a_text_is_asked_for_its_place() -> None:
    program = program_of(GRID + FACTS + PAY)

    assert formula(program, "оценка") == formula(program, "Т(роль, разряд)") == "Т(роль, разряд)"
    table = program.tables["Т"]
    assert [each.value for each in table.texts] == ["продавец", "вожатый КО", "Ким-2"]
    assert [list(map(int, row)) for row in table.cells] == [[1, 2], [3, 4], [5, 6]]


def test_the_column_knows_the_texts_that_it_is_compared_with() -> None:
    program = program_of(GRID + FACTS + PAY)
    expected = {each.name: [text.value for text in each.expected] for each in program.inputs}

    assert expected["роль"] == ["продавец", "вожатый КО", "Ким-2"]
    assert expected["разряд"] == ["А", "Б"]


def test_one_axis_may_be_one_of_texts_and_numbers_formulas() -> None:
    text = """
parameters: {ставка: {by: район, values: {с: 1%}, otherwise: 2%}}
tables: {Т: {mode: matrix, rows: [продавец], columns: [0, 100], values: [[ставка, ставка * 2]]}}
values: {оценка: "Т(роль, факт)"}
"""
    program = program_of(text + FACTS + PAY)

    assert formula(program, "Т(роль, факт)") == 'if район = "с" then Т[с](роль, факт) else Т[*](роль, факт)'
    assert variable(program, "оценка").kind == "ratio"


def test_many_texts_are_asked_in_groups() -> None:
    texts = [f"р{number}" for number in range(45)]
    values = ", ".join(f"[{number}]" for number in range(45))
    text = f"""
tables: {{Т: {{mode: matrix, rows: [{", ".join(texts)}], columns: [0], values: [{values}]}}}}
values: {{оценка: "Т(роль, факт)"}}
"""
    assert program_of(text + FACTS + PAY).tables["Т"].cells[44][0] == Decimal(44)


def test_a_number_is_no_text() -> None:
    text = GRID.replace("Т(роль", "Т(факт")

    assert {code for code, _ in problems_of(text + FACTS + PAY)} == {"KPI243"}
