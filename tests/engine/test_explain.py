"""The explanation of a value, as a tree down to the cells."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest

from kpicalc.engine.explain import explain
from kpicalc.model.fault import Fault
from kpicalc.model.result import Explanation, Note
from tests.engine.builders import settle_rows

SCHEME = """
parameters: {ставка: 10%, порог: 100}
facts:
  teams: {key: Отдел, derived: true}
  employees:
    columns: {план: money, оценка: {type: ratio, decided_by: РКО}}
  deals:
    columns: {сумма: money, возврат: flag}
    values: {комиссия: if возврат then 0 else сумма * ставка}
values:
  продажи: sum(deals.сумма where not deals.возврат)
  выполнение: {formula: продажи / план, round: {step: 0.01}}
tables:
  К: {mode: lookup, snap: {step: 1%}, bands: [{from: 0%, value: 0.5}, {above: 80%, value: 1}]}
  Ш: {mode: marginal, bands: [{from: 0, rate: 1%}, {from: 100, rate: 2%}], below: zero}
  Л: {mode: interpolate, bands: [{from: 0%, value: 0}, {from: 100%, value: 1}], below: first, beyond: last}
  С: {mode: slab, bands: [{from: 0%, rate: 1%}, {from: 50%, to: 200%, rate: 2%}], beyond: error}
stop_factors: {D: {lines: [премия], rules: [{when: оценка < 100%, factor: 50%, title: Оценка ниже}]}}
pay:
  премия: {kind: variable, amount: sum(deals.комиссия), factors: [К(выполнение)]}
  шкала: {kind: variable, amount: Ш(продажи)}
  линия: {kind: variable, amount: 100 * Л(выполнение)}
  слой: {kind: variable, amount: "С(выполнение, продажи)"}
  число: {kind: variable, amount: "count(deals where возврат) * 7 + sum(deals.сумма * 2)"}
  выбор: {kind: variable, amount: if продажи > порог or оценка > 0% then 1 else 2}
"""

TEAMS = [{"key": "Опт"}]
PEOPLE = [
    {"key": "1", "of": "Опт", "план": "300", "оценка": "50%"},
    {"key": "2", "of": "Опт", "план": "100", "оценка": "100%"},
    {"key": "3", "of": "Опт", "план": "0", "оценка": "100%"},
]
DEALS = [
    {"of": "1", "сумма": "200.5", "возврат": "нет"},
    {"of": "2", "сумма": "50", "возврат": "нет"},
    {"of": "1", "сумма": "70", "возврат": "да"},
]


def lines_of(node: Explanation, depth: int = 0) -> Iterator[str]:
    """Show a tree as text: name, value, source cell, remarks."""
    value = plain(node.value)
    cell = "" if node.cell is None else f" @{str(node.cell).removeprefix('march.xlsx!')}"
    yield f"{'  ' * depth}{node.name} = {value}{cell}{''.join(map(shown, node.notes))}"
    for child in node.children:
        yield from lines_of(child, depth + 1)


def shown(note: Note) -> str:
    return f" [{note.key} {' '.join(plain(value) for _, value in note.params)}]"


def plain(value: object) -> str:
    if isinstance(value, Fault):
        return value.causes[0].code
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def tree(name: str, row: int = 0) -> list[str]:
    settlement = settle_rows(SCHEME, teams=TEAMS, employees=PEOPLE, deals=DEALS)
    return list(lines_of(explain(settlement, row, name)))


def test_a_line_is_explained_down_to_the_cells() -> None:
    assert tree("премия") == [
        "премия = 5.01 [without_stop 10.03] [rounded 5.0125 half_up 0.01 5.01]",
        "  sum(deals.комиссия) = 20.05 [rows 2 2]",
        "    комиссия = 20.05 [branch_else возврат]",
        "      возврат = False @deals!C2",
        "      сумма = 200.5 @deals!B2",
        "      ставка = 0.1",
        "    комиссия = 0 [branch_then возврат]",
        "      возврат = True @deals!C4",
        "  К(выполнение) = 0.5 [band 0% <= x <= 80% К 0.5]",
        "    выполнение = 0.67 [rounded 0.6683333333333333333333333333 half_up 0.01 0.67]",
        "      продажи = 200.5",
        "        sum(deals.сумма where not deals.возврат) = 200.5 [rows 1 2]",
        "          сумма = 200.5 @deals!B2",
        "      план = 300 @employees!B2",
        "  D = 0.5 [rule_fired 0.5 Оценка ниже] [branch_then D.rule1]",
        "    D.rule1 = True",
        "      оценка = 0.5 @employees!C2 [decided_by РКО]",
    ]


def test_a_stop_factor_that_does_not_fire_says_so() -> None:
    assert tree("D", row=1)[0] == "D = 1 [no_rule ] [branch_else D.rule1]"


def test_nothing_is_said_to_be_decided_by_what_cannot_be_computed() -> None:
    scheme = """
facts: {employees: {x: number}}
values: {у: 1 / x}
rules: {Р: {hit: first, rules: [{when: у > 5, value: 1}, {when: x < 9, value: 2}], otherwise: 3}}
stop_factors: {D: {lines: [п], rules: [{when: у > 5, factor: 0}, {when: x < 9, factor: 50%}]}}
pay: {п: {kind: variable, amount: 'if у > 5 then 1 else Р'}}
"""
    settlement = settle_rows(scheme, employees=[{"key": "1", "x": "0"}])

    assert [explain(settlement, 0, name).notes for name in ("D", "Р", "п")] == [(), (), ()]


def test_the_band_named_is_the_band_paid_where_thirds_add_up_to_its_bound() -> None:
    scheme = """
