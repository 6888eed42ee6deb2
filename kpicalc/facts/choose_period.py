"""Keep the files and sheets of the period that was asked for; those of others are left out and told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpicalc.facts.find_period import disagreement, periods_of_sheet, periods_of_sheets
from kpicalc.facts.locate_sheets import is_called
from kpicalc.facts.workbook import Sheet, Workbook
from kpicalc.model.diagnostic import Checked, Diagnostic, error, warning
from kpicalc.model.facts import LeftOut
from kpicalc.model.period import Period
from kpicalc.model.program import Program
from kpicalc.model.source import CellRef, FilePlace


def choose_period(workbook: Workbook, period: Period, programs: tuple[Program, ...]) -> Checked[Workbook]:
    """Leave out what names other periods only, where something else names the one asked for.

    Where nothing does, and files differ among themselves, none of them can be chosen. Sheets that a scheme
    names stay in a file that stays.
    """
    files: dict[str, list[Sheet]] = {}
    for sheet in workbook.sheets:
        files.setdefault(sheet.file, []).append(sheet)
    found = {file: frozenset(periods_of_sheets(sheets, file)) for file, sheets in files.items()}
    fitting = {file for file, periods in found.items() if _overlaps(periods, period)}
    others = [file for file, periods in found.items() if periods and file not in fitting]
    told = tuple(_other_title(FilePlace(file), found[file], period, programs) for file in found)
    titles = tuple(each for each in told if each is not None)
    if not fitting:
        differ = len({found[file] for file in others}) > 1
        return Checked(None if differ else workbook, disagreement(workbook) if differ else titles)
    out: dict[CellRef | FilePlace, frozenset[Period]] = {FilePlace(file): found[file] for file in others}
    for file in fitting:
        out.update(_other_sheets(files[file], period, programs))
    kept = tuple(
        each for each in workbook.sheets if FilePlace(each.file) not in out and each.cell(0, 0) not in out
    )
    left_out = tuple(LeftOut(place, "period") for place in out)
    problems = tuple(_other_period(place, periods, period) for place, periods in out.items())
    gone = {each.primary.place for each in problems if each.primary is not None}
    problems += tuple(each for each in titles if each.primary is None or each.primary.place not in gone)
    return Checked(Workbook(kept, (*workbook.left_out, *left_out)), problems)


def _other_sheets(
    sheets: Sequence[Sheet], period: Period, programs: tuple[Program, ...]
) -> Iterator[tuple[CellRef, frozenset[Period]]]:
    """Yield the visible sheets of other periods beside one of the right period, those named excepted."""
    own = [(each, frozenset(periods_of_sheet(each))) for each in sheets if not each.hidden]
    if not any(_overlaps(periods, period) for _, periods in own):
        return
    for sheet, periods in own:
        if periods and not _overlaps(periods, period) and not _is_named(sheet, programs):
            yield sheet.cell(0, 0), periods


def _other_title(
    place: FilePlace, periods: frozenset[Period], period: Period, programs: tuple[Program, ...]
) -> Diagnostic | None:
    """Warn of a file whose titles name a fortnight, say, where the month was asked for."""
    asked = {(each.first_day, each.last_day) for each in (period, *(one.period for one in programs))}
    if not periods or any((each.first_day, each.last_day) in asked for each in periods):
        return None
    shown = ", ".join(sorted(map(str, periods)))
    return warning("KPI537", place, found=shown, period=str(period))


def _is_named(sheet: Sheet, programs: tuple[Program, ...]) -> bool:
    grains = (grain for each in programs for grain in each.grains.values())
    return any(grain.sheet and is_called(grain, sheet) for grain in grains)


def _overlaps(periods: frozenset[Period], period: Period) -> bool:
    return any(each.first_day <= period.last_day and period.first_day <= each.last_day for each in periods)


def _other_period(place: CellRef | FilePlace, periods: frozenset[Period], period: Period) -> Diagnostic:
    shown = ", ".join(sorted(map(str, periods)))
    return error("KPI480", place, found=shown, period=str(period))
