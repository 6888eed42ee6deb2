"""Limits of groups of lines and of the whole pay: what is missing is added, what is too much is taken off."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kpicalc.compiler.desugar.lines import (
    CARRIED,
    LIMITS,
    TOTAL,
    add_adjustment,
    define_figure,
    define_part,
    earned_lines,
    earned_names,
    money_lines,
    round_line,
)
from kpicalc.compiler.desugar.suggestion import missing_name
from kpicalc.compiler.desugar.terms import bounded, negative, own, read_optional, require, total, zero
from kpicalc.compiler.draft import Draft
from kpicalc.model.expr import Binary, Expr, Number
from kpicalc.model.kind import Kind
from kpicalc.model.money import minor_unit
from kpicalc.model.outline import PayLine
from kpicalc.scheme.document import LimitSpec, SchemeDocument
from kpicalc.scheme.line_words import Over, Under
from kpicalc.scheme.words import Formula, Word

# What the lines come to before the limit.
BEFORE = "before"


def limit_groups(draft: Draft, document: SchemeDocument) -> None:
    """Add a line for the limit of each group, over the lines earned in it."""
    if document.limits is None:
        return
    for group, limit in document.limits.groups.items():
        members = earned_lines(draft, [group])
        if not members:
            draft.problems.append(missing_name("KPI218", group, earned_names(draft)))
        name = f"{LIMITS}.{group}"
        add_adjustment(draft, name, _missing(draft, document, (name, limit), members), [BEFORE], str(group))
        _carry(draft, limit)


def limit_total(draft: Draft, document: SchemeDocument) -> None:
    """Add a line for the limit of the total, over all lines before it."""
    if document.limits is None or document.limits.total is None:
        return
    name, limit = f"{LIMITS}.{TOTAL}", document.limits.total
    expr = _missing(draft, document, (name, limit), money_lines(draft))
    add_adjustment(draft, name, expr, [BEFORE])
    _carry(draft, limit)


def _carry(draft: Draft, limit: LimitSpec) -> None:
    """Keep what the limit added last cuts off or adds, where it is carried over."""
    if not limit.carries:
        return
    line, span = draft.pay_lines[-1], limit.span
    low = None if limit.under is Under.CARRY else zero(span)
    high = None if limit.over is Over.CARRY else zero(span)
    rest = bounded(negative(own(line.variable, span), span), low, high, span)
    left = define_part(draft, Word(line.name, span), CARRIED, rest)
    draft.pay_lines[-1] = replace(line, left=left)


def _missing(
    draft: Draft, document: SchemeDocument, named: tuple[str, LimitSpec], members: list[PayLine]
) -> Expr:
    """What is missing to the lower limit, or, as a negative amount, what is above the upper one."""
    name, limit = named
    low = _bound(draft, document, f"{name}.min", limit.min)
    high = _bound(draft, document, f"{name}.max", limit.max)
    sum_of_lines = total((own(line.variable, limit.span) for line in members), limit.span)
    paid = define_figure(draft, f"{name}.{BEFORE}", sum_of_lines, limit.span)
    return Binary("-", bounded(paid, low, high, limit.span), paid, limit.span)


def _bound(draft: Draft, document: SchemeDocument, name: str, formula: Formula | None) -> Expr | None:
    """A bound is an amount of pay and rounded as one, so that what holds the lines at it need not be."""
    bound = read_optional(draft, formula)
    require(draft, bound, Kind.MONEY, "KPI235", name)
    if bound is None or (
        isinstance(bound, Number) and _is_amount(bound.value, minor_unit(document.currency))
    ):
        return bound
    return round_line(document, bound, None, bound.span)


def _is_amount(written: Decimal, unit: Decimal) -> bool:
    """Say whether a number is written with no more decimals than the currency has."""
    return int(written.as_tuple().exponent) >= int(unit.as_tuple().exponent)
