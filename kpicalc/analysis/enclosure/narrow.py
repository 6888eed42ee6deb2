"""What an assumption about a row says of its names: a condition holds, a formula gives no more than so much.

All that is taken from an assumption is true of every row that meets it; not everything that is true is found.
"""

from __future__ import annotations

from kpicalc.analysis.enclosure.row_state import RowState
from kpicalc.analysis.enclosure.table_domains import axis_parts, band_domain
from kpicalc.formula.functions import AGGREGATES, FUNCTIONS, WINDOWS
from kpicalc.model.domain import (
    NOTHING,
    Choices,
    Domain,
    Interval,
    exactly,
    has_value,
    join,
    maybe_missing,
    meet,
    widen,
)
from kpicalc.model.domain_operators import MIRRORED, OPPOSITE, calculate, negate, values_beside
from kpicalc.model.expr import (
    Aggregate,
    Binary,
    Call,
    Compare,
    Expr,
    If,
    Logic,
    Lookup,
    Reference,
    Unary,
    Window,
)
from kpicalc.model.money import ZERO
from kpicalc.model.program import TableMode


def assume(state: RowState, condition: Expr, *, truth: bool) -> RowState | None:
    """Return the state in which a condition holds (or does not), None when that cannot be."""
    if not state.ground.budget.spend():
        return state
    if not may_be(state.domain_of(condition), truth):
        return None
    match condition:
        case Unary(sign="not", operand=operand):
            return assume(state, operand, truth=not truth)
        case Logic(sign=sign, left=left, right=right):
            return _assume_logic(state, (left, right), both=(sign == "and") == truth, truth=truth)
        case Compare(sign=sign, left=left, right=right):
            asked = sign if truth else OPPOSITE[sign]
            narrowed = require(state, left, values_beside(asked, state.domain_of(right)))
            if narrowed is None:
                return None
            return require(narrowed, right, values_beside(MIRRORED[asked], narrowed.domain_of(left)))
        case Reference():
            return _assume_flag(state, condition, truth=truth)
        case If():
            return require(state, condition, exactly(truth))
        case Aggregate() | Window():
            return state.narrow(condition, exactly(truth))
    return state


def require(state: RowState, expr: Expr, wanted: Domain) -> RowState | None:
    """Return the state in which a formula lies in a domain, None when it cannot."""
    if not state.ground.budget.spend():
        return state
    domain = maybe_missing(state.domain_of(expr), missing=False)
    settled = meet(domain, wanted)
    if not has_value(settled):
        return None
    if settled == domain:
        return state
    match expr:
        case Reference(grain=grain, name=name):
            narrowed = state.narrow((grain, name), settled)
            variable = state.variables.get((grain, name))
            return narrowed if variable is None else require(narrowed, variable.expr, settled)
        case Aggregate() | Window():
            return _require_rows(state.narrow(expr, settled), expr, settled)
        case Unary(sign="-", operand=operand):
            return require(state, operand, negate(settled))
        case Compare() | Logic() | Unary():
            return assume(state, expr, truth=settled == exactly(value=True))
        case If():
            return _require_choice(state, expr, settled)
        case Binary():
            return _require_operands(state, expr, settled)
        case Call(function=function) if function in FUNCTIONS and isinstance(settled, Interval):
            return _require_arguments(state, expr, settled)
        case Lookup():
            return _require_bands(state, expr, settled)
    return state


def may_be(domain: Domain, truth: bool) -> bool:  # noqa: FBT001 - the value looked for
    """Say whether a condition may come out so."""
    return isinstance(domain, Choices) and truth in domain.values


def _assume_flag(state: RowState, flag: Reference, *, truth: bool) -> RowState | None:
    key = flag.key
    narrowed = state.narrow(key, exactly(truth))
    variable = state.variables.get(key)
    return narrowed if variable is None else assume(narrowed, variable.expr, truth=truth)


def _assume_logic(state: RowState, sides: tuple[Expr, Expr], *, both: bool, truth: bool) -> RowState | None:
    """Both sides are so; or at least one is, which says something only where the other cannot be."""
    left, right = sides
    if both:
        narrowed = assume(state, left, truth=truth)
        return None if narrowed is None else assume(narrowed, right, truth=truth)
    first = assume(state, left, truth=truth)
    other = assume(state, left, truth=not truth)
    second = None if other is None else assume(other, right, truth=truth)
    if first is not None and second is not None:
        return state
    return second if first is None else first


