"""Why a text is no YAML, forgotten colons among it."""

from __future__ import annotations

import pytest

from kpicalc.scheme.load import read_scheme
from kpicalc.scheme.nodes import read_nodes
from tests.scheme.texts import params_of, problems_of

ACCIDENTS = [
    # a tab after a colon
    ("a:\t1\n", "KPI107 1:3"),
    ("a: 1\n\t\nb: 1\n", "KPI107 2:1"),
    # no space after a colon
    ("scheme:seller\ntitle: x\n", "KPI111 1:7"),
    ("a: 1\ntitle:x\ncurrency: RUB\n", "KPI111 2:6"),
    ("a:\n  kind:fixed\n\n  amount: 5\n", "KPI111 2:7"),
    ("a: 1\ncurrency:RUB\n", "KPI111 2:9"),
    ("a:\u00a05\nb: 1\n", "KPI111 1:2"),
    ("a:\n  - kind:fixed\n    amount: 5\n", "KPI111 2:9"),
    # a second colon
    ("title: Премия: месячная\n", "KPI112 1:14"),
    ("a: {b: если x: y}\n", "KPI112 1:14"),
    ('a: x "y": z\n', "KPI112 1:9"),
    # a colon and nothing before it
    ("a: 1\n: 2\n", "KPI128 2:1"),
    ("a: b\n  c {:\n", "KPI128 2:6"),
    ("pay: \n  оклад\n    kind: fixed\n", "KPI253 2:8"),
    # quotes
    ('a: "x\nb: 1\n', "KPI113 1:4"),
    ("a: [x, 'y]\nb: 1\n", "KPI113 1:8"),
    ("a: 'x\n---\nb: 1\n", "KPI113 1:4"),
    ('a: "Да" = x\n', "KPI114 1:9"),
    ("a: 'it's'\n", "KPI114 1:8"),
    # brackets
    ("a: {b: 1\nc: 2\n", "KPI115 1:4"),
    ("a: [1, 2\nc: 2\n", "KPI115 1:4"),
    ("a: [1, 2\n", "KPI115 1:4"),
    ("a: {b: 1}}\n", "KPI115 1:10"),
    ("a: [1]]\n", "KPI115 1:7"),
    ("a: {b: [1}\n", "KPI115 1:10"),
    ("a: {b: 1]\n", "KPI115 1:9"),
    ("a: {b: 1\n{c: 2}\n", "KPI115 1:4"),
    # characters that mean something to YAML
    ("a: %5\n", "KPI116 1:4"),
    ("a: @x\n", "KPI116 1:4"),
    ("a: `x`\n", "KPI116 1:4"),
    ("a: >= 5\n", "KPI116 1:4"),
    ("a: |x\n", "KPI116 1:4"),
    ("a: - b\n", "KPI116 1:4"),
    ("a: ? b\n", "KPI116 1:4"),
    ("a: & b\n", "KPI116 1:4"),
    ("a: * b\n", "KPI116 1:4"),
    ("a: !x!y b\n", "KPI116 1:4"),
    ("a: {title: План [А], b: 1}\n", "KPI116 1:17"),
    ("a: {b: , c: - d}\n", "KPI116 1:13"),
    ("a: {b: 1,, c: d}\n", "KPI116 1:10"),
    ("a: [x\n key {y}]\n", "KPI116 2:6"),
    # a comma that cuts a formula which begins a line
    ('a: {x: round\n(b, 1, "d")}\n', "KPI118 2:1"),
    ('a: {x: (b, 1, "d")}\n', "KPI118 1:8"),
    # indents
    ("a: 1\n b: 2\n", "KPI117 2:2"),
    ("a:\n  b: 1\n c: 2\n", "KPI117 3:2"),
    ("a:\n    b: 1\n  c: 1\n", "KPI117 3:3"),
    ("a: b\n  c: d\n", "KPI117 2:3"),
    ("a: 1\n- b\n", "KPI117 2:1"),
    ("- a\nb: 1\n", "KPI117 2:1"),
    # a comma inside brackets, and a text in quotes after it
    ('a: {x: round(a, 1, "d")}\n', "KPI118 1:8"),
    ('a: {y: 1,\n    x: (if a = "b, c" then 1, "d") + (2)}\n', "KPI118 2:8"),
    ('a: [f(x), max((a), 1, "d")]\n', "KPI118 1:11"),
    # all the rest
    ("a: 1\nb\n", "KPI253 2:2"),
    ("a: 1\n(b)\n", "KPI110 2:1"),
    ("%a\n", "KPI110 2:1"),
    ('a: "C:\\Users"\n', "KPI110 1:9"),
]


@pytest.mark.parametrize(("text", "expected"), ACCIDENTS)
def test_the_accident_is_recognised(text: str, expected: str) -> None:
    checked = read_nodes(text, "f")

    assert checked.value is None
    assert [expected] == problems_of(checked.diagnostics)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("scheme:seller\ntitle: x\n", {"key": "scheme"}),
        ('a: "x\n', {"quote": '"'}),
        ("a: [1, 2\n", {"bracket": "["}),
        ("a: >= 5\n", {"character": ">"}),
        ('a: {x: round((a), 1, "d"), y: 1}\n', {"text": 'round((a), 1, "d")'}),
        ('a: [f(x), max(a, "d" 1]\n', {"text": 'max(a, "d" 1]'}),
    ],
)
def test_the_problem_says_what_it_is_about(text: str, expected: dict[str, object]) -> None:
    assert expected == params_of(read_nodes(text, "f").diagnostics[0])


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
