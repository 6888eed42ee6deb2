"""What `analyse` shows can be typed into sheets: read and bound as a workbook, it is paid as was said."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from kpicalc.api import analyse, compile_alone
from kpicalc.compiler.passes import compile_scheme
from kpicalc.model.period import parse_period
from kpicalc.model.program import Program
from kpicalc.scheme.load import read_scheme
from tests.analysis.random_plans import write_plan
from tests.analysis.typed_sheets import paid_from_sheets, shown_by
from tests.engine.builders import HEAD

SCHEMES = sorted((Path(__file__).parents[2] / "schemes").glob("*.yaml"))
# So many random schemes are analysed; `KPICALC_PLANS=500 pytest …` tries more.
PLANS = int(os.environ.get("KPICALC_PLANS", "12"))


@pytest.mark.parametrize("path", SCHEMES, ids=lambda path: path.stem)
def test_a_workbook_of_the_witness_pays_what_was_said(path: Path) -> None:
    program = compile_alone(path, None).value
    assert program is not None

    assert _differences(program) == []


@pytest.mark.parametrize("seed", range(PLANS))
def test_witnesses_of_random_schemes_lie_within_their_ranges(seed: int) -> None:
    program = _random_program(seed)

    assert program is None or _differences(program) == []


def _random_program(seed: int) -> Program | None:
    """Compile a random scheme; None where its formulas do not fit together."""
    text = write_plan(Random(seed))  # noqa: S311 - a draw, no secret
    document = read_scheme(HEAD + text, "random.yaml").value
    period = parse_period("2026-03")
    assert period is not None
    return None if document is None else compile_scheme(document, period).value


def _differences(program: Program) -> list[tuple[str, object, object]]:
    """Return what is paid from sheets otherwise than was told; something must have been told."""
    shown = list(shown_by(program, analyse(program, {}, {})))
    assert shown
    paid = [(name, amount, paid_from_sheets(program, each, line)) for name, each, line, amount in shown]
    return [(name, told, found) for name, told, found in paid if told != found]
