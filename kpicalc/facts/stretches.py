"""Stretches of days in a text: «с 26.08.2026 по 25.09.2026», "2026-03-02 - 2026-03-15", «1–15 марта 2026»."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from kpicalc.model.period import Period, PeriodLength, period_of_days

MONTHS = (
    "январ[ья]|january|jan",
    "феврал[ья]|february|feb",
    "марта?|march|mar",
    "апрел[ья]|april|apr",
    "ма[йя]|may",
    "июн[ья]|june|jun",
    "июл[ья]|july|jul",
    "августа?|august|aug",
    "сентябр[ья]|september|sep",
    "октябр[ья]|october|oct",
    "ноябр[ья]|november|nov",
    "декабр[ья]|december|dec",
)

_TO = r" ?(?:г\.?|года)? ?(?:по|до|to|till|until|through|–|—|-|\.\.\.?|…) ?"
_YEAR = r"(?P<year{n}>20[0-9]{{2}})(?![0-9])"
_DAY = r"(?P<day{n}>[0-9]{{1,2}})"
_MONTH = r"(?P<month{n}>[0-9]{{1,2}})"
_DOTTED = rf"{_DAY}\.{_MONTH}"
_ISO = r"(?P<year{n}>20[0-9]{{2}})-(?P<month{n}>[0-9]{{2}})-(?P<day{n}>[0-9]{{2}})(?![0-9])"
_NAMED = "|".join(f"(?:{names})" for names in MONTHS)
_WORD = rf"(?P<month{{n}}>{_NAMED})"


def _pattern(first: str, last: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.]){first.format(n=1)}{_TO}{last.format(n=2)}", re.IGNORECASE)


# The year, and the month in words, may be left out at the first day.
_PATTERNS = (
    _pattern(rf"{_DAY}(?:\.{_MONTH}(?:\.{_YEAR})?)?", rf"{_DOTTED}\.{_YEAR}"),
    _pattern(_ISO, _ISO),
    _pattern(rf"{_DAY}(?: {_WORD}(?: {_YEAR})?)?", rf"{_DAY} {_WORD},? {_YEAR}"),
    _pattern(rf"{_WORD} {_DAY}(?:,? {_YEAR})?", rf"(?:{_WORD} )?{_DAY},? {_YEAR}"),
)


def read_stretches(text: str) -> Iterator[Period]:
    """Yield the stretches of days that a text names from one day to another, months and years left out.

    >>> [str(each) for each in read_stretches("Ведомость с 26.08.2026 по 25.09.2026")]
    ['2026-08-26..2026-09-25']
    >>> [str(each) for each in read_stretches("1–15 марта 2026 г.")]
    ['2026-03-01..2026-03-15']
    """
    for pattern in _PATTERNS:
        for found in pattern.finditer(text):
            period = _period(found)
            if period is not None and period.length is PeriodLength.DAYS:
                yield period


def _period(found: re.Match[str]) -> Period | None:
    parts = found.groupdict()
    last_month, last_year = parts["month2"] or parts["month1"], int(parts["year2"])
    first_month = _number(parts["month1"] or last_month)
    first_year = int(parts["year1"] or last_year - (first_month > _number(last_month)))
    try:
        first = date(first_year, first_month, int(parts["day1"]))
        last = date(last_year, _number(last_month), int(parts["day2"]))
    except ValueError:
        return None
    return period_of_days(first, last) if first <= last else None


def _number(month: str) -> int:
    if month.isdecimal():
        return int(month)
    return next(at for at, names in enumerate(MONTHS, 1) if re.fullmatch(names, month, re.IGNORECASE))
