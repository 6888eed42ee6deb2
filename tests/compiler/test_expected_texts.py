"""What each column of texts is compared with, through whatever passes its texts on."""

from __future__ import annotations

import pytest

from tests.compiler.builders import compile_text, program_of

FACTS = "facts: {employees: {grade: text, city: {type: text, missing: allow}, plan: money}}\n"
PAY = "pay: {a: {kind: fixed, amount: 1, when: 'v = \"x\"'}}\n"


@pytest.mark.parametrize(
    ("scheme", "expected"),
    [
        ("values: {v: grade}\n", {"grade": ("x",)}),
        ("values: {w: grade, v: w}\n", {"grade": ("x",)}),
        ("values: {v: if plan > 1 then grade else city}\n", {"grade": ("x",), "city": ("x",)}),
        ("values: {v: 'if_missing(city, \"none\")'}\n", {"city": ("x",)}),
        ("values: {v: if plan > 1 then grade else v2, v2: city}\n", {"grade": ("x",), "city": ("x",)}),
    ],
)
def test_values_pass_texts_on(scheme: str, expected: dict[str, tuple[str, ...]]) -> None:
    program = program_of(FACTS + scheme + PAY)
    assert {each.name: each.compared_texts for each in program.inputs if each.expected} == expected


def test_the_texts_of_comparisons_and_choices() -> None:
    program = program_of(
        f"""{FACTS}
parameters: {{p: {{by: city, values: {{x: 1, ' y  z ': 2}}, otherwise: 3}}}}
pay:
  a: {{kind: fixed, amount: p, when: grade = "x" and "y" != grade and plan = 1}}
"""
    )
    found = {each.name: each.compared_texts for each in program.inputs}
    assert found == {"grade": ("x", "y"), "city": ("x", "y z"), "plan": ()}


def test_columns_compared_with_each_other_know_of_it() -> None:
    program = program_of(f"{FACTS}pay: {{a: {{kind: fixed, amount: 1, when: grade = city}}}}")
    assert {each.name: each.beside for each in program.inputs if each.beside} == {
        "grade": (("employees", "city"),),
        "city": (("employees", "grade"),),
    }


def test_values_in_a_circle_are_no_texts() -> None:
    compiled = compile_text(f"{FACTS}values: {{v: w, w: v}}\n{PAY}")
    assert [each.code for each in compiled.diagnostics] == ["KPI250"]
