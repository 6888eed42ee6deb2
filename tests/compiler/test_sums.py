"""Groups of pay lines as values, and the roundings of groups, of the total and of all lines."""

from __future__ import annotations

import pytest

from kpicalc.model.outline import LineKind
from kpicalc.model.program import Role
from tests.compiler.builders import FACTS, formula, problems_of, program_of, variable

PAY = """
pay:
  оклад: {kind: fixed, amount: 100, group: начислено}
  премия: {kind: variable, amount: факт, group: начислено}
  штраф: {kind: deduction, amount: 1, from: [премия], group: удержания}
  прайс: {kind: entitlement, when: взыскание, group: права}
"""


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ("", "оклад + премия"),
        ("limits: {groups: {начислено: {max: 5}}}", "оклад + премия + limits.начислено"),
        ("limits: {groups: {начислено: {round: {step: 1}}}}", "оклад + премия + limits.начислено.rounding"),
        (
            "limits: {groups: {начислено: {min: 1, round: {step: 1}}}}",
            "оклад + премия + limits.начислено + limits.начислено.rounding",
        ),
        ("limits: {total: {max: 5}}", "оклад + премия"),
    ],
)
def test_a_group_is_what_its_lines_pay_with_its_limit(limits: str, expected: str) -> None:
    program = program_of(FACTS + PAY + limits)

    assert formula(program, "начислено") == expected
    assert variable(program, "начислено").role is Role.GROUP


def test_a_group_of_deductions_is_what_they_take() -> None:
    assert formula(program_of(FACTS + PAY), "удержания") == "штраф"


def test_what_a_group_takes_back_is_no_part_of_what_it_pays() -> None:
    pay = PAY.replace("group: удержания", "group: начислено")

    assert formula(program_of(FACTS + pay), "начислено") == "оклад + премия"


def test_a_group_of_rights_is_no_value() -> None:
    problems = problems_of(FACTS + PAY + "values: {x: {formula: права, title: x}}\n")

    assert problems == [("KPI201", {"name": "права"})]


@pytest.mark.parametrize(
    ("of_company", "value", "shown"),
    [
        ("company: {columns: {}, values: {все: sum(employees.начислено)}}, ", "company.все * 2", "все * 2"),
        ("", "начислено * 2", "начислено * 2"),
        ("", "employee.начислено * 2", "начислено * 2"),
    ],
)
def test_a_group_is_asked_like_any_value(of_company: str, value: str, shown: str) -> None:
    facts = FACTS.replace("{employees", f"{{{of_company}employees")
    program = program_of(f"{facts}values: {{x: {{formula: {value}, title: x}}}}\n" + PAY)

    assert formula(program, "x") == shown


def test_lines_that_need_their_group_go_in_a_circle() -> None:
    pay = PAY + "  ещё: {kind: variable, amount: начислено * 5%, group: начислено}\n"

    assert problems_of(FACTS + pay) == [("KPI250", {"path": "ещё → начислено → ещё"})]


@pytest.mark.parametrize(
    ("group", "name", "codes"),
    [
        ("премия", "премия", ["KPI298"]),
        ("премия", "employee.премия", ["KPI298"]),
        ("план", "план", ["KPI298"]),
        ("план", "премия", []),
        ("бонус", "бонус", ["KPI298"]),
        ("бонус", "company.бонус", []),
    ],
)
def test_a_name_that_a_group_shares_is_asked_about(group: str, name: str, codes: list[str]) -> None:
    facts = FACTS.replace("{employees", "{company: {columns: {бонус: money}}, employees")
    first = f"{{kind: variable, amount: факт, group: {group}}}"
    pay = f"pay: {{премия: {first}, ещё: {{kind: fixed, amount: {name}}}}}\n"

    assert [code for code, _ in problems_of(facts + pay)] == codes


@pytest.mark.parametrize(
    "pay",
    [
        "п: {kind: variable, amount: касания * 50, group: касания}, q: {kind: fixed, amount: касания * 5}",
        "p: {kind: variable, amount: план, group: план, min: 5, max: план / 2}",
        "p: {kind: fixed, amount: 5, group: план}, q: {kind: fixed, amount: 7, group: план, when: план > 5}",
    ],
)
def test_what_cannot_mean_the_group_is_not_asked_about(pay: str) -> None:
    limits = "limits: {groups: {план: {max: план * 2}}}\n" if "план}" in pay else ""

    assert problems_of(f"{FACTS}pay: {{{pay}}}\n{limits}") == []


