"""All that comes of small columns of whole numbers: `python -m tests.engine.scaled.told_columns` keeps it.

For each operation a digest is kept of what it makes of every choice of these columns, with all that a column
says of itself; with a folder the texts themselves are written there, to be compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

from kpicalc.engine.column import Column
from kpicalc.engine.formulas import COMPARISONS
from kpicalc.engine.scaled.scaled_column import (
    DoesNotFitError,
    ScaledColumn,
    align_scales,
    in_places,
    share_value,
    to_decimals,
)
from kpicalc.engine.scaled.scaled_rounding import ScaledBands, round_numbers
from kpicalc.engine.scaled.scaled_signs import (
    CALCULATIONS,
    clamp,
    compare_scaled,
    drop_scaled_signs,
    join_by_flags,
    keep_positive_scale,
    negate_scaled,
    pick_by_flags,
    take_greatest_scaled,
    take_least_scaled,
)
from kpicalc.model.money import Rounding, RoundingMode
from kpicalc.model.program import Table
from tests.engine.builders import compile_text
from tests.kept_digests import Told, write_told

KEPT = Path(__file__).parent / "told_columns.txt"
_COLUMNS = (
    ScaledColumn([150, -225, 0, 1], Fraction(1, 100), 225),
    ScaledColumn([3, -12, 15, 4], Fraction(-5, 6), 15, cut=True),
    ScaledColumn([0, 0, 0, 0], Fraction(1, 7), 0),
    ScaledColumn([2, 1, -7, 3000], Fraction(1, 200), 3000),
    *(share_value(Fraction(each)) for each in ("0", "2/3", "-1.5", "10")),
    share_value(Fraction(2), cut=True),
)
_TABLES = """
facts:
  employees: {columns: {key: text}}
tables:
  open: {mode: lookup, bands: [{below: 0, value: 2}, {from: 0, value: 3}]}
  closed: {mode: lookup, bands: [{to: 0, value: 2}, {above: 0, value: 3}]}
  none: {mode: lookup, below: zero, bands: [{from: 0, value: 0}, {from: 10, value: 0}]}
  zero: {mode: lookup, below: zero, bands: [{from: 0, value: 1.5}, {from: 10, value: -2}]}
  first: {mode: lookup, below: first, bands: [{from: -1, value: 0.25}, {from: 1, value: 3}]}
  strict: {mode: lookup, bands: [{from: -1000, value: 1}, {from: 0, value: 2}]}
  narrow: {mode: lookup, bands: [{from: 0, value: 1}, {from: 2, value: 2}]}
  slabs: {mode: slab, below: zero, bands: [{from: 0, rate: 2%}, {from: 10, rate: 3%}]}
  slices: {mode: marginal, below: zero, bands: [{from: 1, rate: 2%}, {from: 9, rate: 3%}]}
  mirrored: {mode: marginal, bands: [{below: 0, rate: 4%}, {from: 0, rate: 1%}]}
  free: {mode: marginal, below: first, bands: [{from: 0, rate: 0%}, {from: 10, rate: 0%}]}
  stretched: {mode: lookup, beyond: last, bands: [{from: 0, to: 10, value: 1}]}
  stepped: {mode: lookup, bands: [{from: 0, value: 1}, {from: 10, every: 5, adds: 1}]}
  snapped: {mode: lookup, snap: {step: 5}, bands: [{from: 0, value: 1}, {from: 10, value: 2}]}
  lined: {mode: interpolate, beyond: last, below: first, bands: [{from: 0, value: 1}, {from: 10, value: 2}]}
pay:
  p: {kind: variable, amount: 1}
"""
_FLAGS = (True, False, True, False)
_ONE: Mapping[str, Callable[[ScaledColumn], object]] = {
    "negate": negate_scaled,
    "positive": keep_positive_scale,
    "abs": drop_scaled_signs,
    "take": lambda column: column.take([2, 0]),
    **{f"places{places}": partial(in_places, places=places, size=4) for places in (-1, 0, 2, 5)},
    "decimals": partial(to_decimals, places=2),
    **{
        f"round-{mode}-{step}": partial(round_numbers, rounding=Rounding(Decimal(step), mode))
        for mode, step in product(RoundingMode, ("0.01", "0.5", "3"))
    },
}
_TWO: Mapping[str, Callable[[ScaledColumn, ScaledColumn], object]] = {
    **{name: CALCULATIONS[sign] for name, sign in zip(("plus", "minus", "times", "by"), "+-*/", strict=True)},
    **{sign: partial(compare_scaled, sign) for sign in COMPARISONS},
    "min": take_least_scaled,
    "max": take_greatest_scaled,
    "align": align_scales,
    "pick": partial(pick_by_flags, _FLAGS),
    "join": partial(join_by_flags, _FLAGS),
}


def list_told() -> Told:
    """Return the operations on one, two and three columns, and the tables."""
    return {
        "one": lambda: {name: _tell(make, 1) for name, make in _ONE.items()},
        "two": lambda: {name: _tell(make, 2) for name, make in _TWO.items()},
        "clamp": lambda: {"clamp": _tell(clamp, 3)},
        "tables": lambda: {name: "\n".join(_tell_table(name)) for name in compile_text(_TABLES).tables},
    }


def _tell(make: Callable[..., object], count: int) -> str:
    return "\n".join(_show(partial(make, *each)) for each in product(_COLUMNS, repeat=count))


def _tell_table(name: str) -> Iterator[str]:
    table = compile_text(_TABLES).tables[name]
    for column in _COLUMNS:
        yield _show(partial(_look_up, table, column))
        yield _show(partial(_look_up, table, column, in_decimals=True))


def _look_up(table: Table, column: ScaledColumn, *, in_decimals: bool = False) -> ScaledColumn:
    bands = ScaledBands(table)
    return bands.look_up_decimals(to_decimals(column, 2)) if in_decimals else bands.look_up(column)


def _show(make: Callable[[], Any]) -> str:
    try:
        found = make()
    except DoesNotFitError:
        return "does not fit"
    return str(list(found.values) if isinstance(found, Column) else found)


if __name__ == "__main__":
    write_told(KEPT, list_told())
