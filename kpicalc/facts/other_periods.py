"""Leave out the files and sheets that name other periods than the one asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from kpicalc.facts.find_period import disagreement, list_texts, named_periods
from kpicalc.facts.locate_sheets import is_called
from kpicalc.facts.workbook import Sheet, Workbook
from kpicalc.facts.written_dates import TITLE_MONTHS, fold_word
from kpicalc.model.diagnostic import Checked, Diagnostic, Listing, error, warning
from kpicalc.model.facts import LeftOut
from kpicalc.model.period import Period, PeriodLength
from kpicalc.model.problem import Problem
from kpicalc.model.program import Program
from kpicalc.model.source import CellRef, FilePlace

# The periods that something names, each with what shows it: a month without a year as it is written.
_Told = Mapping[Period, Period | str]

_LETTERS = re.compile(r"[^\W\d_]+")
# Months that are no names of people, wherever they stand: «Продажи_февраль», «Апрель (план)».
_OF_NOBODY = frozenset(
    map(fold_word, _LETTERS.findall("январь февраль март апрель июнь июль сентябрь октябрь ноябрь декабрь"))
) | {*_LETTERS.findall("янв фев февр мар апр июн июл авг сен сент окт ноя нояб дек feb sept oct nov dec")}
_OF_NOBODY |= {"january", "february", "july", "september", "october", "november", "december"}
_FOR = frozenset({"за", "for", "fur", "per", "pour", "uz", "za"})


def drop_other_periods(
    workbook: Workbook, period: Period, programs: tuple[Program, ...]
) -> Checked[Workbook]:
    """Leave out what names other periods only, where something else names the one asked for.

    Where nothing does, and files differ among themselves, none of them can be chosen. Sheets that a scheme
    names stay in a file that stays.
    """
    files: dict[str, list[Sheet]] = {}
    for sheet in workbook.sheets:
        files.setdefault(sheet.file, []).append(sheet)
    told = {file: _tell_periods(list_texts(sheets), period) for file, sheets in files.items()}
    fitting = {file for file, periods in told.items() if _overlaps(periods, period)}
    others = [file for file, periods in told.items() if periods and file not in fitting]
    asked = {(each.first_day, each.last_day) for each in (period, *(one.period for one in programs))}
    warned = {FilePlace(file): _other_title(file, told[file], period, asked) for file in files}
    titles = {place: each for place, each in warned.items() if each is not None}
    out: dict[CellRef | FilePlace, _Told] = {FilePlace(file): told[file] for file in others}
    if not fitting and len({frozenset(told[file]) for file in others}) > 1:
        dated = all(isinstance(each, Period) for file in others for each in told[file].values())
        return Checked(None, disagreement(workbook) if dated else _refuse_all(out, period))
    for sheets in files.values():
        out.update(_other_sheets(sheets, period, programs, chosen=bool(fitting)))
    if not fitting:
        refused = _refuse_all(
            {place: each for place, each in out.items() if isinstance(place, CellRef)}, period
        )
        return Checked(None if refused else workbook, refused or tuple(titles.values()))
    kept = tuple(
        each for each in workbook.sheets if FilePlace(each.file) not in out and each.place not in out
    )
    left_out = tuple(LeftOut(place, "period") for place in out)
    problems = _refuse_all(out, period)
    problems += tuple(each for place, each in titles.items() if place not in out)
    return Checked(replace(workbook, sheets=kept, left_out=(*workbook.left_out, *left_out)), problems)


def _other_sheets(
    sheets: Sequence[Sheet], period: Period, programs: tuple[Program, ...], *, chosen: bool
) -> Iterator[tuple[CellRef, _Told]]:
    """Yield the visible sheets of other periods beside one of the right period, those named excepted.

    Where nothing at all is of that period, so that none is `chosen`, all those that differ.
    """
    visible = (each for each in sheets if not each.hidden)
    told = [(each, _tell_periods(list_texts([each], with_file=False), period)) for each in visible]
    own = [(sheet, periods) for sheet, periods in told if periods]
    right = any(_overlaps(periods, period) for _, periods in own)
    parted = any(not any(_overlaps(one, each) for each in other) for (_, one), (_, other) in pairwise(own))
    for sheet, periods in own if right or (parted and not chosen) else ():
        if not (_overlaps(periods, period) or _is_named(sheet, programs)):
            yield sheet.place, periods


def _other_title(file: str, told: _Told, period: Period, asked: set[tuple[date, date]]) -> Diagnostic | None:
    """Warn of a file whose titles name a fortnight, say, where the month was asked for, or another month."""
    dated = [each for each, shown in told.items() if isinstance(shown, Period)]
    fits = any((each.first_day, each.last_day) in asked for each in dated)
    if not told or fits or (not dated and _overlaps(told, period)):
        return None
    return warning(Problem.PERIOD_DIFFERS_FROM_TITLES, FilePlace(file), found=_shown(told), period=period)


def _is_named(sheet: Sheet, programs: tuple[Program, ...]) -> bool:
    grains = (grain for each in programs for grain in each.grains.values())
    return any(is_called(grain, sheet) for grain in grains)


def _overlaps(periods: Iterable[Period], period: Period) -> bool:
    return any(each.first_day <= period.last_day and period.first_day <= each.last_day for each in periods)


def _refuse_all(out: Mapping[CellRef | FilePlace, _Told], period: Period) -> tuple[Diagnostic, ...]:
    return tuple(
        error(Problem.OTHER_PERIOD_LEFT_OUT, place, found=_shown(told), period=period)
        for place, told in out.items()
    )


def _shown(told: _Told) -> Listing:
    return Listing(tuple(sorted(dict.fromkeys(told.values()), key=str)))


def _tell_periods(texts: Iterable[str], near: Period) -> _Told:
    """Return the periods that texts name; where none has a year, the months of the year that is near."""
    texts = list(texts)
    dated = named_periods(texts)
    if dated:
        return {each: each for each in dated}
    years = sorted({near.first_day.year, near.last_day.year})
    months = {number: word for text in texts for number, word in _name_months(text)}
    return {
        Period(year, number, PeriodLength.MONTH): word for number, word in months.items() for year in years
    }


def _name_months(text: str) -> Iterator[tuple[int, str]]:
    """Yield the months that a text is called by; of several those between them, too.

    >>> [[*_name_months(each)] for each in ("April", "ФОТ за май", "Май Анна", "План_март", "до 5 марта")]
    [[(4, 'April')], [(5, 'май')], [], [(3, 'март')], []]
    >>> [number for number, _ in _name_months("Январь–март")]
    [1, 2, 3]
    """
    words = _LETTERS.findall(text)
    alone = "за" if len(words) == 1 and text.strip(" .:") == words[0] else ""
    named = {
        TITLE_MONTHS[folded]: word
        for before, word in pairwise([alone, *words])
        if (folded := fold_word(word)) in TITLE_MONTHS and (folded in _OF_NOBODY or fold_word(before) in _FOR)
    }
    for number in range(min(named, default=1), max(named, default=0) + 1):
        yield number, named.get(number, text)
