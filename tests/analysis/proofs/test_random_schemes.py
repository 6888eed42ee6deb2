"""What is proved never to happen does not happen for any of many rows, in schemes made at random.

`KPICALC_TRIES=2 pytest …` looks at 200 schemes.
"""

from __future__ import annotations

from random import Random

import pytest

from kpicalc.analysis.proofs.prove import prove
from kpicalc.compiler.passes import compile_scheme
from kpicalc.model.period import parse_period
from kpicalc.model.source import Span
from kpicalc.scheme.load import read_scheme
from tests.analysis.proofs.builders import HEAD
from tests.analysis.proofs.random_schemes import random_rows, random_text, what_happens
from tests.tries import tries

NEVER = frozenset({"KPI341", "KPI342", "KPI343", "KPI348", "KPI353"})


def check_scheme(seed: int) -> set[str]:
    """Compare the proofs of one scheme with what happens in it; return what was proved never to happen."""
    random, period = Random(seed), parse_period("2026-03")  # noqa: S311 - no secrets, the same each time
    document = read_scheme(HEAD + random_text(random), "test.yaml").value
    assert document is not None
    assert period is not None
    program = compile_scheme(document, period).value
    if program is None:
        return set()
    found = [each for each in prove(program, document) if each.code in NEVER and each.primary is not None]
    told = {(each.code, each.primary.place) for each in found if each.primary is not None}
    happens: set[tuple[str, Span]] = what_happens(random_rows(program, random, 200)) if told else set()
    assert told & happens == set()
    return {code for code, _ in told}


@pytest.mark.parametrize("batch", range(tries(4)))
def test_what_is_proved_never_to_happen_does_not_happen(batch: int) -> None:
    proved = [check_scheme(seed) for seed in range(batch * 25, batch * 25 + 25)]

    assert len(set.union(*proved)) >= 3
