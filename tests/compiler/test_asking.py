"""How tables are asked in formulas, and what the functions of tables become."""

from __future__ import annotations

import pytest

from tests.compiler.builders import FACTS, PAY, formula, problems_of, program_of

TABLES = """
tables:
  Ш:
    mode: marginal
    bands: [{from: 0, rate: 1%}, {from: 100, rate: 2%}, {from: 200, to: 300, rate: 3%}]
    beyond: error
  Д: {mode: marginal, bands: [{below: 100%, rate: 1%}, {from: 100%, rate: 2%}]}
  С: {mode: slab, bands: [{from: 0, rate: 1%}]}
  Л: {mode: lookup, bands: [{from: 0, value: 1}]}
  М: {mode: matrix, rows: [0%, 50%], columns: [0, 10], values: [[1, 2], [3, 4]]}
  Н: {mode: lookup, bands: [{from: 2026-01, value: 1}]}
"""


def written(asked: str) -> str:
    """Return the formula that a way to ask becomes."""
    return formula(program_of(f"{TABLES}values: {{значение: '{asked}'}}\n{FACTS}{PAY}"), "значение")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("Ш(факт)", "Ш(факт)"),
        ("Д(факт / план, план)", "план * Д(факт / план)"),
        ("С(касания, план)", "С(касания, план)"),
        ("М(факт / план, касания)", "М(факт / план, касания)"),
        ("to_date(Ш, план, факт)", "Ш(план + факт) - Ш(план)"),
        ("нарастающим(Л, план, факт)", "Л(план + факт) - Л(план)"),
        ("to_date(Д, 50%, факт / план, план)", "план * (Д(50% + факт / план) - Д(50%))"),
        ("in_band(Ш, факт, 1)", "min(факт, 100) - 0"),
        ("in_band(Ш, факт, 2)", "max(min(факт, 200) - 100, 0)"),
        ("в_полосе(Ш, факт, 3)", "max(min(факт, 300) - 200, 0)"),
        ("in_band(Д, факт / план, 1)", "min(факт / план, 100%) - 0%"),
        ("in_band(Д, факт / план, 2)", "max(факт / план - 100%, 0)"),
    ],
)
def test_a_table_asked_becomes_core_nodes(asked: str, expected: str) -> None:
    assert written(asked) == expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("М(0%)", ("KPI225", "T(row, column)")),
        ("Ш(1, 2, 3)", ("KPI225", "T(x) / T(axis, base)")),
        ("Л(1, 2)", ("KPI225", "T(x)")),
        ("to_date(Ш, 1)", ("KPI224", "T, before, now, base")),
    ],
)
def test_the_way_to_ask_is_told(asked: str, expected: tuple[str, str]) -> None:
    problems = problems_of(f"{TABLES}values: {{значение: '{asked}'}}\n{FACTS}{PAY}")

    assert [(code, params["wanted"]) for code, params in problems] == [expected]


@pytest.mark.parametrize("asked", ["in_band(М, факт, 1)", "to_date(Н, факт, факт)", "in_band(Н, факт, 1)"])
def test_two_axes_and_dates_have_no_running_total(asked: str) -> None:
    problems = problems_of(f"{TABLES}values: {{значение: '{asked}'}}\n{FACTS}{PAY}")

    assert [code for code, _ in problems] == ["KPI266"]


def test_a_table_of_the_scheme_may_not_have_the_name_of_a_table_function() -> None:
    named = "tables: {в_полосе: {mode: lookup, bands: [{from: 0, value: 1}]}}\n"

    assert [code for code, _ in problems_of(named + FACTS + PAY)] == ["KPI214"]


@pytest.mark.parametrize(
    ("call", "code"),
    [
        ("pay_in_band(В, факт, 1)", "KPI266"),
        ("average_rate(В, факт)", "KPI266"),
        ("pay_in_band(М, факт, 3)", "KPI268"),
        ("pay_in_band(М, факт)", "KPI224"),
        ("pay_in_band(М, факт, 2)", None),
        ("оплата_в_полосе(М, факт, 2)", None),
        ("средняя_ставка(М, факт) * 100", None),
    ],
)
def test_slices_are_those_of_marginal_tables(call: str, code: str | None) -> None:
    tables = (
        "tables: {В: {mode: lookup, bands: [{from: 0, value: 1}]}, "
        "М: {mode: marginal, bands: [{from: 0, rate: 1%}, {from: 5, rate: 2%}]}}\n"
    )
    text = f'{tables}values: {{т: {{formula: "{call}", title: т}}}}\n'

    assert [found for found, _ in problems_of(text + FACTS + PAY)] == [code] * (code is not None)
