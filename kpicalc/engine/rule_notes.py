"""Remarks on a rule table: which of its rules hold at a row, and what each gives."""

from __future__ import annotations

from collections.abc import Iterator

from kpicalc.engine.lens import Lens
from kpicalc.engine.notes import note, notes_of_formula
from kpicalc.model.outline import RulesOutline
from kpicalc.model.program import Program, Variable
from kpicalc.model.result import Note

# A rule that holds is told by its title, not as a branch of the formula made of the rules.
_BRANCHES = frozenset({"branch_then", "branch_else"})


def rules_of(program: Program, variable: Variable) -> RulesOutline | None:
    """Return the rule table that a variable is made from."""
    key = (variable.grain, variable.name)
    return next((each for each in program.rules if (each.grain, each.variable) == key), None)


def notes_of_rules(lens: Lens, outline: RulesOutline, variable: Variable) -> Iterator[Note]:
    """Yield the rules that hold; where the first decides, only that one."""
    holding = [at for at, rule in enumerate(outline.rules) if lens.named(rule.condition) is True]
    if not holding:
        yield note("no_rule")
    for at in holding[:1] if outline.first_decides else holding:
        label = outline.rules[at].label
        if outline.gives:
            yield note("rule_holds", rule=label, value=lens.named(outline.gives[at]))
        else:
            yield note("rule_counted", rule=label)
    yield from (each for each in notes_of_formula(lens, variable.expr) if each.key not in _BRANCHES)
