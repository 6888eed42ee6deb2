"""Conditions that the declared ranges of the facts decide once and for all."""

from __future__ import annotations

from collections.abc import Iterator

from kpicalc.analysis.proofs.shadowed import is_rule, tell_condition, written_variables
from kpicalc.analysis.proofs.sightings import Overview
from kpicalc.analysis.proofs.subject import Subject
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.domain import Choices, Domain
from kpicalc.model.expr import If


def find_vain_conditions(subject: Subject, overview: Overview) -> Iterator[Diagnostic]:
    """Name conditions that always or never hold, and rules that never do, where it is the facts that decide.

    A condition on parameters or on the period alone is a switch that somebody may turn. The last condition
    of a chain may well take all that is left: it must hold by itself to be told.
    """
    written = {each.key for each in written_variables(subject)}
    for variable, choice, condition in overview.seen.conditions:
        code = _always_or_never(choice, condition)
        if code == "KPI343" and overview.enclosed.of_formula(choice.condition) != condition:
            continue
        written_here = variable.key in written and choice.condition.span != variable.span
        if code and written_here and subject.may_vary(choice.condition):
            yield tell_condition(code, (subject, variable), choice.condition)


def _always_or_never(choice: If, condition: Domain) -> str:
    if condition.missing or not isinstance(condition, Choices) or len(condition.values) != 1:
        return ""
    held = True in condition.values
    if is_rule(choice.condition):
        return "" if held else "KPI342"
    return "KPI343" if held else "KPI353"
