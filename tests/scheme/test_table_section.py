"""Coefficient tables and the mistakes in their shape."""

from __future__ import annotations

from collections.abc import Iterable
from types import ModuleType

import pytest

from kpicalc.model.kind import Kind
from kpicalc.scheme import matrix_section, table_section
from kpicalc.scheme.bounds import kind_of_axis
from kpicalc.scheme.words import Quantity
from tests.scheme.texts import params_of, problems_with, read_with


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
        ("{mode: lookup, bands: [{from: a, value: 1}, {to: b, value: 1}]}", ["KPI140 2:36", "KPI140 2:55"]),
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
        ("{mode: lookup, bands: [{from: 0, value: 1}], beyond: zero}", ["KPI142 2:59"]),
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


@pytest.mark.parametrize("section", [table_section, matrix_section])
def test_a_large_table_is_gone_through_a_few_times_only(
    section: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Kind | None] = []

    def count(written: Kind | None, bounds: Iterable[Quantity]) -> Kind:
        asked.append(written)
        return kind_of_axis(written, bounds)

    monkeypatch.setattr(section, "kind_of_axis", count)
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
