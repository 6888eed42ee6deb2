"""Tables whose numbers are formulas over parameters give what fractions give, for everybody's own parameters.

`KPICALC_TRIES=300 pytest tests/properties/test_table_formulas.py` tries so many of them.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.builders import settle_rows, value_of
from tests.tries import tries

EXAMPLES = tries(30)

SCHEME = """
parameters:
  ставка: {{2025-01: 99, 2026-01: {rate}}}
  шаг: {step}
  разгон: {{by: роль, values: {{а: {boosts[0]}, б: {boosts[1]}}}, otherwise: {boosts[2]}}}
  сдвиг: {{by: район, values: {{с: {shift}}}, otherwise: 0}}
facts: {{employees: {{роль: text, район: text, x: number}}}}
tables:
  T: {{mode: {mode}, below: first, {outside}bands: [{bands}]}}
values:
  t: {{formula: T(x / 7), type: number}}
  часть: {{formula: "in_band(T, x / 7, 2)", type: number}}
  итог: {{formula: "to_date(T, 5, x / 7)", type: number}}
pay: {{оклад: {{kind: fixed, amount: t + часть + итог}}}}
"""
KEYS = {"lookup": "value", "slab": "rate", "marginal": "rate", "interpolate": "value"}
PLACES = Fraction(1, 10**60)


@dataclass(frozen=True, slots=True)
class Curve:
    """A table as its points and values, as fractions."""

    mode: str
    points: list[Fraction]
    values: list[Fraction]

    def at(self, x: Fraction) -> Fraction:
        """Return what the table gives."""
        at = max(bisect_right(self.points, x) - 1, 0)
        match self.mode:
            case "lookup":
                return self.values[at]
            case "slab":
                return self.values[at] * x
            case "marginal":
                ends = [*self.points[1 : at + 1], x]
                return sum(
                    (
                        (end - start) * rate
                        for start, end, rate in zip(self.points, ends, self.values, strict=False)
                    ),
                    Fraction(0),
                )
            case _:
                return self._on_the_line(x, at)

    def _on_the_line(self, x: Fraction, at: int) -> Fraction:
        if x < self.points[0] or at + 1 == len(self.points):
            return self.values[at]
        rise = (self.values[at + 1] - self.values[at]) / (self.points[at + 1] - self.points[at])
        return self.values[at] + rise * (x - self.points[at])


small = st.integers(1, 12)


@settings(max_examples=EXAMPLES)
@given(
    st.sampled_from(sorted(KEYS)),
    st.tuples(small, small, small, small, small, small),
    st.sampled_from("абв"),
    st.sampled_from("сю"),
    st.integers(-50, 400),
)
def test_a_table_of_formulas_gives_what_fractions_give(
    mode: str, figures: tuple[int, ...], role: str, region: str, asked: int
) -> None:
    rate, step, shift, *boosts = figures
    bounds = ("0", "шаг / 3 + сдвиг", "шаг * 2 + сдвиг")
    values = ("ставка / 7", "ставка * разгон", "max(ставка, разгон) - 1/3")
    written = ", ".join(
        f'{{from: {bound}, {KEYS[mode]}: "{value}"}}' for bound, value in zip(bounds, values, strict=True)
    )
    outside = "beyond: last, " if mode == "interpolate" else ""
    text = SCHEME.format(
        rate=rate, step=step, shift=shift, boosts=boosts, mode=mode, bands=written, outside=outside
    )
    x = Fraction(asked, 7)
    row = {"key": "1", "роль": role, "район": region, "x": str(Decimal(asked))}
    settlement = settle_rows(text, employees=[row])

    moved = shift if region == "с" else 0
    boost = boosts["аб".find(role)]
    points = [Fraction(0), Fraction(step, 3) + moved, Fraction(step * 2 + moved)]
    given_values = [Fraction(rate, 7), Fraction(rate * boost), max(rate, boost) - Fraction(1, 3)]
    curve = Curve(mode, points, given_values)
    expected = {
        "t": curve.at(x),
        "часть": max(min(x, points[2]) - points[1], Fraction(0)),
        "итог": curve.at(5 + x) - curve.at(Fraction(5)),
    }
    found = {name: value_of(settlement, name) for name in expected}
    assert {name: _near(value) for name, value in found.items()} == {
        name: _near(value) for name, value in expected.items()
    }


def _near(value: object) -> Fraction:
    """Return a value to sixty places: a third has no end in decimals."""
    assert isinstance(value, Decimal | Fraction)
    return Fraction(round(Fraction(value) / PLACES)) * PLACES
