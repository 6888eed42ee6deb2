"""What tables give: bands, slices, lines, and values outside."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kpicalc.engine.tables import Found, slices_of
from kpicalc.model.fault import Fault
from kpicalc.model.program import Outside
from tests.engine.builders import compile_text, settle_rows, value_of

SCHEME = """
facts: {employees: {x: number, y: number}}
tables:
  T: TABLE
values: {t: FORMULA}
pay: {оклад: {kind: fixed, amount: 1}}
"""

LOOKUP = "{mode: lookup, bands: [{from: 10, value: 1}, {from: 20, value: 2}]}"
PRINTED = (
    "{mode: lookup, bands: [{below: 10, value: 1}, {from: 10, to: 20, value: 2}, {above: 20, value: 3}]}"
)
CLOSED = (
    "{mode: lookup, bands: [{from: 10, below: 20, value: 1}, {from: 20, to: 30, value: 2}], beyond: error}"
)
STEPS = "{mode: MODE, bands: [{from: 0, rate: 1%}, {from: 1000, rate: 2%}, {from: 3000, rate: 3%}]}"
LINE = "{mode: interpolate, bands: [{from: 10, value: 100}, {from: 20, value: 200}, {from: 40, value: 250}]}"

EVERY = "{mode: lookup, bands: [{from: 0, value: 1}, {from: 10, adds: 3, every: 5}]}"
LINE_ENDED = "{mode: interpolate, beyond: zero, bands: [{from: 0, value: 0}, {from: 10, value: 5}]}"


def asked(table: str, x: str, formula: str = "T(x)") -> object:
    """Return what a table gives for x, a fault as its code."""
    text = SCHEME.replace("TABLE", table).replace("FORMULA", formula)
    value = value_of(settle_rows(text, employees=[{"key": "1", "x": x, "y": "50"}]), "t")
    return value.causes[0].code if isinstance(value, Fault) else value


@pytest.mark.parametrize(
    ("table", "x", "expected"),
    [
        (LOOKUP, "10", 1),
        (LOOKUP.replace("from: 10", "above: 10"), "10", "KPI503"),
        (LOOKUP.replace("from: 10", "above: 10"), "10.01", 1),
        (LOOKUP, "19.99", 1),
        (LOOKUP, "20", 2),
        (LOOKUP, "1000", 2),
        (LOOKUP, "9.99", "KPI503"),
        (LOOKUP.replace("]}", "], below: zero}"), "9.99", 0),
        (LOOKUP.replace("]}", "], below: first}"), "9.99", 1),
        (LOOKUP.replace("]}", "], snap: {step: 1}}"), "9.5", 1),
        (LOOKUP.replace("]}", "], snap: {step: 1, mode: down}}"), "9.99", "KPI503"),
        (PRINTED, "-5", 1),
        (PRINTED, "10", 2),
        (PRINTED, "20", 2),
        (PRINTED, "20.01", 3),
        (CLOSED, "30", 2),
        (CLOSED, "30.01", "KPI503"),
        (CLOSED.replace("to: 30", "below: 30"), "30", "KPI503"),
        (CLOSED.replace("beyond: error", "beyond: last"), "31", 2),
        (EVERY, "9.99", 1),
        (EVERY, "14.99", 4),
        (EVERY, "15", 7),
        (EVERY, "34", 16),
        (EVERY.replace("from: 10", "above: 10").replace("from: 0", "from: 0, to: 10"), "15", 4),
        (EVERY.replace("from: 10", "above: 10").replace("from: 0", "from: 0, to: 10"), "30.01", 16),
        (STEPS.replace("MODE", "slab"), "999", Decimal("9.99")),
        (STEPS.replace("MODE", "slab"), "1000", 20),
        (STEPS.replace("MODE", "slab"), "-100", "KPI503"),
        (STEPS.replace("MODE", "slab").replace("]}", "], below: first}"), "-100", -1),
        (STEPS.replace("MODE", "marginal"), "0", 0),
        (STEPS.replace("MODE", "marginal"), "999", Decimal("9.99")),
        (STEPS.replace("MODE", "marginal"), "4000", 80),
        (STEPS.replace("MODE", "marginal"), "-100", "KPI503"),
        (STEPS.replace("MODE", "marginal").replace("]}", "], below: zero}"), "-100", 0),
        (STEPS.replace("MODE", "marginal").replace("]}", "], below: first}"), "-100", -1),
        (LINE, "10", 100),
        (LINE, "15", 150),
        (LINE, "20", 200),
        (LINE, "30", 225),
        (LINE, "40", 250),
        (LINE, "5", "KPI503"),
        (LINE, "41", "KPI503"),
        (LINE.replace("]}", "], below: zero}"), "5", 0),
        (LINE.replace("]}", "], below: first}"), "5", 100),
        (LINE.replace("]}", "], beyond: last}"), "60", 250),
        (LINE.replace("]}", "], beyond: extend}"), "60", 300),
        ("{mode: interpolate, bands: [{from: 10, value: 7}], beyond: extend}", "60", 7),
    ],
)
def test_a_table_gives(table: str, x: str, expected: object) -> None:
    assert asked(table, x) == expected


def test_a_slab_may_multiply_another_base() -> None:
    assert asked(STEPS.replace("MODE", "slab"), "1000", "T(x, y)") == 1


def test_a_first_band_without_a_lower_end_counts_its_slice_from_zero() -> None:
    table = "{mode: marginal, bands: [{below: 100, rate: 1%}, {from: 100, rate: 2%}]}"

    assert asked(table, "200") == 3
    assert asked(table, "50") == Decimal("0.5")


MATRIX = """
  T: {mode: matrix, rows: [{from: 10}, {from: 20}], columns: {bounds: [{to: 50}, {to: 100}], AXIS}, REST,
      values: [[1, 2], [3, 4]]}
