"""What a formula can give at a row of a state, aggregates over any allowed number of rows too."""

from __future__ import annotations

from kpicalc.analysis.enclosure.box import rows_under
from kpicalc.analysis.enclosure.narrow import assume, may_be
from kpicalc.analysis.enclosure.row_state import RowState, Visit
from kpicalc.analysis.enclosure.table_domains import table_domain
from kpicalc.formula.function import Domains
from kpicalc.formula.functions import AGGREGATES, FUNCTIONS, WINDOWS
from kpicalc.formula.rewrite import NO_ANSWER
from kpicalc.model.dataclass import dataclass
from kpicalc.model.domain import (
    NOTHING,
    Choices,
    Domain,
    Interval,
    Rows,
    exactly,
    has_value,
    join,
    maybe_missing,
)
from kpicalc.model.domain_operators import calculate, comparison_domain, negate
from kpicalc.model.expr import (
    Aggregate,
    Binary,
    Call,
    Compare,
    Day,
    Expr,
    Flag,
    If,
    Logic,
    Lookup,
    Number,
    OverRows,
    Reference,
    Text,
    Unary,
    Window,
    children,
)
from kpicalc.model.money import ONE
from kpicalc.model.program import TableMode


def formula_domain(expr: Expr, state: RowState, visit: Visit | None = None) -> Domain:
    """Return what a formula can give at a row of the state; `visit` hears of each of its nodes."""
    if isinstance(expr, Number | Text | Flag | Day):
        return exactly(expr.value)
    if isinstance(expr, Reference):
        return _domain_of_name(expr, state)
    if isinstance(expr, Aggregate | Window):
        return _found_over_rows(expr, state)
    operands = _operand_domains(expr, state, visit)
    result = _combine_domains(expr, operands, state)
    if visit is not None:
        visit(expr, operands, result)
    return result


def function_domain(function: str, arguments: Domains) -> Domain:
    """Return what a function can give; NOTHING where it has no answer for any of the arguments."""
    if function == NO_ANSWER:
        return NOTHING
    record = FUNCTIONS[function]
    if record.if_missing is not None:
        return record.domain(arguments)
    missing = any(each.missing for each in arguments)
    if not all(map(has_value, arguments)):
        return maybe_missing(NOTHING, missing=missing)
    try:
        return maybe_missing(record.domain(arguments), missing=missing)
    except ArithmeticError:
        # An end has too many digits to be rounded.
        return Interval(missing=missing)


def _domain_of_name(name: Reference, state: RowState) -> Domain:
    key = name.key
    known = state.known(key)
    if known is not None:
        return known
    return state.keep(key, formula_domain(state.variables[key].expr, state))


def _found_over_rows(node: Aggregate | Window, state: RowState) -> Domain:
    known = state.known(node)
    if known is None and state.ground.dependencies.runs(node):
        # It looks back at values that need it: what is assumed here says nothing of earlier rows.
        return state.ground.domains[node]
    return state.keep(node, over_rows_domain(node, state)) if known is None else known


def _operand_domains(expr: Expr, state: RowState, visit: Visit | None) -> tuple[Domain, ...]:
    match expr:
        case If(condition=condition, then=then, otherwise=otherwise):
            return (
                formula_domain(condition, state, visit),
                _domain_where_true(condition, then, state, visit),
                _domain_where_false(condition, otherwise, state, visit),
            )
        case Logic(sign=sign, left=left, right=right):
            under = _domain_where_true if sign == "and" else _domain_where_false
            return formula_domain(left, state, visit), under(left, right, state, visit)
    return tuple(formula_domain(each, state, visit) for each in children(expr))


def _domain_where_true(condition: Expr, part: Expr, state: RowState, visit: Visit | None) -> Domain:
    """Return what a part can give that is only looked at where the condition holds."""
    assumed = assume(state, condition, truth=True)
    return NOTHING if assumed is None else formula_domain(part, assumed, visit)


def _domain_where_false(condition: Expr, part: Expr, state: RowState, visit: Visit | None) -> Domain:
    assumed = assume(state, condition, truth=False)
    return NOTHING if assumed is None else formula_domain(part, assumed, visit)


