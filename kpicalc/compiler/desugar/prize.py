"""Prizes for the best: who takes part, who has won, and what each winner gets."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

from kpicalc.compiler.desugar.group import (
    belongs_to_group,
    define_line,
    group_of,
    require_at,
    step_of,
    title_of,
)
from kpicalc.compiler.desugar.lines import round_line
from kpicalc.compiler.desugar.stop_factor import factors_of_line
from kpicalc.compiler.desugar.terms import choose, compare, one, own, product, read, zero
from kpicalc.compiler.draft import Definition, Draft
from kpicalc.model.expr import Aggregate, ComparisonSign, Expr, Logic, Number, Reference, Window
from kpicalc.model.kind import Kind
from kpicalc.model.outline import LineKind, PayLine
from kpicalc.model.program import EMPLOYEES, Role
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.people_section import PrizeSpec, Ties
from kpicalc.scheme.words import Word


def add_prize(draft: Draft, document: SchemeDocument, name: Word, spec: PrizeSpec) -> None:
    """Add the values `<prize>.enters`, `<prize>.winner`, `<prize>.amount` and the line itself."""
    span, label, within = spec.span, title_of(name, spec), group_of(draft, name, spec)
    enters = _enter(draft, name, spec)
    results = tuple(read(draft, each) for each in (spec.best, *spec.then))
    winner = Window("best", EMPLOYEES, within, results, enters, span)
    draft.definitions.append(
        Definition(EMPLOYEES, f"{name}.winner", winner, label, Role.PAY_LINE, name.span, Kind.FLAG)
    )
    prize = _prize(draft, document, (name, spec), within)
    stops = factors_of_line(document, name, spec.group)
    stopped = product([prize, *(own(each, span) for each in stops)], span)
    expr = round_line(document, choose(own(f"{name}.winner", span), stopped, zero(span), span), None, span)
    define_line(draft, (EMPLOYEES, str(name)), expr, Kind.MONEY, (label, name.span))
    group = str(spec.group or "")
    line = PayLine(str(name), label, LineKind.PRIZE, group, str(name), span, stops)
    draft.pay_lines.append(replace(line, story="prize", figures=(("winner", f"{name}.winner"),)))


def _enter(draft: Draft, name: Word, spec: PrizeSpec) -> Expr | None:
    """Add whether an employee takes part, and return its name; None when everybody does."""
    conditions: list[Expr] = []
    if spec.when is not None:
        when = read(draft, spec.when)
        require_at(draft, EMPLOYEES, (when, Kind.FLAG, "KPI234"), name)
        conditions.append(when)
    for bound in (spec.above, spec.from_):
        if bound is not None:
            sign: ComparisonSign = ">" if bound is spec.above else ">="
            conditions.append(compare(sign, read(draft, spec.best), read(draft, bound), bound.span))
            require_at(draft, EMPLOYEES, (conditions[-1], Kind.FLAG, "KPI234"), name)
    if not conditions:
        return None
    enters = reduce(lambda left, right: Logic("and", left, right, spec.span), conditions)
    shown = title_of(name, spec), name.span
    define_line(draft, (EMPLOYEES, f"{name}.enters"), enters, Kind.FLAG, shown)
    return own(f"{name}.enters", spec.span)


def _prize(draft: Draft, document: SchemeDocument, line: tuple[Word, PrizeSpec], within: str) -> Expr:
    """Return what a winner gets: the whole prize, or a part of it where several have won."""
    name, spec = line
    amount = _amount(draft, line, within)
    if spec.ties is Ties.ALL:
        return amount
    winner, step = own(f"{name}.winner", spec.span), step_of(document, spec.step, spec.span)
    whole: Expr = amount
    weight: Expr = one(spec.span)
    if isinstance(amount, Reference) and amount.grain == EMPLOYEES:
        # Each of n winners gets the nth part of his own prize.
        whole, weight = Aggregate("avg", EMPLOYEES, within, amount, winner, spec.span), amount
    return Window("split", EMPLOYEES, within, (whole, weight, step), winner, spec.span)


def _amount(draft: Draft, line: tuple[Word, PrizeSpec], within: str) -> Expr:
    """Add the prize as a value of the employee or, when it takes together employees, of the group."""
    name, spec = line
    amount = read(draft, spec.amount)
    grain = within if belongs_to_group(amount) else EMPLOYEES
    require_at(draft, grain, (amount, Kind.MONEY, "KPI232"), name)
    if isinstance(amount, Number):
        return amount
    define_line(
        draft, (grain, f"{name}.amount"), amount, Kind.MONEY, (title_of(name, spec), spec.amount.span)
    )
    return Reference(grain, f"{name}.amount", spec.amount.span)
