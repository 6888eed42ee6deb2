"""The calendar of the company, and the periods that a scheme pays for, as written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, GetCoreSchemaHandler, GetPydanticSchema, PlainValidator
from pydantic_core import CoreSchema, core_schema

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.pay_cycle import PayCycle
from kpicalc.model.period import PeriodLength
from kpicalc.scheme.fields import QuantityField, choice
from kpicalc.scheme.scalars import read_choice, read_day
from kpicalc.scheme.spec import OneOrItems, Refused, Spec, accept, require_items, require_scalar, scalar
from kpicalc.scheme.tree import Node, ScalarNode
from kpicalc.scheme.words import Quantity, Word

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


# No month is shorter, so every month has such a day.
_LAST_START = 28
# The weeks of a year: a longer period is a slip.
_MOST_WEEKS = 53


class NamedBy(StrEnum):
    """By which of its months a period is called."""

    END = "end"
    START = "start"


class PeriodSpec(Spec):
    """How long a period is, and where it begins when that is not the first of a month."""

    short_form = "length"

    length: Annotated[PeriodLength, choice(PeriodLength)] = PeriodLength.MONTH
    starts: QuantityField | None = None
    named: Annotated[NamedBy, choice(NamedBy)] = NamedBy.END
    weeks: OneOrItems[QuantityField] = ()
    since: Annotated[date, scalar(read_day)] | None = Field(default=None, alias="from")

    def find_problems(self) -> Iterator[Diagnostic]:
        """A period begins on a day of every month, or it is so many whole weeks from a day on."""
        if self.starts is not None and not _is_whole(self.starts, 2, _LAST_START):
            yield error("KPI535", self.starts.span, text=str(self.starts.value), most=_LAST_START)
        for each in self.weeks:
            if not _is_whole(each, 1, _MOST_WEEKS):
                yield error("KPI536", each.span, text=str(each.value), most=_MOST_WEEKS)
        if self.weeks and self.since is None:
            yield error("KPI157", self.place("weeks"), setting="weeks", key="from")
        if self.since is not None and not self.weeks:
            yield error("KPI158", self.place("from"), key="from", setting="weeks")
        if "named" in self.key_spans and self.starts is None:
            yield error("KPI158", self.place("named"), key="named", setting="starts")
        for other in ("starts", "length"):
            if self.weeks and other in self.key_spans:
                yield error("KPI150", self.place(other), first="weeks", second=other)
        if self.starts is not None and self.length is PeriodLength.DAYS:
            yield error("KPI150", self.place("starts"), first="length: days", second="starts")


def _is_whole(number: Quantity, least: int, most: int) -> bool:
    return not number.percent and number.value == int(number.value) and least <= number.value <= most


def _cycle(written: PeriodSpec) -> PayCycle:
    return PayCycle(
        PeriodLength.DAYS if written.weeks else written.length,
        1 if written.starts is None else int(written.starts.value),
        named_by_start=written.named is NamedBy.START,
        weeks=tuple(int(each.value) for each in written.weeks),
        since=written.since,
    )


def _cycle_schema(_source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
    return core_schema.no_info_after_validator_function(_cycle, handler.generate_schema(PeriodSpec))


PeriodField = Annotated[PayCycle, GetPydanticSchema(_cycle_schema)]