def _combine_domains(expr: Expr, operands: tuple[Domain, ...], state: RowState) -> Domain:
    match expr:
        case If():
            asked, then, otherwise = operands
            return _or_missing(join(then, otherwise), asked)
        case Logic(sign=sign):
            left, right = operands
            deciding = exactly(sign == "or")
            return _or_missing(join(right, deciding) if may_be(left, sign == "or") else right, left)
        case Binary(sign=sign):
            return calculate(sign, *operands)
        case Compare(sign=comparison):
            return comparison_domain(comparison, *operands)
        case Unary(sign="-"):
            return negate(operands[0])
        case Unary():
            return _opposite(operands[0])
        case Call(function=function):
            return function_domain(function, operands)
        case Lookup(table=table):
            return _ask_table(state, table, operands)
    raise TypeError(expr)


def _ask_table(state: RowState, name: str, operands: tuple[Domain, ...]) -> Domain:
    table = state.ground.program.tables[name]
    base = operands[1] if len(operands) > 1 else None
    if not has_value(operands[0]) or (base is not None and not has_value(base)):
        return maybe_missing(NOTHING, missing=any(each.missing for each in operands))
    return table_domain(table, operands[0], base if table.mode in _WITH_BASE else None)


def _or_missing(domain: Domain, asked: Domain) -> Domain:
    return maybe_missing(domain) if asked.missing else domain


def _opposite(domain: Domain) -> Domain:
    values = domain.values if isinstance(domain, Choices) else frozenset()
    return Choices(frozenset(not each for each in values), missing=domain.missing)


_WITH_BASE = frozenset({TableMode.SLAB, TableMode.MATRIX})


_ALWAYS = exactly(value=True)


def over_rows_domain(node: OverRows, state: RowState, visit: Visit | None = None) -> Domain:
    """Return what an aggregate or window can give at a row of the state; `visit` hears of the nodes in it."""
    inner = state.across(node)
    program, box = inner.ground.program, inner.ground.box
    if isinstance(node, Window):
        rows = rows_under(program, box, node.grain, node.within)
    else:
        rows = box.reports if node.through else rows_under(program, box, node.grain, node.target)
    holding: RowState | None = inner
    asked: Domain = _ALWAYS
    if node.condition is not None:
        asked = inner.domain_of(node.condition, visit)
        holding = assume(inner, node.condition, truth=True)
        rows = rows if asked == _ALWAYS else Rows(0, rows.most)
    if isinstance(node, Aggregate):
        found = _aggregate_domain(node, holding, rows, visit)
    else:
        found = _Told(visit, always=asked == _ALWAYS).window_domain(node, holding, rows)
    return maybe_missing(found, missing=asked.missing or found.missing)


def _aggregate_domain(node: Aggregate, holding: RowState | None, rows: Rows, visit: Visit | None) -> Domain:
    if holding is None or rows.most == 0:
        return _of_no_rows(node) if rows.least == 0 else NOTHING
    body = exactly(ONE) if node.body is None else holding.domain_of(node.body, visit)
    if not has_value(body):
        empty = _of_no_rows(node) if rows.least == 0 else NOTHING
        return maybe_missing(empty, missing=empty.missing or body.missing)
    found = AGGREGATES[node.function].domain(body, rows)
    return maybe_missing(found, missing=found.missing or body.missing)


def _of_no_rows(node: Aggregate) -> Domain:
    value = AGGREGATES[node.function].of_no_rows
    return maybe_missing(NOTHING) if value is None else exactly(value)


@dataclass(frozen=True, slots=True)
class _Told:
    """Who hears of the arguments, and whether every row meets the condition."""

    visit: Visit | None
    always: bool

    def window_domain(self, node: Window, holding: RowState | None, rows: Rows) -> Domain:
        """Rows that do not meet the condition have a zero, or are not the best."""
        function = WINDOWS[node.function]
        rest = exactly(function.for_the_rest)
        if holding is None:
            return rest
        arguments = [holding.domain_of(each, self.visit) for each in node.arguments]
        missing = any(each.missing for each in arguments)
        if not all(map(has_value, arguments)):
            return maybe_missing(NOTHING if self.always else rest, missing=missing)
        found = function.domain(arguments, rows)
        return maybe_missing(found if self.always else join(found, rest), missing=missing)
