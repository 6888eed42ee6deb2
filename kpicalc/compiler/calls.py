"""Calls whose meaning the scheme completes: of rows among others, of subordinates, of days."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kpicalc.compiler.constructs.calendar import CALENDAR
from kpicalc.compiler.scope import LINKS, SINGULARS, Scope, resolve_name
from kpicalc.compiler.terms import BROUGHT
from kpicalc.formula.function import CALENDAR as CALENDAR_ARGUMENT
from kpicalc.formula.function import PERIOD_ENDS
from kpicalc.formula.functions import AGGREGATES, FUNCTIONS, HISTORY_FUNCTIONS, WINDOWS
from kpicalc.formula.functions.missing import IF_MISSING
from kpicalc.formula.functions.tables import LAST
from kpicalc.formula.rewrite import rewrite_parts
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.expr import Aggregate, Call, Day, Expr, If, Name, Number, Reference, Window, children
from kpicalc.model.money import ZERO
from kpicalc.model.problem import Problem
from kpicalc.model.program import COMPANY, EMPLOYEES


def place_among_rows(scope: Scope, call: Call, grain: str) -> Window | Diagnostic:
    """Return what a call in a formula of `grain` means, its names still open, or what is wrong with it.

    Without a second argument `before` looks at the rows with the same parent, `rank` at all of them.
    """
    above = scope.chain(grain)[1:]
    if not above:
        return error(Problem.SINGLE_ROW_COMPARED, call.span, function=call.function, grain=grain)
    if not 1 <= len(call.arguments) <= 2:
        wanted, given = ", ".join(WINDOWS[call.function].parameters), len(call.arguments)
        return error(Problem.ARGUMENT_COUNT, call.span, function=call.function, wanted=wanted, given=given)
    within = _group_of_rows(scope, call, above)
    if within is None:
        return error(Problem.WINDOW_TABLE_UNFIT, call.arguments[1].span, function=call.function, tables=above)
    if not WINDOWS[call.function].ordered:
        return Window(call.function, grain, within, call.arguments[:1], call.condition, call.span)
    order = scope.orders.get(grain)
    if order is None:
        return error(Problem.ROW_ORDER_MISSING, call.span, table=grain)
    return Window(call.function, grain, within, (_counted_amount(call), *order), None, call.span)


def _group_of_rows(scope: Scope, call: Call, above: tuple[str, ...]) -> str | None:
    """The table above that the second argument names, or the one meant without it."""
    if len(call.arguments) == 1:
        return COMPANY if WINDOWS[call.function].widest else above[0]
    named = call.arguments[1]
    found = scope.grain_named(named.path[0]) if isinstance(named, Name) and len(named.path) == 1 else None
    return found if found in above else None


def _counted_amount(call: Call) -> Expr:
    """What each row brings: with `where` nothing, unless the condition holds."""
    amount = call.arguments[0]
    if call.condition is None:
        return amount
    return If(call.condition, amount, Number(ZERO, percent=False, span=amount.span), call.span)


def names_reports(scope: Scope, call: Call) -> bool:
    """Say whether a call takes together subordinates, and not the rows of a table that is called so."""
    return _takes_rows(call) and any(link not in scope.grains for link in _links_named(call))


def over_reports(scope: Scope, call: Call, grain: str) -> Aggregate | Diagnostic:
    """Return what the call means, its names still open, or what is wrong with it.

    Its value and condition belong to the subordinate; a name that could be the superior's is refused.
    """
    links = sorted(set(_links_named(call)))
    if not scope.grains[EMPLOYEES].superior:
        return error(Problem.SUPERIORS_UNKNOWN, call.span, name=links[0])
    if grain != EMPLOYEES:
        return error(Problem.SUBORDINATES_OF_NOBODY, call.span, name=links[0], grain=grain)
    if len(links) > 1:
        return error(Problem.AGGREGATE_OF_TWO_TABLES, call.span, function=call.function, tables=tuple(links))
    unclear = next((name for part in children(call) for name in _unclear_names(scope, part)), None)
    if unclear is not None:
        member = ".".join(unclear.path[1:] if unclear.path[0] in _OWN else unclear.path)
        return error(
            Problem.SUPERIOR_OR_SUBORDINATE,
            unclear.span,
            name=".".join(unclear.path),
            mend=f"{links[0]}.{member}",
        )
    (body,) = call.arguments
    counted = isinstance(body, Name) and len(body.path) == 1
    counts_rows = AGGREGATES[call.function].counts_rows
    if counts_rows and not counted:
        return error(Problem.COUNT_OF_VALUES, call.span, table=links[0])
    if counted and not counts_rows:
        return error(Problem.AGGREGATE_ARGUMENT_COUNT, call.span, function=call.function)
    value = None if counted else _rename_links(body)
    condition = None if call.condition is None else _rename_links(call.condition)
    return Aggregate(call.function, EMPLOYEES, EMPLOYEES, value, condition, call.span, links[0])


_OWN = frozenset({EMPLOYEES, *(word for word, grain in SINGULARS.items() if grain == EMPLOYEES)})


def _takes_rows(call: Call) -> bool:
    return call.function in AGGREGATES and len(call.arguments) == 1


def _names_outside(expr: Expr) -> Iterator[Name]:
    """Yield the names of a formula outside the aggregates inside it."""
    if isinstance(expr, Name):
        yield expr
    elif not (isinstance(expr, Call) and _takes_rows(expr)):
        for part in children(expr):
            yield from _names_outside(part)


def _links_named(call: Call) -> Iterator[str]:
    for part in children(call):
        yield from (name.path[0] for name in _names_outside(part) if name.path[0] in LINKS)


def _unclear_names(scope: Scope, expr: Expr) -> Iterator[Name]:
    """Yield the names that may be meant as the superior's: `employee.план`, or a bare `план`."""
    for name in _names_outside(expr):
        if name.path[0] in _OWN or ".".join(name.path) in scope.names[EMPLOYEES]:
            yield name


