"""Tables of facts: how they belong to each other, and how many hours and days a period has."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kpicalc.lab.values import upper_bound
from tests.compiler.builders import PAY, compile_text, problems_of


@pytest.mark.parametrize(
    ("tables", "path"),
    [
        ("а: {of: а}", "а → а"),
        ("а: {of: б}, б: {of: а}", "а → б → а"),
        ("х: {of: а}, а: {of: б}, б: {of: в}, в: {of: а}", "а → б → в → а"),
        ("х: {of: а}, а: {of: а}", "а → а"),
    ],
)
def test_tables_in_a_circle_are_told_once(tables: str, path: str) -> None:
    problems = problems_of(f"facts: {{employees: {{}}, {tables}}}\n{PAY}")

    assert problems == [("KPI213", {"path": path})]


@pytest.mark.parametrize(
    ("table", "column", "greatest"),
    [
        ("", "type: hours", "744"),
        ("", "type: hours, min: 0", "744"),
        ("", "type: hours, max: 2000", "2000"),
        ("", "type: hours, below: 2000", None),
        ("", "type: hours, hours: decimal", None),
        ("reading: {hours: decimal}, ", "type: hours", None),
        ("reading: {hours: decimal}, ", "type: hours, hours: hhmm", "744"),
        ("", "type: number", None),
        ("", "type: days, column: Отработано дней", "31"),
        ("", "type: days, column: [Days worked, Дни]", "31"),
        ("", "type: days, column: Кол-во дней, min: 1", "31"),
        ("", "type: days, column: Дни, max: 2000", "2000"),
        ("", "type: days, column: Рабочих дней просрочки", None),
        ("", "type: days, column: Дни отпуска", None),
        ("", "type: days, column: Остаток отпуска", None),
        ("", "type: hours, above: -8", "744"),
    ],
)
def test_nobody_has_more_hours_or_days_of_work_than_the_period(
    table: str, column: str, greatest: str | None
) -> None:
    columns = f"columns: {{h: {{{column}}}}}"
    compiled = compile_text(f"facts: {{employees: {{{table}{columns}}}, deals: {{{columns}}}}}\n{PAY}")

    assert compiled.value is not None, compiled.diagnostics
    found = {each.grain: upper_bound(each) for each in compiled.value.inputs}
    assert found["employees"] == (None if greatest is None else Decimal(greatest))
    assert found["deals"] == (Decimal(2000) if "max" in column else None)
    least = {each.grain: each.minimum for each in compiled.value.inputs}
    free = any(each in column for each in ("number", "above", "min: 1", "просрочки", "Остаток"))
    assert (least["employees"] == 0) == (not free)
    assert (least["deals"] == 0) == ("min: 0" in column)


@pytest.mark.parametrize(
    ("column", "line", "held"),
    [
        ("ratio", "kind: variable, amount: 100 RUB, share: п", True),
        ("number", "kind: fixed, amount: 100 RUB, factors: [п]", True),
        ("money", "kind: fixed, base: 5, rate: п", True),
        ("money", "kind: fixed, base: п, rate: 5%", False),
        ("ratio", "kind: variable, amount: 100 RUB, share: п - 10%", False),
        ("{type: ratio, min: -100%}", "kind: variable, amount: 100 RUB, share: п", False),
        ("{type: ratio, above: -50%}", "kind: variable, amount: 100 RUB, share: п", False),
    ],
)
def test_what_multiplies_pay_is_nothing_below_zero(column: str, line: str, *, held: bool) -> None:
    compiled = compile_text(f"facts: {{employees: {{columns: {{п: {column}}}}}}}\npay: {{x: {{{line}}}}}\n")

    assert compiled.value is not None, compiled.diagnostics
    assert (compiled.value.inputs[0].minimum == 0) == held


def test_the_share_in_a_deal_is_nothing_below_zero() -> None:
    columns = "columns: {с: text, д: ratio, у: ratio}, split: {deal: с, share: д}"
    compiled = compile_text(f"facts: {{employees: {{}}, deals: {{{columns}}}}}\n{PAY}")

    assert compiled.value is not None, compiled.diagnostics
    assert {each.name: each.minimum for each in compiled.value.inputs} == {"с": None, "д": 0, "у": None}


@pytest.mark.parametrize(
    ("column", "kpi", "least"),
    [
        ("type: money", "plan: п, actual: п", "0"),
        ("type: money, min: -5", "plan: п, actual: п", "-5"),
        ("type: money, above: 1", "plan: п, actual: п", None),
        ("type: money", "plan: п * 2, actual: п", None),
        ("type: money", "plan: 5 RUB, actual: п", None),
        ("type: money", "plan: п, actual: п, better: lower, formula: span, base: 1 RUB", None),
    ],
)
def test_the_column_of_a_plan_holds_nothing_below_zero(column: str, kpi: str, least: str | None) -> None:
    compiled = compile_text(
        f"facts: {{employees: {{columns: {{п: {{{column}}}}}}}}}\nkpis: {{к: {{{kpi}}}}}\n{PAY}"
    )

    assert compiled.value is not None, compiled.diagnostics
    assert [each.minimum for each in compiled.value.inputs] == [None if least is None else Decimal(least)]


def test_a_column_of_deals_that_is_called_like_a_plan_has_no_bound() -> None:
    compiled = compile_text(
        "facts:\n  employees: {columns: {п: money}}\n  deals: {columns: {п: money}}\n"
        f"kpis: {{к: {{plan: п, actual: sum(deals.п)}}}}\n{PAY}"
    )

    assert compiled.value is not None, compiled.diagnostics
    least = {each.grain: each.minimum for each in compiled.value.inputs}
    assert least == {"employees": Decimal(0), "deals": None}