facts: {employees: {x: number}}
tables: {К: {mode: lookup, bands: [{from: 0, value: 5}, {from: 1, value: 7}]}}
pay: {п: {kind: variable, amount: К(x / 3 * 3)}}
"""
    settlement = settle_rows(scheme, employees=[{"key": "1", "x": "1"}])

    table = explain(settlement, 0, "п").children[0]
    assert (plain(table.value), [shown(each) for each in table.notes]) == ("7", [" [band 1 <= x К 7]"])


def test_a_marginal_table_shows_its_slices() -> None:
    assert tree("шкала")[1] == ("  Ш(продажи) = 3.01 [slice 100 0 1 1% 100] [slice 100.5 100 2.01 2% 200.5]")


def test_a_line_between_points_shows_both() -> None:
    assert tree("линия")[1] == "  Л(выполнение) = 0.67 [interpolated 67% 0% → 0 100% → 1]"


def test_a_slab_with_another_base_explains_both_arguments() -> None:
    assert tree("слой")[1:3] == [
        "  С(выполнение, продажи) = 4.01 [band 50% <= x <= 200% С 2%]",
        "    выполнение = 0.67 [rounded 0.6683333333333333333333333333 half_up 0.01 0.67]",
    ]


def test_counted_rows_and_row_formulas_show_their_places() -> None:
    assert tree("число") == [
        "число = 548",
        "  count(deals where deals.возврат) = 1 [rows 1 2]",
        "    march.xlsx!deals!4 = True @deals!4",
        "      возврат = True @deals!C4",
        "  sum(deals.сумма * 2) = 541 [rows 2 2]",
        "    сумма * 2 = 401 @deals!2",
        "      сумма = 200.5 @deals!B2",
        "    сумма * 2 = 140 @deals!4",
        "      сумма = 70 @deals!B4",
    ]


def test_only_what_decides_is_explained() -> None:
    assert tree("выбор") == [
        "выбор = 1 [branch_then продажи > порог or оценка > 0%]",
        "  продажи = 200.5",
        "    sum(deals.сумма where not deals.возврат) = 200.5 [rows 1 2]",
        "      сумма = 200.5 @deals!B2",
        "  порог = 100",
    ]
    assert [line.strip().split(" ")[0] for line in tree("выбор", row=1)[1:]] == [
        "продажи",
        "sum(deals.сумма",
        "сумма",
        "порог",
        "оценка",
    ]


def test_a_value_met_again_stands_without_its_parts() -> None:
    names = [line.strip().split(" = ")[0] for line in tree("total")]

    assert names.count("продажи") > 1
    assert names.count("sum(deals.сумма where not deals.возврат)") == 1


@pytest.mark.parametrize(("name", "line"), [("премия", 4), ("слой", 1), ("линия", 1)])
def test_a_fault_is_explained_too(name: str, line: int) -> None:
    assert "KPI501" in tree(name, row=2)[line - 1]


def test_values_outside_the_bands_are_remarked() -> None:
    text = """
facts: {employees: {x: ratio}}
tables:
  А: {mode: lookup, bands: [{from: 10%, value: 1}, {from: 20%, to: 30%, value: 2}], below: zero, beyond: last}
  Б: {mode: lookup, bands: [{from: 10%, value: 1}], below: first}
  В: {mode: interpolate, bands: [{from: 10%, value: 1}, {from: 20%, value: 2}], below: first, beyond: last}
  Г: {mode: lookup, bands: [{from: 10%, value: 1}], snap: {step: 5%}}
pay:
  а: {kind: variable, amount: А(x) * 1}
  б: {kind: variable, amount: Б(x) * 1}
  в: {kind: variable, amount: В(x) * 1}
  г: {kind: variable, amount: Г(x) * 1}
"""
    settlement = settle_rows(text, employees=[{"key": "1", "x": "9%"}, {"key": "2", "x": "40%"}])

    def remarks(row: int) -> list[list[str]]:
        tables = [explain(settlement, row, name).children[0] for name in "абвг"]
        return [[shown(note).strip() for note in table.notes] for table in tables]

    assert remarks(0) == [
        ["[below_bands А 9%]"],
        ["[below_bands Б 9%]", "[band 10% <= x Б 1]"],
        ["[below_bands В 9%]", "[band 10% <= x < 20% В 1]"],
        ["[snapped 9% 10%]", "[band 10% <= x Г 1]"],
    ]
    assert remarks(1) == [
        ["[beyond_bands А 40%]", "[band 20% <= x <= 30% А 2]"],
        ["[band 10% <= x Б 1]"],
        ["[beyond_bands В 40%]", "[band 20% <= x В 2]"],
        ["[band 10% <= x Г 1]"],
    ]


def test_a_value_in_no_band_is_explained_without_a_band() -> None:
    text = """
facts: {employees: {x: ratio}}
tables: {А: {mode: lookup, bands: [{from: 10%, value: 1}]}}
pay: {а: {kind: variable, amount: А(x) * 1}}
"""
    settlement = settle_rows(text, employees=[{"key": "1", "x": "9%"}])

    table = explain(settlement, 0, "а").children[0]

    assert isinstance(table.value, Fault)
    assert table.notes == ()


def test_an_unknown_name_cannot_be_explained() -> None:
    with pytest.raises(LookupError):
        tree("премя")


def test_the_value_of_the_explanation_is_the_value_of_the_run() -> None:
    settlement = settle_rows(SCHEME, teams=TEAMS, employees=PEOPLE, deals=DEALS)

    for name in ("премия", "шкала", "линия", "слой", "число", "total"):
        for row in (0, 1):
            expected = settlement.values.columns["employees", name][row]
            assert explain(settlement, row, name).value == expected
    assert isinstance(settlement.values.columns["employees", "total"][0], Decimal)
