"""Tables of two axes as written: bounds of rows and columns, and a value in each cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.kind import Kind
from kpicalc.model.program import Outside, TableMode
from kpicalc.scheme.bounds import (
    BoundsSpec,
    find_foreign_bounds,
    find_foreign_values,
    kind_of_axis,
    kind_of_values,
)
from kpicalc.scheme.fields import QuantityField, RoundingField, TextField, choice
from kpicalc.scheme.spec import Items, Spec
from kpicalc.scheme.table_section import AxisKind, BelowField, ValueKind
from kpicalc.scheme.tree import Node, SequenceNode

_BeyondField = Annotated[Outside, choice(Outside, Outside.ERROR, Outside.LAST)]


class MatrixAxis(Spec):
    """One axis of a matrix; a list is the short form. Of values outside, the table has the second word."""

    bounds: Items[BoundsSpec]
    below: BelowField | None = None
    beyond: _BeyondField | None = None
    snap: RoundingField | None = None
    axis: AxisKind | None = None

    @classmethod
    def open_node(cls, node: Node) -> dict[str, object]:
        """A list gives the bounds."""
        return cls.from_value(node, "bounds") if isinstance(node, SequenceNode) else super().open_node(node)

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
            yield error("KPI262", self.place("snap"))


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
            yield error("KPI263", self.place("values"), wanted=wanted, given=given)
        columns = len(self.columns.bounds)
        for number, row in enumerate(self.values, 1):
            if len(row) != columns:
                yield error("KPI264", row[0].span, number=number, wanted=columns, given=len(row))
        yield from find_foreign_values(self.value_kind, (value for row in self.values for value in row))