"""


@pytest.mark.parametrize(
    ("row", "column", "said", "expected"),
    [
        ("10", "50", "", 1),
        ("19", "50.01", "", 2),
        ("20", "100", "", 4),
        ("9", "50", "", "KPI503"),
        ("20", "101", "", "KPI503"),
        ("9", "50", "below: zero", 0),
        ("9", "60", "below: first", 2),
        ("30", "101", "beyond: last", 4),
    ],
)
def test_a_matrix_gives_the_cell(row: str, column: str, said: str, expected: object) -> None:
    table = (
        MATRIX.replace("  T: ", "")
        .strip()
        .replace("AXIS", "axis: number")
        .replace("REST", said or "beyond: error")
    )
    text = SCHEME.replace("TABLE", table).replace("FORMULA", '"T(x, y)"')
    value = value_of(settle_rows(text, employees=[{"key": "1", "x": row, "y": column}]), "t")

    assert (value.causes[0].code if isinstance(value, Fault) else value) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2025-12-31", "KPI503"),
        ("2026-01-01", Decimal("0.05")),
        ("2026-03-14", Decimal("0.05")),
        ("2026-03-15", Decimal("0.07")),
    ],
)
def test_a_date_picks_the_band_of_its_day(day: str, expected: object) -> None:
    text = """
facts: {employees: {d: date}}
tables:
  T: {mode: lookup, bands: [{from: 2026-01, to: 2026-03-14, value: 5%}, {from: 2026-03-15, value: 7%}]}
values: {t: T(d)}
pay: {оклад: {kind: fixed, amount: 1}}
"""
    value = value_of(settle_rows(text, employees=[{"key": "1", "d": day}]), "t")
    if isinstance(value, Fault):
        assert dict(value.causes[0].params)["asked"] == date(2025, 12, 31)

    assert (value.causes[0].code if isinstance(value, Fault) else value) == expected


def test_both_axes_of_a_matrix_take_three_thirds_as_one() -> None:
    text = """
facts: {employees: {x: number}}
tables:
  T: {mode: matrix, rows: [{below: 1}, {from: 1}], columns: [{below: 1}, {from: 1}], values: [[1, 2], [3, 4]]}
values: {t: "T(x / 3 * 3, x / 3 * 3)"}
pay: {оклад: {kind: fixed, amount: 1}}
"""
    assert value_of(settle_rows(text, employees=[{"key": "1", "x": "1"}]), "t") == 4


@pytest.mark.parametrize(
    ("table", "x", "expected"),
    [
        ("{mode: lookup, beyond: zero, bands: [{from: 0, to: 10, value: 5}]}", "10", Decimal(5)),
        ("{mode: lookup, beyond: zero, bands: [{from: 0, to: 10, value: 5}]}", "10.01", Decimal(0)),
        ("{mode: slab, beyond: zero, bands: [{from: 0, below: 10, rate: 5}]}", "10", Decimal(0)),
        (LINE_ENDED, "10", Decimal(5)),
        (LINE_ENDED, "11", Decimal(0)),
        # What lies above the end of a marginal table is paid at nothing; its slices below it stay.
        ("{mode: marginal, beyond: zero, bands: [{from: 0, to: 10, rate: 5}]}", "12", Decimal(50)),
        ("{mode: marginal, beyond: zero, bands: [{from: 0, rate: 5}]}", "12", Decimal(60)),
    ],
)
def test_beyond_the_last_band_there_may_be_nothing(table: str, x: str, expected: Decimal) -> None:
    assert asked(table, x) == expected


def test_beyond_the_table_no_band_pays_anything() -> None:
    table = "{mode: marginal, below: zero, bands: [{from: 5, to: 10, rate: 5}]}"

    assert asked(table, "3", "T(x) + pay_in_band(T, x, 1)") == Decimal(0)
    assert asked(table, "7", "T(x) + pay_in_band(T, x, 1)") == Decimal(20)
    (made,) = compile_text(SCHEME.replace("TABLE", table).replace("FORMULA", "T(x)")).tables.values()
    assert slices_of(made, Found(Decimal(3), 0, Outside.ZERO)) == ()


def test_a_cell_beyond_the_axes_of_a_matrix_may_be_nothing() -> None:
    table = (
        "{mode: matrix, beyond: zero, rows: [{from: 0, to: 5}], columns: [{from: 0, to: 100}], values: [[7]]}"
    )

    assert asked(table, "5", "T(x, y)") == Decimal(7)
    assert asked(table, "6", "T(x, y)") == Decimal(0)


def test_a_bound_that_does_not_end_is_met_by_the_same_quotient() -> None:
    table = "{mode: lookup, bands: [{from: 0, value: 1}, {from: 10 / 7, value: 2}]}"

    assert asked(table, "10", "T(x / 7)") == Decimal(2)
    assert asked(table, "30", "T(x / 21)") == Decimal(2)
