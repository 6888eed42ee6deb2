"""The periods that a scheme pays for, as written: a month, a month from the 26th on, fortnights, any days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, GetCoreSchemaHandler, GetPydanticSchema
from pydantic_core import CoreSchema, core_schema

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.pay_cycle import PayCycle
from kpicalc.model.period import PeriodLength
from kpicalc.scheme.fields import QuantityField, choice
from kpicalc.scheme.scalars import read_day
from kpicalc.scheme.spec import OneOrItems, Spec, scalar
from kpicalc.scheme.words import Quantity

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
