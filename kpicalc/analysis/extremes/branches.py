"""The proved bound of one value: what is undecided is divided into cases, and each is bounded by itself."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, localcontext
from heapq import heappop, heappush
from itertools import count

from kpicalc.analysis.enclosure.enclose import Enclosed
from kpicalc.analysis.enclosure.formula_domain import function_domain
from kpicalc.analysis.enclosure.row_state import RowState
from kpicalc.analysis.extremes.sums import grid_of, settle_on_grid
from kpicalc.analysis.extremes.tighten import sharper_lower, sharper_upper
from kpicalc.formula.functions import stepping_of
from kpicalc.model.domain import Choices, Domain, Interval, exactly, has_value, meet
from kpicalc.model.expr import Call, Expr, Reference
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.program import EMPLOYEES, Input

_INFINITE = Decimal("Infinity")

# The budget of branch and bound: so many cases are looked at for one bound, and no more. Columns that decide
# have a few choices each, so this is some six of them; the bound of what is left over stays as wide as it is.
_MOST_CASES = 96


def plain_bound(enclosed: Enclosed, variable: str, sign: int) -> Decimal | None:
    """Return the upper (sign 1) or lower (-1) end of what a value can be; a flag counts as 0 or 1."""
    return _finite(_end(enclosed.of(EMPLOYEES, variable), sign))


def divided_bound(enclosed: Enclosed, variable: str, sign: int, met: Decimal | None) -> Decimal | None:
    """Return a sharper bound, found case by case; no further than needed to show that `met` is the bound."""
    target = Reference(EMPLOYEES, variable, enclosed.state.variables[EMPLOYEES, variable].span)
    with localcontext(CONTEXT):
        return _finite(_divide_cases(enclosed.state, target, sign, met))


def _finite(bound: Decimal) -> Decimal | None:
    return None if bound.is_infinite() else bound + ZERO


def _divide_cases(state: RowState, target: Reference, sign: int, met: Decimal | None) -> Decimal:
    """Look at the case with the furthest bound first, and divide it where that is beyond what was met."""
    number = count()
    heap = [(-sign * _bound_of_state(state, target, sign), next(number), state)]
    closed = -_INFINITE
    while heap and next(number) < _MOST_CASES * 2:
        furthest, _, case = heap[0]
        if met is not None and -furthest <= met * sign:
            break
        heappop(heap)
        parts = list(_divide_by_choice(case, target))
        if not parts:
            closed = max(closed, -furthest)
        for part in parts:
            bound = _bound_of_state(part, target, sign)
            if not (bound.is_infinite() and bound * sign < ZERO):
                heappush(heap, (-sign * bound, next(number), part))
    return sign * max(closed, *(-each[0] for each in heap)) if heap else sign * closed


def _bound_of_state(state: RowState, target: Reference, sign: int) -> Decimal:
    """Return the bound at one state, infinitely low (or high) where there is no value."""
    state.ground.budget.renew()
    domain = state.domain_of(target)
    plain = _end(domain, sign)
    if not isinstance(domain, Interval) or domain.point is not None:
        return plain
    sharper = _bound_of_sum(state, state.variables[target.grain, target.name].expr, sign)
    if sharper is None:
        return plain
    return min(plain, sharper) if sign == 1 else max(plain, sharper)


def _end(domain: Domain, sign: int) -> Decimal:
    if not has_value(domain):
        return -_INFINITE * sign
    if isinstance(domain, Choices):
        ends = [Decimal(value is True) for value in domain.values]
        return max(ends) if sign == 1 else min(ends)
    end = domain.high if sign == 1 else domain.low
    return _INFINITE * sign if end is None else end


def _bound_of_sum(state: RowState, expr: Expr, sign: int) -> Decimal | None:
    """Return the bound of a formula as a sum; a last rounding is done to the bound itself."""
    match expr:
        case Call(function=function, arguments=(inner, *settings)) if stepping_of(expr) is not None:
            bound = _bound_of_sum(state, inner, sign)
            if bound is None:
                return None
            rounded = function_domain(function, (exactly(bound), *map(state.domain_of, settings)))
            return rounded.point if isinstance(rounded, Interval) else None
    found = sharper_upper(expr, state) if sign == 1 else sharper_lower(expr, state)
    grid = grid_of(expr, state.ground.dependencies)
    return settle_on_grid(found, grid, sign) if found is not None and grid else found


def _divide_by_choice(state: RowState, target: Reference) -> Iterator[RowState]:
    """Yield the state with the first undecided column that matters divided into its choices."""
    program = state.ground.program
    behind = state.ground.dependencies.behind(target.key)
    for declared in program.inputs:
        key = declared.key
        if key in behind:
            parts = list(_choices_of_column(declared, state.domain_of(Reference(*key, declared.span))))
            if len(parts) > 1:
                yield from (state.narrow(key, part) for part in parts)
                return


def _choices_of_column(declared: Input, domain: Domain) -> Iterator[Domain]:
    if isinstance(domain, Interval):
        told = (*declared.one_of, declared.fallback) if declared.one_of else ()
        listed = (exactly(value) for value in dict.fromkeys(told) if value is not None)
        yield from (each for each in listed if has_value(meet(each, domain)))
    elif domain.others:
        texts = frozenset(text for text in declared.compared_texts if text in domain)
        yield from (exactly(text) for text in sorted(texts))
        yield Choices(domain.values - texts, others=True, without=domain.without | texts)
    else:
        yield from (exactly(value) for value in sorted(domain.values))
    if domain.missing:
        yield Choices(missing=True)
