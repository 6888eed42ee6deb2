"""A column of values: one for each row of a block, or one that all rows share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal, Inexact, getcontext
from itertools import repeat

from kpicalc.model.dataclass import dataclass
from kpicalc.model.fault import Fault, Value, merge_faults
from kpicalc.model.money import COUNTING

# What a row's fault is made from when an operation fails: the row's position in the block and its operands.
MakeFault = Callable[[int, ArithmeticError | ValueError], Fault]


@dataclass(slots=True)
class Column:
    """The values of a block of rows; `constant` columns hold one value for all rows.

    `faulty` says that some value may be a Fault: without it the quick path needs no look at each value.
    `cut` says that some value may not be exact: what is decided by it is decided by the digits that count.
    """

    values: Sequence[Value]
    constant: bool = False
    faulty: bool = False
    cut: bool = False

    def spread(self) -> Iterable[Value]:
        """Yield a value for each row; endless for a constant."""
        return repeat(self.values[0]) if self.constant else self.values

    def listed(self, size: int) -> Sequence[Value]:
        """Return one value for each of `size` rows."""
        return [self.values[0]] * size if self.constant else self.values

    def take(self, rows: Sequence[int]) -> Column:
        """Return the column of some rows only."""
        if self.constant:
            return self
        values = self.values
        return Column([values[row] for row in rows], faulty=self.faulty, cut=self.cut)


def counting_digits(column: Column) -> Column:
    """Return a column of numbers with the digits that count in comparisons, bands and roundings.

    It serves to decide; what the decision leads to is computed from the column itself.
    """
    if not column.cut:
        return column
    if column.faulty or not isinstance(next(iter(column.values), None), Decimal):
        settled = [COUNTING.plus(each) if isinstance(each, Decimal) else each for each in column.values]
        return Column(settled, column.constant, column.faulty)
    # All values of a column are of one kind, so none has to be asked.
    return Column(list(map(COUNTING.plus, column.values)), column.constant)  # type: ignore[arg-type]


def make_column(values: Sequence[Value], *, faulty: bool, cut: bool) -> Column:
    """Return the column of a block of rows; where the whole column may hold a Fault, this part need not."""
    return Column(values, faulty=faulty and Fault in set(map(type, values)), cut=cut)


def constant(value: Value, *, cut: bool = False) -> Column:
    """Return the column of a value that all rows share."""
    return Column([value], constant=True, faulty=isinstance(value, Fault), cut=cut)


def apply_to_rows(
    function: Callable[..., Value], operands: Sequence[Column], size: int, make_fault: MakeFault
) -> Column:
    """Return the function applied row by row.

    A row with a fault among its operands becomes that fault; a row where the function fails
    becomes the fault that `make_fault` gives.
    """
    single = all(operand.constant for operand in operands)
    rows = 1 if single else size
    was_cut = any(operand.cut for operand in operands)
    getcontext().clear_flags()
    if not any(operand.faulty for operand in operands):
        try:
            if single:
                quick = [function(*(operand.values[0] for operand in operands))]
            else:
                quick = list(map(function, *(operand.spread() for operand in operands)))
        except (ArithmeticError, ValueError):
            pass
        else:
            return Column(quick, constant=single, cut=was_cut or is_cut())
    values = _apply_carefully(function, [operand.listed(rows) for operand in operands], make_fault)
    faulty = Fault in set(map(type, values))
    return Column(values, constant=single, faulty=faulty, cut=was_cut or is_cut())


def is_cut() -> bool:
    """Say whether a number has been cut since the flags of the decimal context were cleared."""
    return getcontext().flags[Inexact]


def _apply_carefully(
    function: Callable[..., Value], operands: Sequence[Sequence[Value]], make_fault: MakeFault
) -> list[Value]:
    values: list[Value] = []
    for row, arguments in enumerate(zip(*operands, strict=True)):
        if Fault in map(type, arguments):
            values.append(merge_faults([each for each in arguments if isinstance(each, Fault)]))
            continue
        try:
            values.append(function(*arguments))
        except (ArithmeticError, ValueError) as failure:
            values.append(make_fault(row, failure))
    return values


def holds_dates(column: Column) -> bool:
    """Say whether a column is one of dates; all values of a column are of one kind."""
    return isinstance(next((each for each in column.values if not isinstance(each, Fault)), None), date)
