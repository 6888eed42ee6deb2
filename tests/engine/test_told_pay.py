"""What small schemes come to is what was looked at and kept: at once, in whole numbers, and in parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from kpicalc.engine.faults import find_warnings
from kpicalc.engine.part_steps import (
    Passed,
    agree,
    pass_steps,
    rows_of_part,
    spread_grains,
    take_agreed,
)
from kpicalc.engine.settle import settle
from kpicalc.model.facts import Facts, Frame
from kpicalc.model.fault import Value
from kpicalc.model.money import COUNTING
from kpicalc.model.program import EMPLOYEES, Key, Program
from tests.engine.told_pay import Case, read_cases, tell_case
from tests.properties.two_ways import pack_facts, settle_both_ways, tell

CASES = pytest.mark.parametrize("case", read_cases(), ids=lambda case: case.title)


@CASES
def test_what_is_told_is_what_was_kept(case: Case) -> None:
    assert tell_case(case.program, case.facts) == case.told


@CASES
def test_whole_numbers_come_to_the_same(case: Case) -> None:
    whole, decimal = settle_both_ways(case.program, pack_facts(case.program, case.facts), keep_all=True)

    assert tell(whole) == tell(decimal)
    for shown in (None, (0,)):
        warned = [list(find_warnings(replace(each, shown=shown))) for each in (whole, decimal)]
        assert warned[0] == warned[1]


@CASES
def test_two_parts_come_to_the_same(case: Case) -> None:
    whole = settle(case.program, case.facts).values

    assert _in_parts(case.program, case.facts) == (
        {key: list(map(_by_digits, column)) for key, column in whole.columns.items()},
        whole.cut & whole.columns.keys(),
    )


def _in_parts(program: Program, facts: Facts) -> tuple[dict[Key, list[Value]], frozenset[object]]:
    """Compute the first person and the others apart, as far as nothing over both is asked for."""
    size = facts.frames[EMPLOYEES].size
    rows = [_rows_of(program, facts, range(1)), _rows_of(program, facts, range(1, size))]
    parts = [_take_part(program, facts, each) for each in rows]
    passed = [pass_steps(program, each, Passed(), keep_all=True) for each in parts]
    while any(each.states is not None for each in passed):
        agreed = agree(program, facts.frames, [each.states for each in passed if each.states is not None])
        known = [take_agreed(each, rows_of_part(agreed, own)) for each, own in zip(passed, rows, strict=True)]
        passed = [
            pass_steps(program, part, each, keep_all=True) for part, each in zip(parts, known, strict=True)
        ]
    first, second = (each.values for each in passed)
    spread = spread_grains(program)
    columns = {
        key: list(map(_by_digits, (*column, *(second.columns[key] if key[0] in spread else ()))))
        for key, column in first.columns.items()
    }
    return columns, (first.cut | second.cut) & columns.keys()


def _by_digits(value: Value) -> Value:
    """Leave off the digits that may be cut in another order of sums."""
    return COUNTING.plus(value) if isinstance(value, Decimal) else value


def _rows_of(program: Program, facts: Facts, people: range) -> dict[str, range]:
    """Return the rows of each table that belong to some people, which stand together."""
    rows = {EMPLOYEES: people}
    for grain in sorted(spread_grains(program) - {EMPLOYEES}, key=lambda each: len(program.ancestors(each))):
        above = rows[program.grains[grain].parent or EMPLOYEES]
        own = [row for row, parent in enumerate(facts.frames[grain].parents) if parent in above]
        rows[grain] = range(own[0], own[-1] + 1) if own else range(0)
    return rows


def _take_part(program: Program, facts: Facts, rows: Mapping[str, range]) -> Facts:
    frames = {
        name: _take_rows(frame, rows[name], rows.get(program.grains[name].parent or ""))
        if name in rows
        else frame
        for name, frame in facts.frames.items()
    }
    return replace(facts, frames=frames)


def _take_rows(frame: Frame, rows: range, above: Sequence[int] | None) -> Frame:
    part = frame.take(rows)
    parents = part.parents if above is None else [each - above[0] for each in part.parents]
    return replace(part, parents=parents, faulty=frame.faulty)
