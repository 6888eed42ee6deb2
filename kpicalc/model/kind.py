"""The kinds of value a formula can have, and the words for yes and no."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

Scalar = Decimal | bool | str | date


class Kind(StrEnum):
    """What a value measures; NUMBER is a bare number that fits any numeric kind."""

    MONEY = "money"
    RATIO = "ratio"
    COUNT = "count"
    HOURS = "hours"
    DAYS = "days"
    NUMBER = "number"
    FLAG = "flag"
    TEXT = "text"
    DATE = "date"


NUMERIC = frozenset({Kind.MONEY, Kind.RATIO, Kind.COUNT, Kind.HOURS, Kind.DAYS, Kind.NUMBER})


_WORDS = {
    **dict.fromkeys(("да", "yes", "true", "истина", "1", "+", "y", "д"), True),
    **dict.fromkeys(("нет", "no", "false", "ложь", "0", "-", "n", "н"), False),
}


def read_flag_word(text: str) -> bool | None:
    """Return what a word says, or None when it says neither yes nor no.

    >>> read_flag_word("Да"), read_flag_word("no"), read_flag_word("perhaps")
    (True, False, None)
    """
    return _WORDS.get(text.strip().casefold())
