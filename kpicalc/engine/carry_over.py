"""Differences of earlier months joined to a run: a line of pay for each, with amounts of the book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, warning
from kpicalc.model.expr import Binary, Reference
from kpicalc.model.facts import Facts
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.month import CarriedAmount
from kpicalc.model.outline import LineKind, PayLine
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Input, Program, Role, Step, Variable
from kpicalc.model.source import FilePlace

Pair = tuple[Program, Facts]


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """Programs and facts with the differences that are paid, which those are, and what could not be paid."""

    pairs: tuple[Pair, ...]
    paid: tuple[CarriedAmount, ...]
    diagnostics: tuple[Diagnostic, ...]


def carry_over(
    pairs: Sequence[Pair], due: Sequence[CarriedAmount], book: str, department: str = ""
) -> CarriedOver:
    """Give each difference to the first row of its person in a scheme of its currency.

    Who is in none of the sheets is warned of, unless another department paid him; his difference stays due.
    """
    left = list(due)
    joined: list[Pair] = []
    for program, facts in pairs:
        keys = frozenset(facts.frames[EMPLOYEES].keys)
        own = [each for each in left if each.employee in keys and each.currency == program.currency]
        left = [each for each in left if each not in own]
        joined.append(_join(program, facts, own) if own else (program, facts))
    paid = tuple(each for each in due if each not in left)
    ours = [each for each in left if not department or each.department in {department, ""}]
    return CarriedOver(tuple(joined), paid, tuple(_tell_unpaid(each, book) for each in ours))


def _tell_unpaid(due: CarriedAmount, book: str) -> Diagnostic:
    return warning(
        Problem.DIFFERENCE_NOT_PAID,
        FilePlace(book),
        employee=due.employee,
        period=due.period,
        line=due.label or due.line,
        amount=due.amount,
        currency=due.currency,
    )


def _join(program: Program, facts: Facts, own: Sequence[CarriedAmount]) -> Pair:
    frame = facts.frames[EMPLOYEES]
    first = {key: row for row, key in reversed(list(enumerate(frame.keys)))}
    columns: dict[str, list[Decimal]] = {}
    for each in own:
        column = columns.setdefault(each.name, [ZERO] * frame.size)
        column[first[each.employee]] = CONTEXT.add(column[first[each.employee]], each.amount)
    labels = {each.name: each.label for each in own}
    given = {_input_name(name): column for name, column in columns.items()}
    widened = replace(frame, columns={**frame.columns, **given})
    return (
        _add_lines(program, labels),
        replace(facts, frames={**facts.frames, EMPLOYEES: widened}),
    )


def _input_name(name: str) -> str:
    return f"{name}."


def _add_lines(program: Program, labels: dict[str, str]) -> Program:
    total = next(each for each in program.variables() if each.key == (EMPLOYEES, program.total))
    span = total.span
    lines = tuple(
        PayLine(name, label, LineKind.RETRO, "", name, span, story="retro") for name, label in labels.items()
    )
    inputs = tuple(Input(EMPLOYEES, _input_name(name), Kind.MONEY, (), "", span) for name in labels)
    added = tuple(
        Variable(
            EMPLOYEES,
            name,
            Kind.MONEY,
            Reference(EMPLOYEES, _input_name(name), span),
            label,
            Role.PAY_LINE,
            span,
        )
        for name, label in labels.items()
    )
    return replace(
        program,
        inputs=(*program.inputs, *inputs),
        pay_lines=(*program.pay_lines, *lines),
        steps=tuple(_with_lines(step, total, added) for step in program.steps),
    )


def _with_lines(step: Step, total: Variable, added: Sequence[Variable]) -> Step:
    if total not in step.variables:
        return step
    expr = total.expr
    for each in added:
        expr = Binary("+", expr, Reference(EMPLOYEES, each.name, each.span), each.span)
    raised = replace(total, expr=expr)
    variables = (part for each in step.variables for part in ((*added, raised) if each is total else (each,)))
    return replace(step, variables=tuple(variables))
