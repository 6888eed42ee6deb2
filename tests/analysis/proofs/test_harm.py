"""Factors below 0 and divisions by 0, each shown by facts for which the engine says so."""

from __future__ import annotations

import pytest

from tests.analysis.proofs.builders import told_of

FACTS = """
facts:
  employees:
    план: money
    факт: money
    точный: {type: money, above: 0}
    доля: {type: ratio, min: -50%, max: 50%}
"""


def negative(line: str) -> list[tuple[object, object, object]]:
    """Return the factors told as negative, with their values and the facts that show it."""
    found = told_of(f"{FACTS}pay: {{п: {line}}}\n", "KPI349")
    return [(each["factor"], each["value"], each["row"]) for each in found]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "{kind: variable, amount: 100, factors: [2 - факт / точный]}",
            [("2 - факт / точный", "-100%", "факт = 300000, точный = 100000")],
        ),
        ("{kind: soft, amount: 100, share: доля}", [("доля", "-50%", "доля = -50%")]),
        ("{kind: variable, base: 100, rate: доля}", [("доля", "-50%", "доля = -50%")]),
        ("{kind: allowance, percent: 10%, base: 100, factors: [доля]}", [("доля", "-50%", "доля = -50%")]),
    ],
)
def test_factors_below_zero_are_found(line: str, expected: list[tuple[str, str, str]]) -> None:
    assert negative(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "{kind: variable, amount: 100, factors: [факт / точный]}",
        "{kind: variable, amount: 100, factors: [2 - факт / точный], min: 0}",
        "{kind: variable, amount: 100, factors: [доля], when: доля > 0%}",
        "{kind: variable, amount: 100, factors: ['max(доля, 0%)']}",
        "{kind: variable, amount: 100, factors: [доля * доля]}",
        "{kind: deduction, amount: 100 * доля, from: [о]}, о: {kind: fixed, amount: 100}",
        "{kind: fixed, amount: факт * доля}",
    ],
)
def test_what_is_held_or_not_a_factor_is_left_alone(line: str) -> None:
    assert negative(line) == []


def test_a_factor_of_a_line_with_a_prize_beside_it_is_found() -> None:
    line = "{kind: variable, amount: 100, factors: [доля]}"
    prize = "{kind: prize, best: факт, ties: all, amount: 5}"

    assert negative(f"{line}, приз: {prize}") == [("доля", "-50%", "доля = -50%")]


SLIPS = """
facts:
  employees:
    план: {type: money, above: 0}
    факт: {type: money, min: 0}
    опоздания: {type: count, min: 0}
    доля: {type: ratio, min: -50%, max: 50%}
"""


def below(line: str, rest: str = "") -> list[tuple[object, object, object]]:
    """Return the lines told as negative, with their values and the facts that show it."""
    found = told_of(f"{SLIPS}pay: {{п: {line}}}\n{rest}", "KPI355")
    return [(each["line"], each["value"], each["row"]) for each in found]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "{kind: variable, amount: 10_000 - опоздания * 500}",
            [("п", "-5000", "опоздания = 30")],
        ),
        (
            "{kind: variable, base: факт - план, rate: 10%}",
            [("п", "-20000", "план = 300000, факт = 100000")],
        ),
        (
            "{kind: allowance, base: 9_000 - опоздания * 500, percent: 100%}",
            [("п", "-6000", "опоздания = 30")],
        ),
        (
            "{kind: fixed, amount: 10_000 - опоздания * 500}, р: {kind: fixed, amount: п * 50%}",
            [("п", "-5000", "опоздания = 30")],
        ),
        (
            "{kind: prize, best: факт, ties: all, amount: 10_000 - опоздания * 500}",
            [("п", "-5000", "опоздания = 30, факт = 100000")],
        ),
    ],
)
def test_lines_below_zero_are_found(line: str, expected: list[tuple[str, str, str]]) -> None:
    assert below(line) == expected


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("{kind: variable, amount: 10_000 - опоздания * 500, min: 0}", ""),
        ("{kind: variable, amount: 10_000 - опоздания * 500, when: опоздания < 5}", ""),
        ("{kind: variable, amount: 10_000 - опоздания * 500, group: г}", "limits: {groups: {г: {min: 0}}}"),
        ("{kind: variable, amount: -опоздания * 500}", ""),
        ("{kind: variable, amount: факт + опоздания}", ""),
        ("{kind: variable, amount: 100, factors: [доля]}", ""),
        ("{kind: variable, amount: 100, factors: [доля]}, р: {kind: fixed, amount: п - 5}", ""),
        ("{kind: fixed, amount: 5}, у: {kind: deduction, amount: опоздания, from: [п]}", ""),
        ("{kind: guarantee, amount: 5_000 - опоздания * 500, of: [р]}, р: {kind: fixed, amount: 1}", ""),
        ("{kind: entitlement, points: 10 - опоздания}, р: {kind: fixed, amount: 1}", ""),
    ],
)
def test_lines_that_are_held_or_meant_are_left_alone(line: str, rest: str) -> None:
    assert below(line, rest) == []


