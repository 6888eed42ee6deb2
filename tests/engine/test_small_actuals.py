"""An attainment typed for an amount is told; amounts that are small for good reasons are not."""

from __future__ import annotations

import pytest

from kpicalc.engine.settle import join_settlements
from tests.engine.builders import settle_rows

SCHEME = """
facts: {employees: {план: KIND, факт: {type: KIND, missing: allow}, рост: ratio}}
kpis:
  к: {plan: план, actual: факт, when_plan_zero: zero}
  свой: {attainment: рост}
  иной: {plan: план, actual: факт * 1, when_plan_zero: zero}
pay: {п: {kind: variable, amount: 100, share: PAID}}
"""


@pytest.mark.parametrize(
    ("kind", "plan", "actual", "told"),
    [
        ("money", "1_000_000", "0.95", True),
        ("money", "1_000", "1", True),
        ("money", "1_000", "2", True),
        ("money", "1_000", "2.01", False),
        ("money", "999", "1", False),
        ("money", "1_000", "0", False),
        ("money", "1_000", "-1", False),
        ("count", "1_000", "1", False),
        ("count", "1_000", "0.5", True),
        ("days", "1_000", "0.5", False),
        # One of the two in thousands.
        *(
            ("money", *each, True)
            for each in (("1_000", "100_000"), ("1_000_000", "850"), ("950", "870_000"))
        ),
        *(("money", *each, False) for each in (("1_000", "99_999"), ("90_000", "900"), ("900_000", "9_001"))),
        *(("money", *each, False) for each in (("0", "870_000"), ("1_000_000", "-850"))),
        ("count", "1_000", "950_000", False),
    ],
)
def test_an_actual_unlike_its_plan(kind: str, plan: str, actual: str, told: bool) -> None:  # noqa: FBT001 - a table of cases
    row = {"key": "7", "план": plan.replace("_", ""), "факт": actual.replace("_", ""), "рост": "1"}
    settlement = settle_rows(SCHEME.replace("KIND", kind).replace("PAID", "к.attainment"), employees=[row])
    run = join_settlements(settlement.program.period, [settlement])

    found = [(each.code, dict(each.params)["who"]) for each in run.diagnostics if each.code != "KPI517"]
    assert found == [("KPI493", "7")] * told


def test_a_missing_actual_is_no_small_one() -> None:
    row = {"key": "7", "план": "1000", "рост": "1"}
    text = SCHEME.replace("KIND", "money").replace("PAID", "свой.attainment")
    settlement = settle_rows(text, employees=[row])

    assert join_settlements(settlement.program.period, [settlement]).diagnostics == ()
