"""Small formula pieces that the constructs are translated into, and what may be meant by an unknown name."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import reduce

from kpicalc.compiler.draft import Draft, Topic
from kpicalc.formula.functions import AGGREGATES
from kpicalc.formula.functions.choosing import CLAMP, MAX, MIN
from kpicalc.formula.functions.rounding import ROUND
from kpicalc.formula.parser import parse_formula
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.expr import (
    Binary,
    Call,
    Compare,
    ComparisonSign,
    Expr,
    If,
    Logic,
    Name,
    Number,
    Reference,
    Text,
    Unary,
    walk,
)
from kpicalc.model.kind import Kind
from kpicalc.model.money import ONE, ZERO, Rounding, currencies_of
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.source import Span
from kpicalc.model.spelling import propose_name
from kpicalc.scheme.words import Formula, Word

# A formula that could not be read: its problem is told already, so nothing more is said of it.
# The name is one that nobody can write.
UNREADABLE = "?"
# Stands for what a line left in earlier periods; nobody can write it either.
BROUGHT = "brought forward"


def read(draft: Draft, formula: Formula) -> Expr:
    """Parse a formula of the scheme; its problems go to the draft."""
    checked = parse_formula(formula.source)
    draft.problems.extend(checked.diagnostics)
    if checked.value is None:
        return unreadable(formula.span)
    draft.problems.extend(
        error(Problem.AMOUNT_OF_OTHER_CURRENCY, part.span, found=part.unit, wanted=draft.currency)
        for part in walk(checked.value)
        if isinstance(part, Number) and part.unit and draft.currency not in currencies_of(part.unit)
    )
    return checked.value


def read_optional(draft: Draft, formula: Formula | None) -> Expr | None:
    """Parse a formula that may be left out."""
    return None if formula is None else read(draft, formula)


def read_as(draft: Draft, topic: Topic, kind: Kind, formula: Formula, name: str) -> Expr:
    """Parse a formula of the employee that must have a kind; `name` tells a clash."""
    expr = read(draft, formula)
    draft.demand(topic, expr, kind, name)
    return expr


def read_optional_as(
    draft: Draft, topic: Topic, kind: Kind, formula: Formula | None, name: str
) -> Expr | None:
    """Parse a formula that may be left out and must have a kind."""
    return None if formula is None else read_as(draft, topic, kind, formula, name)


def unreadable(span: Span) -> Expr:
    """Stand in for a formula whose problem is told already."""
    return Call(UNREADABLE, (), span)


def number(value: Decimal | int, span: Span) -> Number:
    """A number."""
    return Number(Decimal(value), percent=False, span=span)


def own(name: str, span: Span) -> Reference:
    """A variable of the employee."""
    return Reference(EMPLOYEES, name, span)


def zero(span: Span) -> Number:
    """The number 0."""
    return number(ZERO, span)


def one(span: Span) -> Number:
    """The number 1."""
    return number(ONE, span)


def negative(operand: Expr, span: Span) -> Expr:
    """The operand with the other sign."""
    return Unary("-", operand, span)


def product(factors: Iterable[Expr], span: Span) -> Expr:
    """The product of one or more formulas."""
    return reduce(lambda left, right: Binary("*", left, right, span), factors)


def total(parts: Iterable[Expr], span: Span) -> Expr:
    """The sum of formulas, 0 when there are none."""
    listed = list(parts)
    return reduce(lambda left, right: Binary("+", left, right, span), listed) if listed else zero(span)


def either(conditions: Iterable[Expr], span: Span) -> Expr:
    """True when one of one or more conditions holds."""
    return reduce(lambda left, right: Logic("or", left, right, span), conditions)


def compare(sign: ComparisonSign, left: Expr, right: Expr, span: Span) -> Expr:
    """A comparison."""
    return Compare(sign, left, right, span)


def choose(condition: Expr, then: Expr, otherwise: Expr, span: Span) -> Expr:
    """A choice."""
    return If(condition, then, otherwise, span)


def rounded(operand: Expr, rounding: Rounding | None, span: Span) -> Expr:
    """The operand rounded by a rule, or as it is without one."""
    if rounding is None:
        return operand
    step = number(rounding.step, span)
    return Call(ROUND.name, (operand, step, Text(rounding.mode.value, span)), span)


def greatest(values: tuple[Expr, ...], span: Span) -> Expr:
    """The greatest of values of one row."""
    return Call(MAX.name, values, span, of_values=True)


def least(values: tuple[Expr, ...], span: Span) -> Expr:
    """The least of values of one row."""
    return Call(MIN.name, values, span, of_values=True)


def bounded(operand: Expr, low: Expr | None, high: Expr | None, span: Span) -> Expr:
    """The operand held between two bounds, either of which may be left out.

    Two bounds that are formulas may be crossed at a row, where the operand then has no value; two numbers
    that are crossed are told before anybody is paid.
    """
    if low is not None and high is not None and not (isinstance(low, Number) and isinstance(high, Number)):
        return Call(CLAMP.name, (operand, low, high), span)
    if low is not None:
        operand = greatest((operand, low), span)
    if high is not None:
        operand = least((operand, high), span)
    return operand


def left_before(name: str, span: Span) -> Expr:
    """What a line left in earlier periods, such as a debt: nothing of somebody who is new."""
    return Call(BROUGHT, (own(name, span),), span)


def takes_employees_together(expr: Expr) -> bool:
    """Say whether a formula as written has a sum or its like of what employees have."""
    sums = [each for each in walk(expr) if isinstance(each, Call) and each.function in AGGREGATES]
    return any(isinstance(part, Name) and part.path[0] == EMPLOYEES for each in sums for part in walk(each))


def missing_name(code: str, word: Word, known: Iterable[str]) -> Diagnostic:
    """Make the problem of an unknown name: it shows the nearest known name, or all of them."""
    names = sorted(map(str, known))
    nearest = propose_name(word, names)
    return error(code, word.span, name=str(word), expected=(nearest,) if nearest else (*names,) or ("—",))
