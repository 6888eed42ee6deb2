"""Curves over the number of rows of a table."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, localcontext

import pytest

from kpicalc.analysis.curves.row_curves import draw_row_curves
from kpicalc.analysis.curves.study import study_curve
from kpicalc.analysis.reference import rest_at
from kpicalc.lab.laboratory import prepare_laboratory
from kpicalc.model.analysis import Ends
from kpicalc.model.money import CONTEXT
from tests.engine.builders import compile_text

NEAR = Decimal("0.05")

BY_ROWS = """
facts:
  employees: {grade: {type: text, one_of: [A]}}
  deals: {columns: {amount: {type: money, min: 0, max: 100_000}}}
"""


def row_cliffs(line: str, ranges: Mapping[tuple[str, str], Ends] | None = None) -> list[tuple[int, int]]:
    program = compile_text(f"{BY_ROWS}pay: {{b: {{kind: variable, {line}}}}}\n")
    with localcontext(CONTEXT):
        lab = prepare_laboratory(program)
        drawn = draw_row_curves(lab, rest_at(lab, {}), ranges or {}, NEAR)
        studies = [study_curve(each, NEAR) for each in drawn]
    return [(int(each.at), int(each.after - each.before)) for study in studies for each in study.cliffs]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("amount: 50_000, when: count(deals) >= 5", [(5, 50_000)]),
        ("amount: 1_000 * count(deals) + (if count(deals) > 12 then 9_000 else 0)", [(13, 10_000)]),
        ("amount: 1_000 * count(deals)", []),
        ("amount: sum(deals.amount) * 1%", []),
        ("amount: 'if count(deals) < 3 then 500 else 0'", [(2, 500)]),
    ],
)
def test_jumps_with_the_number_of_rows_are_found(line: str, found: list[tuple[int, int]]) -> None:
    assert row_cliffs(line) == found


def test_rows_are_counted_within_the_range_that_was_asked() -> None:
    line = "amount: 50_000, when: count(deals) >= 5"

    assert row_cliffs(line, {("deals", ""): (Decimal(0), Decimal(4))}) == []
    assert row_cliffs(line, {("deals", ""): (Decimal(2), Decimal(9))}) == [(5, 50_000)]
