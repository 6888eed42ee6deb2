"""Examples for people: what is paid when all plans are met by 80, 100 and 120 percent."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext

from kpicalc.analysis.curves.breakpoints import on_grid
from kpicalc.analysis.levels import lead_facts, set_level
from kpicalc.analysis.reference import rest_at
from kpicalc.lab.behind import Behind
from kpicalc.lab.laboratory import Laboratory, prepare_laboratory
from kpicalc.lab.values import step_of
from kpicalc.lab.witnesses import Change, number_at, put_values
from kpicalc.model.analysis import Witness
from kpicalc.model.grounds import WorkedExample
from kpicalc.model.kind import NUMERIC
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.outline import PayShare
from kpicalc.model.program import EMPLOYEES, Input, Key, Program

# Below plan, at plan, above it: what regulations show as examples.
_LEVELS = (Decimal("0.8"), Decimal(1), Decimal("1.2"))


def work_examples(program: Program) -> tuple[WorkedExample, ...]:
    """Return an example for each level of the plans.

    Where no KPI has a plan, the fact that moves pay most takes its place; one example where none does.
    """
    with localcontext(CONTEXT):
        lab = prepare_laboratory(program)
        reference = rest_at(lab, {})
        moved, changes = "", [set_level(lab, reference, level, frozenset()) for level in _LEVELS]
        if not any(True for _ in lead_facts(program, frozenset())):
            moved, changes = _move_most(lab, reference)
        witnesses = [put_values(reference, change) for change in changes] or [reference]
        outcomes = lab.settle_all(witnesses)
        amounts = {line.variable: outcomes.named(line.variable) for line in program.pay_lines}
        totals = outcomes.named(program.total)
    levels: Sequence[Decimal | None] = _LEVELS if changes else (None,)
    return tuple(
        WorkedExample(level, moved, witness, {name: each[at] for name, each in amounts.items()}, totals[at])
        for at, (level, witness) in enumerate(zip(levels, witnesses, strict=True))
    )


def _move_most(lab: Laboratory, reference: Witness) -> tuple[str, list[dict[Key, Decimal]]]:
    """Return the label of the fact whose move from the least level to the greatest adds most to pay."""
    program = lab.program
    needed = Behind(program).facts_of((EMPLOYEES, program.total))
    movable = [
        each for each in program.inputs if each.kind in NUMERIC and not each.one_of and each.key in needed
    ]
    candidates = [each for each in movable if number_at(reference, each.key) > ZERO]
    moves = {
        each.key: [_at_level(each, program, reference, level) for level in _LEVELS] for each in candidates
    }
    ends = [change for levels in moves.values() for change in (levels[0], levels[-1])]
    variable = _variable_pay(lab, reference, ends) or [ZERO] * len(ends)
    gains = [
        (variable[2 * at + 1] - variable[2 * at], -at)
        for at in range(len(candidates))
        if variable[2 * at + 1] > variable[2 * at]
    ]
    if not gains:
        return "", []
    best = candidates[-max(gains)[1]]
    return best.label, moves[best.key]


def _variable_pay(lab: Laboratory, reference: Witness, changes: Sequence[Change]) -> list[Decimal]:
    """Return what is not fixed of the pay at each change; nothing where it cannot be computed."""
    outcomes = lab.settle_changes(reference, changes)
    lines = (line for line in lab.program.pay_lines if line.kind.traits.money)
    columns = [
        outcomes.named(each.variable) for each in lines if each.kind.traits.share is not PayShare.FIXED
    ]
    return [
        sum((each for each in amounts if isinstance(each, Decimal)), ZERO)
        for amounts in zip(*columns, strict=True)
    ]


def _at_level(given: Input, program: Program, reference: Witness, level: Decimal) -> dict[Key, Decimal]:
    value = number_at(reference, given.key) * level
    return {given.key: on_grid(value, step_of(given, program.currency))}
