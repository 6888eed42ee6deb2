"""Reference behaviour of the language: rounding points, printed tables, accumulation, named errors."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kpicalc.model.fault import Fault
from tests.golden.worked_case import figure, settle

HEAD = "kpicalc: 1\nscheme: reference\ntitle: Образец\ncurrency: RUB\n"
ONE_PERSON = {"employees": [{"Таб. №": "1", "ФИО": "Первый"}]}

INDEX = """
facts:
  employees: {новые: ratio, повторные: ratio, отзывы: ratio}
kpis:
  к_новые: {owner: Маркетинг, weight: 0.5, plan: 20%, actual: новые ROUND}
  к_повторные: {owner: Маркетинг, weight: 0.25, plan: 20%, actual: повторные ROUND}
  к_отзывы: {owner: Маркетинг, weight: 0.25, plan: 20%, actual: отзывы ROUND}
pay:
  оклад: {kind: fixed, amount: 560}
  премия: {kind: variable, amount: 240, factors: [index]}
"""
MARKETER = {
    "employees": [
        {"Таб. №": "1", "ФИО": "Орлова А. С.", "новые": "22%", "повторные": "17%", "отзывы": "30%"},
    ]
}


@pytest.mark.parametrize(
    ("rounding", "index", "total"),
    [
        (", round: {part: {step: 0.001, mode: half_even}}", "1.137", "832.88"),
        ("", "1.1375", "833.00"),
        (", round: {part: {step: 0.001, mode: half_up}}", "1.138", "833.12"),
    ],
    ids=["half_even parts", "unrounded", "half_up parts"],
)
def test_the_rounding_of_the_parts_decides(rounding: str, index: str, total: str, tmp_path: Path) -> None:
    settlement, problems = settle(HEAD + INDEX.replace(" ROUND", rounding), MARKETER, tmp_path)

    assert settlement is not None, problems
    assert (Decimal(index), Decimal(total)) == (
        figure(settlement, "index", "1"),
        figure(settlement, "total", "1"),
    )


BANDS = """
facts:
  employees: {индекс: ratio}
tables:
  коэффициент:
    mode: lookup
    bands:
BANDS
pay:
  премия: {kind: variable, amount: 240 * коэффициент(индекс)}
"""
AS_PRINTED = """\
      - {below: 70%, value: 0}
      - {from: 70%, to: 80%, value: 0.6}
      - {from: 80%, to: 89%, value: 0.7}
      - {from: 90%, to: 95%, value: 0.8}
      - {from: 96%, to: 98%, value: 0.9}
      - {from: 99%, to: 101%, value: 1}
      - {from: 102%, to: 105%, value: 1.3}
      - {from: 106%, to: 109%, value: 1.4}
      - {above: 110%, value: 1.5}
"""
BY_LOWER_BOUNDS = """\
      - {from: 0%, value: 0}
      - {from: 70%, value: 0.6}
      - {from: 80%, value: 0.7}
      - {from: 90%, value: 0.8}
      - {from: 96%, value: 0.9}
      - {from: 99%, value: 1}
      - {from: 102%, value: 1.3}
      - {from: 106%, value: 1.4}
      - {from: 110%, value: 1.5}
"""
INDEX_110 = {"employees": [{"Таб. №": "1", "ФИО": "Первый", "индекс": "110%"}]}


def test_the_printed_table_has_six_holes_and_a_double_bound(tmp_path: Path) -> None:
    _, problems = settle(HEAD + BANDS.replace("BANDS", AS_PRINTED), INDEX_110, tmp_path)

    holes = [each.partition("hole=")[2].partition(" mend=")[0] for each in problems if "KPI301" in each]
    doubles = [each.partition("both=")[2].partition(" mend=")[0] for each in problems if "KPI302" in each]
    assert holes == [
        "89% < x < 90%",
        "95% < x < 96%",
        "98% < x < 99%",
        "101% < x < 102%",
        "105% < x < 106%",
        "109% < x <= 110%",
    ]
    assert doubles == ["x = 80%"]
    assert len(problems) == 7


def test_the_table_by_lower_bounds_is_accepted(tmp_path: Path) -> None:
    settlement, problems = settle(HEAD + BANDS.replace("BANDS", BY_LOWER_BOUNDS), INDEX_110, tmp_path)

    assert settlement is not None, problems
    assert problems == []
    assert figure(settlement, "премия", "1") == Decimal(360)


TIERS = """
facts:
  employees: {}
  deals:
    columns: {до: money, сумма: money}
    values:
      по_сделке: ступени(сумма)
      нарастающим: ступени(до + сумма) - ступени(до)
values:
  итог_по_сделкам: sum(deals.по_сделке)
  итог_нарастающим: sum(deals.нарастающим)
  итог_с_суммы: ступени(sum(deals.сумма))