def _require_rows(state: RowState, node: Aggregate | Window, wanted: Domain) -> RowState | None:
    """Where there is a single row, what is found over the rows is what that row has."""
    if not state.ground.dependencies.meets_itself(node) or not isinstance(wanted, Interval):
        return state
    found = _asked_of_one_row(state, node, wanted)
    if found is None:
        return state
    part, wanted = found
    if node.condition is None or state.domain_of(node.condition) == exactly(value=True):
        return require(state, part, wanted)
    if has_value(meet(wanted, exactly(ZERO))):
        return state
    holding = assume(state, node.condition, truth=True)
    return None if holding is None else require(holding, part, wanted)


def _asked_of_one_row(
    state: RowState, node: Aggregate | Window, wanted: Interval
) -> tuple[Expr, Domain] | None:
    """Return what the value of the only row then is, and its formula; None where nothing is said of it."""
    arguments = node.arguments if isinstance(node, Window) else () if node.body is None else (node.body,)
    function = WINDOWS[node.function] if isinstance(node, Window) else AGGREGATES[node.function]
    asked = function.inverse(wanted, [state.domain_of(each) for each in arguments])
    return next(((part, each) for part, each in zip(arguments, asked, strict=True) if each is not None), None)


def _require_choice(state: RowState, choice: If, wanted: Domain) -> RowState | None:
    """A branch that cannot give what is wanted is not taken."""
    yes = _require_branch(state, choice.condition, choice.then, wanted, truth=True)
    no = _require_branch(state, choice.condition, choice.otherwise, wanted, truth=False)
    if yes is not None and no is not None:
        return state
    return no if yes is None else yes


def _require_branch(
    state: RowState, condition: Expr, branch: Expr, wanted: Domain, *, truth: bool
) -> RowState | None:
    assumed = assume(state, condition, truth=truth)
    return None if assumed is None else require(assumed, branch, wanted)


def _require_operands(state: RowState, expr: Binary, wanted: Domain) -> RowState | None:
    """Solve the formula for one side, then for the other."""
    narrowed = require(state, expr.left, _left_for(expr.sign, wanted, state.domain_of(expr.right)))
    if narrowed is None:
        return None
    return require(narrowed, expr.right, _right_for(expr.sign, wanted, narrowed.domain_of(expr.left)))


def _left_for(sign: str, result: Domain, right: Domain) -> Domain:
    near = widen(result)
    match sign:
        case "+":
            return widen(calculate("-", near, right))
        case "-":
            return widen(calculate("+", near, right))
        case "*":
            return Interval() if _may_be_zero(right) else widen(calculate("/", near, right))
    return widen(calculate("*", near, right))


def _right_for(sign: str, result: Domain, left: Domain) -> Domain:
    near = widen(result)
    match sign:
        case "+":
            return widen(calculate("-", near, left))
        case "-":
            return widen(calculate("-", left, near))
        case "*":
            return Interval() if _may_be_zero(left) else widen(calculate("/", near, left))
    return Interval() if _may_be_zero(near) or _may_be_zero(left) else widen(calculate("/", left, near))


def _may_be_zero(domain: Domain) -> bool:
    return not isinstance(domain, Interval) or has_value(meet(domain, exactly(ZERO)))


def _require_arguments(state: RowState, call: Call, wanted: Interval) -> RowState | None:
    """What a function is to give says what its arguments are, as far as its record knows."""
    asked = FUNCTIONS[call.function].inverse(wanted, [state.domain_of(each) for each in call.arguments])
    narrowed: RowState | None = state
    for argument, domain in zip(call.arguments, asked, strict=True):
        if narrowed is not None and domain is not None:
            narrowed = require(narrowed, argument, domain)
    return narrowed


def _require_bands(state: RowState, lookup: Lookup, wanted: Domain) -> RowState | None:
    """The axis lies in the bands that can give what is wanted."""
    table = state.ground.program.tables[lookup.table]
    if table.mode is not TableMode.LOOKUP or table.snap is not None:
        return state
    axis: Domain = NOTHING
    for position, part in axis_parts(table, state.domain_of(lookup.axis)):
        if has_value(meet(band_domain(table, position, part, None), wanted)):
            axis = join(axis, part)
    return require(state, lookup.axis, widen(axis))
