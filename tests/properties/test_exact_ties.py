"""Amounts of exactly half a kopeck are rounded as they stand on paper, whatever they are made of.

`KPICALC_TRIES=2000 pytest tests/properties/test_exact_ties.py` tries 100 000 of each kind, some ten to
twenty minutes each. Every value of every draw is compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from random import Random

import pytest

from kpicalc.model.program import EMPLOYEES, Program
from tests.engine.builders import compile_text, make_facts
from tests.properties.exact_ties import QUOTIENTS, random_facts, scheme_of_lines, scheme_of_quotients, tie_for
from tests.properties.figures import Figure, Trouble, agrees
from tests.properties.random_rows import Rows
from tests.properties.second_evaluator import SecondEvaluator, understand
from tests.properties.settled import settle_program
from tests.tries import tries

_TIES = tries(50)
_PEOPLE = 10


@pytest.mark.parametrize(
    ("scheme", "names"),
    [(scheme_of_quotients(), tuple(QUOTIENTS)), (scheme_of_lines(), ("plain",))],
    ids=["quotients", "lines"],
)
def test_half_a_kopeck_is_rounded_as_on_paper(scheme: str, names: tuple[str, ...]) -> None:
    program = compile_text(scheme)
    wrong = [
        found
        for seed in range(_TIES // _PEOPLE)
        for found in _wrong(program, *_tuned(program, names, Random(seed)))  # noqa: S311
    ]

    assert wrong == []


def test_ties_are_met() -> None:
    program = compile_text(scheme_of_quotients())
    rows, aims = _tuned(program, tuple(QUOTIENTS), Random(0))  # noqa: S311 - no secret
    second = SecondEvaluator(program, make_facts(program, rows))
    pairs = [
        (second.value(EMPLOYEES, f"{name}_q", row), second.value(EMPLOYEES, "base", row))
        for row, name in enumerate(aims)
    ]
    amounts = [
        q.value * base.value for q, base in pairs if isinstance(q, Figure) and isinstance(base, Figure)
    ]

    assert {each * 100 % 1 for each in amounts if each} == {Fraction(1, 2)}


def _tuned(program: Program, names: tuple[str, ...], random: Random) -> tuple[Rows, list[str]]:
    """Draw facts and give each employee the base that makes a tie of one of the quotients."""
    rows = random_facts(random, _PEOPLE)
    second = SecondEvaluator(program, make_facts(program, rows))
    aims = [random.choice(names) for _ in rows["employees"]]
    for at, (row, name) in enumerate(zip(rows["employees"], aims, strict=True)):
        quotient = second.value(EMPLOYEES, f"{name}_q", at)
        base = tie_for(quotient.value, random) if isinstance(quotient, Figure) else None
        if base is not None:
            row["base"] = str(base)
    return rows, aims


def _wrong(program: Program, rows: Rows, aims: list[str]) -> Iterator[tuple[object, ...]]:
    """Yield every value on which the engine and the fractions differ."""
    settled = settle_program(program, rows)
    second = SecondEvaluator(program, settled.facts)
    for (grain, name), column in settled.settlement.values.columns.items():
        for row, value in enumerate(column):
            right = second.value(grain, name, row)
            if not (right == understand(value) if isinstance(right, Trouble) else agrees(right, value)):
                yield aims[row] if grain == EMPLOYEES else "", name, row, value, right
