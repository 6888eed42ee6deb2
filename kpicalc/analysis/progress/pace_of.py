"""With what a formula grows, told by what it is made of and declared; how much of a period has passed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from kpicalc.formula.functions import AGGREGATES, FUNCTIONS
from kpicalc.formula.functions.days import count_common_days, count_working_days
from kpicalc.formula.functions.missing import IF_MISSING
from kpicalc.lab.behind import Behind
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.expr import (
    Aggregate,
    Binary,
    Call,
    Expr,
    If,
    Lookup,
    OverRows,
    Reference,
    Text,
    Unary,
    children,
    walk,
)
from kpicalc.model.kind import NUMERIC
from kpicalc.model.money import CONTEXT, ONE, ZERO
from kpicalc.model.period import LEVEL, Growth, Pace
from kpicalc.model.problem import Problem
from kpicalc.model.program import COMPANY, EMPLOYEES, Input, Key, Program
from kpicalc.model.progress import Due


def comes_of_each_row(function: str) -> bool:
    """Say whether twice the rows make twice of what a function over rows gives."""
    return isinstance(AGGREGATES[function].of_no_rows, Decimal)


def _chooses(function: str) -> bool:
    """Say whether a function gives one of its values: of such as grow alike one that does."""
    branching = FUNCTIONS[function].branching
    return branching is not None and branching.side != 0


def _keeps_first(function: str) -> bool:
    """Say whether a function gives its first value, or one near it."""
    found = FUNCTIONS[function]
    by_sign = found.branching is not None and found.branching.by_sign
    return found.stepping is not None or by_sign or found is IF_MISSING


class Paces:
    """How each fact and formula of a program comes about; None of what is put together of several paces."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._variables = {each.key: each for each in program.variables()}
        self._inputs = {each.key: each for each in program.inputs}
        self._found: dict[Key, Growth | None] = {}

    def of_key(self, key: Key) -> Growth | None:
        """Return with what a fact or a named formula grows."""
        if key in self._inputs:
            growth = self._inputs[key].growth
            return growth if growth is not None and growth.pace.grows else LEVEL
        if key not in self._found:
            self._found[key] = None  # a balance leads back to itself
            self._found[key] = self.of(self._variables[key].expr)
        return self._found[key]

    def of(self, expr: Expr) -> Growth | None:
        """Return with what a formula grows; a level where it stays as it is."""
        match expr:
            case Reference():
                return self.of_key(expr.key)
            case Unary(operand=operand):
                return self.of(operand)
            case Binary(sign="+" | "-", left=left, right=right):
                return _alike([self.of(left), self.of(right)])
            case Binary(sign=sign, left=left, right=right):
                return self._of_product(left, right, divided=sign == "/")
            case If(then=then, otherwise=otherwise):
                return _alike([self.of(then), self.of(otherwise)])
            case Call(function=function, arguments=arguments) if _chooses(function) or _keeps_first(function):
                return _alike([*map(self.of, arguments if _chooses(function) else arguments[:1])])
            case Aggregate():
                return self._of_rows(expr)
            case Lookup() | Call():
                found = [self.of(each) for each in children(expr)]
                return LEVEL if all(each == LEVEL for each in found) else None
            case _:
                return None if isinstance(expr, OverRows) else LEVEL

    def _of_product(self, left: Expr, right: Expr, *, divided: bool) -> Growth | None:
        first, second = self.of(left), self.of(right)
        if second == LEVEL:
            return first
        if divided:
            return LEVEL if first == second else None
        return second if first == LEVEL else None

    def _of_rows(self, node: Aggregate) -> Growth | None:
        inner = LEVEL if node.body is None else self.of(node.body)
        if not comes_of_each_row(node.function):
            return inner
        rows = growth_of_rows(self._program, node)
        return rows if inner == LEVEL else (inner if rows == LEVEL else None)


