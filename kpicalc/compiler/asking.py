"""Tables asked in formulas: `T(x)`, `T(axis, base)`, `to_date(T, …)`, `in_band(T, …)` become core nodes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import reduce

from kpicalc.compiler.draft import Definition, TableVersion
from kpicalc.compiler.terms import (
    bounded,
    choose,
    compare,
    either,
    greatest,
    least,
    missing_name,
    number,
    rounded,
    zero,
)
from kpicalc.formula.functions import TABLE_FUNCTIONS
from kpicalc.formula.functions.tables import AVERAGE_RATE, PAY_IN_BAND, TO_DATE
from kpicalc.formula.printer import print_formula
from kpicalc.formula.rewrite import no_answer
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.expr import (
    Binary,
    Call,
    Compare,
    ComparisonSign,
    Expr,
    Logic,
    Lookup,
    Number,
    Reference,
)
from kpicalc.model.kind import Kind
from kpicalc.model.money import ZERO
from kpicalc.model.problem import Problem
from kpicalc.model.program import Outside, Role, Table, TableMode
from kpicalc.model.source import Span
from kpicalc.scheme.words import Word

# The least and the most values that a table takes.
_ASKED_WITH = {TableMode.SLAB: (1, 2), TableMode.MARGINAL: (1, 2), TableMode.MATRIX: (2, 2)}


def table_asked(call: Call) -> str:
    """Return the name of the table that a call asks, itself or as the first argument of a function."""
    if call.function not in TABLE_FUNCTIONS:
        return call.function
    return print_formula(call.arguments[0])


def ask(tables: Mapping[str, Table], call: Call) -> Expr | Diagnostic:
    """Return what a call that asks a table means, its names still open, or what is wrong with it."""
    if call.function in tables:
        return expand_call(tables[call.function], call)
    return ask_in_parts(tables, call)


# So many versions in one formula at most: longer lists go on in a formula of their own.
_AT_ONCE = 20


def ask_versions(
    versions: Sequence[TableVersion], call: Call, grain: str
) -> tuple[Definition, ...] | Diagnostic:
    """Return the formulas of a call that asks one of several versions: the first whose conditions hold.

    They are called by the text of the call; what does not fit in one formula stands in others that it goes on
    with. A version may have no band of a number that others have: then that is returned.
    """
    asked: list[Expr] = []
    for each in versions:
        found = ask({table_asked(call): each.table}, call) if isinstance(each.table, Table) else each.table
        if isinstance(found, Diagnostic):
            return found
        asked.append(found)
    label = next(each.table.label for each in versions if isinstance(each.table, Table))
    return tuple(_choose_version(versions, asked, call, (grain, label)))


def _choose_version(
    versions: Sequence[TableVersion], asked: Sequence[Expr], call: Call, place: tuple[str, str]
) -> Iterator[Definition]:
    (grain, label), written = place, print_formula(call)
    last = asked[-1]
    starts = range(0, max(len(asked) - 1, 1), _AT_ONCE)
    for start in reversed(starts):
        for version, expr in reversed([*zip(versions, asked, strict=True)][start:-1][:_AT_ONCE]):
            last = choose(_all_of(version.conditions, call.span), expr, last, call.span)
        key = f"{written} {start // _AT_ONCE}" if start else written
        yield Definition(grain, key, last, label, Role.VALUE, call.span)
        last = Reference(grain, key, call.span)


def picked_by_texts(table: Table) -> tuple[TableVersion, ...]:
    """Return the only version of a matrix that texts pick the row or column of; none of any other table."""
    picked = table.texts or (table.columns is not None and table.columns.texts)
    return (TableVersion((), table),) if picked else ()


def _all_of(conditions: Sequence[Compare], span: Span) -> Expr:
    """All conditions at once; where a name in them is out of reach, that is told of the call."""
    asked: Iterable[Expr] = (replace(each, left=replace(each.left, span=span)) for each in conditions)
    return reduce(lambda left, right: Logic("and", left, right, span), asked)


def numbered_tables(versions: Sequence[TableVersion], table: Table) -> dict[str, Table]:
    """Return the tables of numbers by their names: the versions, or the table itself where it has none."""
    found = {each.table.name: each.table for each in versions if isinstance(each.table, Table)}
    return found or {table.name: table}


def expand_call(table: Table, call: Call) -> Expr | Diagnostic:
    """Return a table asked with the values of a call.

    A marginal table whose bands are shares of a base gives a share of it: `T(axis, base)` is base × T(axis).
    """
    fewest, most = _ASKED_WITH.get(table.mode, (1, 1))
    given = len(call.arguments)
    if not fewest <= given <= most:
        return error(
            Problem.TABLE_ARGUMENT_COUNT,
            call.span,
            table=table.written_name,
            given=given,
            wanted=_wanted_calls(table),
        )
    if table.columns is not None:
        row, column = call.arguments
        places = _place_on(table, row), _place_on(table.columns, column)
        return Lookup(table.name, *places, call.span, () if places == call.arguments else call.arguments)
    axis, base = call.arguments[0], call.arguments[1] if given > 1 else None
    if table.mode is TableMode.MARGINAL and base is not None:
        return Binary("*", base, Lookup(table.name, axis, None, call.span), call.span)
    if table.mode is TableMode.SLAB and table.axis_kind is Kind.DATE and base is None:
        return error(
            Problem.TABLE_ARGUMENT_COUNT,
            call.span,
            table=table.written_name,
            given=given,
            wanted="T(date, base)",
        )
    return Lookup(table.name, axis, base, call.span)


def _place_on(axis: Table, asked: Expr) -> Expr:
    """The place of a text on its axis, without an answer where it is none of them; a number stays."""
    if not axis.texts:
        return asked
    span = asked.span
    last: Expr = no_answer(Problem.TABLE_WITHOUT_TEXT, axis.label, span)
    places = [(compare("=", asked, text, span), number(at, span)) for at, text in enumerate(axis.texts)]
    groups = [places[start : start + _AT_ONCE] for start in range(0, len(places), _AT_ONCE)]
    for group in reversed(groups):
        there = last
        for condition, place in reversed(group):
            there = choose(condition, place, there, span)
        inside = either((condition for condition, _ in group), span)
        last = there if group is groups[-1] else choose(inside, there, last, span)
    return last


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
    if name not in tables:
        return missing_name(Problem.TABLE_UNKNOWN, Word(name, asked.span), tables)
    table = tables[name]
    of_slices = call.function in {PAY_IN_BAND.name, AVERAGE_RATE.name}
    hint = {"hint": "marginal"} if of_slices and table.mode is not TableMode.MARGINAL else {}
    if table.mode is TableMode.MATRIX or table.axis_kind is Kind.DATE or hint:
        return error(
            Problem.TABLE_FUNCTION_UNFIT, call.span, table=table.written_name, function=call.function, **hint
        )
    if call.function == TO_DATE.name:
        return _to_date(table, values, call)
    if call.function == AVERAGE_RATE.name:
        return _average_rate(table, values[0], call.span)
    position = _position_of(table, values[1])
    if isinstance(position, Diagnostic):
        return position
    if call.function == PAY_IN_BAND.name:
        return _pay_in_band(table, values, position, call.span)
    return _in_band(table, values[0], position, call.span)


def _to_date(table: Table, values: tuple[Expr, ...], call: Call) -> Expr | Diagnostic:
    if len(values) > 2 and table.mode is not TableMode.MARGINAL:
        return error(Problem.TO_DATE_NEEDS_MARGINAL, call.span, table=table.written_name)
    before, now, *base = values
    after = Binary("+", before, now, call.span)
    earned = Binary("-", _ask_at(table, after, call.span), _ask_at(table, before, call.span), call.span)
    return Binary("*", base[0], earned, call.span) if base else earned


def _ask_at(table: Table, axis: Expr, span: Span) -> Expr:
    return Lookup(table.name, axis, None, span)


def _position_of(table: Table, wanted: Expr) -> int | Diagnostic:
    """Return the position of the band that is asked by its number."""
    count = len(table.bands)
    if not isinstance(wanted, Number) or wanted.value not in map(Decimal, range(1, count + 1)):
        return error(Problem.BAND_NUMBER_UNKNOWN, wanted.span, table=table.written_name, count=count)
    return int(wanted.value) - 1


def _in_band(table: Table, amount: Expr, position: int, span: Span) -> Expr:
    """The amount between the bounds of a band; below the first band it is negative, as in its slice."""
    count = len(table.bands)
    start = table.bands[position].lower or Decimal(0)
    upper = table.bands[position + 1].lower if position + 1 < count else table.bands[position].upper
    reached = bounded(amount, None, None if upper is None else _number_at_bound(table, upper, span), span)
    part = Binary("-", reached, _number_at_bound(table, start, span), span)
    return part if position == 0 else bounded(part, zero(span), None, span)


def _pay_in_band(table: Table, values: tuple[Expr, ...], position: int, span: Span) -> Expr:
    """What a band pays of T(x); all of them together are T(x), without an answer where that has none."""
    amount = rounded(values[0], table.snap, span)
    part = _slice_of(table, amount, position, span)
    paid: Expr = Binary("*", part, _value_of_band(table, position, span), span)
    first, last = table.bands[0], table.bands[-1]
    if position == 0 and first.lower is not None and table.below is Outside.ERROR:
        sign: ComparisonSign = "<=" if first.after else "<"
        paid = _or_as_asked(table, values[0], (sign, amount, first.lower), paid)
    if position == len(table.bands) - 1 and last.upper is not None and table.beyond is Outside.ERROR:
        sign = ">" if last.upper_included else ">="
        paid = _or_as_asked(table, values[0], (sign, amount, last.upper), paid)
    return Binary("*", values[2], paid, span) if len(values) > 2 else paid


def _slice_of(table: Table, amount: Expr, position: int, span: Span) -> Expr:
    """The amount inside a band; below the first one it is negative, unless that gives nothing."""
    start = table.bands[position].lower or ZERO
    following = table.bands[position + 1].lower if position + 1 < len(table.bands) else None
    reached = amount if following is None else least((amount, _number_at_bound(table, following, span)), span)
    part = Binary("-", reached, _number_at_bound(table, start, span), span)
    negative = position == 0 and (table.bands[0].lower is None or table.below is Outside.FIRST)
    return part if negative else greatest((part, zero(span)), span)


def _or_as_asked(table: Table, axis: Expr, outside: tuple[ComparisonSign, Expr, Decimal], paid: Expr) -> Expr:
    """The pay of a slice, or outside the bands what the table itself answers: nothing."""
    sign, amount, bound = outside
    condition = compare(sign, amount, _number_at_bound(table, bound, paid.span), paid.span)
    return choose(condition, _ask_at(table, axis, paid.span), paid, paid.span)


def _value_of_band(table: Table, position: int, span: Span) -> Expr:
    value, percent = table.bands[position].value, table.value_kind is Kind.RATIO
    return Number(value, percent, span) if percent else number(value, span)


def _average_rate(table: Table, amount: Expr, span: Span) -> Expr:
    """T(x) / x; at 0 what it comes to on the way there, if the slices are counted from 0."""
    share = Binary("/", _ask_at(table, amount, span), amount, span)
    if table.bands[0].lower:
        return share
    above = max(at for at, band in enumerate(table.bands) if band.lower is None or band.lower <= ZERO)
    return choose(compare("=", amount, zero(span), span), _value_of_band(table, above, span), share, span)


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
