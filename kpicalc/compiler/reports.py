"""Aggregates over the subordinates of an employee: `sum(reports.продажи)`."""

from __future__ import annotations

from collections.abc import Iterator

from kpicalc.compiler.scope import SINGULARS, Scope
from kpicalc.formula.functions import AGGREGATES
from kpicalc.formula.rewrite import rewrite_parts
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.expr import Aggregate, Call, Expr, Name, children
from kpicalc.model.program import DIRECT_REPORTS, EMPLOYEES, REPORTS

LINKS = frozenset({REPORTS, DIRECT_REPORTS})


def names_reports(scope: Scope, call: Call) -> bool:
    """Say whether a call takes together subordinates, and not the rows of a table that is called so."""
    return _takes_rows(call) and any(link not in scope.grains for link in _links(call))


def over_reports(scope: Scope, call: Call, grain: str) -> Aggregate | Diagnostic:
    """Return what the call means, its names still open, or what is wrong with it.

    Its value and condition belong to the subordinate; a name that could be the superior's is refused.
    """
    links = sorted(set(_links(call)))
    if not scope.grains[EMPLOYEES].superior:
        return error("KPI325", call.span, name=links[0])
    if grain != EMPLOYEES:
        return error("KPI274", call.span, name=links[0], grain=grain)
    if len(links) > 1:
        return error("KPI221", call.span, function=call.function, tables=tuple(links))
    unclear = next((name for part in children(call) for name in _unclear(scope, part)), None)
    if unclear is not None:
        member = ".".join(unclear.path[1:] if unclear.path[0] in _OWN else unclear.path)
        return error("KPI275", unclear.span, name=".".join(unclear.path), mend=f"{links[0]}.{member}")
    body, *more = call.arguments
    counted = isinstance(body, Name) and len(body.path) == 1
    if call.function == "count" and not counted:
        return error("KPI237", call.span, table=links[0])
    if more or (counted and call.function != "count"):
        return error("KPI222", call.span, function=call.function)
    value = None if counted else _rename(body)
    condition = None if call.condition is None else _rename(call.condition)
    return Aggregate(call.function, EMPLOYEES, EMPLOYEES, value, condition, call.span, links[0])


_OWN = frozenset({EMPLOYEES, *(word for word, grain in SINGULARS.items() if grain == EMPLOYEES)})


def _takes_rows(call: Call) -> bool:
    single = len(call.arguments) == 1
    return call.function in AGGREGATES and (single or (bool(call.arguments) and call.condition is not None))


def _names(expr: Expr) -> Iterator[Name]:
    """Yield the names of a formula outside the aggregates inside it."""
    if isinstance(expr, Name):
        yield expr
    elif not (isinstance(expr, Call) and _takes_rows(expr)):
        for part in children(expr):
            yield from _names(part)


def _links(call: Call) -> Iterator[str]:
    for part in children(call):
        yield from (name.path[0] for name in _names(part) if name.path[0] in LINKS)


def _unclear(scope: Scope, expr: Expr) -> Iterator[Name]:
    """Yield the names that may be meant as the superior's: `employee.план`, or a bare `план`."""
    for name in _names(expr):
        if name.path[0] in _OWN or ".".join(name.path) in scope.names[EMPLOYEES]:
            yield name


def _rename(expr: Expr) -> Expr:
    """Say `employees` for `reports` outside the aggregates inside a formula."""
    if isinstance(expr, Name) and expr.path[0] in LINKS:
        return Name((EMPLOYEES, *expr.path[1:]), expr.span)
    if isinstance(expr, Call) and _takes_rows(expr):
        return expr
    return rewrite_parts(expr, _rename)
