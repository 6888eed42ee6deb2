"""How facts come about in the course of a period: what does not fit is told at its place."""

from __future__ import annotations

import pytest

from kpicalc.scheme.load import read_scheme
from tests.compiler.builders import HEAD, PAY, problems_of


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        ("{employees: {продажи: {type: money, grows: days}}}", []),
        ("{employees: {продажи: {type: money, grows: {10: 20%, 20: 60%}}}}", []),
        ("{employees: {продажи: {type: money, grows: {20: 60%, 10: 20%}}}}", ["KPI608"]),
        ("{employees: {продажи: {type: money, grows: {10: 60%, 20: 20%}}}}", ["KPI608"]),
        ("{employees: {продажи: {type: money, grows: {x: 60%}}}}", ["KPI608"]),
        ("{employees: {продажи: {type: money, grows: {1: 0%, 20: 100%}}}}", []),
        ("{employees: {продажи: {type: money, grows: {0: 60%}}}}", ["KPI608"]),
        ("{employees: {продажи: {type: money, grows: {10: 101%}}}}", ["KPI608"]),
        ("{employees: {продажи: {type: money, grows: {10: -1%}}}}", ["KPI608"]),
        ("{employees: {продажи: {type: money, grows: {10: 5%, 20: 5%}}}}", []),
        ("{employees: {продажи: {type: money, grows: working_days}}}", ["KPI290"]),
        ("{employees: {columns: {продажи: money}, grows: days}}", ["KPI609"]),
        ("{employees: {продажи: money}, deals: {columns: {сумма: money}, grows: working_days}}", ["KPI290"]),
    ],
)
def test_growth_that_does_not_fit(facts: str, codes: list[str]) -> None:
    text = f"facts: {facts}\n{PAY}"
    read = read_scheme(HEAD.format("RUB") + text, "test.yaml")
    found = [each.code for each in read.diagnostics] or [code for code, _ in problems_of(text)]
    assert found == codes
