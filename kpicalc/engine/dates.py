"""Columns of dates among others."""

from __future__ import annotations

from datetime import date

from kpicalc.engine.column import Column
from kpicalc.model.fault import Fault


def holds_dates(column: Column) -> bool:
    """Say whether a column is one of dates; all values of a column are of one kind."""
    return isinstance(next((each for each in column.values if not isinstance(each, Fault)), None), date)
