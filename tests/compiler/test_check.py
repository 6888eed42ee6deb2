"""Kinds: what fits where, and that one slip is told once, where it is written."""

from __future__ import annotations

import pytest

from kpicalc.formula.infer import KindInference
from kpicalc.model.expr import Aggregate, Expr, Name, Number, Reference, Text, Window
from kpicalc.model.kind import Kind
from kpicalc.model.money import ONE
from kpicalc.model.source import Span
from tests.compiler.builders import FACTS, PAY, compile_text, place, problems_of, program_of, variable

SPAN = Span("test", 1, 1, 1, 2)
MONEY = Reference("deals", "сумма", SPAN)
TABLES = """
tables:
  обычная: {mode: lookup, bands: [{from: 0%, value: 50%}]}
  числа: {mode: interpolate, bands: [{from: 0, value: 1}]}
  шаги: {mode: slab, bands: [{from: 0, rate: 1%}]}
  рубли_за_штуку: {mode: marginal, bands: [{from: 0, rate: 50}]}
"""


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("план", Kind.MONEY),
        ("факт / план", Kind.RATIO),
        ("-касания", Kind.COUNT),
        ("not взыскание", Kind.FLAG),
        ("план > 0 and взыскание", Kind.FLAG),
        ('"да"', Kind.TEXT),
        ("true", Kind.FLAG),
        ("2026-03-31", Kind.DATE),
        ("if взыскание then 0 else план", Kind.MONEY),
        ("max(0, план)", Kind.MONEY),
        ("обычная(факт / план)", Kind.RATIO),
        ("числа(касания)", Kind.NUMBER),
        ("шаги(план)", Kind.MONEY),
        ("шаги(касания, план)", Kind.MONEY),
        ("рубли_за_штуку(касания)", Kind.NUMBER),
    ],
)
def test_the_kind_of_a_formula(written: str, expected: Kind) -> None:
    text = TABLES + FACTS + f"values:\n  а: {written!r}\n" + "pay: {оклад: {kind: fixed, amount: 1}}\n"

    assert variable(program_of(text), "а").kind is expected


@pytest.mark.parametrize(
    "amount",
    [
        "100",
        "касания * 100",
        "факт / план * 10_000",
        "if взыскание then 0 else план",
        "рубли_за_штуку(касания)",
        "(касания + 1) * 50 * 10%",
    ],
)
def test_what_may_be_money(amount: str) -> None:
    text = (
        TABLES + FACTS + f'pay: {{премия: {{kind: variable, amount: "{amount}", factors: [index_, 0.9]}}}}\n'
    )

    assert problems_of(text + "values: {index_: факт / план}\n") == []


def test_a_part_that_cannot_be_told_hides_no_other() -> None:
    problems = problems_of(
        TABLES
        + FACTS
        + """
values:
  а: нет + план * план
  б: if нет then план * план else план
  в: if взыскание then нет else план + 10%
  г: max(нет, план)
  д: шаги(нет)
  е: sum(receipts.сумма where receipts.сумма)
  ж: нет > план
pay: {оклад: {kind: fixed, amount: 1}}
""".replace("  е: sum(receipts.сумма where receipts.сумма)\n", "")
    )

    assert sorted(code for code, _ in problems) == ["KPI201"] * 6 + ["KPI242"] * 3


def test_a_clash_in_a_line_is_told_once_at_its_part() -> None:
    text = (
        "stop_factors: {D: {lines: [а], rules: [{when: взыскание, factor: 0}]}}\n"
        "official_salary_in_full: true\n"
        + FACTS
        + "pay:\n  а: {kind: soft, amount: факт * план, share: касания}\n"
    )

    problems = compile_text(text).diagnostics

    assert [(each.code, place(each)) for each in problems] == [("KPI242", (8, 32)), ("KPI233", (8, 47))]


def inferred(expr: Expr, names: dict[str, Kind]) -> tuple[Kind | None, list[str]]:
    """Return the kind of a formula, with the codes of the clashes in it."""
    told: list[str] = []

    def complain(code: str, _expr: Expr, /, **_params: object) -> None:
        told.append(code)

    inference = KindInference(lambda reference: names.get(reference.name), {}, complain)
    return inference.kind_of(expr), told


def test_a_name_that_is_still_open_has_no_kind() -> None:
    assert inferred(Name(("а",), SPAN), {}) == (None, [])


@pytest.mark.parametrize(
    ("body", "condition", "expected"),
    [
        (MONEY, None, (Kind.MONEY, [])),
        (MONEY, Text("да", SPAN), (Kind.MONEY, ["KPI241"])),
        (Text("да", SPAN), None, (None, ["KPI245"])),
        (Name(("а",), SPAN), None, (None, [])),
    ],
)
def test_an_aggregate(body: Expr, condition: Expr | None, expected: object) -> None:
    fold = Aggregate("sum", "deals", "employees", body, condition, SPAN)

    assert inferred(fold, {"сумма": Kind.MONEY}) == expected


@pytest.mark.parametrize(
    ("function", "condition", "expected"),
    [
        ("rank", None, (Kind.COUNT, [])),
        ("best", Number(ONE, percent=False, span=SPAN), (Kind.FLAG, ["KPI241"])),
        ("before", None, (Kind.MONEY, [])),
        ("split", None, (Kind.MONEY, [])),
    ],
)
def test_a_window(function: str, condition: Expr | None, expected: object) -> None:
    window = Window(function, "deals", "employees", (MONEY,), condition, SPAN)

    assert inferred(window, {"сумма": Kind.MONEY}) == expected


@pytest.mark.parametrize(
    ("key", "codes"), [("stop", ["KPI235", "KPI306"]), ("enough", ["KPI234"]), ("attainment", ["KPI231"])]
)
def test_a_formula_of_a_wrong_kind_is_told_once(key: str, codes: list[str]) -> None:
    keys = {"attainment": "1", key: "план"}
    kpi = ", ".join(f"{name}: {value}" for name, value in keys.items())

    problems = problems_of(f"{FACTS}{PAY}kpis: {{к: {{weight: 100%, {kpi}}}}}\n")

    assert [code for code, _ in problems] == codes
