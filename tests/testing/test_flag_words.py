"""Values as they are written in tests."""

from __future__ import annotations

import pytest

from tests.testing.builders import check, run_one

SCHEME = (
    "facts: {employees: {сдан: flag, x: money}}\n"
    "values: {да_нет: сдан}\npay: {п: {kind: variable, amount: x, when: да_нет}}\n"
)


@pytest.mark.parametrize(("written", "pay"), [("true", 5), ("да", 5), ("yes", 5), ("false", 0), ("нет", 0)])
def test_yes_and_no_as_in_a_sheet_and_as_in_a_formula(written: str, pay: int) -> None:
    given = f"{{employees: {{сдан: {written}, x: 5}}}}"
    test = f"- name: а\n  given: {given}\n  expect: {{п: {pay}, да_нет: {written}}}\n"

    assert run_one(SCHEME, test).passed


def test_another_word_is_no_flag() -> None:
    test = "- name: а\n  given: {employees: {сдан: кажется, x: 5}}\n  expect: {да_нет: 5}\n"

    assert [each.split()[0] for each in check(SCHEME, test)] == ["KPI142", "KPI142"]
