"""What is declared and has no part in pay, and indexes of too many parts."""

from __future__ import annotations

import pytest

from tests.analysis.proofs.builders import codes_of, find_problems

PAY = "pay: {оклад: {kind: fixed, amount: 50_000}}\n"


def unused(text: str) -> list[str]:
    """Return the names that are told as unused."""
    found = [each for each in find_problems(text) if each.code in {"KPI344", "KPI345"}]
    return [str(dict(each.params)["name"]) for each in found]


@pytest.mark.parametrize(
    ("columns", "names"),
    [
        ("{касания: count, проверено: flag, доля: ratio}", ["касания", "проверено", "доля"]),
        ("{клиент: text, принят: date, день: {type: date, in_period: true}}", []),
        ("{решение: {type: ratio, decided_by: РКО}}", []),
        ("{разряд: count}\napplies_to: {Разряд: '5'}", []),
        ("{}\n  deals: {order: [номер], columns: {номер: count, штук: count}}", ["штук"]),
        ("{}\n  deals: {split: {deal: [сделка], share: доля}, columns: {сделка: count, доля: ratio}}", []),
    ],
)
def test_columns_that_nobody_needs_are_found(columns: str, names: list[str]) -> None:
    assert unused(f"facts:\n  employees: {columns}\n{PAY}") == names


FACTS = "facts: {employees: {роль: text, план: {type: money, above: 0}, факт: {type: money, min: 0}}}\n"
ALL = f"{FACTS}pay: {{оклад: {{kind: fixed, amount: план + факт}}}}\n"


@pytest.mark.parametrize(
    ("section", "names"),
    [
        ("parameters: {лишний: 5}", ["лишний"]),
        ("parameters: {лишний: {value: 5, title: Лишний}}", ["лишний"]),
        ("parameters: {был: 5, ставка: {2025-01: был, 2026-01: 6}}", ["ставка"]),
        (
            "parameters: {был: 5, ставка: {by: роль, values: {А: {2025-01: был, 2026-01: 6}}, otherwise: 1}}",
            ["ставка"],
        ),
        (
            "parameters: {был: 5, ставка: {by: роль, values: {А: 1}, otherwise: {2025-01: был, 2026-01: 6}}}",
            ["ставка"],
        ),
        ("values: {а: факт * 2, б: а * 2, в: б * 2}", ["в"]),
        ("values: {а: {formula: факт * 2, title: Для чтения}, б: а * 2}", ["б"]),
        ("tables: {Т: {mode: lookup, bands: [{from: 0, value: 1}]}}", ["Т"]),
        ("rules: {П: {hit: sum, rules: [{when: факт > 0, value: 1}]}}", ["П"]),
        ("rules: {П: {title: Для чтения, hit: sum, rules: [{when: факт > 0, value: 1}]}}", []),
        ("kpis: {К: {weight: 1, plan: план, actual: факт}}", ["index"]),
        ("kpis: {К: {weight: 1, plan: план, actual: факт}}\nindexes: {И: {title: Индекс}}", ["И"]),
        ("kpis: {К: {plan: план, actual: факт}}", ["К"]),
        ("kpis: {К: {title: Для чтения, plan: план, actual: факт}}", []),
        ("kpis: {К: {title: К, weight: 1, plan: план, actual: факт}}\nvalues: {а: К.score}", ["index", "а"]),
        ("goals: {Ц: {}}\nkpis: {К: {title: К, goal: Ц, plan: план, actual: факт}}", ["index"]),
    ],
)
def test_what_leads_to_no_pay_is_found_at_its_end(section: str, names: list[str]) -> None:
    assert sorted(unused(f"{section}\n{ALL}")) == sorted(names)


def test_a_table_asked_for_one_band_is_used() -> None:
    text = f"""
tables: {{Т: {{mode: marginal, bands: [{{from: 0, rate: 1}}, {{from: 5, rate: 2}}]}}}}
values: {{в_полосе_2: "в_полосе(Т, факт, 2)"}}
{FACTS}
pay: {{оклад: {{kind: fixed, amount: план + в_полосе_2}}}}
"""
    assert unused(text) == []


