"""Harm that random facts of random schemes do is told before anybody has such facts."""

from __future__ import annotations

from random import Random

import pytest

from kpicalc.analysis.proofs.prove import prove
from kpicalc.compiler.passes import compile_scheme
from kpicalc.model.period import parse_period
from kpicalc.model.problem import Problem
from kpicalc.scheme.constructs.lines import BoundedSpec
from kpicalc.scheme.load import read_scheme
from tests.analysis.proofs.met_harm import harm_met, harm_told, random_facts
from tests.analysis.random_plans import write_plan
from tests.engine.builders import HEAD
from tests.tries import tries

# So many random schemes are looked at; `KPICALC_TRIES=25 pytest …` tries 500.
PLANS = tries(20)
FACTS = 600


@pytest.mark.parametrize("seed", range(PLANS))
def test_what_random_facts_do_is_told(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - a draw, no secret
    text = write_plan(random)
    document, period = read_scheme(HEAD + text, "random.yaml").value, parse_period("2026-03")
    assert period is not None
    program = None if document is None else compile_scheme(document, period).value
    if document is None or program is None:
        return

    held = {
        (Problem.PAY_LINE_MAY_BE_NEGATIVE, str(name))
        for name, line in document.pay.items()
        if isinstance(line, BoundedSpec) and line.min is not None
    }
    met = harm_met(random_facts(program, random, FACTS))
    assert met - harm_told(prove(program, document)) - held == set()
