"""What went wrong where: the fault of one row in one formula, and warnings about what was computed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, DivisionByZero, Overflow
from typing import cast

from kpicalc.engine.block import Block
from kpicalc.engine.column import Column
from kpicalc.engine.tables import OutsideBandsError
from kpicalc.formula.function import Failure
from kpicalc.formula.functions import FUNCTIONS
from kpicalc.model.diagnostic import Diagnostic, KindedValue, Label, Listing, error, warning
from kpicalc.model.expr import Binary, Call, Expr, Lookup, Reference, Text
from kpicalc.model.facts import BLOCK_ROWS, Frame, WholeNumbers
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.outline import Caution
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Program
from kpicalc.model.result import Settlement
from kpicalc.model.source import CellRef


def describe_failure(
    expr: Expr, block: Block, position: int, failure: ArithmeticError | ValueError
) -> Diagnostic:
    """Name the failure of a formula at one row of a block, with the row's place in the facts."""
    frame = block.world.frame(block.grain)
    row = block.rows[position]
    who, others = name_of_row(frame, row), label_row(frame, row)
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
        params: dict[str, object] = {"who": name_of_row(frame, row), "name": name}
        if len(values) == 1:
            params["amount"] = values[0]
        elif values:
            rules = cast("Sequence[Reference]", expr.arguments[-len(values) :])
            holding = (rule.key for rule, holds in zip(rules, values, strict=True) if holds is True)
            params["rules"] = tuple(block.world.variables[each].label for each in holding)
        faults.append(Fault((error(code, expr.span, *label_row(frame, row), **params),)))
    return Column(faults, faulty=True)


def _tell_broken_bound(expr: Call, block: Block, row: int, values: Sequence[Value]) -> Diagnostic:
    """Name a value of a column, its place in the facts, and the bound that it has in this row."""
    (_, sign, column, _), frame = expr.arguments, block.world.frame(block.grain)
    key = cast("Reference", column).key
    given = next(each for each in block.world.program.inputs if each.key == key)
    found, bound = (KindedValue(cast("Scalar", each), given.kind) for each in values)
    cell = frame.cell(given.name, row)
    others = () if cell is None else (Label(cell, "of_this_row"),)
    params = {"who": name_of_row(frame, row), "what": given.label, "found": found}
    expected = Listing((cast("Text", sign).value, bound), " ")
    return error(Problem.COLUMN_BOUND_BROKEN, expr.span, *others, expected=expected, **params)


def name_of_row(frame: Frame, row: int) -> str:
    """Return how people call a row: its label or key, else its place, "" where it has none of them."""
    for names in (frame.labels, frame.keys):
        if names and names[row]:
            return names[row]
    return str(place_of_row(frame, row) or "")


def place_of_row(frame: Frame, row: int) -> CellRef | None:
    """Return the row's place in the facts, without a column."""
    return None if frame.origin is None else frame.origin.row(row)


def label_row(frame: Frame, row: int) -> tuple[Label, ...]:
    """Return what shows a row beside a problem; nothing where it was read from no sheet."""
    place = place_of_row(frame, row)
    return () if place is None else (Label(place, "of_this_row"),)


def find_warnings(settlement: Settlement) -> Iterator[Diagnostic]:
    """Yield all warnings about what was computed."""
    yield from find_cautions(settlement)
    yield from find_odd_actuals(settlement)


def find_cautions(settlement: Settlement) -> Iterator[Diagnostic]:
    """Yield the warnings of a settlement in the order of the scheme and the rows."""
    for caution in settlement.program.cautions:
        column = settlement.values.columns[EMPLOYEES, caution.variable]
        for row in _rows_told(column, settlement.rows):
            yield _warn_of_caution(settlement, caution, row)


def _rows_told(column: Sequence[Value], rows: Sequence[int]) -> Iterator[int]:
    """Yield the rows where a flag holds, or an amount is below 0: whole numbers say quickly that none is."""
    for start in range(0, len(rows), BLOCK_ROWS):
        block = rows[start : start + BLOCK_ROWS]
        whole = None
        if isinstance(column, WholeNumbers) and isinstance(block, range):
            whole = column.whole_numbers(block)
        if whole is None or min(whole[0]) < 0:
            yield from (row for row in block if _is_told(column[row]))


def _is_told(value: Value) -> bool:
    return value < 0 if isinstance(value, Decimal) else value is True


def _warn_of_caution(settlement: Settlement, caution: Caution, row: int) -> Diagnostic:
    frame = settlement.facts.frames[EMPLOYEES]
    who = name_of_row(frame, row)
    return warning(caution.code, caution.span, *label_row(frame, row), who=who, **dict(caution.params))


# An attainment is hardly above 200 %, a plan below a thousand may well be met by 1 or 2.
_ATTAINMENT, _PLAN = Decimal(2), Decimal(1000)
# Nobody sells a hundred times his plan; where one column is in thousands it is a thousand times, or a part.
_MANIFOLD = 100


def find_odd_actuals(settlement: Settlement) -> Iterator[Diagnostic]:
    """Yield a warning for each actual that is no amount like its plan, where both are columns of amounts."""
    program, frame = settlement.program, settlement.facts.frames[EMPLOYEES]
    for label, plan, actual, kind in dict.fromkeys(_pairs_of_columns(program)):
        for row, wanted, reached in _rows_mistyped(frame, plan, actual):
            if not isinstance(wanted, Decimal) or not isinstance(reached, Decimal):
                continue
            found = _find_slip(wanted, reached, kind)
            if found is not None:
                shown = {"actual": f"{reached:f}", "plan": f"{wanted:f}", **found}
                who = name_of_row(frame, row)
                yield warning(
                    Problem.ACTUAL_MAY_BE_ATTAINMENT, frame.cell(actual, row), who=who, kpi=label, **shown
                )


def _pairs_of_columns(program: Program) -> Iterator[tuple[str, str, str, Kind]]:
    """Yield label, columns and kind of the KPIs that compare two columns of money or of counts."""
    sources = {each.name: each.expr for each in program.variables() if each.grain == EMPLOYEES}
    kinds = {each.name: each.kind for each in program.inputs if each.grain == EMPLOYEES}
    for kpi in program.kpis:
        plan, actual = (sources.get(name) for name in (kpi.plan, kpi.actual))
        if isinstance(plan, Reference) and isinstance(actual, Reference):
            found = {kinds.get(each.name) for each in (plan, actual)}
            if found in ({Kind.MONEY}, {Kind.COUNT}):
                yield kpi.label, plan.name, actual.name, kinds[actual.name]


def _rows_mistyped(frame: Frame, plan: str, actual: str) -> Iterator[tuple[int, Value, Value]]:
    for start in range(0, frame.size, BLOCK_ROWS):
        block = slice(start, start + BLOCK_ROWS)
        pairs = zip(frame.columns[plan][block], frame.columns[actual][block], strict=True)
        for row, (wanted, reached) in enumerate(pairs, start):
            yield row, wanted, reached


def _find_slip(plan: Decimal, actual: Decimal, kind: Kind) -> dict[str, str] | None:
    """Say whether an actual looks like a share, or an amount in other units; of pieces 1 and 2 are usual."""
    if 0 < actual <= _ATTAINMENT and plan >= _PLAN:
        return {} if kind is Kind.MONEY or actual != actual.to_integral_value() else None
    less, more = sorted((plan, actual))
    apart = kind is Kind.MONEY and less > 0 and more >= less * _MANIFOLD and more >= _PLAN * _MANIFOLD
    return {"hint": "units"} if apart else None
