"""The calendar of the company as written: which days are worked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Annotated

from pydantic import Field, PlainValidator

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.scheme.fields import QuantityField
from kpicalc.scheme.scalars import read_choice
from kpicalc.scheme.shape import Refused, accept, require_items, require_scalar
from kpicalc.scheme.spec import Spec
from kpicalc.scheme.tree import Node, ScalarNode
from kpicalc.scheme.words import Word

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TO = ".."
# A stretch of days off is not longer than a year; a slip in one year would make it one of centuries.
_LONGEST = 366

Days = dict[date, Word]
"""Days with the places where they are written."""


def _read_days(node: Node) -> Days:
    """Read a list of dates and of stretches `2026-01-01..2026-01-08`."""
    found: Days = {}
    for item in require_items(node):
        written = require_scalar(item)
        found |= {day: Word(written.text, written.span) for day in _stretch(written)}
    return found


def _stretch(node: ScalarNode) -> Iterator[date]:
    first, *rest = (_read_day(node, part.strip()) for part in node.text.split(_TO, 1))
    last = rest[0] if rest else first
    if last < first or (last - first).days > _LONGEST:
        raise Refused(error("KPI294", node.span, first=first, last=last))
    yield from (first + timedelta(days=each) for each in range((last - first).days + 1))


def _read_day(node: ScalarNode, text: str) -> date:
    refused = Refused(error("KPI148", node.span, text=text))
    if not _DAY.fullmatch(text):  # a month alone is no day off
        raise refused
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise refused from None


def _read_weekend(node: Node) -> frozenset[str]:
    return frozenset(accept(read_choice(require_scalar(item), WEEKDAYS)) for item in require_items(node))


class CalendarSpec(Spec):
    """The days that are worked: a week, the holidays in it, and the weekends worked instead.

    A working day has `day_hours`, a short one an hour less.
    """

    weekend: Annotated[frozenset[str], PlainValidator(_read_weekend)] = frozenset({"saturday", "sunday"})
    holidays: Annotated[Days, PlainValidator(_read_days)] = Field(default_factory=dict)
    workdays: Annotated[Days, PlainValidator(_read_days)] = Field(default_factory=dict)
    day_hours: QuantityField | None = None
    short_days: Annotated[Days, PlainValidator(_read_days)] = Field(default_factory=dict)

    def find_problems(self) -> Iterator[Diagnostic]:
        """A day is a holiday or is worked, not both; a short day is an hour less than something."""
        if self.short_days and self.day_hours is None:
            yield error("KPI157", self.place("short_days"), setting="short_days", key="day_hours")
        for day, written in self.workdays.items():
            if day in self.holidays:
                yield error("KPI295", written.span, day=day)
