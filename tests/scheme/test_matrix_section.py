"""Tables of two axes, bounds that are dates, and the kinds that a table says."""

from __future__ import annotations

import pytest

from kpicalc.model.kind import Kind
from kpicalc.scheme.matrix_section import MatrixTable
from kpicalc.scheme.table_section import CoefficientTable
from tests.scheme.texts import document_with, problems_with


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("{mode: matrix, rows: [0%, 80%], columns: [0, 5], values: [[1, 2], [3, 4]]}", []),
        (
            "{mode: matrix, rows: [0, {to: 6}], columns: {bounds: [0], axis: days}, values: [[1], [2]]}",
            [],
        ),
        ("{mode: matrx, rows: [0], columns: [0], values: [[1]]}", ["KPI142 2:13"]),
        ("{mode: matrix, rows: [0], values: [[1]]}", ["KPI133 2:3"]),
        ("{mode: matrix, rows: [0], columns: [0], values: [[1], [2]]}", ["KPI263 2:46"]),
        ("{mode: matrix, rows: [0], columns: [0, 1], values: [[1]]}", ["KPI264 2:59"]),
        ("{mode: matrix, rows: [0], columns: 5, values: [[1]]}", ["KPI134 2:41"]),
        ("{mode: matrix, rows: [a], columns: [0], values: [[b]]}", ["KPI140 2:28", "KPI140 2:56"]),
        ("{mode: matrix, gives: money, rows: [0], columns: [0], values: [[5%]]}", ["KPI155 2:70"]),
        ("{mode: matrix, rows: [{from: 0, above: 0}], columns: [0], values: [[1]]}", ["KPI150 2:38"]),
        ("{mode: matrix, rows: [0, 2026-01], columns: [0], values: [[1], [2]]}", ["KPI260 2:28"]),
        (
            "{mode: matrix, rows: {bounds: [2026-01], snap: {step: 1}}, columns: [0], values: [[1]]}",
            ["KPI262 2:47"],
        ),
        ("{mode: [matrix], rows: [0]}", ["KPI133 2:3", "KPI136 2:13", "KPI130 2:23"]),
    ],
)
def test_the_shape_of_a_matrix_is_checked(table: str, expected: list[str]) -> None:
    assert problems_with(f"tables:\n  т: {table}\n") == expected


@pytest.mark.parametrize(
    ("table", "axis", "value"),
    [
        ("{mode: lookup, bands: [{from: 0, value: 1}]}", Kind.NUMBER, Kind.NUMBER),
        ("{mode: lookup, bands: [{from: 0, value: 1}, {from: 50%, value: 2%}]}", Kind.RATIO, Kind.RATIO),
        ("{mode: lookup, axis: count, gives: money, bands: [{from: 0, value: 1}]}", Kind.COUNT, Kind.MONEY),
        ("{mode: lookup, bands: [{from: 2026-01, value: 1}]}", Kind.DATE, Kind.NUMBER),
    ],
)
def test_a_table_says_its_kinds_or_its_literals_do(table: str, axis: Kind, value: Kind) -> None:
    spec = document_with(f"tables: {{т: {table}}}\n").tables["т"]  # type: ignore[index]

    assert isinstance(spec, CoefficientTable)
    assert (spec.axis_kind, spec.value_kind) == (axis, value)


def test_a_list_is_the_short_form_of_an_axis() -> None:
    spec = next(
        iter(
            document_with(
                "tables: {т: {mode: matrix, rows: [0, 5], columns: [2026-01], values: [[1%], [2]]}}\n"
            ).tables.values()
        )
    )

    assert isinstance(spec, MatrixTable)
    assert [bound.value for each in spec.rows.bounds for bound in each.bounds()] == [0, 5]
    assert (spec.rows.axis_kind, spec.columns.axis_kind, spec.value_kind) == (
        Kind.NUMBER,
        Kind.DATE,
        Kind.RATIO,
    )
