"""Prizes, pools and funds as written."""

from __future__ import annotations

import pytest

from kpicalc.scheme.constructs.people import Among, PoolSpec, PrizeSpec, Ties
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.load import read_scheme
from tests.scheme.texts import problems_with

HEAD = "kpicalc: 1\nscheme: seller\ncurrency: RUB\n"
FACTS = "facts: {employees: {x: money}}\n"
PAY = "pay: {оклад: {kind: fixed, amount: 100}}\n"


def document_of(text: str) -> SchemeDocument:
    """Read a scheme given without its head."""
    document = read_scheme(HEAD + text, "s.yaml").value
    assert document is not None
    return document


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("{kind: prize, best: x, ties: all, amount: 1}", []),
        ("{kind: prize, best: x, then: y, ties: split, step: 10, amount: 1}", []),
        ("{kind: prize, best: x, then: [y, z], among: team, from: 1, ties: all, amount: 1}", []),
        ("{kind: prize, best: x, amount: 1}", ["KPI133"]),
        ("{kind: prize, best: x, ties: half, amount: 1}", ["KPI142"]),
        ("{kind: prize, best: x, ties: all, amount: 1, above: 0, from: 1}", ["KPI150"]),
        ("{kind: prize, best: x, ties: all, amount: 1, step: 1}", ["KPI158"]),
        ("{kind: prize, best: x, ties: split, amount: 1, step: 0}", ["KPI152"]),
        ("{kind: pool, amount: 1, by: equal}", []),
        ("{kind: pool, amount: 1, by: x, among: region}", ["KPI142"]),
        ("{kind: pool, amount: 1, by: x, step: -1}", ["KPI152"]),
        ("{kind: pool, amount: 1}", ["KPI133"]),
    ],
)
def test_the_shape_of_a_line_is_checked(line: str, expected: list[str]) -> None:
    found = read_scheme(f"{HEAD}{FACTS}pay: {{п: {line}}}\n", "s.yaml").diagnostics

    assert [each.code for each in found] == expected


@pytest.mark.parametrize(
    ("fund", "expected"),
    [
        ("{lines: [п], max: 1}", []),
        ("{lines: [п], max: 1, step: 0}", ["KPI152"]),
        ("{lines: [п]}", ["KPI133"]),
    ],
)
def test_the_shape_of_a_fund_is_checked(fund: str, expected: list[str]) -> None:
    found = problems_with(f"limits: {{funds: {{ф: {fund}}}}}\n")

    assert [each.split()[0] for each in found] == expected


def test_who_is_meant_and_what_equal_winners_get() -> None:
    prize, pool = document_of(
        f"{FACTS}pay:\n  п: {{kind: prize, best: x, ties: split, amount: 1}}\n"
        "  ф: {kind: pool, amount: 1, by: ' equal '}\n"
    ).pay.values()
    assert isinstance(prize, PrizeSpec)
    assert isinstance(pool, PoolSpec)

    assert (prize.among, prize.among.grain) == (Among.COMPANY, "company")
    assert (prize.ties, pool.equal, Among.TEAM.grain) == (Ties.SPLIT, True, "teams")


def test_words_of_rows_are_columns_where_no_columns_are_written() -> None:
    document = document_of(f"facts: {{employees: {{order: text, manager: text, on: date}}}}\n{PAY}")

    (employees,) = document.facts.values()

    assert list(map(str, employees.columns)) == ["order", "manager", "on"]
    assert (employees.order, employees.manager, employees.on) == ((), (), None)


@pytest.mark.parametrize(
    ("written", "changes"),
    [("", False), (", factors: [x]", True), (", share: x", True), (", min: 1", True), (", max: 1", True)],
)
def test_a_part_is_changed_by_whatever_is_said_of_it(written: str, changes: bool) -> None:  # noqa: FBT001 - a row
    (pool,) = document_of(f"{FACTS}pay:\n  ф: {{kind: pool, amount: 1, by: x{written}}}\n").pay.values()

    assert isinstance(pool, PoolSpec)
    assert pool.changes_parts is changes
