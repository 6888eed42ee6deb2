"""Stretches of an axis and bands as written: bounds and values are numbers, or formulas over parameters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from kpicalc.formula.kinds import kind_of_comparison
from kpicalc.formula.numerals import is_amount
from kpicalc.formula.tokens import LETTERS
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.kind import NUMERIC, Kind
from kpicalc.model.problem import Problem
from kpicalc.scheme import shapes
from kpicalc.scheme.key_rules import AboveZero, apart, key_rules, only_with
from kpicalc.scheme.readers import scalar
from kpicalc.scheme.scalars import percent_problem, read_amount, read_day, read_formula, read_quantity
from kpicalc.scheme.spec import Spec
from kpicalc.scheme.tree import ScalarNode
from kpicalc.scheme.words import Formula, Quantity, mend_number

# The kinds of value that may pick a band, and those that a band may give.
AXIS_KINDS = (*sorted(NUMERIC), Kind.DATE)
VALUE_KINDS = tuple(sorted(NUMERIC))

# A number of a table: written out, or a formula over parameters that the compiler computes.
TableNumber = Quantity | Formula

_LIKE_A_DATE = re.compile(r"[0-9]{4}-[0-9]{2}[^\s*/+()]*")
_NAME = re.compile(rf"[{LETTERS}][{LETTERS}0-9]*")
# What no number has, however it is written.
_OF_FORMULAS = re.compile(rf"[{LETTERS}*/()]|\S\s*[-+]")


def read_table_number(node: ScalarNode) -> TableNumber | Diagnostic:
    """Read a number or a percent; what can only be meant as a formula is one."""
    plain = not _OF_FORMULAS.search(node.text) or mend_number(node.text) is not None
    is_formula = _NAME.fullmatch(node.text) or is_amount(node.text) or not plain
    return read_formula(node) if is_formula else read_quantity(node)


def read_bound(node: ScalarNode) -> TableNumber | Diagnostic:
    """Read a number, a percent, a date or a formula; the first day of a month may be written `2026-03`."""
    if not _LIKE_A_DATE.fullmatch(node.text):
        return read_table_number(node)
    day = read_day(node)
    if isinstance(day, Diagnostic):
        return day
    return Quantity(Decimal(day.toordinal()), percent=False, span=node.span, dated=True)


BoundField = Annotated[TableNumber, scalar(read_bound, shapes.TEXT, formula=True)]
NumberField = Annotated[TableNumber, scalar(read_table_number, shapes.TEXT, formula=True)]


class BoundsSpec(Spec):
    """A stretch of an axis; `from` and `to` include the bound, `above` and `below` do not."""

    short_form = "from"

    from_: BoundField | None = Field(default=None, alias="from")
    above: BoundField | None = None
    to: BoundField | None = None
    below: BoundField | None = None

    between_keys = key_rules(
        apart("from", "above"),
        apart("to", "below"),
    )

    def bounds(self) -> tuple[TableNumber, ...]:
        """Return the bounds that are written."""
        written = (self.from_, self.above, self.to, self.below)
        return tuple(bound for bound in written if bound is not None)


def quantities(numbers: Iterable[TableNumber | None]) -> Iterator[Quantity]:
    """Yield the numbers that are known; formulas are, once they are computed."""
    return (each for each in numbers if isinstance(each, Quantity))


def kind_of_axis(written: Kind | None, bounds: Iterable[TableNumber]) -> Kind:
    """Return the kind of an axis as the table says it, else as its bounds show it."""
    if written is not None:
        return written
    listed = tuple(quantities(bounds))
    return Kind.DATE if any(bound.dated for bound in listed) else kind_of_values(None, listed)


def kind_of_values(written: Kind | None, values: Iterable[TableNumber]) -> Kind:
    """Return the kind of what a table gives as it says it, else as the values show it."""
    if written is not None:
        return written
    listed = tuple(quantities(values))
    if any(value.percent for value in listed):
        return Kind.RATIO
    measured = (value.kind for value in listed if value.kind in NUMERIC - {Kind.NUMBER})
    return next(measured, None) or Kind.NUMBER


def find_foreign_bounds(kind: Kind, bounds: Iterable[TableNumber]) -> Iterator[Diagnostic]:
    """Refuse numbers on an axis of dates, dates on one of numbers, percents where no share is measured."""
    for bound in quantities(bounds):
        if bound.dated != (kind is Kind.DATE):
            found = Kind.DATE if bound.dated else Kind.NUMBER
            yield error(Problem.BOUND_KINDS, bound.span, found=found, wanted=kind)
        else:
            yield from _foreign(kind, bound, Problem.BOUND_KINDS)


def find_foreign_values(kind: Kind, values: Iterable[TableNumber]) -> Iterator[Diagnostic]:
    """Refuse percents in a table that gives something else than shares, and what is measured otherwise."""
    for value in quantities(values):
        yield from _foreign(kind, value, Problem.TABLE_VALUE_KINDS)


def _foreign(kind: Kind, number: Quantity, code: str) -> Iterator[Diagnostic]:
    if problem := percent_problem(number, kind):
        yield problem
    elif number.kind is not None and not kind_of_comparison("=", number.kind, kind):
        yield error(code, number.span, found=number.kind, wanted=kind)


class BandSpec(BoundsSpec):
    """One row of a table: its bounds, and what is given between them.

    `adds` is told in place of the value or rate: so much more than the band before, and again `every` so much
    of the axis. `slope` is what a point of a line adds for each unit of the axis, up to the next point.
    """

    short_form = ""

    value: NumberField | None = None
    rate: NumberField | None = None
    adds: NumberField | None = None
    every: NumberField | None = None
    slope: NumberField | None = None

    between_keys = key_rules(
        *BoundsSpec.between_keys,
        apart("value", "rate"),
        apart("value", "adds"),
        apart("rate", "adds"),
        apart("adds", "slope"),
        only_with("every", "adds"),
        AboveZero("every"),
    )

    @property
    def given(self) -> TableNumber | None:
        """The value or the rate."""
        return self.rate if self.value is None else self.value


BOUNDS = ("min", "max", "above", "below")


def read_column_bound(node: ScalarNode) -> TableNumber | Diagnostic:
    """Read a number, a percent or an amount of money; what can only be meant as a formula is one."""
    size = node.text.removeprefix("-")
    return read_amount(node) if is_amount(size) else read_table_number(node)


ColumnBoundField = Annotated[TableNumber, scalar(read_column_bound, shapes.TEXT, formula=True)]


def find_unfit_bounds(kind: Kind, bounds: Mapping[str, TableNumber], *, run: bool) -> Iterator[Diagnostic]:
    """Percents go with shares, currencies with money; cells of a run have one bound for all."""
    for key, bound in bounds.items():
        if isinstance(bound, Formula):
            if run:
                yield error(Problem.BOUND_BY_ROW_UNFIT, bound.span, key=key)
        elif problem := percent_problem(bound, kind):
            yield problem
        elif bound.unit and kind is not Kind.MONEY:
            text = f"{bound.value} {bound.unit}"
            yield error(Problem.NUMBER_EXPECTED, bound.span, text=text, hint="currency")
