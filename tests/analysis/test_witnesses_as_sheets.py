"""What is shown of random schemes can be typed into sheets: read and bound, it is paid as was said."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, localcontext
from random import Random

import pytest

from kpicalc.analysis.enclosure.box import box_of
from kpicalc.analysis.extremes.bounds import find_bounds
from kpicalc.analysis.mix import find_mixes
from kpicalc.analysis.reference import rest_at
from kpicalc.compiler.passes import compile_scheme
from kpicalc.lab.laboratory import prepare_laboratory
from kpicalc.model.analysis import Witness
from kpicalc.model.fault import Value
from kpicalc.model.money import CONTEXT
from kpicalc.model.period import parse_period
from kpicalc.model.program import Program
from kpicalc.scheme.load import read_scheme
from tests.analysis.random_plans import write_plan
from tests.analysis.typed_sheets import paid_from_sheets
from tests.engine.builders import HEAD
from tests.tries import tries

# Schemes whose ends are soon found; `KPICALC_TRIES=50 pytest …` tries 350, with long searches among them.
QUICK = (0, 1, 5, 6, 7, 9, 11)
SEEDS = QUICK if tries(len(QUICK)) == len(QUICK) else range(tries(len(QUICK)))


@pytest.mark.parametrize("seed", SEEDS)
def test_witnesses_of_random_schemes_lie_within_their_ranges(seed: int) -> None:
    program = _random_program(seed)
    if program is None:
        return
    shown = list(_shown(program))

    assert shown or _grows_without_end(program)
    assert [(name, paid_from_sheets(program, facts, name)) for name, facts, _ in shown] == [
        (name, told) for name, _, told in shown
    ]


def test_some_of_them_can_be_compiled() -> None:
    assert sum(_random_program(seed) is not None for seed in QUICK) >= 5


def _random_program(seed: int) -> Program | None:
    """Compile a random scheme; None where its formulas do not fit together."""
    text = write_plan(Random(seed))  # noqa: S311 - a draw, no secret
    document = read_scheme(HEAD + text, "random.yaml").value
    period = parse_period("2026-03")
    assert period is not None
    return None if document is None else compile_scheme(document, period).value


def _grows_without_end(program: Program) -> bool:
    """Say whether every end of pay moves on with some fact, so that there is nothing to show."""
    lines, total = find_bounds(program, box_of(program))
    return all(bound.grows_with for each in (*lines, total) for bound in (each.lowest, each.highest))


def _shown(program: Program) -> Iterator[tuple[str, Witness, Value]]:
    """Yield the variables of which an analysis tells an amount, the facts that it shows, and the amount."""
    lines, total = find_bounds(program, box_of(program))
    names = [*(line.variable for line in program.pay_lines), program.total]
    for name, each in zip(names, (*lines, total), strict=True):
        for bound in (each.lowest, each.highest):
            if bound.witness is not None and bound.reached is not None:
                yield name, bound.witness, bound.reached
    with localcontext(CONTEXT):
        lab = prepare_laboratory(program)
        for mix in find_mixes(lab, rest_at(lab, {}), frozenset(), Decimal("0.1")):
            yield program.total, mix.witness, mix.total
