"""Sums of pay lines: the limits and the rounding of a group and of the total, and groups as values."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kpicalc.compiler.constructs.lines import (
    LIMITS,
    TOTAL,
    add_adjustment,
    define_figure,
    define_part,
    earned_lines,
    earned_names,
    lines_of_limit,
    money_lines,
)
from kpicalc.compiler.constructs.terms import (
    bounded,
    left_before,
    missing_name,
    negative,
    number,
    own,
    read_optional_as,
    rounded,
    total,
    zero,
)
from kpicalc.compiler.draft import Definition, Draft, Topic
from kpicalc.model.expr import Binary, Call, Expr, Number
from kpicalc.model.figure import Figure, name_figure
from kpicalc.model.kind import Kind
from kpicalc.model.money import ZERO, Rounding, minor_unit
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Role
from kpicalc.model.source import Span
from kpicalc.scheme.constructs.lines import Over, Under
from kpicalc.scheme.document import LimitSpec, SchemeDocument
from kpicalc.scheme.words import Formula, Word


def limit_groups(draft: Draft, document: SchemeDocument) -> None:
    """Add a line for the limit of each group, over the lines earned in it."""
    if document.limits is None:
        return
    for group, limit in document.limits.groups.items():
        if not earned_lines(draft, [group]):
            draft.problems.append(missing_name(Problem.LIMITED_GROUP_EMPTY, group, earned_names(draft)))
        _hold_sum(draft, document, str(group), limit)


def limit_total(draft: Draft, document: SchemeDocument) -> None:
    """Add a line for the limit of the total, over all lines before it."""
    if document.limits is not None and document.limits.total is not None:
        _hold_sum(draft, document, "", document.limits.total)


def _hold_sum(draft: Draft, document: SchemeDocument, group: str, limit: LimitSpec) -> None:
    """Add a line for what the bounds of a group, or of the total for "", change, and one for its rounding."""
    name, span = f"{LIMITS}.{group or TOTAL}", limit.span
    members = earned_lines(draft, [group]) if group else money_lines(draft)
    paid = total((own(line.variable, span) for line in members), span)
    low = _read_bound(draft, document, f"{name}.{Figure.MIN}", limit.min)
    high = _read_bound(draft, document, f"{name}.{Figure.MAX}", limit.max)
    if limit.bounds:
        before = define_figure(draft, name_figure(name, Figure.BEFORE), paid, span)
        brought = (
            left_before(name_figure(name, Figure.CARRIED), span) if limit.over is Over.CARRY_ON else None
        )
        held = before if brought is None else Binary("+", before, brought, span)
        change = Binary("-", bounded(held, low, high, span), before, span)
        add_adjustment(draft, name, change, [Figure.BEFORE], group)
        _carry_over(draft, limit, brought)
        paid = Binary("+", before, own(name, span), span)
    if limit.round is not None:
        rounding = name_figure(name, Figure.ROUNDING)
        before = define_figure(draft, name_figure(rounding, Figure.BEFORE), paid, span)
        within = _multiple("ceil", low, limit.round, span), _multiple("floor", high, limit.round, span)
        whole = bounded(rounded(before, limit.round, span), *within, span)
        add_adjustment(draft, rounding, Binary("-", whole, before, span), [Figure.BEFORE], group)


def _multiple(function: str, bound: Expr | None, rounding: Rounding, span: Span) -> Expr | None:
    """Return the first multiple of the step that a bound lets through, so that the rounded sum keeps it."""
    if bound is None or (isinstance(bound, Number) and bound.value % rounding.step == ZERO):
        return bound
    return Call(function, (bound, number(rounding.step, span)), span)


def _carry_over(draft: Draft, limit: LimitSpec, brought: Expr | None) -> None:
    """Keep what the limit added last cuts off or adds, where it is carried over."""
    if not limit.carries:
        return
    line, span = draft.pay_lines[-1], limit.span
    low = None if limit.under is Under.CARRY else zero(span)
    high = None if limit.over.carries else zero(span)
    cut = negative(own(line.variable, span), span)
    rest = bounded(cut if brought is None else Binary("+", brought, cut, span), low, high, span)
    left = define_part(draft, Word(line.name, span), Figure.CARRIED, rest)
    draft.pay_lines[-1] = replace(line, left=left)


def _read_bound(draft: Draft, document: SchemeDocument, name: str, formula: Formula | None) -> Expr | None:
    """A bound is an amount of pay and rounded as one, so that what holds the lines at it need not be."""
    bound, unit = (
        read_optional_as(draft, Topic.LIMIT, Kind.MONEY, formula, name),
        minor_unit(document.currency),
    )
    # A number with no more decimals than the currency has is rounded as it is written.
    if bound is None or (isinstance(bound, Number) and _decimals_of(bound.value) <= _decimals_of(unit)):
        return bound
    return rounded(bound, Rounding(unit), bound.span)


def _decimals_of(written: Decimal) -> int:
    return -int(written.as_tuple().exponent)


def define_groups(draft: Draft, document: SchemeDocument) -> None:
    """Add each group as a value: what its lines pay, with what its limit and its rounding change.

    Of a group without earned lines it is what its deductions take. A group with the name of something else
    is no value: which of them a formula means cannot be known.
    """
    groups = dict.fromkeys(spec.group for spec in document.pay.values() if spec.group is not None)
    for group in groups:
        members = [line for line in money_lines(draft) if line.group == group and line.kind.traits.written]
        earned = [line for line in members if line.kind.traits.earned]
        lines = (*(line.variable for line in earned or members), *lines_of_limit(document, str(group)))
        if members:
            expr, name = total((own(each, group.span) for each in lines), group.span), str(group)
            draft.groups.append(Definition(EMPLOYEES, name, expr, name, Role.GROUP, group.span, Kind.MONEY))
