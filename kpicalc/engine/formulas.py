"""A formula computed for all rows of a block at once, column by column.

Each operation runs over whole columns of exact decimals; only the rows of a branch that is taken are
computed, so a fault in the other branch touches nobody.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence

from kpicalc.engine.block import Block
from kpicalc.engine.column import (
    Column,
    MakeFault,
    apply_to_rows,
    constant,
    counting_digits,
    holds_dates,
    make_column,
)
from kpicalc.engine.faults import describe_failure, refuse_rows
from kpicalc.formula.functions import FUNCTIONS, stepping_of
from kpicalc.formula.kinds import DATE_SIGNS
from kpicalc.formula.rewrite import NO_ANSWER
from kpicalc.model.expr import (
    Aggregate,
    Binary,
    Call,
    Compare,
    Day,
    Expr,
    Flag,
    If,
    Logic,
    Lookup,
    Number,
    Reference,
    Text,
    Unary,
    Window,
)
from kpicalc.model.fault import Fault, Value
from kpicalc.model.money import Rounding, rounding_moves
from kpicalc.model.program import TableMode

COMPARISONS: Mapping[str, Callable[..., bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}

_SIGNS: dict[str, Callable[..., Value]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    **COMPARISONS,
}


class UnresolvedNameError(LookupError):
    """A program that the compiler did not finish: a formula still has a name as it was written."""


def column_of(expr: Expr, block: Block) -> Column:
    """Return the value of a resolved formula for each row of the block."""
    match expr:
        case Number(value=value) | Text(value=value) | Flag(value=value) | Day(value=value):
            return constant(value)
        case Reference():
            return block.column(expr)
        case Binary():
            return _calculate_binary(expr, block)
        case Compare():
            sides = [counting_digits(column_of(side, block)) for side in (expr.left, expr.right)]
            return apply_to_rows(_SIGNS[expr.sign], sides, block.size, _fault_maker(expr, block))
        case Unary(sign=sign, operand=operand):
            return _apply_function(expr, operator.neg if sign == "-" else operator.not_, (operand,), block)
        case If():
            return _choose_branch(expr.condition, expr.then, expr.otherwise, block)
        case Logic(sign="and", left=left, right=right, span=span):
            return _choose_branch(left, right, Flag(value=False, span=span), block)
        case Logic(left=left, right=right, span=span):
            return _choose_branch(left, Flag(value=True, span=span), right, block)
        case Call():
            return _call_function(expr, block)
        case Lookup():
            return _look_up(expr, block)
        case Aggregate() | Window():
            return block.over_rows(expr)
    raise UnresolvedNameError(expr.path)


def _apply_function(
    expr: Expr, function: Callable[..., Value], operands: Sequence[Expr], block: Block
) -> Column:
    columns = [column_of(operand, block) for operand in operands]
    return apply_to_rows(function, columns, block.size, _fault_maker(expr, block))


def _calculate_binary(expr: Binary, block: Block) -> Column:
    sides = [column_of(side, block) for side in (expr.left, expr.right)]
    if expr.sign == "/":
        sides[1] = _with_true_zeros(sides[1])
    signs = DATE_SIGNS if any(map(holds_dates, sides)) else _SIGNS
    return apply_to_rows(signs[expr.sign], sides, block.size, _fault_maker(expr, block))


def _with_true_zeros(divisor: Column) -> Column:
    """Return a divisor in which what counts as zero is zero, so that nothing is divided by a last digit."""
    counting = counting_digits(divisor)
    if all(counting.values):
        return divisor
    values = [
        value if counted else counted for value, counted in zip(divisor.values, counting.values, strict=True)
    ]
    return Column(values, divisor.constant, divisor.faulty, divisor.cut)


def _fault_maker(expr: Expr, block: Block) -> MakeFault:
    def make_fault(row: int, failure: ArithmeticError | ValueError) -> Fault:
        return Fault((describe_failure(expr, block, row, failure),))

    return make_fault


def _call_function(expr: Call, block: Block) -> Column:
    if expr.function == NO_ANSWER:
        shown = [column_of(each, block).listed(block.size) for each in expr.arguments[2:]]
        return refuse_rows(expr, block, shown)
    function = FUNCTIONS[expr.function]
    if function.if_missing is not None:
        return _catch_missing(expr, function.meaning, function.if_missing(expr), block)
    rounding = constant_rounding(expr)
    if rounding is not None:
        first, second = rounding_moves(rounding)
        amounts, make_fault = column_of(expr.arguments[0], block), _fault_maker(expr, block)
        if rounding.by_digits:
            amounts = counting_digits(amounts)
        near = apply_to_rows(first, [amounts, constant(rounding.step)], block.size, make_fault)
        return apply_to_rows(second, [near], block.size, make_fault)
    return _apply_function(expr, function.meaning, expr.arguments, block)


def constant_rounding(expr: Call) -> Rounding | None:
    """Return the rule of a written rounding, so that it is read once and not for each row."""
    match expr.arguments:
        case (_, Number(value=step), Text(value=mode)):
            stepping = stepping_of(expr)
            assert stepping is not None  # noqa: S101 - nothing else takes a number and a word behind it
            return stepping.rule(step, mode)
        case _:
            return None


def _catch_missing(expr: Call, meaning: Callable[..., Value], instead: Expr, block: Block) -> Column:
    """Put something else where the first argument is missing; no other function sees a missing value."""
    first = column_of(expr.arguments[0], block)
    values = first.listed(block.size)
    missing = [row for row, value in enumerate(values) if isinstance(value, Fault) and value.missing]
    there = apply_to_rows(meaning, [first], block.size, _fault_maker(expr, block))
    if not missing:
        return there
    listed = Column(there.listed(block.size), faulty=there.faulty, cut=there.cut)
    return _put_rows(listed, missing, column_of(instead, block.select(missing)))


def _put_rows(column: Column, rows: Sequence[int], replacement: Column) -> Column:
    """Return the column with the values of some rows replaced."""
    values = list(column.values)
    for row, value in zip(rows, replacement.spread(), strict=False):
        values[row] = value
    faulty = column.faulty or replacement.faulty
    return make_column(values, faulty=faulty, cut=column.cut or replacement.cut)


def _look_up(expr: Lookup, block: Block) -> Column:
    table = block.world.program.tables[expr.table]
    axis = column_of(expr.axis, block)
    operands = [counting_digits(axis)]
    if expr.base is not None:
        base = column_of(expr.base, block)
        operands.append(counting_digits(base) if table.mode is TableMode.MATRIX else base)
    elif table.mode is not TableMode.LOOKUP:
        # The band is picked by the digits that count; what is paid in it is computed with all of them.
        operands.append(axis)
    return apply_to_rows(block.world.tables[expr.table], operands, block.size, _fault_maker(expr, block))


def _choose_branch(condition: Expr, then: Expr, otherwise: Expr, block: Block) -> Column:
    """Compute each branch only for the rows that take it."""
    asked = column_of(condition, block)
    if asked.constant:
        if isinstance(asked.values[0], Fault):
            return constant(asked.values[0])
        return column_of(then if asked.values[0] else otherwise, block)
    if not asked.faulty:
        if all(asked.values):
            return column_of(then, block)
        if not any(asked.values):
            return column_of(otherwise, block)
        if is_simple(then) and is_simple(otherwise):
            return _pick_by_flags(asked, column_of(then, block), column_of(otherwise, block))
    yes = [row for row, value in enumerate(asked.values) if value is True]
    no = [row for row, value in enumerate(asked.values) if value is False]
    chosen = asked
    for rows, branch in ((yes, then), (no, otherwise)):
        if rows:
            chosen = _put_rows(chosen, rows, column_of(branch, block.select(rows)))
    return chosen


def is_simple(expr: Expr) -> bool:
    """Say whether a branch is a mere value, or one by a flag, which all rows can have without a new fault."""
    if isinstance(expr, If):
        return all(map(is_simple, (expr.condition, expr.then, expr.otherwise)))
    return isinstance(expr, Number | Text | Flag | Day | Reference)


def _pick_by_flags(asked: Column, then: Column, otherwise: Column) -> Column:
    triples = zip(asked.values, then.spread(), otherwise.spread(), strict=False)
    values = [a if chosen else b for chosen, a, b in triples]
    return Column(values, faulty=then.faulty or otherwise.faulty, cut=then.cut or otherwise.cut)
