"""Bent curves: their peaks, and where they stop before a zero of a divisor."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kpicalc.analysis.curves.study import study_curve
from tests.analysis.curves.test_curves import NEAR, curves, one_fact
from tests.engine.builders import compile_text


def falling(formula: str, declared: str) -> list[tuple[Decimal, Decimal | None, Decimal]]:
    curve = curves(compile_text(one_fact(formula, declared)))["x"]
    return [(each.start, each.end, each.pay_at_start) for each in study_curve(curve, NEAR).zones]


@pytest.mark.parametrize(
    ("formula", "zone"),
    [
        ("x * (2 - x / 100_000) * 50%", ("100000.00", None, "50000.00")),
        ("50_000 - (x - 40_000) * (x - 40_000) / 50_000", ("40000.00", None, "50000.00")),
    ],
)
def test_pay_falls_from_the_peak_of_a_bent_curve(formula: str, zone: tuple[str, str | None, str]) -> None:
    declared = "{type: number, min: 0, max: 110_000}"
    start, end, paid = zone

    found = [each for each in falling(formula, declared) if each[1] is None]
    assert found == [(Decimal(start), end, Decimal(paid))]


@pytest.mark.parametrize("formula", ["1_000 / (2 - x)", "1_000 / abs(x - 2)"])
def test_a_curve_stops_before_a_zero_of_a_divisor(formula: str) -> None:
    curve = curves(compile_text(one_fact(formula, "{type: ratio, min: 0}")))["x"]

    assert (curve.pieces[0].start, curve.last) == (Decimal(0), Decimal("1.8999"))
    assert all(pay > 0 for _, pay in curve.points)
