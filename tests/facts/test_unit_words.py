"""Words of units in the languages of Europe, and where they may stand in a heading."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kpicalc.facts.units import POWERS
from kpicalc.model.diagnostic import Checked
from kpicalc.model.facts import Facts
from kpicalc.model.kind import Kind
from kpicalc.model.writing import Unit, Writing
from tests.facts.builders import bind, bound, codes, column, money, places, program, values, write_csv


@pytest.mark.parametrize(
    ("heading", "factor"),
    [
        *((each, "thousand") for each in ("Tsd. RUB", "tys.", "tūkst. RUB", "ths. RUB", "x1000", "10^3 RUB")),
        *((each, "thousand") for each in ("1 000 руб.", "RUBk", "TRUB", "RUB '000", "千 RUB", "bin RUB")),
        *(("сотни руб.", "hundred"), ("RUB lakh", "lakh"), ("crore", "crore"), ("Mrd. RUB", "billion")),
    ],
)
def test_thousands_in_other_words(tmp_path: Path, heading: str, factor: str) -> None:
    def read_with(unit: Unit | None) -> Checked[Facts]:
        wanted = program(column("План", headings=(f"План, {heading}",), writing=Writing(unit=unit)))
        return bind(wanted, write_csv(tmp_path / "a.csv", f"ФИО;План, {heading}", "А;5"))

    assert codes(read_with(None).diagnostics) == ["KPI490"]
    declared = read_with(Unit(factor))
    assert declared.value is not None
    assert values(declared.value, "План") == [Decimal(5).scaleb(POWERS[Unit(factor)])]


@pytest.mark.parametrize("heading", ["кг", "points", "‰", "mil", "USDT", "万", "m2", "bps"])
def test_measures_that_are_no_money(tmp_path: Path, heading: str) -> None:
    wanted = program(column("План", headings=(f"План, {heading}",)))
    found = codes(bind(wanted, write_csv(tmp_path / "a.csv", f"ФИО;План, {heading}", "А;5")).diagnostics)
    assert found == ["KPI488" if heading == "USDT" else "KPI489"]


@pytest.mark.parametrize("heading", ["План RUB", "План ₽", "План в рублях", "План in RUB", "plan_rub"])
def test_a_currency_behind_a_blank(tmp_path: Path, heading: str) -> None:
    wanted = program(column("План", headings=("План", "plan")))
    assert values(bound(wanted, write_csv(tmp_path / "a.csv", f"ФИО;{heading}", "А;5")), "План") == money("5")


@pytest.mark.parametrize("heading", ["План Mars", "План TRON", "План Maud", "Kern", "план, mils"])
def test_names_are_no_thousands_of_a_currency(tmp_path: Path, heading: str) -> None:
    wanted = program(column("План", headings=(heading,)))
    assert values(bound(wanted, write_csv(tmp_path / "a.csv", f"ФИО;{heading}", "А;5")), "План") == money("5")


def test_a_factor_in_a_small_letter_is_one(tmp_path: Path) -> None:
    wanted = program(column("План", headings=("План, mARS",)))
    found = bind(wanted, write_csv(tmp_path / "a.csv", "ФИО;План, mARS", "А;5"))
    assert codes(found.diagnostics) == ["KPI488"]


@pytest.mark.parametrize(
    ("heading", "factor"),
    [
        *(
            (each, Unit.THOUSAND)
            for each in ("sales_k", "Sales K", "salesK", "sales_in_k", "sales_000", "k_sales")
        ),
        *((each, Unit.THOUSAND) for each in ("продажи_тр", "Продажи_К", "тр_продажи")),
        *((each, Unit.MILLION) for each in ("sales_m", "продажи_млн", "sales_mm", "млн_продаж")),
    ],
)
def test_a_heading_of_amounts_that_may_name_thousands(tmp_path: Path, heading: str, factor: Unit) -> None:
    def read_with(unit: Unit | None, kind: Kind = Kind.MONEY) -> object:
        wanted = program(column("x", kind, headings=(heading,), writing=Writing(unit=unit)))
        checked = bind(wanted, path)
        return codes(checked.diagnostics) or values(bound(wanted, path), "x")

    path = write_csv(tmp_path / "a.csv", f"ФИО;{heading}", "А;1")
    assert read_with(None) == ["KPI490"]
    assert (read_with(Unit.ONE), read_with(factor)) == ([1], [10 ** POWERS[factor]])
    assert read_with(None, Kind.NUMBER) == [1]


def test_whole_amounts_under_a_heading_in_thousands(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", "ФИО;План, тыс. руб.", "А;1")
    wanted = program(column("План", writing=Writing(unit=Unit.ONE)))
    assert values(bound(wanted, path), "План") == [1]


@pytest.mark.parametrize(
    ("title", "told"),
    [
        *(
            (each, True)
            for each in ("Единица измерения: тыс. руб.", "(в долларах США)", "All amounts are in EUR")
        ),
        *((each, True) for each in ("Ведомость за март (тыс. руб.)", "Figures in thousands, but shares")),
        *((each, True) for each in ("Отчёт о продажах в тысячах рублей", "Всё приведено в тыс. руб.")),
        *(
            (each, True)
            for each in ("Отчёт. Суммы в тысячах рублей", "Report (RUB, thousands)", "Итоги в у. е.")
        ),
        *((each, True) for each in ("руб. x 1000", "Суммы в руб. × 1 000", "10^3 USD")),
        *(
            (each, False)
            for each in (
                "Сделки x 1000",
                "в рублях",
                "Продажи в США",
                "Сделки от 5 млн",
                "Отчёт в рублях, Тысячин",
            )
        ),
    ],
)
def test_titles_that_say_a_unit(tmp_path: Path, title: str, told: bool) -> None:  # noqa: FBT001 - of a table
    wanted = program(column("План"), column("Сделки", Kind.COUNT))
    path = write_csv(tmp_path / "a.csv", f'"{title}";;', "ФИО;План;Сделки", "А;5;6")
    assert places(bind(wanted, path).diagnostics) == ["a.csv!A1"] * told
