"""Tables asked in formulas: `T(x)`, `T(axis, base)`, `to_date(T, …)`, `in_band(T, …)` become core nodes."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kpicalc.compiler.constructs.terms import bounded, missing_name, number, zero
from kpicalc.formula.functions import TABLE_FUNCTIONS
from kpicalc.formula.functions.tables import TO_DATE
from kpicalc.formula.printer import print_formula
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.expr import Binary, Call, Expr, Lookup, Name, Number
from kpicalc.model.kind import Kind
from kpicalc.model.problem import Problem
from kpicalc.model.program import Table, TableMode
from kpicalc.model.source import Span
from kpicalc.scheme.words import Word

# The least and the most values that a table takes.
_ASKED_WITH = {TableMode.SLAB: (1, 2), TableMode.MARGINAL: (1, 2), TableMode.MATRIX: (2, 2)}


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
