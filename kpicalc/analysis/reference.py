"""The row at which all rests while one fact moves: plans met, all else at usual figures that pay well."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kpicalc.analysis.levels import facts_of_missed, lead_facts, set_level
from kpicalc.lab.behind import Behind
from kpicalc.lab.laboratory import Laboratory
from kpicalc.lab.values import usual_values
from kpicalc.lab.witnesses import write_rows
from kpicalc.model.analysis import Witness
from kpicalc.model.kind import Scalar
from kpicalc.model.money import ONE
from kpicalc.model.program import EMPLOYEES, Key, Program

Values = dict[Key, Scalar | None]
Choices = tuple[Scalar | None, ...]


def rest_at(lab: Laboratory, pinned: Mapping[Key, Scalar]) -> Witness:
    """Return one row of each table: all KPIs at plan, other facts at usual figures, choices as they pay most.

    Facts that are `pinned` keep their value.
    """
    program = lab.program
    of_kpis = facts_of_kpis(program)
    choices = {each.key: usual_values(each, program, of_kpi=each.key in of_kpis) for each in program.inputs}
    usual = _at_plan(lab, {key: told[0] for key, told in choices.items()} | dict(pinned), pinned)
    # What a KPI rests on is left alone, unless its plan cannot be met otherwise.
    settled = of_kpis - facts_of_missed(lab, write_rows(program, usual)) | frozenset(pinned)
    settled |= {given.key for _, given in lead_facts(program, frozenset(pinned))}
    open_ones = {key: told for key, told in choices.items() if key not in settled}
    # Choices may help only together, so the search begins both with all flags set and with none.
    starts = [
        {key: told[at if told == (True, False) else 0] for key, told in choices.items()} for at in (0, 1)
    ]
    ends = [_climb(lab, start | dict(pinned), open_ones, pinned) for start in starts]
    return max((write_rows(program, each) for each in ends), key=lambda each: _total(lab, each))


def _climb(
    lab: Laboratory, values: Values, choices: Mapping[Key, Choices], pinned: Mapping[Key, Scalar]
) -> Values:
    """Change one choice after another to what pays most, with the KPIs brought back to plan."""
    for _ in range(2):
        values = _at_plan(lab, values, pinned)
        for key, told in choices.items():
            if len(told) > 1:
                values[key] = _best_paid(lab, values, key, told)
    return _at_plan(lab, values, pinned)


def _total(lab: Laboratory, witness: Witness) -> Decimal:
    total = lab.settle_all([witness]).named(lab.program.total)[0]
    return total if isinstance(total, Decimal) else Decimal("-Infinity")


def facts_of_kpis(program: Program) -> frozenset[Key]:
    """Return the facts behind the plans and results of the KPIs."""
    behind = Behind(program)
    named = [name for kpi in program.kpis for name in (kpi.plan, kpi.actual) if name]
    return frozenset().union(*(behind.facts_of((EMPLOYEES, name)) for name in named))


def _at_plan(lab: Laboratory, values: Values, pinned: Mapping[Key, Scalar]) -> Values:
    reached = set_level(lab, write_rows(lab.program, values), ONE, frozenset(pinned))
    return {**values, **reached}


def _best_paid(lab: Laboratory, values: Values, key: Key, choices: Choices) -> Scalar | None:
    current = values[key]
    tried = (current, *(each for each in choices if each != current))
    program = lab.program
    outcomes = lab.settle_changes(write_rows(program, values), [{key: each} for each in tried])
    totals = [each if isinstance(each, Decimal) else None for each in outcomes.named(program.total)]
    paid = [(total, -number) for number, total in enumerate(totals) if total is not None]
    return tried[-max(paid)[1]] if paid else current
