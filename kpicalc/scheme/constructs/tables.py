"""Coefficient tables as written: of one axis with bands, or of two with a value in each cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Annotated, cast

from pydantic import Field

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.kind import NUMERIC, Kind
from kpicalc.model.problem import Problem
from kpicalc.model.program import Outside, TableMode
from kpicalc.scheme import shapes
from kpicalc.scheme.fields import QuantityField, RoundingField, TextField, choice
from kpicalc.scheme.key_rules import apart, key_rules, one_of, only_with
from kpicalc.scheme.readers import Items, scalar
from kpicalc.scheme.scalars import percent_problem, read_day, read_quantity
from kpicalc.scheme.spec import Spec, choose_by
from kpicalc.scheme.tree import Node, ScalarNode, SequenceNode
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


BoundField = Annotated[Quantity, scalar(read_bound, shapes.BOUND)]


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
            yield error(Problem.BOUND_KINDS, bound.span, found=found, wanted=kind)
        elif problem := percent_problem(bound, kind):
            yield problem


def find_foreign_values(kind: Kind, values: Iterable[Quantity]) -> Iterator[Diagnostic]:
    """Refuse percents in a table that gives something else than shares."""
    for value in values:
        if problem := percent_problem(value, kind):
            yield problem


_PAYS_RATE = frozenset({TableMode.SLAB, TableMode.MARGINAL})
_PICKS_A_BAND = frozenset({TableMode.LOOKUP, TableMode.SLAB})

AxisKind = Annotated[Kind, choice(Kind, *AXIS_KINDS)]
ValueKind = Annotated[Kind, choice(Kind, *VALUE_KINDS)]
BelowField = Annotated[Outside, choice(Outside, Outside.ERROR, Outside.ZERO, Outside.FIRST)]


class BandSpec(BoundsSpec):
    """One row of a table: its bounds, and the value or the rate between them."""

    short_form = ""

    given_value: QuantityField | None = Field(default=None, alias="value")
    rate: QuantityField | None = None

    between_keys = key_rules(
        one_of("value", "rate", told=()),
        *BoundsSpec.between_keys,
        apart("value", "rate"),
    )

    @property
    def value(self) -> Quantity:
        """The value or the rate; the table has checked that there is one."""
        return cast("Quantity", self.given_value or self.rate)


class CoefficientTable(Spec):
    """A table that formulas ask like a function; `axis` and `gives` say kinds that literals do not tell."""

    title: TextField = ""
    mode: Annotated[TableMode, choice(TableMode)]
    bands: Items[BandSpec]
    below: BelowField = Outside.ERROR
    beyond: Annotated[Outside, choice(Outside, Outside.ERROR, Outside.LAST, Outside.EXTEND)] = Outside.ERROR
    snap: RoundingField | None = None
    axis: AxisKind | None = None
    gives: ValueKind | None = None

    between_keys = key_rules(only_with("beyond: extend", "mode: interpolate"))

    @property
    def axis_kind(self) -> Kind:
        """The kind of the value that picks a band."""
        return kind_of_axis(self.axis, (bound for band in self.bands for bound in band.bounds()))

    @property
    def value_kind(self) -> Kind:
        """The kind of the values or rates."""
        return kind_of_values(self.gives, (band.value for band in self.bands))

    def find_problems(self) -> Iterator[Diagnostic]:
        """Every band has what the mode needs."""
        kind = self.axis_kind
        for band in self.bands:
            yield from _wrong_value(band, self.mode)
            if self.mode is TableMode.INTERPOLATE:
                yield from _no_point(band)
            yield from find_foreign_bounds(kind, band.bounds())
        if self.gives is not None:
            values = (band.given_value or band.rate for band in self.bands)
            yield from find_foreign_values(self.gives, (value for value in values if value is not None))
        yield from self._dates()

    def _dates(self) -> Iterator[Diagnostic]:
        """A date picks a band: there is nothing to multiply by a date, and nothing to round."""
        if self.axis_kind is not Kind.DATE:
            return
        if self.mode not in _PICKS_A_BAND:
            yield error(Problem.DATE_TABLE_MODE, self.place("mode"), mode=self.mode)
        if self.snap is not None:
            yield error(Problem.DATE_TABLE_SNAP, self.place("snap"))


def _wrong_value(band: BandSpec, mode: TableMode) -> Iterator[Diagnostic]:
    expected, other = ("rate", "value") if mode in _PAYS_RATE else ("value", "rate")
    if other in band.key_spans:
        yield error(
            Problem.BAND_KEY_OF_OTHER_MODE, band.place(other), mode=mode, expected=expected, found=other
        )
    elif expected not in band.key_spans:
        yield error(Problem.KEY_MISSING, band.span, key=expected)


def _no_point(band: BandSpec) -> Iterator[Diagnostic]:
    for key in ("above", "to", "below"):
        if key in band.key_spans:
            yield error(Problem.POINT_WITH_END, band.place(key), key=key)
    if not {"from", "above"} & set(band.key_spans):
        yield error(Problem.KEY_MISSING, band.span, key="from")


_BeyondField = Annotated[Outside, choice(Outside, Outside.ERROR, Outside.LAST)]


class MatrixAxis(Spec):
    """One axis of a matrix; a list is the short form. Of values outside, the table has the second word."""

    whole_form = "bounds"

    bounds: Items[BoundsSpec]
    below: BelowField | None = None
    beyond: _BeyondField | None = None
    snap: RoundingField | None = None
    axis: AxisKind | None = None

    @classmethod
    def open_node(cls, node: Node) -> dict[str, object]:
        """A list gives the bounds."""
        if isinstance(node, SequenceNode):
            return cls.from_value(node, cls.whole_form)
        return super().open_node(node)

    @property
    def axis_kind(self) -> Kind:
        """The kind of the value that picks a row or column."""
        return kind_of_axis(self.axis, (bound for each in self.bounds for bound in each.bounds()))

    def find_problems(self) -> Iterator[Diagnostic]:
        """All bounds are of one kind, and dates are not rounded."""
        kind = self.axis_kind
        for each in self.bounds:
            yield from find_foreign_bounds(kind, each.bounds())
        if kind is Kind.DATE and self.snap is not None:
            yield error(Problem.DATE_TABLE_SNAP, self.place("snap"))


class MatrixTable(Spec):
    """A table asked with two values: the first picks the row, the second the column."""

    title: TextField = ""
    mode: Annotated[TableMode, choice(TableMode)]
    rows: MatrixAxis
    columns: MatrixAxis
    values: Items[Items[QuantityField]]
    below: BelowField = Outside.ERROR
    beyond: _BeyondField = Outside.ERROR
    gives: ValueKind | None = None

    @property
    def value_kind(self) -> Kind:
        """The kind of the values in the cells."""
        return kind_of_values(self.gives, (value for row in self.values for value in row))

    def find_problems(self) -> Iterator[Diagnostic]:
        """There is a row of values for each row, and a value in it for each column."""
        wanted, given = len(self.rows.bounds), len(self.values)
        if wanted != given:
            yield error(Problem.MATRIX_ROW_COUNT, self.place("values"), wanted=wanted, given=given)
        columns = len(self.columns.bounds)
        for number, row in enumerate(self.values, 1):
            if len(row) != columns:
                yield error(
                    Problem.MATRIX_COLUMN_COUNT, row[0].span, number=number, wanted=columns, given=len(row)
                )
        yield from find_foreign_values(self.value_kind, (value for row in self.values for value in row))


_OF_BANDS = tuple(mode.value for mode in TableMode if mode is not TableMode.MATRIX)

TableSpec = Annotated[
    CoefficientTable | MatrixTable,
    choose_by("mode", {CoefficientTable: _OF_BANDS, MatrixTable: (TableMode.MATRIX.value,)}),
]
