"""What allowances, guarantees and draws become in named formulas."""

from __future__ import annotations

import pytest

from kpicalc.model.outline import LineKind
from tests.compiler.builders import FACTS, formula, problems_of, program_of

PAY = """
pay:
  оклад: {kind: fixed, amount: 100, group: начислено}
  премия: {kind: variable, amount: факт, group: начислено}
  штраф: {kind: deduction, amount: 1, from: [премия], group: начислено}
"""
LIMITS = "limits: {groups: {начислено: {max: 500}}}\n"


def _rounded(text: str) -> str:
    return f'round({text}, 0.01, "half_up")'


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("percent: 15%, of: [оклад]", "оклад * 15%"),
        ("percent: 15%, of: [начислено]", "(оклад + премия + limits.начислено) * 15%"),
        ("percent: 15%, of: [начислено], group: начислено, included: false", "(оклад + премия) * 15%"),
        (
            "percent: 50%, of: [начислено], group: начислено, included: true",
            "if н.percent < 1 then (оклад + премия) * н.percent / (1 - н.percent) else —",
        ),
        ("percent: 15%, of: [премия, оклад]", "(оклад + премия) * 15%"),
        ("percent: 15%, base: план, share: 50%, max: 9", "min(план * 15% * 50%, 9)"),
        ("percent: 15%, base: план, when: взыскание", "if взыскание then план * 15% else 0"),
    ],
)
def test_an_allowance(line: str, expected: str) -> None:
    program = program_of(FACTS + PAY + f"  н: {{kind: allowance, {line}}}\n" + LIMITS)

    assert formula(program, "н") == _rounded(expected)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("amount: 500, of: [оклад]", "max(500 - оклад, 0)"),
        ("amount: 500, of: [оклад], share: 50%", "max(500 * 50% - оклад, 0)"),
        ("amount: 500, of: [оклад], when: взыскание", "if взыскание then max(500 - оклад, 0) else 0"),
    ],
)
def test_a_guarantee(line: str, expected: str) -> None:
    program = program_of(FACTS + PAY + f"  н: {{kind: guarantee, {line}}}\n")

    assert formula(program, "н") == _rounded(expected)
    assert (program.pay_lines[2].kind, program.pay_lines[2].left) == (LineKind.GUARANTEE, "")


def test_a_draw_that_is_never_asked_back() -> None:
    program = program_of(FACTS + PAY + "  н: {kind: draw, amount: 500, of: [оклад], recoverable: false}\n")

    assert formula(program, "н") == _rounded("max(500 - оклад, 0)")
    assert program.pay_lines[2].left == ""


def test_a_draw_is_a_debt() -> None:
    program = program_of(
        FACTS
        + PAY
        + "  н: {kind: draw, amount: 500, of: [оклад], when: взыскание, recoverable: true, "
        + "balance: план, recover: 50%}\n"
    )

    assert formula(program, "н") == _rounded("н.advance - н.recovered")
    assert formula(program, "н.advance") == _rounded("if взыскание then max(500 - оклад, 0) else 0")
    surplus = _rounded("max(оклад - (if взыскание then 500 else 0), 0) * 50%")
    assert formula(program, "н.recovered") == f"min({surplus}, max(план, 0))"
    assert formula(program, "н.balance") == "max(план, 0) + н"
    assert program.pay_lines[2].left == "н.balance"


def test_all_of_the_surplus_repays_where_nothing_else_is_said() -> None:
    program = program_of(
        FACTS + PAY + "  н: {kind: draw, amount: 500, of: [оклад], recoverable: true, balance: план}\n"
    )

    assert formula(program, "н.recovered") == f"min({_rounded('max(оклад - 500, 0)')}, max(план, 0))"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("н: {kind: allowance, percent: 5, of: [оклда]}", "KPI219"),
        ("н: {kind: allowance, percent: факт, of: [оклад]}", "KPI233"),
        ("н: {kind: allowance, percent: 5%, base: касания}", "KPI291"),
        ("н: {kind: guarantee, amount: касания, of: [оклад]}", "KPI232"),
        ("н: {kind: guarantee, amount: 5, of: [н]}", "KPI250"),
        ("н: {kind: draw, amount: 5, of: [оклад], recoverable: true, balance: касания}", "KPI292"),
        ("н: {kind: draw, amount: 5, of: [оклад], recoverable: true, balance: 5, recover: 2}", "KPI307"),
    ],
)
def test_problems(line: str, code: str) -> None:
    assert [found for found, _ in problems_of(FACTS + PAY + f"  {line}\n")] == [code]


def test_no_stop_factor_multiplies_what_holds_up_others() -> None:
    stop = "stop_factors: {D: {lines: [НАЗВАНИЕ], rules: [{when: взыскание, factor: 0}]}}\n"
    scheme = FACTS + PAY + "  н: {kind: guarantee, amount: 5, of: [оклад], group: опора}\n" + stop

    assert [code for code, _ in problems_of(scheme.replace("НАЗВАНИЕ", "н"))] == ["KPI219"]
    assert [code for code, _ in problems_of(scheme.replace("НАЗВАНИЕ", "опора"))] == ["KPI219"]
    assert problems_of(scheme.replace("НАЗВАНИЕ", "начислено")) == []
