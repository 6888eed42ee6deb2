"""Functions that see a missing value, which all others pass on."""

from __future__ import annotations

from kpicalc.formula.function import Domains, Failure, Function, no_grid, says_nothing
from kpicalc.formula.kinds import kind_of_branches
from kpicalc.model.domain import EITHER, NOTHING, Domain, exactly, has_value, join, maybe_missing
from kpicalc.model.expr import Call, Expr, Flag
from kpicalc.model.kind import Kind, Scalar


def keep_present(value: Scalar) -> Scalar:
    """Return a value that is there."""
    return value


def deny_missing(_value: Scalar) -> bool:
    """Return false for a value that is there."""
    return False


def _replacement(call: Call) -> Expr:
    return call.arguments[1]


def _confirmation(call: Call) -> Expr:
    return Flag(value=True, span=call.span)


def _domain_of_replaced(arguments: Domains) -> Domain:
    value, replacement = arguments
    return join(maybe_missing(value, missing=False), replacement) if value.missing else value


def _domain_of_question(arguments: Domains) -> Domain:
    value = arguments[0]
    if not value.missing:
        return exactly(value=False) if has_value(value) else NOTHING
    return EITHER if has_value(value) else exactly(value=True)


IF_MISSING = Function(
    name="if_missing",
    name_ru="если_пусто",
    parameters=("x", "y"),
    doc_en="y when x is a missing value, else x",
    doc_ru="y, если x пусто, иначе x",
    least=2,
    most=2,
    words=(),
    kind_of=lambda kinds: kind_of_branches(kinds[0], kinds[1]),
    meaning=keep_present,
    failure=Failure(),
    if_missing=_replacement,
    domain=_domain_of_replaced,
    inverse=says_nothing,
    branching=None,
    stepping=None,
    grid=no_grid,
)
IS_MISSING = Function(
    name="is_missing",
    name_ru="пусто",
    parameters=("x",),
    doc_en="true when x is a missing value",
    doc_ru="true, если x пусто",
    least=1,
    most=1,
    words=(),
    kind_of=lambda _kinds: Kind.FLAG,
    meaning=deny_missing,
    failure=Failure(),
    if_missing=_confirmation,
    domain=_domain_of_question,
    inverse=says_nothing,
    branching=None,
    stepping=None,
    grid=no_grid,
)

FUNCTIONS = (IF_MISSING, IS_MISSING)
