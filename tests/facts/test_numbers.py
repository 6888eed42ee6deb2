"""The number grammar, cell by cell."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kpicalc.facts.numbers import Misread, WrittenNumber, Wrong, read_binary, read_written_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("1234", "1234"),
        ("1 234,56", "1234.56"),
        ("1\u00a0234\u00a0567,5", "1234567.5"),
        ("1\u202f234.50", "1234.50"),
        ("1'234'567", "1234567"),
        ("1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("1,234,567", "1234567"),
        ("1.234.567,89", "1234567.89"),
        ("-5", "-5"),
        ("\u22125,5", "-5.5"),
        ("(1 500)", "-1500"),
        ("(1 500,00) руб.", "-1500.00"),
        ("1 234,56 руб.", "1234.56"),
        ("1 234 ₽", "1234"),
        ("$12.5", "12.5"),
        ("12.5 €", "12.5"),
        ("10 р.", "10"),
        ("97,2%", "0.972"),
        ("97.2 %", "0.972"),
        ("-0", "0"),
        ("  7 ", "7"),
        ("0,123", "0.123"),
        ("1234,567", "1234.567"),
        ("12 34", None),
        ("1 23", None),
        ("1,23,456", "123456"),
        ("1,234,56", None),
        ("1.2.3", None),
        ("(5", None),
        ("(-5)", "-5"),
        ("(-5-)", None),
        ("5%-", "-0.05"),
        ("900,00 -", "-900.00"),
        ("100.00 USD-", "-100.00"),
        ("100.-", None),
        ("50 \u2013", None),
        ("+5", "5"),
        ("NaN", None),
        ("1_000", None),
        ("１２３", "123"),
        ("（１２．５％）", "-0.125"),
        ("-١٬٢٣٤٫٥", "-1234.5"),
        ("१२३", "123"),
        ("12３", None),
        ("12²", None),
        ("١٢٣", "123"),
        ("1e5", None),
        ("1E+300", None),
        ("5 кг", None),
        ("-$50.00", "-50.00"),
        ("$-50", "-50"),
        ("-50 $", "-50"),
        ("$(50)", "-50"),
        ("\u201350", "-50"),
        ("- 50", "-50"),
        ("'50", "50"),
        ("1.234,56-", "-1234.56"),
        ("EUR50", "50"),
        ("$50 USD", "50"),
        ("50 тыс. руб.", "50"),
        ("1,00,000.50", "100000.50"),
        ("50 -", "-50"),
        ("-50-", None),
        ("--5", None),
        ("(5)-", None),
        ("100 руб. 50 коп.", "100.50"),
        ("-1 234 р. 5 к.", "-1234.05"),
        ("(1.234 ₽ 50 коп)", "-1234.50"),
        ("1,234 dollars 05 cents", "1234.05"),
        ("100 руб. 50", None),
        ("100 руб. 500 коп.", None),
        ("100 тыс. руб. 50 коп.", None),
        ("100,5 руб. 50 коп.", None),
        ("5 шт. 50 коп.", None),
        ("100 руб. 50 шт.", None),
        ("5%%", None),
        ("$5 €", None),
        ("$5%", None),
        ("%5", None),
        ("шт 5", None),
        ("\u2014 50", None),
        ("", None),
    ],
)
def test_reads_what_people_write_and_nothing_else(text: str, value: str | None) -> None:
    found = read_written_number(text)
    if value is None:
        assert found == Misread(Wrong.NOT_A_NUMBER)
    else:
        assert isinstance(found, WrittenNumber)
        assert (found.value, found.doubtful) == (Decimal(value), "")


def test_says_which_letter_stands_for_a_digit() -> None:
    assert read_written_number("1 2О0") == Misread(Wrong.LOOK_ALIKE, "О", "0")
    assert read_written_number("З5") == Misread(Wrong.LOOK_ALIKE, "З", "3")


def test_too_many_digits_are_no_amount() -> None:
    assert isinstance(read_written_number("123456789012345"), WrittenNumber)
    assert read_written_number("1234567890123456") == Misread(Wrong.TOO_LONG)
    assert isinstance(read_written_number("0.1234567891"), WrittenNumber)
    assert read_written_number("0.12345678912") == Misread(Wrong.TOO_LONG)


@pytest.mark.parametrize(
    ("text", "mark"), [("1,234", ","), ("12.345", "."), ("-1,234", ","), ("1,234%", ",")]
)
def test_three_decimals_are_doubtful(text: str, mark: str) -> None:
    found = read_written_number(text)
    assert isinstance(found, WrittenNumber)
    assert (found.doubtful, found.mark) == (mark, "")


@pytest.mark.parametrize(
    ("text", "mark"), [("12,5", ","), ("12.5", "."), ("1,234,567", "."), ("1.234.567", ","), ("1 234", "")]
)
def test_some_writings_prove_the_decimal_mark(text: str, mark: str) -> None:
    found = read_written_number(text)
    assert isinstance(found, WrittenNumber)
    assert found.mark == mark


@pytest.mark.parametrize(
    ("number", "value"),
    [
        (0.1 + 0.2, "0.3"),
        (1.15 * 3, "3.45"),
        (1.0999999999999999, "1.1"),
        (62408.000000000007, "62408"),
        (-0.0, "0"),
        (1e14, "100000000000000"),
        (1e15, None),
        (1e300, None),
        (1e-31, None),
        (float("inf"), None),
        (float("nan"), None),
    ],
)
def test_binary_numbers_are_read_as_shown(number: float, value: str | None) -> None:
    assert read_binary(number) == (None if value is None else Decimal(value))


def test_negative_zero_is_zero() -> None:
    found = read_written_number("-0,00")
    assert isinstance(found, WrittenNumber)
    assert str(found.value) == "0.00"
    assert str(read_binary(-0.0)) == "0"
