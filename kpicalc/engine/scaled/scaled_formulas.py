"""A formula computed for all rows of a block in whole numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from typing import Protocol, cast

from kpicalc.engine.block import Block
from kpicalc.engine.column import Column, counting_digits
from kpicalc.engine.formulas import column_of, constant_rounding, is_simple
from kpicalc.engine.scaled.scaled_column import DoesNotFitError, ScaledColumn, multiply
from kpicalc.engine.scaled.scaled_rounding import ScaledBands, round_numbers
from kpicalc.engine.scaled.scaled_signs import (
    CALCULATIONS,
    add_up,
    clamp,
    compare_scaled,
    drop_scaled_signs,
    join_by_flags,
    negate_scaled,
    pick_by_flags,
    take_greatest_scaled,
    take_least_scaled,
)
from kpicalc.formula.functions.choosing import ABS, CLAMP, MAX, MIN
from kpicalc.formula.rewrite import NO_ANSWER
from kpicalc.model.expr import (
    Binary,
    Call,
    Compare,
    Expr,
    If,
    Logic,
    Lookup,
    Number,
    Reference,
    Unary,
)
from kpicalc.model.facts import WholeNumbers
from kpicalc.model.program import COMPANY, Key, Program, TableMode

FUNCTIONS_OF_NUMBERS: Mapping[str, Callable[..., ScaledColumn]] = {
    MIN.name: lambda *columns: reduce(take_least_scaled, columns),
    MAX.name: lambda *columns: reduce(take_greatest_scaled, columns),
    CLAMP.name: clamp,
    ABS.name: drop_scaled_signs,
}


class Within(Protocol):
    """What is within reach of whole numbers."""

    @property
    def bands(self) -> Mapping[str, ScaledBands]:
        """The tables that can be asked, by name."""

    @property
    def shared(self) -> Mapping[Key | int, ScaledColumn]:
        """What all rows have in common: values of the company by name, numbers by their place in memory."""

    def gives(self, expr: Expr) -> bool:
        """Say whether a formula can be computed in whole numbers."""


class ScaledBlock:
    """The columns of a block as whole numbers; those of flags are the block's own."""

    def __init__(self, block: Block, within: Within) -> None:
        self.block = block
        self.within = within
        self._columns: dict[Key, ScaledColumn] = {}

    def column(self, reference: Reference) -> ScaledColumn:
        """Return the values that a name has for each row."""
        key = reference.key
        if key not in self._columns:
            self._columns[key] = self._fetch(reference)
        return self._columns[key]

    def keep(self, key: Key, column: ScaledColumn) -> None:
        """Remember a computed column of this block."""
        self._columns[key] = column

    def kept(self, key: Key) -> ScaledColumn:
        """Return a column that was computed."""
        return self._columns[key]

    def select(self, picked: Sequence[int]) -> ScaledBlock:
        """Return the block of some of the rows, by their positions in this block."""
        return _Selection(self, picked)

    def _fetch(self, reference: Reference) -> ScaledColumn:
        if reference.grain == COMPANY:
            return self.within.shared[reference.key]
        column = self.block.world.packed_column(reference.key)
        # Nothing else is within reach, and of a whole block.
        return scale_facts(cast("WholeNumbers", column), cast("range", self.block.rows))

    def decide(self, left: Expr, right: Expr, *, settled: bool) -> Column:
        """Look at the right side only where the left one does not settle it."""
        asked = flags_of(left, self)
        unsettled = [row for row, flag in enumerate(asked.values) if flag is not settled]
        if not unsettled:
            return asked
        if len(unsettled) == len(asked.values):
            return flags_of(right, self)
        found = iter(flags_of(right, self.select(unsettled)).spread())
        return Column([flag if flag is settled else next(found) for flag in asked.values])

    def choose(self, condition: Expr, branches: tuple[Expr, Expr]) -> ScaledColumn:
        """Compute each branch only for the rows that take it."""
        asked = flags_of(condition, self)
        then, otherwise = branches
        if all(asked.values):
            return scaled_of(then, self)
        if not any(asked.values):
            return scaled_of(otherwise, self)
        if is_simple(then) and is_simple(otherwise):
            return pick_by_flags(asked.values, scaled_of(then, self), scaled_of(otherwise, self))
        yes = self.select([row for row, flag in enumerate(asked.values) if flag])
        no = self.select([row for row, flag in enumerate(asked.values) if not flag])
        return join_by_flags(asked.values, scaled_of(then, yes), scaled_of(otherwise, no))


