"""What harm random facts of a scheme do, to compare with what is told of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from random import Random

from kpicalc.analysis.extremes.picks import picks_of, row_numbers
from kpicalc.analysis.proofs.probes import Probed, details_of, plausible_box, settle_probes
from kpicalc.lab.laboratory import prepare_laboratory
from kpicalc.lab.values import fixed_value, is_fixed
from kpicalc.lab.witnesses import Candidate, Slot, first_slot, witness_of
from kpicalc.model.analysis import Witness
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Scalar
from kpicalc.model.problem import Problem
from kpicalc.model.program import Program
from kpicalc.model.source import Span


def random_facts(program: Program, random: Random, count: int) -> Probed:
    """Settle random facts within plausible ranges, at ends, thresholds and round figures."""
    box = plausible_box(program)
    picks: dict[Slot, Sequence[Scalar | None]] = {}
    for each in program.inputs:
        told = picks_of(program, each, box.domains[each.key])
        picks[first_slot(each)] = (fixed_value(program, each),) if is_fixed(program, each) else told
    tables = details_of(program)
    numbers: Mapping[str, Sequence[int]] = {each: (0, 1, *row_numbers(program, each)) for each in tables}
    drawn = [_draw(random, picks, numbers) for _ in range(count)]
    witnesses: list[Witness] = [witness_of(program, each) for each in drawn]
    return settle_probes(prepare_laboratory(program), witnesses)


def _draw(
    random: Random, picks: Mapping[Slot, Sequence[Scalar | None]], numbers: Mapping[str, Sequence[int]]
) -> Candidate:
    rows = {grain: random.choice(each) for grain, each in numbers.items()}
    return Candidate(rows, {slot: random.choice(each) for slot, each in picks.items()})


def harm_met(probed: Probed) -> set[tuple[str, object]]:
    """Return the divisions by what was 0, by place, and the lines on both sides of 0, by name."""
    found: set[tuple[str, object]] = set()
    for line in probed.program.pay_lines:
        amounts = probed.outcomes.named(line.variable)
        found.update((Problem.DIVISOR_MAY_BE_ZERO, each) for value in amounts for each in _divisions(value))
        signs = {value > 0 for value in amounts if isinstance(value, Decimal) and value}
        if signs == {True, False}:
            found.add((Problem.PAY_LINE_MAY_BE_NEGATIVE, line.name))
    return found


def _divisions(value: Value) -> Iterator[Span]:
    for cause in value.causes if isinstance(value, Fault) else ():
        if cause.code == Problem.DIVISION_BY_ZERO and cause.primary is not None:
            place = cause.primary.place
            if isinstance(place, Span):
                yield place


def harm_told(problems: Sequence[Diagnostic]) -> set[tuple[str, object]]:
    """Return the same of what is told; a factor below 0 tells of its line."""
    found: set[tuple[str, object]] = set()
    for each in problems:
        if each.code == Problem.DIVISOR_MAY_BE_ZERO and each.primary is not None:
            found.add((each.code, each.primary.place))
        if each.code in {Problem.PAY_LINE_MAY_BE_NEGATIVE, Problem.FACTOR_MAY_BE_NEGATIVE}:
            found.add((Problem.PAY_LINE_MAY_BE_NEGATIVE, dict(each.params)["line"]))
    return found
