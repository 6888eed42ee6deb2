"""Tables as written: bands and matrices."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from kpicalc.model.kind import Kind
from kpicalc.scheme.constructs import tables
from kpicalc.scheme.constructs.bands import kind_of_axis
from kpicalc.scheme.constructs.tables import CoefficientTable, MatrixTable
from kpicalc.scheme.words import Quantity
from tests.scheme.texts import document_with, params_of, problems_with, read_with


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("{mode: lookup, bands: [{from: 0, value: 1}], beyond: last, below: zero}", []),
        ("{}", ["KPI133 2:3", "KPI133 2:3"]),
        ("{mode: lookup, bands: []}", ["KPI137 2:28"]),
        ("{mode: lookup, bands: {from: 0}}", ["KPI135 2:28"]),
        ("{mode: lookup, bands: [5]}", ["KPI134 2:29"]),
        ("{mode: look, bands: [{from: 0, value: 1}]}", ["KPI142 2:13"]),
        (
            "{mode: lookup, bands: [{from: 0, above: 0, to: 5, below: 5, value: 1}]}",
            ["KPI150 2:39", "KPI150 2:56"],
        ),
        ("{mode: lookup, bands: [{from: —, value: 1}, {to: 5 5, value: 1}]}", ["KPI140 2:36", "KPI140 2:55"]),
        ("{mode: lookup, bands: [{from: 0, rate: 1}]}", ["KPI153 2:39"]),
        ("{mode: slab, bands: [{from: 0, value: 1}]}", ["KPI153 2:37"]),
        ("{mode: marginal, bands: [{from: 0, rate: 1}, {from: 1, value: 1}]}", ["KPI153 2:61"]),
        ("{mode: lookup, bands: [{from: 0, value: 1, rate: 1}]}", ["KPI150 2:49"]),
        ("{mode: lookup, bands: [{from: 0}]}", ["KPI133 2:29"]),
        ("{mode: slab, bands: [{from: 0}]}", ["KPI133 2:27"]),
        ("{mode: interpolate, bands: [{from: 0, value: 1}], beyond: extend}", []),
        ("{mode: interpolate, bands: [{from: 0, to: 5, value: 1}]}", ["KPI154 2:44"]),
        ("{mode: interpolate, bands: [{above: 0, value: 1}]}", ["KPI154 2:35"]),
        ("{mode: interpolate, bands: [{below: 0, value: 1}]}", ["KPI133 2:34", "KPI154 2:35"]),
        ("{mode: lookup, bands: [{from: 0, value: 1}], beyond: extend}", ["KPI158 2:51"]),
        ("{mode: lookup, bands: [{from: 0, value: 1}], beyond: zero}", []),
        ("{mode: lookup, bands: [{from: 0, value: 1}], beyond: first}", ["KPI142 2:59"]),
        ("{mode: lookup, bands: [{from: 0, value: 1}], below: last}", ["KPI142 2:58"]),
        ("{mode: lookup, bands: [{form: 0, value: 1}]}", ["KPI131 2:30"]),
        ("{mode: slab, bands: [{from: 2026-01, to: 2026-03-31, rate: 1%}]}", []),
        ("{mode: lookup, bands: [{from: 2026-02-30, value: 1}]}", ["KPI148 2:36"]),
        ("{mode: marginal, bands: [{from: 2026-01, rate: 1}]}", ["KPI261 2:7"]),
        ("{mode: lookup, bands: [{from: 2026-01, value: 1}], snap: {step: 1}}", ["KPI262 2:57"]),
        ("{mode: lookup, bands: [{from: 2026-01, value: 1}, {from: 5, value: 1}]}", ["KPI260 2:63"]),
        ("{mode: lookup, axis: count, bands: [{from: 5%, value: 1}]}", ["KPI155 2:49"]),
        ("{mode: lookup, gives: money, bands: [{from: 5, value: 1%}]}", ["KPI155 2:60"]),
        ("{mode: lookup, gives: money, bands: [{from: 5, value: 1}]}", []),
        ("{mode: lookup, axis: text, bands: [{from: 5, value: 1}]}", ["KPI142 2:27"]),
    ],
)
def test_the_shape_of_a_table_is_checked(table: str, expected: list[str]) -> None:
    assert problems_with(f"tables:\n  т: {table}\n") == expected


def test_a_large_table_is_gone_through_a_few_times_only(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Kind | None] = []

    def count(written: Kind | None, bounds: Iterable[Quantity]) -> Kind:
        asked.append(written)
        return kind_of_axis(written, bounds)

    monkeypatch.setattr(tables, "kind_of_axis", count)
    bands = ", ".join(f"{{from: {number}, value: 1}}" for number in range(50))
    rows = ", ".join(f"{{from: {number}}}" for number in range(50))
    values = ", ".join(["[1]"] * 50)
    matrix = f"{{mode: matrix, rows: [{rows}], columns: [{{from: 0}}], values: [{values}]}}"

    assert problems_with(f"tables:\n  т: {{mode: lookup, bands: [{bands}]}}\n  м: {matrix}\n") == []
    assert 0 < len(asked) < 5


def test_the_wrong_key_names_the_mode() -> None:
    section = "tables: {т: {mode: slab, bands: [{from: 0, value: 1}]}}\n"

    params = params_of(read_with(section).diagnostics[0])
    assert params == {"mode": "slab", "expected": "rate", "found": "value"}


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
        ("{mode: matrix, rows: [-], columns: [0], values: [[—]]}", ["KPI140 2:28", "KPI140 2:56"]),
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
    bounds = [bound for each in spec.rows.bounds for bound in each.bounds()]
    assert [bound.value for bound in bounds if isinstance(bound, Quantity)] == [0, 5]
    assert (spec.rows.axis_kind, spec.columns.axis_kind, spec.value_kind) == (
        Kind.NUMBER,
        Kind.DATE,
        Kind.RATIO,
    )