def test_a_limit_from_above_holds_no_line() -> None:
    line = "{kind: variable, amount: 10_000 - опоздания * 500, group: г}"

    assert len(below(line, "limits: {groups: {г: {max: 9_000}}}")) == 1


def zero(text: str) -> list[tuple[object, object, object]]:
    """Return the divisors told as possibly 0, the line, and the facts that show it."""
    found = told_of(text, "KPI350")
    return [(each["divisor"], each["line"], each["row"]) for each in found]


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("факт / план", [("план", "п", "план = 0")]),
        ("факт / (план + факт)", [("план + факт", "п", "план = 0, факт = 0")]),
        ("факт / (план - факт)", [("план - факт", "п", "план = 100000, факт = 100000")]),
        ("факт / точный", []),
        ("if план > 0 then факт / план else 0", []),
        ("if точный > 0 then 1 else факт / план", []),
        ("факт / (план * план + точный)", []),
    ],
)
def test_divisors_that_can_be_zero_are_found(formula: str, expected: list[tuple[str, str, str]]) -> None:
    pay = f"pay: {{п: {{kind: variable, amount: 100, factors: ['{formula}'], min: 0}}}}\n"

    assert zero(FACTS + pay) == expected


DETAILS = """
facts:
  company: {columns: {курс: {type: number, min: 0}}}
  teams: {key: Отдел, columns: {людей: count}}
  employees:
    manager: Руководитель
    link: Отдел
    columns:
      да: flag
      слово: {type: text, one_of: [А, Б]}
      блок: {type: count, min: 0, missing: allow}
      день: date
  deals: {columns: {сумма: {type: money, above: 0}}}
  parts: {of: deals, columns: {штук: {type: count, above: 0}}}
"""


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (
            "100 / sum(deals.сумма) * 1_000",
            [("sum(deals.сумма)", "п", "count(deals) = 0, count(parts) = 0")],
        ),
        ("1 / sum(parts.штук)", [("sum(parts.штук)", "п", "count(deals) = 0, count(parts) = 0")]),
        ("1 / team.людей", [("team.людей", "п", "людей = 0")]),
        ("1 / курс", [("курс", "п", "курс = 0")]),
        ("if да then 1 else 1 / (1 - 1)", [("1 - 1", "п", "да = false")]),
        ("if да then 1 else 1 / (team.людей * 0)", [("team.людей * 0", "п", "людей = 10")]),
        ('if слово = "А" then 1 else 1 / team.людей', [("team.людей", "п", "людей = 0")]),
        ("1 / (2 + if_missing(блок, -2))", [("2 + if_missing(блок, -2)", "п", 'блок = ""')]),
        (
            "1 / days_between(день, 2026-03-01)",
            [("days_between(день, 2026-03-01)", "п", "день = 2026-03-01")],
        ),
        ("1 / (1 + count(reports))", []),
    ],
)
def test_divisors_of_other_tables_are_found(formula: str, expected: list[tuple[str, str, str]]) -> None:
    pay = f"pay: {{п: {{kind: variable, amount: 100, factors: ['{formula}'], min: 0}}}}\n"

    assert zero(DETAILS + pay) == expected


@pytest.mark.parametrize(
    ("kpi", "divisors"),
    [
        ("plan: план, actual: факт", ["К.plan"]),
        ("plan: план, actual: факт, when_plan_zero: error", []),
        ("plan: план, actual: факт, when_plan_zero: full", []),
        ("plan: точный, actual: факт, better: lower, formula: ratio", ["К.actual"]),
        ("plan: точный, actual: факт, better: lower, formula: span, base: план", ["план - К.plan"]),
    ],
)
def test_kpis_without_a_word_on_a_plan_of_zero_are_found(kpi: str, divisors: list[str]) -> None:
    pay = "pay: {п: {kind: variable, amount: 100, factors: [index], min: 0}}\n"

    assert [each[0] for each in zero(f"{FACTS}kpis: {{К: {{weight: 1, {kpi}}}}}\n{pay}")] == divisors


