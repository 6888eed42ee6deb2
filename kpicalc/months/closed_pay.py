"""A closed month taken out of the book: its last word or an earlier version, and how they differ."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from kpicalc.model.diagnostic import Checked
from kpicalc.model.month import ClosedMonth, MonthAct, MonthRecord
from kpicalc.model.period import Period
from kpicalc.months.departments import choose_department
from kpicalc.months.differences import find_differences
from kpicalc.months.month_records import find_called, find_record, list_amounts, list_records
from kpicalc.months.obstacles import find_open


def read_month(
    connection: sqlite3.Connection, book: Path, period: Period, version: int = 0, department: str = ""
) -> Checked[ClosedMonth]:
    """Return a month as the last word on it says, or a version; a corrected one with what changed.

    Of a month closed by departments it is the one named; where several are closed, one must be.
    """
    chosen = choose_department(list_records(connection), period, department, book)
    if chosen.value is None:
        return Checked(None, chosen.diagnostics)
    records = chosen.value
    record = find_version(records, period, version)
    if record is None:
        return Checked(None, find_open([] if version else records, period, book))
    amounts = list_amounts(connection, record.number)
    if record.act is not MonthAct.CORRECT:
        return Checked(ClosedMonth(record, amounts))
    before = next(
        each for each in reversed(records) if each.period == record.period and each.number < record.number
    )
    differences = find_differences(list_amounts(connection, before.number), amounts)
    return Checked(ClosedMonth(record, amounts, differences))


def find_version(records: Sequence[MonthRecord], period: Period, version: int) -> MonthRecord | None:
    """Return the record of a version of a month; 0 is the last word on it."""
    if not version:
        return find_record(records, period)
    return next((each for each in find_called(records, period) if each.version == version), None)
