"""The time a run pays for: a month, quarter, half-year or year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_WRITTEN = re.compile(
    r"(?P<year>\d{4})(?:-(?:(?P<month>\d{2})|[Qq](?P<quarter>[1-4])|[Hh](?P<half>[12])))?", re.ASCII
)


class PeriodLength(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"

    @property
    def months(self) -> int:
        """The number of months."""
        return {"month": 1, "quarter": 3, "half": 6, "year": 12}[self.value]


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A period that starts with `month` of `year` and is `length` long."""

    year: int
    month: int
    length: PeriodLength

    @property
    def first_day(self) -> date:
        """The first day of the period."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """The last day of the period."""
        after = self.year * 12 + self.month - 1 + self.length.months
        return date(after // 12, after % 12 + 1, 1) - timedelta(days=1)

    @property
    def days(self) -> int:
        """The number of calendar days."""
        return (self.last_day - self.first_day).days + 1

    def __contains__(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    def __str__(self) -> str:
        match self.length:
            case PeriodLength.MONTH:
                return f"{self.year:04}-{self.month:02}"
            case PeriodLength.QUARTER:
                return f"{self.year:04}-Q{(self.month + 2) // 3}"
            case PeriodLength.HALF:
                return f"{self.year:04}-H{(self.month + 5) // 6}"
        return f"{self.year:04}"


def parse_period(text: str) -> Period | None:
    """Read `2026-03`, `2026-Q1`, `2026-H1` or `2026`; None when the text is no period.

    >>> str(parse_period("2026-Q1")), parse_period("2026-Q1").last_day.isoformat()
    ('2026-Q1', '2026-03-31')
    """
    found = _WRITTEN.fullmatch(text)
    if found is None or not 1900 <= int(found["year"]) <= 9998:
        return None
    year = int(found["year"])
    if found["month"]:
        month = int(found["month"])
        return Period(year, month, PeriodLength.MONTH) if 1 <= month <= 12 else None
    if found["quarter"]:
        return Period(year, int(found["quarter"]) * 3 - 2, PeriodLength.QUARTER)
    if found["half"]:
        return Period(year, int(found["half"]) * 6 - 5, PeriodLength.HALF)
    return Period(year, 1, PeriodLength.YEAR)