tables:
  ступени:
    mode: MODE
    bands: [{from: 0, rate: 1%}, {from: 1000, rate: 2%}, {from: 3000, rate: 3%}, {from: 8000, rate: 5%}]
pay:
  комиссия: {kind: variable, amount: итог_по_сделкам}
"""
DEALS = ((0, 200), (200, 300), (500, 1500), (2000, 1200), (3200, 2000), (5200, 4500))
TIER_FACTS = ONE_PERSON | {
    "deals": [{"Таб. №": "1", "до": str(before), "сумма": str(now)} for before, now in DEALS]
}


@pytest.mark.parametrize(("mode", "per_row", "to_date"), [("marginal", 164, 285), ("slab", 234, 485)])
def test_where_a_table_is_asked_decides_what_accumulates(
    mode: str, per_row: int, to_date: int, tmp_path: Path
) -> None:
    settlement, problems = settle(HEAD + TIERS.replace("MODE", mode), TIER_FACTS, tmp_path)

    assert settlement is not None, problems
    assert figure(settlement, "комиссия", "1") == per_row
    assert figure(settlement, "итог_по_сделкам", "1") == per_row
    assert figure(settlement, "итог_с_суммы", "1") == to_date
    assert figure(settlement, "итог_нарастающим", "1") == to_date


RUNNING = """
facts:
  employees: {до: money, сумма: money}
tables:
  ступени:
    mode: marginal
    bands: [{from: 0, rate: 1%}, {from: 1000, rate: 2%}, {from: 3000, rate: 3%}, {from: 8000, rate: 5%}]
pay:
  комиссия: {kind: variable, amount: ступени(до + сумма) - ступени(до)}
"""


def test_a_running_total_pays_each_row_its_own_part(tmp_path: Path) -> None:
    rows = [
        {"Таб. №": str(number), "ФИО": f"Сделка {number}", "до": str(before), "сумма": str(now)}
        for number, (before, now) in enumerate(DEALS)
    ]

    settlement, problems = settle(HEAD + RUNNING, {"employees": rows}, tmp_path)

    assert settlement is not None, problems
    assert list(settlement.values.columns["employees", "комиссия"]) == [2, 3, 25, 26, 60, 169]


PLAN = """
facts:
  employees: {план: money, факт: money}
values:
  выполнение: факт / план
tables:
  коэффициент:
    mode: lookup
    bands: [{from: 50%, value: 0.5}, {from: 100%, value: 1}]
pay:
  премия: {kind: variable, amount: 1000 * коэффициент(выполнение)}
"""


@pytest.mark.parametrize(
    ("plan", "fact", "code"),
    [
        pytest.param("1000", "400", "KPI503", id="a value in no band"),
        pytest.param("1000", "", "KPI451", id="a missing fact"),
        pytest.param("0", "400", "KPI501", id="a zero plan"),
    ],
)
def test_what_cannot_be_computed_is_a_named_error_and_never_0(
    plan: str, fact: str, code: str, tmp_path: Path
) -> None:
    people = [
        {"Таб. №": "1", "ФИО": "Первый", "план": plan, "факт": fact},
        {"Таб. №": "2", "ФИО": "Второй", "план": "1000", "факт": "1000"},
    ]

    settlement, problems = settle(HEAD + PLAN, {"employees": people}, tmp_path)

    assert [code] == [each.split()[0] for each in problems]
    if settlement is not None:
        assert isinstance(figure(settlement, "total", "1"), Fault)
        assert figure(settlement, "total", "2") == 1000


def test_a_misspelt_name_is_answered_with_the_nearest(tmp_path: Path) -> None:
    settlement, problems = settle(HEAD + PLAN.replace("факт / план", "факт / пдан"), ONE_PERSON, tmp_path)

    assert settlement is None
    assert [each for each in problems if "KPI207" in each and "пдан" in each and "план" in each] == problems


@pytest.mark.parametrize(
    ("formula", "mended"),
    [("факт - план / 100%", "(факт - план) / 100%"), ("К1 + К2 + К3 + К4 / 4", "(К1 + К2 + К3 + К4) / 4")],
)
def test_a_sum_whose_last_part_alone_is_divided_is_questioned(
    formula: str, mended: str, tmp_path: Path
) -> None:
    scheme = f"""
facts:
  employees: {{план: ratio, факт: ratio, К1: ratio, К2: ratio, К3: ratio, К4: ratio}}
values:
  KPI: {formula}
pay:
  премия: {{kind: variable, amount: 1000, factors: [KPI]}}
"""
    ratios = dict.fromkeys(("план", "факт", "К1", "К2", "К3", "К4"), "100%")
    facts = {"employees": [{"Таб. №": "1", "ФИО": "Первый"} | ratios]}

    settlement, problems = settle(HEAD + scheme, facts, tmp_path)

    assert settlement is not None, problems
    assert [each.split()[0] for each in problems] == ["KPI312"]
    assert mended in problems[0]