def test_a_column_of_rows_may_have_the_name_of_a_group() -> None:
    facts = "facts: {employees: {}, deals: {columns: {fees: money}, values: {part: fees * 5%}}}\n"
    pay = "pay: {p: {kind: variable, amount: sum(deals.part), group: fees}}\n"
    program = program_of(facts + pay + "values: {x: {formula: fees / 2, title: x}}\n")

    assert (formula(program, "part", "deals"), formula(program, "x")) == ("fees * 5%", "fees / 2")


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        ("round: {step: 1}", 'round({0}, 1, "half_up") - {0}'),
        ("max: 70, round: {step: 1}", 'min(round({0}, 1, "half_up"), 70) - {0}'),
        ("max: 70.50, round: {step: 1}", 'min(round({0}, 1, "half_up"), floor(70.5, 1)) - {0}'),
        ("min: план, round: {step: 5}", 'max(round({0}, 5, "half_up"), ceil({1}, 5)) - {0}'),
    ],
)
@pytest.mark.parametrize("what", ["total", "groups: {начислено"])
def test_a_sum_is_rounded_to_a_multiple_within_its_bounds(limit: str, expected: str, what: str) -> None:
    name = "total" if what == "total" else "начислено"
    end = "}" if what == "total" else "}}"
    program = program_of(FACTS + PAY + f"limits: {{{what}: {{{limit}}}{end}\n")
    before = f"limits.{name}.rounding.before"

    shown = expected.format(before, 'round(план, 0.01, "half_up")')
    assert formula(program, f"limits.{name}.rounding") == shown


def test_a_rounding_is_a_line_of_its_own_after_the_limit() -> None:
    limits = "limits: {groups: {начислено: {max: 5, round: {step: 1}}}, total: {round: {step: 1}}}\n"
    lines = [(each.name, each.kind) for each in program_of(FACTS + PAY + limits).pay_lines]

    assert lines[3:] == [
        ("limits.начислено", LineKind.ADJUSTMENT),
        ("limits.начислено.rounding", LineKind.ROUNDING),
        ("штраф", LineKind.DEDUCTION),
        ("limits.total.rounding", LineKind.ROUNDING),
    ]


def test_a_share_of_a_group_counts_its_rounding() -> None:
    pay = PAY + "  н: {kind: allowance, percent: 15%, of: [начислено]}\n"
    program = program_of(FACTS + pay + "limits: {groups: {начислено: {round: {step: 1}}}}\n")

    assert formula(program, "н") == (
        'round((оклад + премия + limits.начислено.rounding) * 15%, 0.01, "half_up")'
    )


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        ("", '"up")'),
        (", round: {step: 0.1}", 'round(факт, 0.1, "half_up")'),
    ],
)
def test_one_rounding_for_all_lines(own: str, expected: str) -> None:
    pay = f"round: {{step: 1, mode: up}}\npay: {{p: {{kind: variable, amount: факт{own}}}}}\n"

    assert formula(program_of(FACTS + pay), "p") == (expected if own else f"round(факт, 1, {expected}")


@pytest.mark.parametrize(
    ("of_all", "base", "own", "step"),
    [
        ("", "", "", "0.01"),
        ("round: {step: 1}\n", "", "", "1"),
        ("round: {step: 1}\n", ", round: {step: 0.1}", "", "0.1"),
        ("", ", round: {step: 10}", ", round: {step: 5}", "5"),
        ("", "", ", round: {step: 5}", "0.01"),
        ("", ", round: {step: 0.001}", "", "0.01"),
    ],
)
def test_a_deduction_takes_no_finer_parts_than_there_are(of_all: str, base: str, own: str, step: str) -> None:
    pay = (
        f"{of_all}pay:\n  p: {{kind: variable, amount: факт{base}}}\n"
        f"  d: {{kind: deduction, amount: план, from: [p], limit: 20%{own}}}\n"
    )

    assert formula(program_of(FACTS + pay), "d") == f'round(-min(d.owed, d.available), {step}, "down")'
