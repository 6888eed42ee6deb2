"""Remarks on rule tables and stop-factors: which of their rules hold at a row, and what each gives."""

from __future__ import annotations

from collections.abc import Iterator

from kpicalc.engine.breakdown import rule_fired
from kpicalc.engine.lens import Lens
from kpicalc.engine.notes import note, notes_of_formula
from kpicalc.model.fault import Fault
from kpicalc.model.outline import FactorOutline, RulesOutline
from kpicalc.model.program import Program, Variable
from kpicalc.model.result import Note

# A rule that holds is told by its title, not as a branch of the formula made of the rules.
_BRANCHES = frozenset({"branch_then", "branch_else"})


def rules_of(program: Program, variable: Variable) -> RulesOutline | None:
    """Return the rule table that a variable is made from."""
    key = variable.key
    return next((each for each in program.rules if (each.grain, each.variable) == key), None)


def notes_of_stop_factor(lens: Lens, factor: FactorOutline) -> Iterator[Note]:
    """Yield the rule that fired, or that none did; nothing where that cannot be computed."""
    value, fired = lens.named(factor.variable), rule_fired(lens, factor.rules)
    if not isinstance(value, Fault):
        yield note("no_rule") if fired is None else note("rule_fired", rule=fired.label, factor=value)


def notes_of_rules(lens: Lens, outline: RulesOutline, variable: Variable) -> Iterator[Note]:
    """Yield the rules that hold; where the first decides, only that one."""
    asked = [lens.named(rule.condition) for rule in outline.rules]
    open_ones = [at for at, holds in enumerate(asked) if holds is not False]
    if not open_ones:
        yield note("no_rule")
    for at in open_ones[:1] if outline.first_decides else open_ones:
        if asked[at] is not True:
            continue  # whether it holds cannot be computed
        label = outline.rules[at].label
        if outline.gives:
            yield note("rule_holds", rule=label, value=lens.named(outline.gives[at]))
        else:
            yield note("rule_counted", rule=label)
    yield from (each for each in notes_of_formula(lens, variable.expr) if each.key not in _BRANCHES)