def test_a_parameter_that_only_a_cell_of_a_matrix_names_is_used() -> None:
    text = f"""
parameters: {{ставка: 5%, лишняя: 6%}}
tables: {{М: {{mode: matrix, rows: [0, 10], columns: [0, 50], values: [[1%, ставка], [2%, 3%]]}}}}
{FACTS}
pay: {{оклад: {{kind: fixed, amount: "план * М(план, факт)"}}}}
"""
    assert unused(text) == ["лишняя"]


def test_an_index_that_nobody_wrote_is_not_missed_where_its_kpis_are_paid() -> None:
    text = f"""
kpis: {{К: {{weight: 1, plan: план, actual: факт}}}}
{FACTS}
pay: {{премия: {{kind: variable, amount: 50_000, factors: [К.score]}}}}
"""
    assert unused(text) == []


def test_a_column_that_limits_a_fund_or_is_carried_over_is_used() -> None:
    text = """
facts: {company: {columns: {фонд: {type: money, min: 0}}}, employees: {долг: {type: money, min: 0}}}
pay:
  премия: {kind: variable, amount: 50_000, min: 100}
  аванс: {kind: draw, recoverable: true, amount: 30_000, balance: долг, of: [премия]}
limits: {funds: {фонд_премий: {lines: [премия], max: фонд}}}
"""
    assert unused(text) == []


def of_indexes(*weights: str, more: str = "") -> list[str]:
    """Return the codes that speak of indexes, for KPIs with weights."""
    kpis = ", ".join(
        f"К{at}: {{weight: {weight}, plan: план, actual: факт}}" for at, weight in enumerate(weights)
    )
    pay = "pay: {премия: {kind: variable, amount: 100, factors: [index]}}\n"
    codes = codes_of(f"kpis: {{{kpis}}}\n{more}{FACTS}{pay}")
    return [code for code in codes if code in {"KPI351", "KPI352"}]


@pytest.mark.parametrize(
    ("weights", "codes"),
    [
        (["20%"] * 5, []),
        (["20%"] * 4 + ["10%"] * 2, ["KPI351"]),
        (["30%"] * 3 + ["10%"], []),
        (["31%"] * 3 + ["7%"], ["KPI352"]),
        (["50%", "50%", "0"], []),
        (["доля", "1 - доля"], []),
    ],
)
def test_indexes_of_many_parts_and_small_weights_are_found(weights: list[str], codes: list[str]) -> None:
    values = "values: {доля: факт / (план + факт)}\n"

    assert of_indexes(*weights, more=values if "доля" in weights else "") == codes


def test_a_kpi_that_its_goals_drop_does_not_count() -> None:
    kpis = ", ".join(f"К{at}: {{goal: Ц, weight: 19%, plan: план, actual: факт}}" for at in range(5))
    text = f"""
goals: {{Ц: {{}}}}
goal_weights: {{drop_below: 10%, renormalise: false}}
kpis: {{{kpis}, мелкий: {{goal: Ц, weight: 5%, plan: план, actual: факт}}}}
{FACTS}
pay: {{премия: {{kind: variable, amount: 100, factors: [index]}}}}
"""
    assert codes_of(text) == []


def test_each_declared_index_is_counted() -> None:
    kpis = ", ".join(f"К{at}: {{weight: 1/6, plan: план, actual: факт}}" for at in range(6))
    text = f"""
kpis: {{{kpis}, один: {{weight: 1, plan: план, actual: факт}}}}
indexes: {{все: {{kpis: [К0, К1, К2, К3, К4, К5]}}, малый: {{kpis: [один]}}}}
{FACTS}
pay: {{премия: {{kind: variable, amount: 100, factors: [все, малый]}}}}
"""
    assert codes_of(text) == ["KPI351"]


def test_a_code_that_is_only_counted_is_not_asked_for() -> None:
    text = """\
kpicalc: 1
scheme: timesheet
currency: RUB
facts: {employees: {дни: {type: hours, columns: 1..2, codes: {в: day off, от: leave}}}}
pay: {оплата: {kind: fixed, base: дни, rate: 100}}
"""
    assert [each.code for each in find_problems(text) if each.code == "KPI344"] == []
