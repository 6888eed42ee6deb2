"""A forgotten colon is told at the key, wherever YAML trips over it."""

from __future__ import annotations

import pytest

from kpicalc.scheme.load import read_scheme
from tests.scheme.texts import params_of, problems_of

SCHEME = """\
kpicalc: 1
scheme: s
currency: RUB
facts: {employees: {a: money}}
pay:
  x:
    kind: fixed
    amount: 5
"""


@pytest.mark.parametrize(
    ("whole", "cut", "place"),
    [
        ("kpicalc: 1", "kpicalc 1", "1:8"),
        ("scheme: s", "scheme s", "2:7"),
        ("currency: RUB", "currency  RUB", "3:9"),
        ("facts: {", "facts {", "4:6"),
        ("pay:", "pay", "5:4"),
        ("  x:", "  x", "6:4"),
        ("kind: fixed", "kind fixed", "7:9"),
        ("amount: 5", "amount 5", "8:11"),
        ("x:\n    kind: fixed\n    amount: 5", "x {kind: fixed, amount: 5}", "6:4"),
        ("kind: fixed", 'title "Fixed: all"\n    kind: fixed', "7:5"),
        ("amount: 5", "amount: 5\n    title Fixed: all", "9:5"),
    ],
)
def test_a_key_without_colon(whole: str, cut: str, place: str) -> None:
    problems = read_scheme(SCHEME.replace(whole, cut), "s.yaml").diagnostics

    assert problems_of(problems)[:1] == [f"KPI253 {place}"]
    assert str(params_of(problems[0])["key"]) in cut


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("description: long text\n  goes on here\n  and: here\n", "KPI117"),
        ("description: a: b\n", "KPI112"),
        ("(a remark)\n", "KPI110"),
        ("values: {v: [1}\n", "KPI115"),
    ],
)
def test_other_accidents_are_told_as_before(text: str, code: str) -> None:
    assert [each.code for each in read_scheme(SCHEME + text, "s.yaml").diagnostics] == [code]


def test_a_lone_word_of_two_in_brackets_may_lack_its_colon() -> None:
    text = SCHEME.replace("  x:\n    kind: fixed\n", "  x: {kind: fixed, title Fixed, amount: 5}\n")
    found = read_scheme(text.replace("    amount: 5\n", ""), "s.yaml").diagnostics[0]

    assert (found.code, params_of(found)["hint"]) == ("KPI129", "colon")
