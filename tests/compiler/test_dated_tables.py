"""Tables from date to date: which version is in force, what is said where none is."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kpicalc.model.program import TableMode
from kpicalc.scheme.periods import periods_to_check
from kpicalc.validation import validate_text
from tests.compiler.builders import HEAD, PAY, compile_text, place, problems_of, program_of, read_document

FACTS = "facts: {employees: {факт: money}}\n"
DATED = """
parameters: {ставка: {2025-01: 4%, 2026-01: 5%}}
tables:
  T:
    2026-03-15: {mode: marginal, bands: [{from: 0, rate: ставка}]}
    2025-06: {mode: slab, bands: [{from: 0, rate: ставка * 2}]}
"""


@pytest.mark.parametrize(
    ("period", "mode", "rate"),
    [
        ("2025-06", TableMode.SLAB, "0.08"),
        ("2026-03", TableMode.SLAB, "0.10"),
        ("2026-04", TableMode.MARGINAL, "0.05"),
    ],
)
def test_the_version_in_force_is_the_last_that_has_begun(period: str, mode: TableMode, rate: str) -> None:
    table = program_of(DATED + FACTS + PAY, period).tables["T"]

    assert (table.mode, table.bands[0].value) == (mode, Decimal(rate))


def test_before_the_first_version_there_is_no_table() -> None:
    (problem,) = compile_text(DATED + FACTS + PAY, "2025-05").diagnostics

    assert problem.code == "KPI259"
    assert place(problem) == (7, 3)


def test_every_version_has_a_period_in_which_it_is_checked() -> None:
    periods = periods_to_check(read_document(DATED + FACTS + PAY))

    assert [str(each) for each in periods] == ["2025-06", "2026-01", "2026-04"]


def test_a_hole_in_a_version_to_come_is_found() -> None:
    text = DATED.replace("{from: 0, rate: ставка}", "{from: 0, to: 5, rate: ставка}, {from: 6, rate: 1%}")

    assert [
        each.code for each in validate_text(HEAD.format("RUB") + text + FACTS + PAY, "s.yaml").diagnostics
    ][:1] == ["KPI301"]


def test_percents_are_looked_at_in_all_versions() -> None:
    text = """
tables:
  T:
    2025-01: {mode: lookup, bands: [{from: 0%, value: 1}, {from: 120, value: 2}]}
    2026-01: {mode: lookup, bands: [{from: 0%, value: 1}]}
values: {т: T(факт / 100)}
"""
    assert "KPI317" in [code for code, _ in problems_of(text + FACTS + PAY)]
