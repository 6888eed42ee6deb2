"""Advice on how a scheme is built, told where it is asked for."""

from __future__ import annotations

import pytest

from kpicalc.validation import validate_text

SCHEME = """\
kpicalc: 1
scheme: advised
currency: USD
facts:
  employees: {plan: {type: money, above: 0}, sales: {type: money, min: 0}, done: {type: ratio, min: 0%}}
values: {reached: sales / plan, held: "max(done, 50%)", capped: "min(done, 100%)"}
kpis:
  one: {weight: 50%, plan: plan, actual: sales, owner: A}
  two: {weight: 25%, attainment: done, owner: B}
  three: {weight: 25%, attainment: capped, owner: C}
pay:
  bonus: {kind: variable, amount: 100, factors: [FACTORS]}
"""


def _told(factors: str, text: str = SCHEME, *, advice: bool = True) -> list[str]:
    checked = validate_text(text.replace("FACTORS", factors), "s.yaml", advice=advice)
    return [each.code for each in checked.diagnostics if each.code.startswith("KPI60")]


@pytest.mark.parametrize(
    ("factors", "expected"),
    [
        ("index", []),
        ("index, held, capped", []),
        ("reached, done", ["KPI604"]),
        ("index, reached", ["KPI604"]),
        ("index, held, held, held, held, held", ["KPI603"]),
    ],
)
def test_factors(factors: str, expected: list[str]) -> None:
    assert _told(factors) == expected


def test_kpis() -> None:
    without = SCHEME.replace(", owner: B", "").replace(
        "  three: {weight: 25%, attainment: capped, owner: C}\n", ""
    )
    assert _told("index", without.replace("25%", "50%")) == ["KPI601", "KPI602"]


def test_it_is_quiet_where_nobody_asks() -> None:
    assert _told("reached, done", advice=False) == []


def test_what_is_allowed_is_not_allowed_in_vain_where_nobody_asks() -> None:
    factors = "factors: [FACTORS]}  # kpicalc: allow KPI604 because both are meant"
    text = SCHEME.replace("factors: [FACTORS]}", factors)

    for advice in (True, False):
        checked = validate_text(text.replace("FACTORS", "reached, done"), "s.yaml", advice=advice)
        assert [each.code for each in checked.diagnostics if each.code[:5] in {"KPI60", "KPI36"}] == []
