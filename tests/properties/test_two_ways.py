"""Whole numbers come to what decimals come to, to the last digit, and to what fractions come to.

`KPICALC_TRIES=100 pytest tests/properties/test_two_ways.py` tries 6 000 schemes.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

from hypothesis import given, settings

from kpicalc.compiler.passes import compile_scheme
from kpicalc.engine.scaled.scaled_step import ScaledStep
from kpicalc.engine.world import World
from kpicalc.model.facts import BLOCK_ROWS, Facts
from kpicalc.model.period import Period, parse_period
from kpicalc.model.program import EMPLOYEES, Program
from kpicalc.scheme.load import read_scheme
from tests.engine.builders import HEAD, Row, compile_text, make_facts
from tests.properties.figures import Trouble, agrees
from tests.properties.random_schemes import Case, cases
from tests.properties.second_evaluator import SecondEvaluator, understand
from tests.properties.two_ways import (
    SchemeWriter,
    blocks_passed,
    pack_facts,
    settle_both_ways,
    tell,
    write_people,
)
from tests.tries import tries

_REFERENCE = Path(__file__).parents[2] / "benchmarks" / "reference.yaml"


def test_whole_numbers_and_decimals_come_to_the_same() -> None:
    drawn = list(_draw(range(tries(60))))
    both = [settle_both_ways(program, facts, keep_all=bool(seed % 3)) for seed, program, facts in drawn]

    assert [
        seed
        for (seed, _, _), (whole, decimal) in zip(drawn, both, strict=True)
        if tell(whole) != tell(decimal)
    ] == []


def test_most_of_them_go_in_whole_numbers() -> None:
    passed = [blocks_passed(program, facts) for _, program, facts in _draw(range(30))]

    assert sum(map(any, passed)) * 2 > len(passed) > 15


def test_whole_numbers_come_to_what_fractions_come_to() -> None:
    wrong = [
        (seed, name, row, value)
        for seed, program, facts in _draw(range(1_000, 1_000 + tries(10)))
        for second in [SecondEvaluator(program, facts)]
        for (grain, name), column in settle_both_ways(program, facts, keep_all=False)[
            0
        ].values.columns.items()
        for row, value in enumerate(column)
        for right in [second.value(grain, name, row)]
        if not (right == understand(value) if isinstance(right, Trouble) else agrees(right, value))
    ]

    assert wrong == []


@settings(max_examples=tries(25))
@given(cases())
def test_any_scheme_comes_to_the_same(case: Case) -> None:
    program = compile_text(case.text)
    whole, decimal = settle_both_ways(
        program, pack_facts(program, make_facts(program, case.rows)), keep_all=True
    )

    assert tell(whole) == tell(decimal)


_SCHEME = """
parameters: {norm: {value: 3, type: number}}
facts: {employees: {x: number}}
values: {share: x / norm, index: "min(share, 2)"}
pay: {bonus: {kind: variable, amount: index * 10}}
"""


def test_a_block_with_a_fault_is_left_to_decimals() -> None:
    program, facts = _blocks(["1.5", "", "2.25", "4"])
    whole, decimal = settle_both_ways(program, facts, keep_all=True)

    assert blocks_passed(program, facts) == [True, False, True, True]
    assert tell(whole) == tell(decimal)


def test_after_some_blocks_with_faults_no_more_are_tried() -> None:
    program, facts = _blocks(["", "", "", "1", ""])
    whole, decimal = settle_both_ways(program, facts, keep_all=False)

    assert blocks_passed(program, facts) == [False] * 5
    assert tell(whole) == tell(decimal)


def test_the_reference_job_goes_in_whole_numbers() -> None:
    program = compile_text(_REFERENCE.read_text(encoding="utf-8").split("currency: RUB")[1])
    names = [each.name for each in program.inputs]
    random = Random(1)  # noqa: S311 - no secret
    rows = [dict.fromkeys(("key",), f"e{at}") for at in range(40)]
    for row in rows:
        row |= {name: str(random.randint(0, 1_800_000)) for name in names}
    facts = pack_facts(program, make_facts(program, {EMPLOYEES: rows}))
    step = next(each for each in program.steps if each.grain == EMPLOYEES)
    whole, decimal = settle_both_ways(program, facts, keep_all=True)
    world = World(program, facts)
    world.take(whole.values)

    assert ScaledStep(world, step, frozenset({(EMPLOYEES, program.total)}), frozenset()).worth_it
    assert blocks_passed(program, facts) == [True]
    assert tell(whole) == tell(decimal)


def test_a_step_of_quotients_is_left_to_decimals() -> None:
    program = compile_text(
        """
facts: {employees: {x: number, norm: {type: number, above: 0}}}
values: {share: x / norm}
pay: {bonus: {kind: variable, amount: "min(share, 2) * 10 + share"}}
"""
    )
    facts = pack_facts(program, make_facts(program, {EMPLOYEES: [{"key": "1", "x": "1", "norm": "3"}]}))
    step = next(each for each in program.steps if each.grain == EMPLOYEES)

    assert not ScaledStep(
        World(program, facts), step, frozenset(), frozenset({(EMPLOYEES, "share")})
    ).worth_it


def _draw(seeds: range) -> Iterator[tuple[int, Program, Facts]]:
    """Yield the schemes that the compiler takes, with some people each."""
    for seed in seeds:
        random = Random(seed)  # noqa: S311 - no secret
        document = read_scheme(HEAD + SchemeWriter(random).write(), "test.yaml")
        period = parse_period("2026-03")
        assert document.value is not None
        assert isinstance(period, Period)
        program = compile_scheme(document.value, period).value
        if program is not None:
            rows = list(write_people(random, random.choice((1, 5, 20))))
            yield seed, program, pack_facts(program, make_facts(program, {EMPLOYEES: rows}))


def _blocks(figures: list[str]) -> tuple[Program, Facts]:
    """Return facts of some blocks, all rows of each with one figure; a blank is one of its rows only."""
    program = compile_text(_SCHEME)
    rows: list[Row] = [
        {"key": f"{number}-{at}", "x": figure if figure or at == 5 else "1"}
        for number, figure in enumerate(figures)
        for at in range(BLOCK_ROWS)
    ]
    return program, pack_facts(program, make_facts(program, {EMPLOYEES: rows[:-7]}))
