"""Calls of functions of days: what is not written, the period and the calendar, is put in."""

from __future__ import annotations

from dataclasses import replace

from kpicalc.compiler.desugar.calendar import CALENDAR
from kpicalc.compiler.scope import Scope, resolve_name
from kpicalc.formula.day_functions import CALENDAR as CALENDAR_ARGUMENT
from kpicalc.formula.day_functions import DAY_FUNCTIONS, PERIOD_ENDS
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.expr import Call, Day, Expr, Name, Reference
from kpicalc.model.program import COMPANY

_PARAMETERS = {each.name: each.parameters for each in DAY_FUNCTIONS}


def counts_days(call: Call) -> bool:
    """Say whether a call is of a function that is completed here."""
    return call.function in _PARAMETERS


def complete_call(scope: Scope, grain: str, call: Call) -> Call | Diagnostic:
    """Return the call with the period where no other stretch is written, and with the calendar.

    An end that may be missing is open: the period's own end stands for it.
    """
    parameters = _PARAMETERS[call.function]
    written = [each for each in parameters if each != CALENDAR_ARGUMENT]
    shortest = len([each for each in written if each not in PERIOD_ENDS])
    given = len(call.arguments)
    if given not in {shortest, len(written)}:
        wanted = ", ".join(written[:shortest])
        return error("KPI293", call.span, name=call.function, wanted=wanted, given=given)
    arguments = call.arguments
    if PERIOD_ENDS[0] in parameters:
        arguments = _within_stretch(scope, grain, call)
    if CALENDAR_ARGUMENT not in parameters:
        return replace(call, arguments=arguments)
    if CALENDAR not in scope.names[COMPANY]:
        return error("KPI290", call.span, name=call.function)
    return replace(call, arguments=(*arguments, _named(CALENDAR, call)))


def _within_stretch(scope: Scope, grain: str, call: Call) -> tuple[Expr, ...]:
    start, end, *stretch = call.arguments
    first, last = stretch or (_named("period.first_day", call), _named("period.last_day", call))
    return _open(scope, grain, start, first), _open(scope, grain, end, last), first, last


def _open(scope: Scope, grain: str, end: Expr, instead: Expr) -> Expr:
    """Put in what stands for an end that is missing, unless it is always there."""
    found = resolve_name(scope, grain, end) if isinstance(end, Name) else end
    there = isinstance(found, Day) or (
        isinstance(found, Reference) and (found.grain, found.name) in scope.always_there
    )
    return end if there else Call("if_missing", (end, instead), end.span)


def _named(name: str, call: Call) -> Name:
    return Name(tuple(name.split(".")), call.span)
