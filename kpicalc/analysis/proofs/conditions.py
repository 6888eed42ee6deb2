"""Conditions that can decide nothing: after those before them, or by themselves."""

from __future__ import annotations

from collections.abc import Iterator

from kpicalc.analysis.proofs.cuts import CutChoice, find_cut_choices, is_met, written_condition
from kpicalc.analysis.proofs.sightings import Overview
from kpicalc.analysis.proofs.subject import Subject
from kpicalc.formula.printer import print_formula
from kpicalc.model.diagnostic import Diagnostic, Label, warning
from kpicalc.model.domain import Choices, Domain
from kpicalc.model.expr import Expr, If, Reference, walk
from kpicalc.model.figure import Figure, figure_of
from kpicalc.model.problem import Problem
from kpicalc.model.program import Role, Variable

# A parameter with a value for each case asks for all of them, the last one included.
_WRITTEN = frozenset({Role.VALUE, Role.STOP_FACTOR, Role.PAY_LINE, Role.KPI})


def written_variables(subject: Subject) -> Iterator[Variable]:
    """Yield the variables whose conditions somebody wrote, each condition once.

    The first value of rules of which all count asks them again, and only to have something to begin with.
    """
    for variable in subject.program.variables():
        if variable.role in _WRITTEN and variable.figure is not Figure.FIRST:
            yield variable


def find_shadowed(subject: Subject) -> Iterator[Diagnostic]:
    """Name each rule and each branch that no value of its measure reaches."""
    for variable in written_variables(subject):
        for choice in find_cut_choices(subject, variable):
            yield from _shadowed(choice)


def _shadowed(choice: CutChoice) -> Iterator[Diagnostic]:
    """Look at the choices of the variable itself: where all rules count, none shadows another."""
    own = {id(part) for part in walk(choice.expr)}
    before: Expr | None = None
    for each in choice.choices():
        if id(each) not in own:
            continue
        # The code for a choice that always goes one way; one that is never asked is told by another.
        held, failed = ((id(each), way) in choice.taken for way in (True, False))
        if is_rule(each.condition):
            code = "" if held else Problem.RULE_UNREACHABLE
        elif failed and not held:
            code = Problem.CONDITION_NEVER_TRUE
        else:
            code = Problem.CONDITION_ALWAYS_TRUE if held and _always_holds(each, choice) else ""
        if code and each.condition.span != choice.variable.span:
            yield tell_condition(code, (choice.subject, choice.variable), each.condition, before)
        before = each.condition


def _always_holds(each: If, choice: CutChoice) -> bool:
    """Say whether a condition holds by itself, and not only for what those before it have left."""
    return all(is_met(choice.subject, each.condition, place.at) for place in choice.places)


def is_rule(condition: Expr) -> bool:
    """Say whether a condition is the rule of a rule table or of a stop-factor."""
    return isinstance(condition, Reference) and figure_of(condition.name) is Figure.RULE


def tell_condition(
    code: str, owner: tuple[Subject, Variable], condition: Expr, before: Expr | None = None
) -> Diagnostic:
    """Make the problem of a condition that decides nothing, with the one that was asked before it."""
    subject, variable = owner
    others = () if before is None else (Label(before.span, "asked_before"),)
    shown = print_formula(written_condition(subject, condition), home=variable.grain)
    return warning(code, condition.span, *others, name=variable.name, condition=shown)


def find_vain_conditions(subject: Subject, overview: Overview) -> Iterator[Diagnostic]:
    """Name conditions that always or never hold, and rules that never do, where it is the facts that decide.

    A condition on parameters or on the period alone is a switch that somebody may turn. The last condition
    of a chain may well take all that is left: it must hold by itself to be told.
    """
    written = {each.key for each in written_variables(subject)}
    for variable, choice, condition in overview.seen.conditions:
        code = _always_or_never(choice, condition)
        if (
            code == Problem.CONDITION_ALWAYS_TRUE
            and overview.enclosed.of_formula(choice.condition) != condition
        ):
            continue
        written_here = variable.key in written and choice.condition.span != variable.span
        if code and written_here and subject.may_vary(choice.condition):
            yield tell_condition(code, (subject, variable), choice.condition)


def _always_or_never(choice: If, condition: Domain) -> str:
    if condition.missing or not isinstance(condition, Choices) or len(condition.values) != 1:
        return ""
    held = True in condition.values
    if is_rule(choice.condition):
        return "" if held else Problem.RULE_UNREACHABLE
    return Problem.CONDITION_ALWAYS_TRUE if held else Problem.CONDITION_NEVER_TRUE
