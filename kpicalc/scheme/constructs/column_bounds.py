"""Bounds of a column: numbers that hold for every row, or formulas that each row has values for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

from kpicalc.formula.numerals import is_amount
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.kind import Kind
from kpicalc.model.problem import Problem
from kpicalc.scheme import shapes
from kpicalc.scheme.constructs.bands import TableNumber, read_table_number
from kpicalc.scheme.readers import scalar
from kpicalc.scheme.scalars import percent_problem, read_amount
from kpicalc.scheme.tree import ScalarNode
from kpicalc.scheme.words import Formula

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
