"""What base, deductible, gate and carried limits become in named formulas."""

from __future__ import annotations

import pytest

from tests.compiler.builders import FACTS, formula, problems_of, program_of

LINE = "pay: {{а: {{kind: variable, {words}}}}}\n"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("base: факт, rate: 5%", "факт * 5%"),
        ("base: касания, rate: 100", "касания * 100"),
        ("base: факт, rate: 5%, deductible: план", "max(факт - план, 0) * 5%"),
        ("base: факт, rate: 5%, gate: {from: 100}", "if факт >= 100 then факт * 5% else 0"),
        ("amount: факт, gate: {above: план}", "if факт > план then факт else 0"),
        (
            "amount: факт, gate: {value: касания, from: 5}, share: 50%, when: взыскание",
            "if взыскание then if касания >= 5 then факт * 50% else 0 else 0",
        ),
        (
            "base: факт, rate: 5%, gate: {from: 100}, deductible: 50",
            "if факт >= 100 then max(факт - 50, 0) * 5% else 0",
        ),
    ],
)
def test_the_amount(words: str, expected: str) -> None:
    program = program_of(FACTS + LINE.format(words=words))

    assert formula(program, "а") == f'round({expected}, 0.01, "half_up")'


def test_what_is_cut_is_carried() -> None:
    program = program_of(FACTS + LINE.format(words="amount: факт, min: 5, max: план, over: carry"))

    assert formula(program, "а") == 'round(clamp(факт, 5, план), 0.01, "half_up")'
    assert formula(program, "а.carried") == 'round(max(факт, 5), 0.01, "half_up") - а'
    assert program.pay_lines[0].left == "а.carried"


@pytest.mark.parametrize(
    ("words", "uncut"),
    [
        ("min: 5, under: carry", "факт"),
        ("min: 5, under: carry, max: 9", "min(факт, 9)"),
        ("min: 5, under: carry, max: 9, over: carry", "факт"),
    ],
)
def test_what_is_lifted_stays_owed(words: str, uncut: str) -> None:
    program = program_of(FACTS + LINE.format(words=f"amount: факт, {words}"))

    assert formula(program, "а.carried") == f'round({uncut}, 0.01, "half_up") - а'


def test_what_a_soft_line_carries_is_earned_and_not_paid() -> None:
    program = program_of(
        FACTS
        + "official_salary_in_full: true\n"
        + "pay: {а: {kind: soft, amount: факт, gate: {from: 5}, max: 9, over: carry}}\n"
    )

    assert formula(program, "а") == 'round(факт, 0.01, "half_up")'
    earned = "if факт >= 5 then факт else 0"
    assert formula(program, "а.earned") == f'round(min({earned}, 9), 0.01, "half_up")'
    assert formula(program, "а.carried") == f'round({earned}, 0.01, "half_up") - а.earned'


def test_a_deduction_keeps_what_it_cannot_take() -> None:
    program = program_of(
        FACTS
        + """
pay:
  а: {kind: variable, amount: факт}
  б: {kind: deduction, amount: план, from: [а], over: carry}
"""
    )

    assert formula(program, "б.owed") == 'round(if б.asked < 0 then — else б.asked, 0.01, "half_up")'
    assert formula(program, "б.carried") == "б.owed + б"
    assert [line.left for line in program.pay_lines] == ["", "б.carried"]


def test_limits_carry_too() -> None:
    program = program_of(
        FACTS
        + "pay: {а: {kind: variable, amount: факт, group: г}}\n"
        + "limits: {groups: {г: {max: 9, over: carry}}, total: {min: 1, under: carry, max: 5, over: carry}}\n"
    )

    assert formula(program, "limits.г.carried") == "max(-limits.г, 0)"
    assert formula(program, "limits.total.carried") == "-limits.total"
    assert [line.left for line in program.pay_lines] == ["", "limits.г.carried", "limits.total.carried"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("base: факт, rate: план", "KPI242"),
        ("base: касания, rate: 50%", "KPI232"),
        ("base: факт, rate: 5%, deductible: касания", "KPI242"),
        ("base: факт, rate: 5%, deductible: -5", "KPI335"),
        ("base: факт, rate: 5%, gate: {from: 50%}", "KPI243"),
    ],
)
def test_kinds_and_signs_are_checked(words: str, code: str) -> None:
    assert [found for found, _ in problems_of(FACTS + LINE.format(words=words))] == [code]
