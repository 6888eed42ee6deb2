"""What a scheme says of itself as a document."""

from __future__ import annotations

from datetime import date

import pytest

from kpicalc.model.outline import Regulation
from tests.compiler.builders import FACTS, PAY, compile_text


def test_the_days_and_the_owner_of_a_regulation() -> None:
    text = f"approved: 2026-02\nreview_by: 2028-02-01\nowner: HR\n{FACTS}{PAY}"
    program = compile_text(text).value

    assert program is not None
    assert program.regulation == Regulation(date(2026, 2, 1), date(2028, 2, 1), "HR")


@pytest.mark.parametrize(
    ("period", "expected"),
    [("2026-03", []), ("2026-04", ["KPI600"]), ("2026-Q1", []), ("2026-02", [])],
)
def test_it_is_overdue_when_the_period_ends_after_the_day(period: str, expected: list[str]) -> None:
    length = "quarter" if "Q" in period else "month"
    compiled = compile_text(f"period: {length}\nreview_by: 2026-03-31\n{FACTS}{PAY}", period)

    assert [each.code for each in compiled.diagnostics] == expected
    assert compiled.value is not None
