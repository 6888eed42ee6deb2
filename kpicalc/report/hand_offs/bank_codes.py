"""Accounts, BIK, INN and cards: what is wrong with one, told by its digits alone."""

from __future__ import annotations

import re
from itertools import cycle

from kpicalc.model.hand_off import Check

_DIGITS = re.compile(r"[0-9]+")
_LENGTHS = {
    Check.ACCOUNT: (20,),
    Check.BIK: (9,),
    Check.INN: (10, 12),
    Check.CARD: (16, 18, 19),
}
_ACCOUNT_WEIGHTS = (7, 1, 3)
_INN_WEIGHTS = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
# The first of these is kept at the Bank of Russia itself: no correspondent bank stands in its BIK.
_OF_CENTRAL_BANK = frozenset({"000", "001", "002"})
_OF_TREASURY = "00"
# The currency of an account, in its sixth to eighth digit.
_CURRENCIES = {"RUB": "810", "USD": "840", "EUR": "978", "CNY": "156", "KZT": "398", "BYN": "933"}


def find_fault(check: Check, text: str) -> str:
    """Return what is wrong with a code: `digits`, `length`, `mistyped`, or "".

    >>> find_fault(Check.INN, "7707083893"), find_fault(Check.BIK, "04452")
    ('', 'length')
    """
    if not _DIGITS.fullmatch(text):
        return "digits"
    if check in _LENGTHS and len(text) not in _LENGTHS[check]:
        return "length"
    match check:
        case Check.INN:
            return "" if _has_inn_keys(text) else "mistyped"
        case Check.CARD:
            return "" if _has_card_key(text) else "mistyped"
        case _:
            return ""


def find_account_fault(account: str, bik: str, currency: str) -> str:
    """Return what is wrong with an account of a bank, with its own currency; blanks are not looked at.

    >>> find_account_fault("40702810900000000001", "044525225", "RUB")
    'key'
    """
    fault = find_fault(Check.ACCOUNT, account)
    if fault:
        return fault
    if currency in _CURRENCIES and account[5:8] != _CURRENCIES[currency]:
        return "currency"
    return "key" if bik and not has_account_key(account, bik) else ""


def has_account_key(account: str, bik: str) -> bool:
    """Say whether the ninth digit of an account is the one that its bank's BIK asks for.

    >>> has_account_key("40702810400000000001", "044525225")
    False
    """
    central = bik[-3:] in _OF_CENTRAL_BANK or bik.startswith(_OF_TREASURY)
    bank = f"0{bik[4:6]}" if central else bik[-3:]
    digits = map(int, bank + account)
    return sum(digit * weight % 10 for digit, weight in zip(digits, cycle(_ACCOUNT_WEIGHTS))) % 10 == 0


def _has_inn_keys(text: str) -> bool:
    return all(_inn_key(text, at) == int(text[at]) for at in ((9,) if len(text) == 10 else (10, 11)))


def _inn_key(text: str, at: int) -> int:
    weights = _INN_WEIGHTS[-at:]
    return sum(int(digit) * weight for digit, weight in zip(text, weights, strict=False)) % 11 % 10


def _has_card_key(text: str) -> bool:
    doubled = [int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(text))]
    return sum(digit - 9 if digit > 9 else digit for digit in doubled) % 10 == 0
