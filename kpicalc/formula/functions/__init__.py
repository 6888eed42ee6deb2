"""The closed list of functions of formulas: a family is a file, a function a record with all its faces."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kpicalc.formula.function import (
    AggregateFunction,
    Branching,
    Described,
    Function,
    HistoryFunction,
    Stepping,
    TableFunction,
    WindowFunction,
)
from kpicalc.formula.functions import choosing, days, missing, places, powers, rounding, rows, tables
from kpicalc.model.expr import Call, Expr

FUNCTIONS: Mapping[str, Function] = MappingProxyType(
    {each.name: each for family in (choosing, rounding, powers, missing, days) for each in family.FUNCTIONS}
)
AGGREGATES: Mapping[str, AggregateFunction] = MappingProxyType({each.name: each for each in rows.AGGREGATES})
WINDOWS: Mapping[str, WindowFunction] = MappingProxyType({each.name: each for each in places.WINDOWS})
# Those that can be written; the others are made by constructs.
WRITTEN_WINDOWS = frozenset(each.name for each in places.WINDOWS if each.name_ru)
TABLE_FUNCTIONS: Mapping[str, TableFunction] = MappingProxyType(
    {each.name: each for each in tables.TABLE_FUNCTIONS}
)
HISTORY_FUNCTIONS: Mapping[str, HistoryFunction] = MappingProxyType(
    {each.name: each for each in tables.HISTORY_FUNCTIONS}
)


FAMILIES: Mapping[str, tuple[Described, ...]] = MappingProxyType(
    {
        "choosing": choosing.FUNCTIONS,
        "rounding": rounding.FUNCTIONS,
        "powers": powers.FUNCTIONS,
        "missing": missing.FUNCTIONS,
        "days": days.FUNCTIONS,
        "rows": rows.AGGREGATES,
        "places": places.WINDOWS,
        "tables": (*tables.TABLE_FUNCTIONS, *tables.HISTORY_FUNCTIONS),
    }
)


def written_functions() -> tuple[Described, ...]:
    """Return every function that can be written, family by family."""
    return tuple(each for family in FAMILIES.values() for each in family if each.name_ru)


_ENGLISH = {each.name_ru: each.name for each in written_functions()}
# Every name of a function, in both languages.
NAMES = frozenset(_ENGLISH) | frozenset(_ENGLISH.values())


def function_of(expr: Expr) -> Function | None:
    """Return the record of a call, None for what is none of a function of one row's values."""
    return FUNCTIONS.get(expr.function) if isinstance(expr, Call) else None


def branching_of(expr: Expr) -> Branching | None:
    """Return where a call branches, None for what is no call or never does."""
    function = function_of(expr)
    return None if function is None else function.branching


def stepping_of(expr: Expr) -> Stepping | None:
    """Return how a call rounds, None for what is no call or no rounding."""
    function = function_of(expr)
    return None if function is None else function.stepping


def english_name(written: str) -> str:
    """Return the English name of a function written in Russian; any other name comes back as it is.

    >>> english_name("сумма"), english_name("К2")
    ('sum', 'К2')
    """
    return _ENGLISH.get(written, written)


def is_function(written: str) -> bool:
    """Say whether a name, in either language, is that of a function of any sort."""
    return written in NAMES