def test_a_figure_for_reading_that_has_no_value_harms_nobody() -> None:
    values = "values: {а: {formula: факт / план, title: Для чтения}}\n"

    assert zero(f"{FACTS}{values}pay: {{п: {{kind: fixed, amount: 5}}}}\n") == []


def test_another_fault_of_the_line_is_no_division() -> None:
    text = f"""
tables: {{Т: {{mode: lookup, bands: [{{from: 10%, value: 1}}]}}}}
{FACTS}
pay: {{п: {{kind: variable, amount: 100, factors: [Т(доля), факт / план], min: 0}}}}
"""
    assert [each[0] for each in zero(text)] == ["план"]


def test_each_division_is_told_once() -> None:
    lines = ", ".join(f"п{at}: {{kind: variable, amount: К * 100}}" for at in range(3))

    assert len(zero(f"{FACTS}values: {{К: факт / план}}\npay: {{{lines}}}\n")) == 1


FAR_OFF = """
facts:
  employees:
    n: {type: count, min: 0}
    h: {type: hours, min: 0, max: 300}
    a: {type: count, min: 0, max: 100}
    b: {type: count, min: 0, max: 100}
    c: {type: ratio, min: 0, max: 3}
    sales: {type: money, min: 0}
    record: {type: money, min: 0}
  jobs: {columns: {title: text, points: {type: count, min: 0, max: 9}}}
tables: {K: {mode: interpolate, bands: [{from: 0, value: 1}, {from: 20, value: 0.5}], beyond: extend}}
"""


@pytest.mark.parametrize(
    ("factor", "value", "row"),
    [
        ("1 - n * 0.03", "-2%", "n = 34"),
        ("K(n)", "-2.5%", "n = 41"),
        ("100% - sales / max(sales, 1_000_000) * 2", "-100%", "sales = 1000000"),
        ("2 - count(jobs) * 0.4", "-40%", "count(jobs) = 6"),
    ],
)
def test_a_factor_below_zero_far_from_usual_figures_is_found(factor: str, value: str, row: str) -> None:
    text = f"{FAR_OFF}pay: {{p: {{kind: variable, amount: 50_000, factors: ['{factor}']}}}}\n"

    assert [(each["value"], each["row"]) for each in told_of(text, "KPI349")] == [(value, row)]


@pytest.mark.parametrize(
    ("line", "divisor", "row"),
    [
        ("amount: 10_000, share: 'min(1, 40 / abs(h - 40))'", "abs(h - 40)", "h = 40"),
        ("amount: 50_000 / (a - b + 7), min: 0", "a - b + 7", "b = 17, a = 10"),
        ("amount: 1_000 / (2 - c), min: 0", "2 - c", "c = 200%"),
        ("amount: 1_000 / (20 - n), min: 0", "20 - n", "n = 20"),
        ("amount: 1_000 / (sum(jobs.points) - 5), min: 0", "sum(jobs.points) - 5", "points = 5"),
        (
            "amount: 10_000, when: sales > record, factors: ['min(1, 1 / count(jobs))']",
            "count(jobs)",
            "count(jobs) = 0, record = 0, sales = 100000",
        ),
    ],
)
def test_a_zero_inside_the_range_of_facts_is_found(line: str, divisor: str, row: str) -> None:
    text = f"{FAR_OFF}pay: {{p: {{kind: variable, {line}}}}}\n"
    found = [(each["divisor"], each["row"]) for each in told_of(text, "KPI350")]

    assert found == [(divisor, row)]


def test_a_zero_behind_two_other_conditions_is_found() -> None:
    jobs = "jobs: {columns: {points: {type: count, min: 0, max: 10}}}"
    people = "employees: {level: {type: text, one_of: [A, B, C]}, late: flag}"
    line = "amount: 1_000_000 / (sum(jobs.points) - 20), factors: [1 / count(jobs)]"
    when = "when: 'level = \"B\" and not late'"
    text = f"facts:\n  {people}\n  {jobs}\npay: {{p: {{kind: soft, {line}, {when}}}}}\n"

    assert [each["divisor"] for each in told_of(text, "KPI350")] == ["sum(jobs.points) - 20", "count(jobs)"]
