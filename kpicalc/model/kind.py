"""The kinds of value a formula can have."""

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
