"""Bands that are never reached, and bands that say the same twice."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kpicalc.analysis.proofs.show_domain import show_domain
from kpicalc.model.domain import ANY_NUMBER, Choices, Interval
from kpicalc.model.kind import Kind
from tests.analysis.proofs.builders import codes_of, find_problems, place_of, told_of

SCHEME = """
facts: {{employees: {{x: {{type: ratio, {range}}}, день: date}}}}
tables:
  Т: {{{table}}}
pay: {{премия: {{kind: variable, amount: {asked} * 100, min: 0}}}}
"""


def scheme(table: str, asked: str = "Т(x)", limits: str = "min: 0%, max: 50%") -> str:
    """Return a scheme that asks one table."""
    return SCHEME.format(table=table, asked=asked, range=limits)


def count_unreached(text: str) -> int:
    """Return how many bands are told as never reached."""
    return len(told_of(text, "KPI341"))


@pytest.mark.parametrize(
    ("table", "count"),
    [
        ("mode: lookup, bands: [{below: 0%, value: 1}, {from: 0%, value: 2}, {from: 60%, value: 3}]", 2),
        ("mode: lookup, bands: [{from: 0%, value: 1}, {from: 50%, value: 2}]", 0),
        ("mode: lookup, bands: [{from: 0%, value: 1}, {above: 50%, value: 2}]", 1),
        ("mode: lookup, bands: [{from: 60%, value: 1}, {from: 70%, value: 2}], below: first", 1),
        ("mode: lookup, bands: [{from: -20%, value: 1}, {from: -10%, to: -5%, value: 2}], beyond: last", 1),
        ("mode: slab, bands: [{from: 0%, rate: 1}, {from: 60%, rate: 2}]", 1),
        ("mode: marginal, bands: [{from: -10%, rate: 1}, {from: 10%, rate: 2}, {from: 60%, rate: 3}]", 1),
        ("mode: interpolate, bands: [{from: 0%, value: 1}, {from: 60%, value: 2}, {from: 90%, value: 3}]", 1),
        (
            (
                "mode: interpolate, beyond: extend, "
                "bands: [{from: -90%, value: 1}, {from: -60%, value: 2}, {from: -50%, value: 3}]"
            ),
            1,
        ),
    ],
)
def test_bands_beyond_the_range_are_found(table: str, count: int) -> None:
    assert count_unreached(scheme(table)) == count


def test_rows_and_columns_of_a_matrix_are_looked_at() -> None:
    table = "mode: matrix, rows: [0%, 60%], columns: [0%, 40%, 70%], values: [[1, 2, 3], [4, 5, 6]]"
    places = [
        place_of(each).column for each in find_problems(scheme(table, "Т(x, x)")) if each.code == "KPI341"
    ]

    assert len(places) == 2


@pytest.mark.parametrize(
    ("table", "asked", "limits"),
    [
        ("mode: lookup, bands: [{from: 0%, value: 1}, {from: 60%, value: 2}]", "Т(x)", "min: 0%"),
        ("mode: lookup, bands: [{from: 0%, value: 1}, {from: 60%, value: 2}]", "Т(30%)", "min: 0%"),
        ("mode: lookup, bands: [{from: 2026-01, value: 1}, {from: 2027-01, value: 2}]", "Т(день)", "min: 0%"),
        ("mode: lookup, bands: [{from: 1, value: 1}, {from: 90, value: 2}]", "Т(period.month)", "min: 0%"),
    ],
)
def test_a_band_that_may_be_reached_is_not_told(table: str, asked: str, limits: str) -> None:
    assert count_unreached(scheme(table, asked, limits)) == 0


def test_a_table_that_is_asked_with_what_has_no_value_is_told_by_its_line() -> None:
    text = """
facts: {employees: {x: {type: ratio, min: 0%, max: 50%}}}
tables:
  А: {mode: lookup, bands: [{from: 60%, value: 1}]}
  Б: {mode: lookup, bands: [{from: 0, value: 1}, {from: 5, value: 2}]}
pay: {премия: {kind: variable, amount: Б(А(x)) * 100}}
"""
    assert codes_of(text) == ["KPI341", "KPI354"]


def test_a_cap_before_the_table_counts_in_all_places_where_it_is_asked() -> None:
    table = "mode: lookup, bands: [{from: 0%, value: 1}, {from: 60%, value: 2}]"

    assert count_unreached(scheme(table, "(Т(min(x, 50%)) + Т(min(x, 55%)))", "min: 0%")) == 1
    assert count_unreached(scheme(table, "(Т(min(x, 50%)) + Т(min(x, 65%)))", "min: 0%")) == 0


@pytest.mark.parametrize(
    ("table", "asked", "count"),
    [
        (
            "mode: lookup, bands: [{from: 0%, value: 1}, {from: 10%, value: 1}, {from: 20%, value: 2}]",
            "Т(x)",
            1,
        ),
        (
            "mode: lookup, bands: [{from: 0%, value: 1}, {from: 10%, value: 2}, {from: 20%, value: 1}]",
            "Т(x)",
            0,
        ),
        ("mode: marginal, bands: [{from: 0%, rate: 1}, {from: 10%, rate: 1}]", "Т(x)", 1),
        (
            "mode: marginal, bands: [{from: 0%, rate: 1}, {from: 10%, rate: 1}]",
            '"in_band(Т, x, 1) + Т(x)"',
            0,
        ),
        ("mode: interpolate, bands: [{from: 0%, value: 1}, {from: 60%, value: 1}]", "Т(x)", 0),
        ("mode: lookup, bands: [{from: 2026-01, value: 1}, {from: 2026-02, value: 1}]", "Т(день)", 0),
        ("mode: matrix, rows: [0%, 10%], columns: [0%, 40%], values: [[1, 2], [1, 2]]", "Т(x, x)", 1),
        ("mode: matrix, rows: [0%, 10%], columns: [0%, 40%], values: [[1, 1], [2, 2]]", "Т(x, x)", 1),
    ],
)
def test_neighbours_of_one_value_are_found(table: str, asked: str, count: int) -> None:
    text = scheme(table, asked).replace(
        '"in_band(Т, x, 1) + Т(x)" * 100', '"(in_band(Т, x, 1) + Т(x)) * 100"'
    )

    assert len(told_of(text, "KPI346")) == count


@pytest.mark.parametrize(
    ("domain", "shown"),
    [
        (Interval(Decimal(0), Decimal("1.2")), "0% <= x <= 120%"),
        (Interval(Decimal(0), Decimal("1.2"), low_open=True, high_open=True), "0% < x < 120%"),
        (Interval(Decimal(0), None), "x >= 0%"),
        (Interval(Decimal(0), None, low_open=True), "x > 0%"),
        (Interval(None, Decimal(1)), "x <= 100%"),
        (Interval(Decimal(1), Decimal(1)), "x = 100%"),
        (ANY_NUMBER, "x"),
        (Choices(), "x"),
    ],
)
def test_a_domain_is_shown_as_a_condition(domain: Interval | Choices, shown: str) -> None:
    assert show_domain(domain, Kind.RATIO) == shown