class _Selection(ScaledBlock):
    """Some rows of another block, which lends its columns."""

    def __init__(self, whole: ScaledBlock, picked: Sequence[int]) -> None:
        super().__init__(whole.block.select(picked), whole.within)
        self._whole = whole
        self._picked = picked

    def _fetch(self, reference: Reference) -> ScaledColumn:
        return self._whole.column(reference).take(self._picked)


def is_no_answer(expr: Expr) -> bool:
    """Say whether a formula has no answer wherever it is asked."""
    return isinstance(expr, Call) and expr.function == NO_ANSWER


def scaled_of(expr: Expr, block: ScaledBlock) -> ScaledColumn:
    """Return the numbers of a formula within reach for each row; DoesNotFitError where they are none."""
    match expr:
        case Number():
            return block.within.shared[id(expr)]
        case Reference():
            return block.column(expr)
        case Binary(sign="+"):
            return add_up(*(scaled_of(each, block) for each in _summands(expr)))
        case Binary(sign=sign, left=left, right=right):
            return CALCULATIONS[sign](scaled_of(left, block), scaled_of(right, block))
        case Unary(operand=operand):
            return negate_scaled(scaled_of(operand, block))
        case If(condition=condition, then=then, otherwise=otherwise):
            return block.choose(condition, (then, otherwise))
        case Lookup():
            return _look_up(expr, block)
        case Call(function=function, arguments=arguments) if not is_no_answer(expr):
            rounding = constant_rounding(expr)
            if rounding is not None:
                return round_numbers(scaled_of(arguments[0], block), rounding)
            return FUNCTIONS_OF_NUMBERS[function](*(scaled_of(each, block) for each in arguments))
    raise DoesNotFitError


def _summands(expr: Expr) -> Iterator[Expr]:
    """Yield what is added up, however many there are: together they need one scale."""
    if isinstance(expr, Binary) and expr.sign == "+":
        yield from _summands(expr.left)
        yield from _summands(expr.right)
    else:
        yield expr


def _look_up(expr: Lookup, block: ScaledBlock) -> ScaledColumn:
    bands = block.within.bands[expr.table]
    if block.within.gives(expr.axis):
        found = bands.look_up(scaled_of(expr.axis, block))
    else:
        found = bands.look_up_decimals(counting_digits(column_of(expr.axis, block.block)))
    factor = factor_of(expr, block.block.world.program)
    return found if factor is None else multiply(found, scaled_of(factor, block))


def factor_of(expr: Lookup, program: Program) -> Expr | None:
    """Return what a table multiplies with the rate that it finds, None where it gives that itself."""
    return expr.base or expr.axis if program.tables[expr.table].mode is TableMode.SLAB else None


def flags_of(expr: Expr, block: ScaledBlock) -> Column:
    """Return a condition for each row; DoesNotFitError where it is a fault in some row."""
    match expr:
        case Compare(sign=sign, left=left, right=right) if all(map(block.within.gives, (left, right))):
            return compare_scaled(sign, scaled_of(left, block), scaled_of(right, block))
        case Logic(sign=sign, left=left, right=right):
            return block.decide(left, right, settled=sign == "or")
        case Unary(operand=operand):
            asked = flags_of(operand, block)
            return Column([not each for each in asked.values], asked.constant)
    found = column_of(expr, block.block)
    if found.faulty:
        raise DoesNotFitError
    return found


def scale_facts(column: WholeNumbers, rows: range) -> ScaledColumn:
    """Return a stretch of a column of facts as whole numbers."""
    whole = column.whole_numbers(rows)
    if whole is None:
        raise DoesNotFitError
    ints, places, most = whole
    return ScaledColumn(ints, Fraction(1, 10**places), most)
