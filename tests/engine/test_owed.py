"""Whoever would have to pay in is told, unless the scheme says the least that is paid."""

from __future__ import annotations

import pytest

from kpicalc.engine.settle import join_settlements, settle
from kpicalc.model.facts import BLOCK_ROWS
from tests.engine.builders import compile_text, make_facts

SCHEME = "facts: {employees: {a: money}}\npay: {p: {kind: variable, group: g, amount: a - 100}}\n"
# The last rows stand in a block of their own.
AMOUNTS = {0: "99.99", 1: "100", 7: "-5", BLOCK_ROWS: "0", BLOCK_ROWS + 1: "100.01"}
OWED = ["0", "7", str(BLOCK_ROWS)]


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        ("", OWED),
        ("limits: {total: {max: 100}}", OWED),
        ("limits: {total: {round: {step: 10}}}", ["7", str(BLOCK_ROWS)]),
        ("limits: {groups: {g: {min: 0}}}", []),
        ("limits: {total: {min: 0}}", []),
        ("limits: {total: {min: -1_000}}", []),
    ],
)
@pytest.mark.parametrize("kept", [True, False])
def test_who_owes_is_told(limits: str, told: list[str], kept: bool) -> None:  # noqa: FBT001 - a table of cases
    rows = [{"key": str(row), "a": AMOUNTS.get(row, "500")} for row in range(BLOCK_ROWS + 2)]
    program = compile_text(SCHEME + limits)
    run = join_settlements(
        program.period, [settle(program, make_facts(program, {"employees": rows}), keep_all=kept)]
    )

    assert [(each.code, dict(each.params)["who"]) for each in run.diagnostics] == [
        ("KPI517", who) for who in told
    ]
