"""Accounts, BIK, INN and cards: a slip in any digit shows, and so does a missing part of a name."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.hand_off import Check
from kpicalc.report.hand_offs import row_values
from kpicalc.report.hand_offs.bank_codes import find_account_fault, find_fault, has_account_key

BIK = "044525225"
ACCOUNT = "40702810138250123017"
CODES = {"RUB": "810", "USD": "840", "EUR": "978", "CNY": "156", "KZT": "398", "BYN": "933"}


@pytest.mark.parametrize(
    ("check", "text", "expected"),
    [
        (Check.INN, "7707083893", ""),
        (Check.INN, "7707083894", "mistyped"),
        (Check.INN, "500100732259", ""),
        (Check.INN, "500100732258", "mistyped"),
        (Check.INN, "500100732249", "mistyped"),
        (Check.INN, "77070838", "length"),
        (Check.INN, "770708389А", "digits"),
        (Check.BIK, BIK, ""),
        (Check.BIK, "44525225", "length"),
        (Check.CARD, "4111111111111111", ""),
        (Check.CARD, "4111111111111112", "mistyped"),
        (Check.CARD, "411111111111", "length"),
        (Check.CARD, "62222000111122223", "length"),
        (Check.CARD, "622220001111222231", ""),
        (Check.CARD, "6222200011112222335", ""),
        (Check.DIGITS, "00042", ""),
        (Check.DIGITS, "42.0", "digits"),
        (Check.DIGITS, "٤٢", "digits"),
        (Check.DIGITS, "", "digits"),
    ],
)
def test_a_code_is_judged_by_its_digits(check: Check, text: str, expected: str) -> None:
    assert find_fault(check, text) == expected


@pytest.mark.parametrize(
    ("account", "bik", "currency", "expected"),
    [
        (ACCOUNT, BIK, "RUB", ""),
        (ACCOUNT, "", "RUB", ""),
        (ACCOUNT, "044525974", "RUB", "key"),
        (ACCOUNT, BIK, "USD", "currency"),
        (ACCOUNT, BIK, "XAU", ""),
        *((f"40702{code}{0:012}", "", currency, "") for currency, code in CODES.items()),
        *((f"40702999{0:012}", "", currency, "currency") for currency in CODES),
        (ACCOUNT[:-1], BIK, "RUB", "length"),
        (ACCOUNT[:-1] + "O", BIK, "RUB", "digits"),
    ],
)
def test_an_account_belongs_to_its_bank_and_currency(
    account: str, bik: str, currency: str, expected: str
) -> None:
    assert find_account_fault(account, bik, currency) == expected


def test_an_account_at_the_bank_of_russia_is_checked_by_the_middle_of_its_bik() -> None:
    accounts = [f"40102810{key}45370000004" for key in range(10)]

    of_bank = [account for account in accounts if has_account_key(account, "044525002")]
    assert of_bank == ["40102810845370000004"]
    assert has_account_key("40102810545370000003", "004525988")


@given(st.integers(0, 19), st.integers(1, 9))
def test_a_mistyped_digit_of_an_account_shows(at: int, more: int) -> None:
    wrong = ACCOUNT[:at] + str((int(ACCOUNT[at]) + more) % 10) + ACCOUNT[at + 1 :]

    assert find_account_fault(wrong, BIK, "") == "key"


@pytest.mark.parametrize("parts", [("Orlova", "", ""), ("", "Anna", ""), ("", "", "Ilinichna")])
def test_a_name_of_which_a_part_is_missing_is_asked_about(
    parts: tuple[str, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bank would pay nobody whose first name is empty."""
    entry: Any = SimpleNamespace(name="Орлова Анна Ильинична", person="1")
    monkeypatch.setattr(row_values, "_cell_of_name", lambda _: None)

    assert isinstance(row_values.name_parts(entry, parts), Diagnostic)
    assert row_values.name_parts(entry, ("Orlova", "Anna", "")) == ("Orlova", "Anna", "")
    assert row_values.name_parts(entry, ("", "", "")) == ("Орлова", "Анна", "Ильинична")


def test_an_account_at_the_central_bank_has_the_key_of_its_place() -> None:
    biks = ("044525000", "044525001", "044525002", "044525003")
    assert [has_account_key("40702810000000000001", bik) for bik in biks] == [True, True, True, False]