def growth_of_rows(program: Program, node: Aggregate) -> Growth:
    """Return with what the rows of an aggregate grow; where those above it grow, they tell of it."""
    grown = [program.grains[each].growth for each in program.ancestors(node.target)]
    own = program.grains[node.grain].growth
    above = any(each is not None and each.pace.grows for each in grown)
    return LEVEL if above or own is None else own


def find_undeclared(program: Program) -> Iterable[Diagnostic]:
    """Tell of each fact behind pay of which the scheme does not say how it comes about.

    What only plans rest on is of the whole period; the rows of details come as their table says.
    """
    behind = Behind(program)
    values = [program.total, *(each.actual or each.attainment for each in program.kpis)]
    needed = frozenset().union(*(behind.facts_of((EMPLOYEES, name)) for name in values if name))
    plans = _facts_of(behind, [each.plan for each in program.kpis])
    results = _facts_of(behind, [each.actual for each in program.kpis])
    for grain in sorted({each.grain for each in _aggregates(program)}):
        if EMPLOYEES in program.ancestors(grain)[1:] and program.grains[grain].growth is None:
            yield error(Problem.GROWTH_UNDECLARED, program.grains[grain].span, fact=grain, hint="rows")
    for given in program.inputs:
        if given.key in needed - (plans - results) and _is_open(program, given):
            yield error(Problem.GROWTH_UNDECLARED, given.span, fact=given.name)


def _facts_of(behind: Behind, names: Sequence[str]) -> frozenset[Key]:
    return frozenset().union(*(behind.facts_of((EMPLOYEES, name)) for name in names if name))


def _is_open(program: Program, given: Input) -> bool:
    """Say whether a fact may grow, and nothing tells it."""
    rows = program.grains[given.grain].growth
    told = given.growth is not None or (rows is not None and rows.pace.grows)
    untold_table = EMPLOYEES in program.ancestors(given.grain)[1:] and rows is None
    return (
        given.kind in NUMERIC
        and given.past is None
        and not told
        and not untold_table
        and not given.counted
        and not given.run_of
    )


def _aggregates(program: Program) -> Iterable[Aggregate]:
    formulas = Behind(program).formulas(program.total)
    return (part for each in formulas for part in walk(each.expr) if isinstance(part, Aggregate))


def _alike(found: Sequence[Growth | None]) -> Growth | None:
    return found[0] if all(each == found[0] for each in found) else None


_CALENDAR = (COMPANY, "period.calendar")
_DAY = timedelta(days=1)


def measure_due(program: Program, growth: Growth, as_of: date) -> Due:
    """Return how much of the whole is due by the end of a day."""
    period = program.period
    left = count_common_days(as_of + _DAY, period.last_day, period.first_day, period.last_day)
    if growth.pace is Pace.WORKING_DAYS:
        # The calendar that the compiler wrote down; it refuses working days without one.
        expr = next(each.expr for each in program.variables() if each.key == _CALENDAR)
        calendar = expr.value if isinstance(expr, Text) else ""
        passed = count_working_days(period.first_day, as_of, calendar)
        left = count_working_days(as_of + _DAY, period.last_day, calendar)
        return Due(growth, passed, passed + left, left)
    if growth.pace is Pace.CURVE:
        return Due(growth, _share_on_curve(growth, as_of, program), ONE, left)
    return Due(growth, period.days - left, Decimal(period.days), left)


def _share_on_curve(growth: Growth, as_of: date, program: Program) -> Decimal:
    """Return the share by a day: between two days of the curve it rises evenly."""
    period = program.period
    day = (as_of - period.first_day).days + 1
    inside = [point for point in growth.curve if point[0] < period.days]
    points = [(0, ZERO), *inside, (period.days, ONE)]
    for (start, less), (end, more) in pairwise(points):
        if day <= end:
            part = CONTEXT.divide(Decimal(day - start), Decimal(end - start))
            return CONTEXT.add(less, CONTEXT.multiply(part, CONTEXT.subtract(more, less)))
    return ONE
