"""Puts groups of people on common sheets, as the personnel department of the company does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from makers.cells import Table, day_of
from makers.sheet import ORDINAL, PEOPLE, PERSON, Column, Detail, Staff, rows_of


def make_tables(groups: Sequence[Staff], title: str) -> tuple[Table, ...]:
    """Return the sheet of the people, then the sheets beside it by their names."""
    details: dict[str, list[Detail]] = {}
    for detail in dict.fromkeys(detail for staff in groups for detail in staff.details):
        details.setdefault(detail.name, []).append(detail)
    return (_people(groups, title), *map(_detail, details.values()))


def _people(groups: Sequence[Staff], title: str) -> Table:
    """Put people on one sheet; what a group has no figures for stays blank."""
    columns = _common_columns(groups)
    rows = []
    for staff in groups:
        for person, results in zip(rows_of(staff.people), rows_of(staff.results), strict=True):
            cells = dict(zip(staff.columns, results[1:], strict=True))
            rows.append([*person, *(cells.get(column, "") for column in columns)])
    return _numbered(PEOPLE, title, (*PERSON, *columns), rows)


def _common_columns(groups: Sequence[Staff]) -> tuple[Column, ...]:
    """Return every column once; those below a common heading stand together."""
    grouped: dict[str, dict[Column, None]] = {}
    for staff in groups:
        for column in staff.columns:
            grouped.setdefault(column.group or column.heading, {})[column] = None
    return tuple(column for columns in grouped.values() for column in columns)


def _detail(sheets: Sequence[Detail]) -> Table:
    """Join the rows of one sheet; where it begins with days, they are put in order."""
    first = sheets[0]
    rows = [row for sheet in sheets for row in rows_of(sheet.rows)]
    if first.columns[0].kind == "date":
        rows.sort(key=lambda row: (day_of(row[0]), row[1]))
    return _numbered(first.name, first.title, first.columns, rows)


def _numbered(name: str, title: str, columns: tuple[Column, ...], rows: Iterable[Sequence[str]]) -> Table:
    numbered = tuple((str(number), *row) for number, row in enumerate(rows, start=1))
    return Table(name, title, (ORDINAL, *columns), numbered)
