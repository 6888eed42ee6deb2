"""A closed month taken out of the book: its last word or an earlier version, and how they differ."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from kpicalc.model.diagnostic import Checked, error
from kpicalc.model.month import ClosedMonth, MonthAct, MonthRecord
from kpicalc.model.period import Period
from kpicalc.model.problem import Problem
from kpicalc.model.source import FilePlace
from kpicalc.months.departments import choose_department, keep_department
from kpicalc.months.differences import find_differences
from kpicalc.months.month_records import find_called, find_record, list_amounts, list_records
from kpicalc.months.obstacles import find_open


def read_month(
    connection: sqlite3.Connection, book: Path, period: Period, version: int = 0, department: str = ""
) -> Checked[ClosedMonth]:
    """Return a month as the last word on it says, or a version; a corrected one with what changed.

    Of a month closed by departments it is the one named; where several are closed, one must be.
    """
    records = list_records(connection)
    chosen = choose_version(records, book, period, version, department)
    if chosen.value is None:
        return Checked(None, chosen.diagnostics)
    record = chosen.value
    amounts = list_amounts(connection, record.number)
    if record.act is not MonthAct.CORRECT:
        return Checked(ClosedMonth(record, amounts))
    before = next(
        each
        for each in reversed(keep_department(records, record.department))
        if each.period == record.period and each.number < record.number
    )
    differences = find_differences(list_amounts(connection, before.number), amounts)
    return Checked(ClosedMonth(record, amounts, differences))


def choose_version(
    records: Sequence[MonthRecord], book: Path, period: Period, version: int, department: str
) -> Checked[MonthRecord]:
    """Return the record of a version of a month, of the department meant; 0 is the last word on it."""
    chosen = choose_department(records, period, department, book)
    if chosen.value is None:
        return Checked(None, chosen.diagnostics)
    versions = {each.version: each for each in find_called(chosen.value, period)}
    record = versions.get(version) if version else find_record(chosen.value, period)
    if record is not None:
        return Checked(record)
    if not version or not versions:
        return Checked(None, find_open(chosen.value, period, book))
    told = {"period": period, "version": version, "known": tuple(versions)}
    return Checked(None, (error(Problem.MONTH_VERSION_UNKNOWN, FilePlace(str(book)), **told),))