def _rename_links(expr: Expr) -> Expr:
    """Say `employees` for `reports` outside the aggregates inside a formula."""
    if isinstance(expr, Name) and expr.path[0] in LINKS:
        return Name((EMPLOYEES, *expr.path[1:]), expr.span)
    if isinstance(expr, Call) and _takes_rows(expr):
        return expr
    return rewrite_parts(expr, _rename_links)


_GIVEN = frozenset({*PERIOD_ENDS, CALENDAR_ARGUMENT})


def counts_days(call: Call) -> bool:
    """Say whether a call is of a function that is completed here."""
    return call.function in FUNCTIONS and not _GIVEN.isdisjoint(FUNCTIONS[call.function].parameters)


def means_history(call: Call) -> bool:
    """Say whether a call sees earlier periods, itself or as an aggregate of them: `avg(last(x, 6))`."""
    only = call.arguments[0] if len(call.arguments) == 1 else None
    of_last = isinstance(only, Call) and only.function == LAST.name
    return (
        call.function in HISTORY_FUNCTIONS
        or call.function == BROUGHT
        or (call.function in AGGREGATES and of_last)
    )


def complete_call(scope: Scope, grain: str, call: Call) -> Call | Diagnostic:
    """Return the call with the period where no other stretch is written, and with the calendar.

    An end that may be missing is open: the period's own end stands for it.
    """
    function = FUNCTIONS[call.function]
    parameters, shortest = function.parameters, function.required
    written = [each for each in parameters if each != CALENDAR_ARGUMENT]
    given = len(call.arguments)
    if given not in {shortest, len(written)}:
        wanted = ", ".join(written[:shortest])
        return error(Problem.DAYS_ARGUMENT_COUNT, call.span, name=call.function, wanted=wanted, given=given)
    arguments = call.arguments
    if PERIOD_ENDS[0] in parameters:
        arguments = _within_stretch(scope, grain, call)
    if CALENDAR_ARGUMENT not in parameters:
        return replace(call, arguments=arguments)
    if CALENDAR not in scope.names[COMPANY]:
        return error(Problem.CALENDAR_MISSING, call.span, name=call.function)
    return replace(call, arguments=(*arguments, _name_from(CALENDAR, call)))


def _within_stretch(scope: Scope, grain: str, call: Call) -> tuple[Expr, ...]:
    start, end, *stretch = call.arguments
    first, last = stretch or (_name_from("period.first_day", call), _name_from("period.last_day", call))
    return _fill_open_end(scope, grain, start, first), _fill_open_end(scope, grain, end, last), first, last


def _fill_open_end(scope: Scope, grain: str, end: Expr, instead: Expr) -> Expr:
    """Put in what stands for an end that is missing, unless it is always there."""
    found = resolve_name(scope, grain, end) if isinstance(end, Name) else end
    there = isinstance(found, Day) or (isinstance(found, Reference) and found.key in scope.always_there)
    return end if there else Call(IF_MISSING.name, (end, instead), end.span)


def _name_from(name: str, call: Call) -> Name:
    return Name(tuple(name.split(".")), call.span)
