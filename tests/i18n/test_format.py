"""Values as people write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import (
    format_date,
    format_money,
    format_number,
    format_percent,
    format_period,
    format_value,
    minor_digits,
    plural,
)
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Kind
from kpicalc.model.period import parse_period

RU, EN = Language.RU, Language.EN


@pytest.mark.parametrize(
    ("value", "russian", "english"),
    [
        ("0", "0", "0"),
        ("-0.00", "0", "0"),
        ("1E+3", "1 000", "1,000"),
        ("1234567.8900", "1 234 567,89", "1,234,567.89"),
        ("-0.5", "−0,5", "−0.5"),
        ("0.00005", "0,00005", "0.00005"),
        ("0.000123456", "≈0,0001235", "≈0.0001235"),
        ("2.00005", "≈2,0001", "≈2.0001"),
        ("-2.000001", "≈−2", "≈−2"),
    ],
)
def test_a_number_in_both_languages(value: str, russian: str, english: str) -> None:
    assert russian.replace(" ", "\u00a0") == format_number(Decimal(value), RU)
    assert english == format_number(Decimal(value), EN)


@pytest.mark.parametrize(
    ("amount", "currency", "russian", "english"),
    [
        ("1234.5", "RUB", "1 234,50 ₽", "1,234.50 RUB"),
        ("-500", "RUB", "−500,00 ₽", "−500.00 RUB"),
        ("700", "JPY", "700 JPY", "700 JPY"),
        ("1.5", "KWD", "1,500 KWD", "1.500 KWD"),
        ("18927.996", "USD", "18 927,996 $", "18,927.996 USD"),
        ("5", "", "5,00", "5.00"),
    ],
)
def test_money_has_all_minor_digits(amount: str, currency: str, russian: str, english: str) -> None:
    assert russian.replace(" ", "\u00a0") == format_money(Decimal(amount), currency, RU)
    assert english.replace(" ", "\u00a0") == format_money(Decimal(amount), currency, EN)


def test_a_percentage_is_exact_or_marked() -> None:
    assert format_percent(Decimal("0.972"), RU) == "97,2\u00a0%"
    assert format_percent(Decimal(1) / 3, EN) == "≈33.3333%"
    assert format_percent(Decimal("0.0075"), EN) == "0.75%"


def test_a_huge_number_is_written_out() -> None:
    assert format_number(Decimal("1E+198"), EN) == "1" + ",000" * 66


def test_dates() -> None:
    assert format_date(date(2026, 3, 5), RU) == "05.03.2026"
    assert format_date(date(2026, 3, 5), EN) == "2026-03-05"


@pytest.mark.parametrize(
    ("period", "russian", "english"),
    [
        ("2026-03", "март 2026", "March 2026"),
        ("2026-Q4", "4 квартал 2026", "Q4 2026"),
        ("2026-H2", "2 полугодие 2026", "H2 2026"),
        ("2026", "2026 год", "2026"),
    ],
)
def test_periods(period: str, russian: str, english: str) -> None:
    parsed = parse_period(period)

    assert parsed is not None
    assert (russian, english) == (format_period(parsed, RU), format_period(parsed, EN))


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (Fault(()), Kind.MONEY, "не рассчитано"),
        (Fault((), missing=True), Kind.MONEY, "нет значения"),
        (True, Kind.FLAG, "да"),
        (False, Kind.FLAG, "нет"),
        (Decimal(5), Kind.MONEY, "5,00\u00a0₽"),
        (Decimal("0.05"), Kind.RATIO, "5\u00a0%"),
        (Decimal(5), Kind.COUNT, "5"),
        (Decimal("7.5"), Kind.HOURS, "7,5\u00a0ч"),
        (Decimal(3), Kind.DAYS, "3\u00a0дн."),
        (date(2026, 3, 5), Kind.DATE, "05.03.2026"),
        ("текст", Kind.TEXT, "текст"),
    ],
)
def test_a_value_by_its_kind(value: Value, kind: Kind, expected: str) -> None:
    assert expected == format_value(value, kind, RU, "RUB")


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (1, "1 строка"),
        (3, "3 строки"),
        (5, "5 строк"),
        (11, "11 строк"),
        (12, "12 строк"),
        (111, "111 строк"),
        (21, "21 строка"),
        (22, "22 строки"),
        (0, "0 строк"),
    ],
)
def test_russian_plurals(count: int, expected: str) -> None:
    assert expected == plural(count, "count.rows", RU)


def test_english_plurals() -> None:
    assert [plural(count, "count.rows", EN) for count in (0, 1, 2000)] == ["0 rows", "1 row", "2,000 rows"]


def test_minor_digits_of_currencies() -> None:
    assert [minor_digits(each) for each in ("RUB", "JPY", "KWD")] == [2, 0, 3]
