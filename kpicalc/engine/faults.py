"""What went wrong where: the fault of one row in one formula."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import DivisionByZero, Overflow
from typing import cast

from kpicalc.engine.block import Block
from kpicalc.engine.column import Column
from kpicalc.engine.tables import OutsideBandsError
from kpicalc.formula.function import Failure
from kpicalc.formula.functions import FUNCTIONS
from kpicalc.model.diagnostic import Diagnostic, KindedValue, Label, Listing, error
from kpicalc.model.expr import Binary, Call, Expr, Lookup, Reference, Text
from kpicalc.model.facts import Frame
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Scalar
from kpicalc.model.problem import Problem
from kpicalc.model.source import CellRef


def describe_failure(
    expr: Expr, block: Block, position: int, failure: ArithmeticError | ValueError
) -> Diagnostic:
    """Name the failure of a formula at one row of a block, with the row's place in the facts."""
    frame = block.world.frame(block.grain)
    row = block.rows[position]
    who = name_of_row(frame, row)
    place = place_of_row(frame, row)
    others = () if place is None else (Label(place, "of_this_row"),)
    match failure:
        case OutsideBandsError(asked=asked) if isinstance(expr, Lookup):
            return error(
                Problem.NO_BAND_FOR_VALUE, expr.span, *others, table=expr.table, asked=asked, who=who
            )
        case Overflow():
            return error(Problem.RESULT_TOO_LARGE, expr.span, *others, who=who)
        case DivisionByZero():
            return error(Problem.DIVISION_BY_ZERO, expr.span, *others, who=who)
        case _:
            told = _failure_of(expr)
            return error(told.code, expr.span, *others, who=who, **told.params)


def _failure_of(expr: Expr) -> Failure:
    match expr:
        case Binary(sign="/"):
            return Failure(Problem.DIVISION_BY_ZERO)
        case Call(function=function):
            return FUNCTIONS[function].failure
        case _:
            return Failure()


def refuse_rows(expr: Call, block: Block, shown: Sequence[Sequence[Value]]) -> Column:
    """Return the column of a formula without an answer: for every row a fault with the code it names.

    `shown` has what has no place in pay: nothing, the value at each row, or several flags; of these those
    that hold are told. A value of a column is told with its bound.
    """
    code, name = (each.value for each in expr.arguments if isinstance(each, Text))
    frame = block.world.frame(block.grain)
    faults: list[Value] = []
    for at, row in enumerate(block.rows):
        values = [each[at] for each in shown]
        if code == Problem.COLUMN_BOUND_BROKEN:
            faults.append(Fault((_tell_broken_bound(expr, block, row, values),)))
            continue
        place = place_of_row(frame, row)
        others = () if place is None else (Label(place, "of_this_row"),)
        params: dict[str, object] = {"who": name_of_row(frame, row), "name": name}
        if len(values) == 1:
            params["amount"] = values[0]
        elif values:
            flags = zip(expr.arguments[-len(values) :], values, strict=True)
            params["rules"] = tuple(_label_of(each, block) for each, flag in flags if flag is True)
        faults.append(Fault((error(code, expr.span, *others, **params),)))
    return Column(faults, faulty=True)


def _tell_broken_bound(expr: Call, block: Block, row: int, values: Sequence[Value]) -> Diagnostic:
    """Name a value of a column, its place in the facts, and the bound that it has in this row."""
    (_, sign, column, _), frame = expr.arguments, block.world.frame(block.grain)
    given = next(
        each
        for each in block.world.program.inputs
        if isinstance(column, Reference) and each.key == column.key
    )
    found, bound = (KindedValue(cast("Scalar", each), given.kind) for each in values)
    cell = frame.cell(given.name, row)
    others = () if cell is None else (Label(cell, "of_this_row"),)
    params = {"who": name_of_row(frame, row), "what": given.label, "found": found}
    expected = Listing((cast("Text", sign).value, bound), " ")
    return error(Problem.COLUMN_BOUND_BROKEN, expr.span, *others, expected=expected, **params)


def _label_of(expr: Expr, block: Block) -> str:
    return block.world.variables[expr.key].label if isinstance(expr, Reference) else ""


def name_of_row(frame: Frame, row: int) -> str:
    """Return how people call a row: its label or key, else its place, "" where it has none of them."""
    for names in (frame.labels, frame.keys):
        if names and names[row]:
            return names[row]
    return str(place_of_row(frame, row) or "")


def place_of_row(frame: Frame, row: int) -> CellRef | None:
    """Return the row's place in the facts, without a column."""
    return None if frame.origin is None else frame.origin.row(row)
