"""Bands as printed: what is a hole or an overlap, and what is none."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.compiler.builders import FACTS, PAY, problems_of, program_of

TABLE = "tables: {{К: {{mode: {mode}, bands: [{bands}]{rest}}}}}\n"


def codes(bands: str, rest: str = "", mode: str = "lookup") -> list[str]:
    """Return the codes of the problems of a table."""
    return [code for code, _ in problems_of(TABLE.format(bands=bands, rest=rest, mode=mode) + FACTS + PAY)]


@pytest.mark.parametrize(
    ("bands", "expected"),
    [
        ("{from: 0, to: 9, value: 1}, {from: 10, value: 2}", []),
        ("{from: 0, below: 9, value: 1}, {from: 10, value: 2}", ["KPI301"]),
        ("{from: 0, to: 9, value: 1}, {above: 10, value: 2}", ["KPI301"]),
        ("{from: 0, to: 9, value: 1}, {above: 9, value: 2}", []),
        ("{from: 0, to: 9.4, value: 1}, {above: 9.1, value: 2}", []),
        ("{from: 0, to: 9, value: 1}, {from: 9, value: 2}", ["KPI302"]),
        ("{from: 0, below: 9, value: 1}, {from: 8, value: 2}", ["KPI302"]),
        ("{to: 9, value: 1}, {to: 12, value: 2}", ["KPI305"]),
    ],
)
def test_rounding_the_axis_closes_what_has_no_multiple_of_the_step(bands: str, expected: list[str]) -> None:
    assert sorted(codes(bands, ", snap: {step: 1}")) == expected


@pytest.mark.parametrize(
    ("bands", "expected"),
    [
        ("{value: 1}", []),
        ("{value: 1}, {value: 2}", ["KPI309"]),
        ("{below: 10, value: 1}, {from: 10, value: 2}", []),
        ("{from: 0, value: 1}, {from: 5, value: 2}, {from: 5, to: 9, value: 3}", ["KPI305", "KPI309"]),
        ("{from: 5, to: 5, value: 1}, {above: 5, value: 2}", []),
        ("{from: 5, below: 5, value: 1}", ["KPI303"]),
    ],
)
def test_bands_without_rounding(bands: str, expected: list[str]) -> None:
    assert sorted(codes(bands)) == expected


@pytest.mark.parametrize("said", ["error", "last"])
def test_a_closed_end_is_only_told_when_nothing_is_said_of_it(said: str) -> None:
    bands = "{from: 0, to: 9, value: 1}"

    assert codes(bands) == ["KPI305"]
    assert codes(bands, f", beyond: {said}") == []


def test_the_last_point_of_a_line_is_no_closed_end() -> None:
    assert codes("{from: 0, value: 0}, {from: 9, value: 1}", mode="interpolate") == []


def test_bands_out_of_order_are_compared_in_their_order() -> None:
    bands = "{from: 0, below: 80%, value: 0.5}, {above: 100%, value: 2}, {from: 80%, to: 100%, value: 1}"

    assert codes(bands) == ["KPI304"]


def test_a_table_keeps_lower_bounds_and_the_end_of_the_last_band() -> None:
    bands = "{below: 80%, value: 0.5}, {from: 80%, to: 100%, value: 1}, {above: 100%, to: 120%, value: 2}"
    text = TABLE.format(bands=bands, rest=", beyond: last", mode="lookup") + FACTS + PAY

    table = program_of(text).tables["К"]

    assert [(band.lower, band.after, band.upper, band.upper_included) for band in table.bands] == [
        (None, False, None, False),
        (Decimal("0.8"), False, None, False),
        (Decimal(1), True, Decimal("1.2"), True),
    ]
