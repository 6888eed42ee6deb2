"""Tables asked in formulas: `T(x)`, `T(axis, base)`, `to_date(T, …)`, `in_band(T, …)` become core nodes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import reduce

from kpicalc.compiler.constructs.terms import bounded, choose, missing_name, number, unreadable, zero
from kpicalc.compiler.draft import Definition, TableVersion
from kpicalc.formula.functions import TABLE_FUNCTIONS
from kpicalc.formula.functions.tables import TO_DATE
from kpicalc.formula.printer import print_formula
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.expr import Binary, Call, Expr, Logic, Lookup, Name, Number, Reference
from kpicalc.model.kind import Kind
from kpicalc.model.problem import Problem
from kpicalc.model.program import Role, Table, TableMode
from kpicalc.model.source import Span
from kpicalc.scheme.words import Word

# The least and the most values that a table takes.
_ASKED_WITH = {TableMode.SLAB: (1, 2), TableMode.MARGINAL: (1, 2), TableMode.MATRIX: (2, 2)}


def table_asked(call: Call) -> str:
    """Return the name of the table that a call asks, itself or as the first argument of a function."""
    if call.function not in TABLE_FUNCTIONS:
        return call.function
    return print_formula(call.arguments[0]) if call.arguments else ""


def ask(tables: Mapping[str, Table], call: Call) -> Expr | Diagnostic:
    """Return what a call that asks a table means, its names still open, or what is wrong with it."""
    if call.function in tables:
        return expand_call(tables[call.function], call)
    return ask_in_parts(tables, call)


# So many versions in one formula at most: longer lists go on in a formula of their own.
_AT_ONCE = 20


def ask_versions(versions: Sequence[TableVersion], call: Call, grain: str) -> Iterator[Definition]:
    """Yield the formulas of a call that asks one of several versions: the first whose conditions hold.

    They are called by the text of the call; what does not fit in one formula stands in others that it goes on
    with.
    """
    written, name = print_formula(call), table_asked(call)
    asked = [_ask_version(each, name, call) for each in versions]
    label = next(each.table.label for each in versions if each.table is not None)
    last = asked[-1]
    starts = range(0, len(asked) - 1, _AT_ONCE)
    for start in reversed(starts):
        for version, expr in reversed([*zip(versions, asked, strict=True)][start:-1][:_AT_ONCE]):
            last = choose(_all_of(version.conditions, call.span), expr, last, call.span)
        key = f"{written} {start // _AT_ONCE}" if start else written
        yield Definition(grain, key, last, label, Role.VALUE, call.span)
        last = Reference(grain, key, call.span)


def _ask_version(version: TableVersion, name: str, call: Call) -> Expr:
    found = version.answer if version.table is None else ask({name: version.table}, call)
    # What is wrong with the call is told of the table itself.
    return unreadable(call.span) if found is None or isinstance(found, Diagnostic) else found


def _all_of(conditions: Sequence[Expr], span: Span) -> Expr:
    return reduce(lambda left, right: Logic("and", left, right, span), conditions)


def numbered_tables(versions: Sequence[TableVersion], table: Table) -> dict[str, Table]:
    """Return the tables of numbers by their names: the versions, or the table itself where it has none."""
    found = {each.table.name: each.table for each in versions if each.table is not None}
    return found or {table.name: table}


def expand_call(table: Table, call: Call) -> Expr | Diagnostic:
    """Return a table asked with the values of a call.

    A marginal table whose bands are shares of a base gives a share of it: `T(axis, base)` is base × T(axis).
    """
    least, most = _ASKED_WITH.get(table.mode, (1, 1))
    given = len(call.arguments)
    if not least <= given <= most:
        return error(
            Problem.TABLE_ARGUMENT_COUNT,
            call.span,
            table=table.name,
            given=given,
            wanted=_wanted_calls(table),
        )
    axis, base = call.arguments[0], call.arguments[1] if given > 1 else None
    if table.mode is TableMode.MARGINAL and base is not None:
        return Binary("*", base, Lookup(table.name, axis, None, call.span), call.span)
    if table.mode is TableMode.SLAB and table.axis_kind is Kind.DATE and base is None:
        return error(
            Problem.TABLE_ARGUMENT_COUNT, call.span, table=table.name, given=given, wanted="T(date, base)"
        )
    return Lookup(table.name, axis, base, call.span)


def ask_in_parts(tables: Mapping[str, Table], call: Call) -> Expr | Diagnostic:
    """Return a function of a table as the table asked at other values, or as arithmetic with its bounds."""
    function = TABLE_FUNCTIONS[call.function]
    if call.condition is not None:
        return error(Problem.WHERE_MISPLACED, call.span, function=call.function)
    values = call.arguments[1:]
    if not function.least <= len(values) <= function.most:
        wanted = ", ".join(function.parameters)
        return error(
            Problem.ARGUMENT_COUNT,
            call.span,
            function=call.function,
            wanted=wanted,
            given=len(call.arguments),
        )
    asked = call.arguments[0]
    name = print_formula(asked)
    if not isinstance(asked, Name) or name not in tables:
        return missing_name(Problem.TABLE_UNKNOWN, Word(name, asked.span), tables)
    table = tables[name]
    if table.mode is TableMode.MATRIX or table.axis_kind is Kind.DATE:
        return error(Problem.TABLE_FUNCTION_UNFIT, call.span, table=table.name, function=call.function)
    if call.function == TO_DATE.name:
        return _to_date(table, values, call)
    return _in_band(table, values, call.span)


def _to_date(table: Table, values: tuple[Expr, ...], call: Call) -> Expr | Diagnostic:
    if len(values) > 2 and table.mode is not TableMode.MARGINAL:
        return error(Problem.TO_DATE_NEEDS_MARGINAL, call.span, table=table.name)
    before, now, *base = values
    after = Binary("+", before, now, call.span)
    earned = Binary("-", _ask_at(table, after, call.span), _ask_at(table, before, call.span), call.span)
    return Binary("*", base[0], earned, call.span) if base else earned


def _ask_at(table: Table, axis: Expr, span: Span) -> Expr:
    return Lookup(table.name, axis, None, span)


def _in_band(table: Table, values: tuple[Expr, ...], span: Span) -> Expr | Diagnostic:
    """The amount between the bounds of a band; below the first band it is negative, as in its slice."""
    amount, wanted = values
    count = len(table.bands)
    if not isinstance(wanted, Number) or wanted.value not in map(Decimal, range(1, count + 1)):
        return error(Problem.BAND_NUMBER_UNKNOWN, wanted.span, table=table.name, count=count)
    position = int(wanted.value) - 1
    start = table.bands[position].lower or Decimal(0)
    upper = table.bands[position + 1].lower if position + 1 < count else table.bands[position].upper
    reached = bounded(amount, None, None if upper is None else _number_at_bound(table, upper, span), span)
    part = Binary("-", reached, _number_at_bound(table, start, span), span)
    return part if position == 0 else bounded(part, zero(span), None, span)


def _number_at_bound(table: Table, value: Decimal, span: Span) -> Expr:
    percent = table.axis_kind is Kind.RATIO
    return Number(value, percent, span) if percent else number(value, span)


def _wanted_calls(table: Table) -> str:
    match table.mode:
        case TableMode.MATRIX:
            return "T(row, column)"
        case TableMode.SLAB | TableMode.MARGINAL:
            return "T(x) / T(axis, base)"
        case _:
            return "T(x)"
