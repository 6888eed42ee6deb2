"""Coefficient tables as written: bands, what lies outside them, and how the axis is rounded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, cast

from pydantic import Field

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.kind import Kind
from kpicalc.model.program import Outside, TableMode
from kpicalc.scheme.bounds import (
    AXIS_KINDS,
    VALUE_KINDS,
    BoundsSpec,
    find_foreign_bounds,
    find_foreign_values,
    kind_of_axis,
    kind_of_values,
)
from kpicalc.scheme.fields import QuantityField, RoundingField, TextField, choice
from kpicalc.scheme.spec import Items, Spec
from kpicalc.scheme.words import Quantity

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

    @property
    def value(self) -> Quantity:
        """The value or the rate; the table has checked that there is one."""
        return cast("Quantity", self.given_value or self.rate)

    def find_problems(self) -> Iterator[Diagnostic]:
        """Each end has one bound, and the band one value."""
        yield from super().find_problems()
        if "value" in self.key_spans and "rate" in self.key_spans:
            yield error("KPI150", self.place("rate"), first="value", second="rate")


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
        if self.beyond is Outside.EXTEND and self.mode is not TableMode.INTERPOLATE:
            yield error("KPI158", self.place("beyond"), key="beyond: extend", setting="mode: interpolate")
        yield from self._dates()

    def _dates(self) -> Iterator[Diagnostic]:
        """A date picks a band: there is nothing to multiply by a date, and nothing to round."""
        if self.axis_kind is not Kind.DATE:
            return
        if self.mode not in _PICKS_A_BAND:
            yield error("KPI261", self.place("mode"), mode=self.mode)
        if self.snap is not None:
            yield error("KPI262", self.place("snap"))


def _wrong_value(band: BandSpec, mode: TableMode) -> Iterator[Diagnostic]:
    expected, other = ("rate", "value") if mode in _PAYS_RATE else ("value", "rate")
    if other in band.key_spans:
        yield error("KPI153", band.place(other), mode=mode, expected=expected, found=other)
    elif expected not in band.key_spans:
        yield error("KPI133", band.span, key=expected)


def _no_point(band: BandSpec) -> Iterator[Diagnostic]:
    for key in ("above", "to", "below"):
        if key in band.key_spans:
            yield error("KPI154", band.place(key), key=key)
    if not {"from", "above"} & set(band.key_spans):
        yield error("KPI133", band.span, key="from")
