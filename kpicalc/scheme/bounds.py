"""The bounds of a band: a number, a percent or a date at either end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.kind import NUMERIC, Kind
from kpicalc.scheme.scalars import percent_problem, read_day, read_quantity
from kpicalc.scheme.spec import Spec, scalar
from kpicalc.scheme.tree import ScalarNode
from kpicalc.scheme.words import Quantity

# The kinds of value that may pick a band, and those that a band may give.
AXIS_KINDS = (*sorted(NUMERIC), Kind.DATE)
VALUE_KINDS = tuple(sorted(NUMERIC))

_LIKE_A_DATE = re.compile(r"[0-9]{4}-[0-9]{2}.*")


def read_bound(node: ScalarNode) -> Quantity | Diagnostic:
    """Read a number, a percent or a date; the first day of a month may be written `2026-03`."""
    if not _LIKE_A_DATE.fullmatch(node.text):
        return read_quantity(node)
    day = read_day(node)
    if isinstance(day, Diagnostic):
        return day
    return Quantity(Decimal(day.toordinal()), percent=False, span=node.span, dated=True)


BoundField = Annotated[Quantity, scalar(read_bound)]


class BoundsSpec(Spec):
    """A stretch of an axis; `from` and `to` include the bound, `above` and `below` do not."""

    short_form = "from"

    from_: BoundField | None = Field(default=None, alias="from")
    above: BoundField | None = None
    to: BoundField | None = None
    below: BoundField | None = None

    def find_problems(self) -> Iterator[Diagnostic]:
        """Each end has one bound."""
        for first, second in (("from", "above"), ("to", "below")):
            if first in self.key_spans and second in self.key_spans:
                yield error("KPI150", self.place(second), first=first, second=second)

    def bounds(self) -> tuple[Quantity, ...]:
        """Return the bounds that are written."""
        written = (self.from_, self.above, self.to, self.below)
        return tuple(bound for bound in written if bound is not None)


def kind_of_axis(written: Kind | None, bounds: Iterable[Quantity]) -> Kind:
    """Return the kind of an axis as the table says it, else as its bounds show it."""
    if written is not None:
        return written
    listed = tuple(bounds)
    return Kind.DATE if any(bound.dated for bound in listed) else kind_of_values(None, listed)


def kind_of_values(written: Kind | None, values: Iterable[Quantity]) -> Kind:
    """Return the kind of what a table gives as it says it, else as the values show it."""
    return written or (Kind.RATIO if any(value.percent for value in values) else Kind.NUMBER)


def find_foreign_bounds(kind: Kind, bounds: Iterable[Quantity]) -> Iterator[Diagnostic]:
    """Refuse numbers on an axis of dates, dates on one of numbers, percents where no share is measured."""
    for bound in bounds:
        if bound.dated != (kind is Kind.DATE):
            found = Kind.DATE if bound.dated else Kind.NUMBER
            yield error("KPI260", bound.span, found=found, wanted=kind)
        elif problem := percent_problem(bound, kind):
            yield problem


def find_foreign_values(kind: Kind, values: Iterable[Quantity]) -> Iterator[Diagnostic]:
    """Refuse percents in a table that gives something else than shares."""
    for value in values:
        if problem := percent_problem(value, kind):
            yield problem
