"""Choose the sheet that holds the rows of a grain."""

from __future__ import annotations

from kpicalc.facts.find_header import Header, Wanted, count_matches, find_header
from kpicalc.facts.headings import normalise_heading
from kpicalc.facts.wanted import KEY, NAME
from kpicalc.facts.workbook import Sheet, Workbook
from kpicalc.model.diagnostic import Checked, Label, error, warning
from kpicalc.model.program import COMPANY, EMPLOYEES, Grain, Program
from kpicalc.model.source import FilePlace


def find_grain_sheet(
    program: Program, grain: Grain, workbook: Workbook, wanted: tuple[Wanted, ...]
) -> Checked[Sheet]:
    """Return the sheet that the scheme names, or the default one.

    For employees that is the first visible sheet with the headings that is no other table of the scheme,
    for others the one called like the grain. Hidden sheets count only when the scheme names them.
    """
    names = _sheet_names(grain)
    fitting = [
        each
        for each in workbook.sheets
        if normalise_heading(each.title) in names and (grain.sheet or not each.hidden)
    ]
    if len(fitting) > 1:
        first, second = fitting[0].cell(0, 0), fitting[1].cell(0, 0)
        return Checked(
            None, (error("KPI429", first, Label(second), sheet=fitting[0].title, second=str(second)),)
        )
    if fitting:
        return Checked(fitting[0])
    visible = [each for each in workbook.sheets if not each.hidden]
    if grain.name == EMPLOYEES and not grain.sheet:
        others = _names_of_others(program)
        free = [each for each in visible if normalise_heading(each.title) not in others]
        if free:
            return _first_with_headings(free, wanted)
    present = "; ".join(each.title for each in visible)
    place = FilePlace(workbook.sheets[0].file) if workbook.sheets else None
    return Checked(None, (error("KPI428", place, sheet=grain.sheet or grain.name, present=present),))


def _sheet_names(grain: Grain) -> set[str]:
    names = (grain.sheet,) if grain.sheet else (grain.name, grain.label)
    return {normalise_heading(each) for each in names}


def _names_of_others(program: Program) -> set[str]:
    """Return what the sheets of the other tables are called: none of them is a list of employees."""
    reads_company = any(each.grain == COMPANY for each in program.inputs)
    tables = (
        each
        for each in program.grains.values()
        if each.name != EMPLOYEES and not each.derived and (each.name != COMPANY or reads_company)
    )
    return {name for each in tables for name in _sheet_names(each)}


def _first_with_headings(sheets: list[Sheet], wanted: tuple[Wanted, ...]) -> Checked[Sheet]:
    headers = ((each, find_header(each, wanted).value) for each in sheets)
    complete = [(each, header) for each, header in headers if header is not None and _names_people(header)]
    if not complete:
        return Checked(max(sheets, key=lambda each: count_matches(each, wanted)))
    chosen, header = complete[0]
    rival = next((each for each, other in complete[1:] if _may_replace(other, header)), None)
    if rival is None:
        return Checked(chosen)
    label = Label(rival.cell(0, 0))
    return Checked(
        chosen, (warning("KPI456", chosen.cell(0, 0), label, sheet=chosen.title, second=rival.title),)
    )


def _names_people(header: Header) -> bool:
    return KEY in header.columns or NAME in header.columns


def _may_replace(other: Header, chosen: Header) -> bool:
    """Say whether a sheet may be a list of employees too, not one of their deals or shifts."""
    return {KEY, NAME} <= other.columns.keys() or other.columns.keys() == chosen.columns.keys()
