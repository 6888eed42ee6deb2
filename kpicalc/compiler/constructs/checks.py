"""Checks that a scheme states of its own pay: a flag for each, at the employee, the team or the company.

A check `x` becomes `checks.x`, which holds also where its `when` does not. One of a team or of the company
stands at the employee a second time, so that it is shown and explained there like any other.
"""

from __future__ import annotations

from collections.abc import Iterator

from kpicalc.compiler.constructs.lines import money_lines
from kpicalc.compiler.draft import Construct, Draft, Topic, titled_construct
from kpicalc.compiler.terms import choose, missing_name, own, read, takes_employees_together, total
from kpicalc.model.expr import Expr, Flag, Name, walk
from kpicalc.model.figure import Section, name_in_section
from kpicalc.model.kind import Kind
from kpicalc.model.outline import CheckOutline, PayShare
from kpicalc.model.problem import Problem
from kpicalc.model.program import COMPANY, EMPLOYEES, Role
from kpicalc.scheme.constructs.limits import CheckSpec
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.words import Word

# What checks may name beside the total: the sums of the lines of a part of pay.
_SUMS = {str(each): each for each in (PayShare.FIXED, PayShare.VARIABLE)}


def translate_checks(draft: Draft, document: SchemeDocument) -> None:
    """Add every check, and the sums of lines that checks name."""
    asked = [part for name, spec in document.checks.items() for part in _add_check(draft, name, spec)]
    named = {part.path[-1] for expr in asked for part in walk(expr) if isinstance(part, Name)}
    taken = {each.name for each in draft.inputs if each.grain == EMPLOYEES}
    taken |= {each.name for each in draft.definitions if each.grain == EMPLOYEES}
    taken |= {each.name for each in draft.groups}
    span = document.scheme.span
    for name, share in _SUMS.items():
        if name in named and name not in taken:
            lines = (
                own(line.variable, span) for line in money_lines(draft) if line.kind.traits.share is share
            )
            draft.define(Construct(Role.TOTAL, span), name, total(lines, span), Kind.MONEY)


def _add_check(draft: Draft, name: Word, spec: CheckSpec) -> Iterator[Expr]:
    """Add one check and yield what it asks."""
    full, that = name_in_section(Section.CHECKS, name), read(draft, spec.that)
    when = None if spec.when is None else read(draft, spec.when)
    asked = [that] if when is None else [that, when]
    yield from asked
    grain = _level_of(draft, spec, asked)
    for each in asked:
        draft.demand(Topic.CONDITION, each, Kind.FLAG, full, grain)
    holds = that if when is None else choose(when, that, Flag(value=True, span=spec.span), spec.span)
    made = titled_construct(Role.CHECK, name, spec, grain)
    found = draft.define(made, full, holds, Kind.FLAG)
    if grain != EMPLOYEES:
        draft.define(titled_construct(Role.CHECK, name, spec), full, found, Kind.FLAG)
    draft.checks.append(CheckOutline(full, made.label, grain, spec.severity, spec.that.text, spec.that.span))


def _level_of(draft: Draft, spec: CheckSpec, asked: list[Expr]) -> str:
    """Return the table whose rows are checked: the one named, else that of what is asked."""
    if spec.of is None:
        return COMPANY if any(map(takes_employees_together, asked)) else EMPLOYEES
    above = [EMPLOYEES]
    while (parent := draft.grains[above[-1]].parent) is not None:
        above.append(parent)
    if spec.of not in above:
        draft.problems.append(missing_name(Problem.PARENT_TABLE_UNKNOWN, spec.of, above))
        return EMPLOYEES
    return str(spec.of)
