"""The calendar, the periods that a scheme pays for, how facts grow over them, what is past, as written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import Annotated

from pydantic import Field

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.history import Absent
from kpicalc.model.kind import Kind
from kpicalc.model.period import Growth, Pace, PayCycle, PeriodLength
from kpicalc.model.problem import Problem
from kpicalc.scheme import shapes
from kpicalc.scheme.fields import DayField, FormulaField, Headings, QuantityField, choice
from kpicalc.scheme.key_rules import apart, key_rules, needs, only_with
from kpicalc.scheme.readers import (
    OneOrItems,
    Refused,
    accept,
    read_by,
    require_items,
    require_scalar,
    scalar,
    some_entries,
)
from kpicalc.scheme.scalars import read_choice, read_day, read_quantity
from kpicalc.scheme.spec import Spec, WrittenAs
from kpicalc.scheme.tree import MappingNode, Node, ScalarNode
from kpicalc.scheme.words import Quantity, Word

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

_DAY = re.compile(shapes.WHOLE_DAY_PATTERN)
_TO = ".."
_DAYS = shapes.items_of(
    {"type": "string", "pattern": rf"^{shapes.WHOLE_DAY_PATTERN}(\s*\.\.\s*{shapes.WHOLE_DAY_PATTERN})?$"}
)
# A stretch of days off is not longer than a year; a slip in one year would make it one of centuries.
_LONGEST = 366

Days = dict[date, Word]
"""Days with the places where they are written."""


def _read_days(node: Node) -> Days:
    """Read a list of dates and of stretches `2026-01-01..2026-01-08`."""
    found: Days = {}
    for item in require_items(node):
        written = require_scalar(item)
        found |= {day: Word(written.text, written.span) for day in _days_of_stretch(written)}
    return found


def _days_of_stretch(node: ScalarNode) -> Iterator[date]:
    first, *rest = (_read_day(node, part.strip()) for part in node.text.split(_TO, 1))
    last = rest[0] if rest else first
    if last < first or (last - first).days > _LONGEST:
        raise Refused(error(Problem.DATE_RANGE_INVALID, node.span, first=first, last=last))
    yield from (first + timedelta(days=each) for each in range((last - first).days + 1))


def _read_day(node: ScalarNode, text: str) -> date:
    refused = Refused(error(Problem.DATE_INVALID, node.span, text=text))
    if not _DAY.fullmatch(text):  # a month alone is no day off
        raise refused
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise refused from None


def _read_weekend(node: Node) -> frozenset[str]:
    return frozenset(accept(read_choice(require_scalar(item), WEEKDAYS)) for item in require_items(node))


_DaysField = Annotated[Days, read_by(_read_days, _DAYS)]
_WEEKEND = shapes.items_of({"enum": list(WEEKDAYS)})
_WeekendField = Annotated[frozenset[str], read_by(_read_weekend, _WEEKEND, WEEKDAYS)]


class CalendarSpec(Spec):
    """The days that are worked: a week, the holidays in it, and the weekends worked instead.

    A working day has `day_hours`, a short one an hour less.
    """

    weekend: _WeekendField = frozenset({"saturday", "sunday"})
    holidays: _DaysField = Field(default_factory=dict)
    workdays: _DaysField = Field(default_factory=dict)
    day_hours: QuantityField | None = None
    short_days: _DaysField = Field(default_factory=dict)

    between_keys = (needs("short_days", "day_hours"),)

    def find_problems(self) -> Iterator[Diagnostic]:
        """A day is a holiday or is worked, not both."""
        for day, written in self.workdays.items():
            if day in self.holidays:
                yield error(Problem.HOLIDAY_AND_WORKDAY, written.span, day=day)


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
    since: Annotated[date, scalar(read_day, shapes.DAY)] | None = Field(default=None, alias="from")

    between_keys = key_rules(
        needs("weeks", "from"),
        only_with("from", "weeks"),
        only_with("named", "starts"),
        apart("weeks", "starts"),
        apart("weeks", "length"),
        apart("length: days", "starts"),
    )

    def find_problems(self) -> Iterator[Diagnostic]:
        """A period begins on a day of every month, or it is so many whole weeks from a day on."""
        if self.starts is not None and not _is_whole(self.starts, 2, _LAST_START):
            yield error(
                Problem.PERIOD_START_INVALID, self.starts.span, text=str(self.starts.value), most=_LAST_START
            )
        for each in self.weeks:
            if not _is_whole(each, 1, _MOST_WEEKS):
                yield error(Problem.PERIOD_WEEKS_INVALID, each.span, text=str(each.value), most=_MOST_WEEKS)


def _is_whole(number: Quantity, least: int, most: int) -> bool:
    return not number.percent and number.value == int(number.value) and least <= number.value <= most


def _make_cycle(written: PeriodSpec) -> PayCycle:
    return PayCycle(
        PeriodLength.DAYS if written.weeks else written.length,
        1 if written.starts is None else int(written.starts.value),
        named_by_start=written.named is NamedBy.START,
        weeks=tuple(int(each.value) for each in written.weeks),
        since=written.since,
    )


PeriodField = Annotated[PayCycle, WrittenAs(PeriodSpec, _make_cycle)]


_GROWTH_WORDS = tuple(str(each) for each in Pace if each is not Pace.CURVE)
_WHOLE = Decimal(1)


def _read_growth(node: Node) -> Growth:
    """Read a word, or a curve: `{10: 20%, 20: 60%}`, where the last day of the period has all."""
    if not isinstance(node, MappingNode):
        return Growth(Pace(accept(read_choice(require_scalar(node), _GROWTH_WORDS))))
    points = []
    for day, share in some_entries(node).items():
        due = accept(read_quantity(require_scalar(share))).value
        if not day.isascii() or not day.isdecimal() or int(day) < 1 or not 0 <= due <= _WHOLE:
            raise Refused(error(Problem.PLAN_CURVE_UNFIT, day.span, day=str(day), share=due))
        points.append((int(day), due))
    for (before, less), (after, more) in pairwise(points):
        if after <= before or more < less:
            raise Refused(error(Problem.PLAN_CURVE_UNFIT, node.span, day=str(after), share=more))
    return Growth(Pace.CURVE, tuple(points))


_GROWTH_SHAPE = shapes.any_of({"enum": list(_GROWTH_WORDS)}, shapes.some_entries_of(shapes.QUANTITY))
GrowthField = Annotated[Growth, read_by(_read_growth, _GROWTH_SHAPE, _GROWTH_WORDS)]


class AfterPayout(StrEnum):
    """What becomes of a streak that was paid: it begins anew, or it goes on."""

    RESET = "reset"
    CONTINUE = "continue"


class HistorySpec(Spec):
    """What a value begins with where it has no past, where its past may stand, and what breaks a streak."""

    short_form = "first"

    first: FormulaField | None = None
    since: DayField | None = None
    type: Annotated[Kind, choice(Kind)] | None = None
    column: Headings = ()
    absent: Annotated[Absent, choice(Absent)] | None = None
    was: Headings = ()
    schemes: Headings = ()
    min: QuantityField | None = None
    max: QuantityField | None = None
    skip: FormulaField | None = None
    broken_by: FormulaField | None = None
    after_payout: Annotated[AfterPayout, choice(AfterPayout)] = AfterPayout.CONTINUE
    payout: FormulaField | None = None

    between_keys = key_rules(
        needs("after_payout: reset", "payout"),
        only_with("payout", "after_payout: reset"),
    )

    @property
    def of_streak(self) -> tuple[str, ...]:
        """The keys that are written and speak of streaks only."""
        return tuple(each for each in ("skip", "broken_by", "after_payout") if each in self.key_spans)
