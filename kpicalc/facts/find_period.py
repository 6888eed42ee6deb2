"""Find the period that the facts are for, in titles, sheet names and file names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import PurePath
from typing import TypeVar

from kpicalc.facts.workbook import Raw, Sheet, Workbook
from kpicalc.facts.written_dates import TITLE_MONTHS, fold_word
from kpicalc.model.diagnostic import Checked, Diagnostic, Label, Listing, error
from kpicalc.model.period import Period, PeriodLength, period_of_days
from kpicalc.model.problem import Problem
from kpicalc.model.source import FilePlace, Place

T = TypeVar("T")
_TO = r" ?(?:г\.?|года)? ?(?:по|до|to|till|until|through|–|—|-|\.\.\.?|…) ?"
_YEAR_N = r"(?P<year{n}>20[0-9]{{2}})(?![0-9])"
_DAY_N = r"(?P<day{n}>[0-9]{{1,2}})"
_MONTH_N = r"(?P<month{n}>[0-9]{{1,2}})"
_ISO_N = r"(?P<year{n}>20[0-9]{{2}})-(?P<month{n}>[0-9]{{2}})-(?P<day{n}>[0-9]{{2}})(?![0-9])"
_COMPACT_N = r"(?P<year{n}>20[0-9]{{2}})(?P<month{n}>[0-9]{{2}})(?P<day{n}>[0-9]{{2}})(?![0-9])"
_SHORT_DAY_N = r"(?P<day{n}>[0-9]{{2}})\.(?P<month{n}>[0-9]{{2}})\.(?P<year{n}>[0-9]{{2}})(?![0-9])"
_WORD = r"[^\W\d_]{3,}+"
_WORD_N = rf"(?P<month{{n}}>{_WORD.replace('{', '{{').replace('}', '}}')})"


def _pattern(first: str, last: str, between: str = _TO) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.]){first.format(n=1)}{between}{last.format(n=2)}", re.IGNORECASE)


# The year, and the month in words, may be left out at the first day.
_PATTERNS = (
    _pattern(rf"{_DAY_N}(?:\.{_MONTH_N}(?:\.{_YEAR_N})?)?", rf"{_DAY_N}\.{_MONTH_N}\.{_YEAR_N}"),
    _pattern(_SHORT_DAY_N, _SHORT_DAY_N),
    _pattern(_ISO_N, _ISO_N, rf"(?:{_TO}| )"),
    _pattern(_COMPACT_N, _COMPACT_N, r" ?[-–— ] ?"),
    _pattern(rf"{_DAY_N}(?: {_WORD_N}(?: {_YEAR_N})?)?", rf"{_DAY_N} {_WORD_N},? {_YEAR_N}"),
    _pattern(rf"{_WORD_N} {_DAY_N}(?:,? {_YEAR_N})?", rf"(?:{_WORD_N} )?{_DAY_N},? {_YEAR_N}"),
)


# With slashes the day or the month may stand first.
_DAY_FIRST, _MONTH_FIRST = (
    _pattern(*[rf"{part}/{other}/{_YEAR_N}"] * 2) for part, other in ((_DAY_N, _MONTH_N), (_MONTH_N, _DAY_N))
)


def read_stretches(text: str) -> Iterator[Period]:
    """Yield the stretches of days that a text names from one day to another, months and years left out.

    >>> [str(each) for each in read_stretches("Ведомость с 26.08.2026 по 25.09.2026")]
    ['2026-08-26..2026-09-25']
    >>> [str(each) for each in read_stretches("1–15 марта 2026 г.")]
    ['2026-03-01..2026-03-15']
    >>> [str(each) for each in read_stretches("26/08/2026 to 25/09/2026")]
    ['2026-08-26..2026-09-25']
    """
    for pattern in _PATTERNS:
        yield from _read_all_by(pattern, text)
    readings = [list(_read_all_by(pattern, text)) for pattern in (_DAY_FIRST, _MONTH_FIRST)]
    # Where both orders give days, neither is taken.
    if not all(readings):
        yield from readings[0] or readings[1]


def _read_all_by(pattern: re.Pattern[str], text: str) -> Iterator[Period]:
    for found in pattern.finditer(text):
        period = _period(found)
        if period is not None:
            yield period


def _period(found: re.Match[str]) -> Period | None:
    parts = found.groupdict()
    last_month, last_year = _month_number(parts["month2"] or parts["month1"]), int(parts["year2"])
    first_month = _month_number(parts["month1"] or parts["month2"])
    first_year = int(parts["year1"] or last_year - (first_month > last_month))
    first_year, last_year = (year if year > _SHORT else _CENTURY + year for year in (first_year, last_year))
    try:
        first = date(first_year, first_month, int(parts["day1"]))
        last = date(last_year, last_month, int(parts["day2"]))
    except ValueError:
        return None
    return period_of_days(first, last) if first <= last else None


_CENTURY, _SHORT = 2000, 99


def _month_number(month: str) -> int:
    """Return the number of a month in digits or in words, 0 for another word."""
    return int(month) if month.isdecimal() else TITLE_MONTHS.get(fold_word(month), 0)


# Titles stand above the table: form heads of accountants take up to a dozen rows.
_TITLE_ROWS = 15
# A pay month has as many days at least: from the 26th to the 25th of March.
_PAY_MONTH = 28
_HEADER_CELLS = 3
_YEAR = r"(?P<year>20[0-9]{2})(?![0-9])"
_NAMED_MONTH = re.compile(rf"(?<![0-9] )(?<![^\W_])(?P<month>{_WORD})[ ,.-]*{_YEAR}")
_DIGITS = re.compile(r"(?<![\w.])(?<![0-9]-)(?P<month>0?[1-9]|1[0-2])[.-](?P<year>20[0-9]{2})(?![0-9])")
_ISO = re.compile(r"(?<![0-9.])(?P<year>20[0-9]{2})[-_.](?P<month>0[1-9]|1[0-2])(?![0-9])(?![-_.][0-9])")
_QUARTER_NUMBER = r"(?P<number>[1-4]|I{1,3}|IV)"
_QUARTERS = (
    re.compile(rf"(?<![\w]){_QUARTER_NUMBER}[ -]*(?:й|ый|ой)? *(?:кв\.?|квартала?) *{_YEAR}", re.IGNORECASE),
    re.compile(rf"(?<![\w])Q(?P<number>[1-4])[ -]*{_YEAR}", re.IGNORECASE),
    re.compile(r"(?<![0-9])(?P<year>20[0-9]{2})[ _-]*Q(?P<number>[1-4])(?![0-9])", re.IGNORECASE),
)
_HALVES = (
    re.compile(rf"(?<![\w])(?P<number>[12]|II?)[ -]*(?:е|ое)? *полугоди[ея] *{_YEAR}", re.IGNORECASE),
    re.compile(rf"(?<![\w])H(?P<number>[12])[ -]*{_YEAR}", re.IGNORECASE),
    re.compile(r"(?<![0-9])(?P<year>20[0-9]{2})[ _-]*H(?P<number>[12])(?![0-9])", re.IGNORECASE),
)
_WHOLE_YEAR = re.compile(
    rf"(?<![\w])(?:за|year|год) +{_YEAR}(?: *год| *г\.)?(?! *(?:кв|полуг))", re.IGNORECASE
)
_DAY = re.compile(r"(?<![0-9.])([0-9]{2})\.([0-9]{2})\.(20[0-9]{2})(?![0-9])")
# A year, a day with its month, or a word for a length of time: a period is meant, if not understood.
_LIKE_A_PERIOD = re.compile(
    r"(?<![0-9])20[0-9]{2}(?![0-9])|[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4}"
    r"|период|месяц|недел|квартал|period|month|week|quarter",
    re.IGNORECASE,
)
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}


def find_period(workbook: Workbook) -> Checked[tuple[Period, Place]]:
    """Return the one period that the workbook names, and where; two different ones are an error."""
    places = list(_find_all(workbook).items())
    if not places:
        return Checked(None, (_no_period(workbook),))
    return Checked(places[0]) if len(places) == 1 else Checked(None, disagreement(workbook))


def disagreement(workbook: Workbook) -> tuple[Diagnostic]:
    """Make the error for several periods; those of several files are told with their files."""
    found = _find_all(workbook)
    (first, place), *others = found.items()
    labels = [Label(each) for _, each in others]
    files = dict.fromkeys(each.file for each in workbook.sheets)
    by_file = {file: Listing(periods_of_sheets(workbook.sheets, file)) for file in files}
    told = [Listing((PurePath(file).name, named), ": ") for file, named in by_file.items() if named.parts]
    names = Listing(tuple(found)) if len(told) == 1 else Listing(tuple(told), "; ")
    return (error(Problem.PERIODS_DIFFER, place, *labels, periods=names, first=str(first), here=first),)


def periods_of_sheets(sheets: Iterable[Sheet], file: str) -> tuple[Period, ...]:
    """Return the periods that a file tells in its name, and in titles and names of its visible sheets."""
    return tuple(_find_all(Workbook(tuple(each for each in sheets if each.file == file))))


def named_periods(texts: Iterable[str]) -> tuple[Period, ...]:
    """Return the periods that the texts of one file or sheet name."""
    return tuple(_settle(dict.fromkeys(period for text in texts for period in read_periods(text))))


def list_texts(sheets: Iterable[Sheet], *, with_file: bool = True) -> list[str]:
    """Return what may name a period: titles and names of the visible sheets, and the name of their file."""
    found = (each for sheet in sheets if not sheet.hidden for each in _texts(sheet))
    return [text for text, place in found if with_file or not isinstance(place, FilePlace)]


def _find_all(workbook: Workbook) -> dict[Period, Place]:
    visible = (each for each in workbook.sheets if not each.hidden)
    return _settle(_read_all(found for sheet in visible for found in _texts(sheet)))


def _read_all(texts: Iterable[tuple[str, Place]]) -> dict[Period, Place]:
    found: dict[Period, Place] = {}
    for text, place in texts:
        for period in read_periods(text):
            found.setdefault(period, place)
    return found


def _no_period(workbook: Workbook) -> Diagnostic:
    """Say that no period is named; the shortest title that names days or something like a month is quoted.

    A label or a date is short; a sentence that explains how to fill the workbook in is not where it stands.
    """
    meant = [
        (text, sheet.cell(number, column))
        for sheet in workbook.sheets
        for number, column, cell in (() if sheet.hidden else _cells_above(sheet))
        if _LIKE_A_PERIOD.search(text := cell.strftime("%Y-%m-%d") if isinstance(cell, date) else str(cell))
    ]
    if meant:
        found, place = min(meant, key=lambda each: len(each[0]))
        return error(Problem.PERIOD_NOT_FOUND, place, found=found, hint="title")
    files = sorted({each.file for each in workbook.sheets})
    return error(Problem.PERIOD_NOT_FOUND, FilePlace(files[0]) if files else None)


def read_periods(text: str) -> tuple[Period, ...]:
    """Return the periods that a text names.

    >>> [str(each) for each in read_periods("Ведомость за март 2026 г.")]
    ['2026-03']
    >>> [str(each) for each in read_periods("с 01.01.2026 по 31.03.2026")]
    ['2026-Q1']
    """
    plain = " ".join(text.replace("\u00a0", " ").replace("_", " ").split())
    return tuple(
        dict.fromkeys(
            (*_numbered(text.replace("_", "-")), *_named(plain), *_between(plain), *read_stretches(plain))
        )
    )


def _settle(found: dict[Period, T]) -> dict[Period, T]:
    """Leave out the days of a pay month that has its name too: «Сентябрь (26.08.2026 – 25.09.2026)»."""
    months = {(each.year, each.month) for each in found if each.length is PeriodLength.MONTH}
    return {
        each: place
        for each, place in found.items()
        if each.length is not PeriodLength.DAYS
        or each.days < _PAY_MONTH
        or (each.year, each.month) not in months
    }


def _numbered(text: str) -> Iterator[Period]:
    for pattern in (_DIGITS, _ISO):
        for each in pattern.finditer(text):
            yield Period(int(each["year"]), int(each["month"]), PeriodLength.MONTH)


def _named(text: str) -> Iterator[Period]:
    for each in _NAMED_MONTH.finditer(text):
        if month := _month_number(each["month"]):
            yield Period(int(each["year"]), month, PeriodLength.MONTH)
    for pattern in _QUARTERS:
        for each in pattern.finditer(text):
            yield Period(int(each["year"]), _number(each["number"]) * 3 - 2, PeriodLength.QUARTER)
    for pattern in _HALVES:
        for each in pattern.finditer(text):
            yield Period(int(each["year"]), _number(each["number"]) * 6 - 5, PeriodLength.HALF)
    for each in _WHOLE_YEAR.finditer(text):
        yield Period(int(each["year"]), 1, PeriodLength.YEAR)


def _number(text: str) -> int:
    return _ROMAN[text.upper()] if text.upper() in _ROMAN else int(text)


def _between(text: str) -> Iterator[Period]:
    """Yield the calendar period whose first and last day the text gives."""
    days = [_day(*found) for found in _DAY.findall(text)]
    for first, last in pairwise(days):
        if first is not None and last is not None and first <= last:
            period = period_of_days(first, last)
            if period.length is not PeriodLength.DAYS:
                yield period


def _day(day: str, month: str, year: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _texts(sheet: Sheet) -> Iterator[tuple[str, Place]]:
    for number, column, cell in _cells_above(sheet):
        if isinstance(cell, str):
            yield cell, sheet.cell(number, column)
    yield sheet.name, sheet.place
    # A folder may name the period of what is in it: `month=2026-03/part-0.parquet`.
    for part in PurePath(sheet.file).parts[:-1]:
        if "=" in part:
            yield part, FilePlace(sheet.file)
    yield PurePath(sheet.file).stem, FilePlace(sheet.file)


def _cells_above(sheet: Sheet) -> Iterator[tuple[int, int, Raw]]:
    """Yield row, column and what stands in each cell above the header, the first row with several texts."""
    for number, row in enumerate(sheet.head[:_TITLE_ROWS], start=1):
        cells = [(column, cell) for column, cell in enumerate(row, start=1) if cell != ""]
        if len(cells) >= _HEADER_CELLS:
            return
        yield from ((number, column, cell) for column, cell in cells)
