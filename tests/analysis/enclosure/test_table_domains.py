"""What tables can give: what the engine answers anywhere on the axis lies in the domain."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, localcontext

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kpicalc.analysis.enclosure.table_domains import BELOW, axis_parts, table_domain
from kpicalc.engine.tables import OutsideBandsError, ask_table
from kpicalc.model.domain import (
    EITHER,
    NOTHING,
    Domain,
    Interval,
    exactly,
    has_value,
    holds,
    make_interval,
)
from kpicalc.model.money import CONTEXT
from kpicalc.model.program import Table, TableMode
from tests.engine.builders import compile_text

SCHEME = """
facts: {employees: {x: number}}
tables:
  lookup:
    mode: lookup
    bands: [{from: 0, below: 1, value: 5}, {from: 1, to: 2, value: 7}]
    below: zero
    beyond: last
  open: {mode: lookup, bands: [{below: 0, value: 5}, {from: 0, value: 7}], snap: {step: 1}}
  slab: {mode: slab, bands: [{from: 0, rate: 2}, {above: 3, rate: 1}], below: first, snap: {step: 1}}
  marginal:
    mode: marginal
    bands: [{from: 0, rate: 2}, {from: 1, rate: -1}, {from: 3, rate: 1}]
    below: first
  falling: {mode: marginal, bands: [{to: 0, rate: -1}, {above: 0, rate: 0}]}
  one: {mode: marginal, bands: [{above: -1, rate: 2}], below: zero}
  all: {mode: marginal, bands: [{rate: 2}]}
  none: {mode: marginal, bands: [{rate: 0}]}
  flat: {mode: marginal, bands: [{from: 0, rate: 0}], below: first}
  curve:
    mode: interpolate
    bands: [{from: 0, value: 3}, {from: 1, value: 0}, {from: 3, value: 2}]
    below: first
    beyond: extend
  down: {mode: interpolate, bands: [{from: 0, value: 3}, {from: 1, value: 0}], below: zero, beyond: extend}
  held: {mode: interpolate, bands: [{from: 0, value: 3}, {from: 1, value: 1}], below: error, beyond: last}
  strict: {mode: interpolate, bands: [{from: 0, value: 3}, {from: 1, value: 1}]}
  stairs: {mode: lookup, below: first, bands: [{from: 0, value: 1}, {from: 1, adds: 2, every: 0.7}]}
  descent: {mode: slab, below: zero, bands: [{from: 0, rate: 5}, {above: 0.5, adds: -2, every: 1/3}]}
  sloped:
    mode: interpolate
    below: first
    bands: [{from: 0, value: 1}, {from: 1, value: 2, slope: -3}, {from: 2, slope: 0.5}]
  ended: {mode: marginal, below: zero, beyond: zero, bands: [{from: 0, rate: 2}, {from: 1, to: 2, adds: 1}]}
  grid:
    mode: matrix
    rows: [0, 2]
    columns: [{from: 0, below: 1}, {from: 1, to: 3}]
    values: [[1, 2], [3, 4]]
    below: zero
  dated: {mode: lookup, bands: [{from: 2026-01, value: 1}, {from: 2026-02, value: 2}]}
pay: {line: {kind: fixed, amount: 1 * 1}}
"""
TABLES = compile_text(SCHEME.replace("1 * 1", "100")).tables
ONE_AXIS = sorted(set(TABLES) - {"grid", "dated"})

tenths = st.integers(-30, 50).map(lambda number: Decimal(number) / 10)


@st.composite
def stretches(draw: st.DrawFn) -> tuple[Domain, Decimal]:
    """Draw a stretch of the axis and a point of it."""
    low, high = sorted((draw(tenths), draw(tenths)))
    ends = draw(st.sampled_from([(low, high), (None, high), (low, None), (None, None)]))
    domain = make_interval(*ends, low_open=draw(st.booleans()), high_open=draw(st.booleans()))
    point = draw(tenths)
    assume(has_value(domain) and holds(domain, point))
    return domain, point


@given(st.sampled_from(ONE_AXIS), stretches())
def test_answers_lie_in_the_domain(name: str, stretch: tuple[Domain, Decimal]) -> None:
    domain, point = stretch
    answer = _ask(TABLES[name], point, *([] if TABLES[name].mode is TableMode.LOOKUP else [point]))

    assert answer is None or holds(table_domain(TABLES[name], domain, None), answer)


@given(stretches(), stretches())
def test_cells_lie_in_the_domain(row: tuple[Domain, Decimal], column: tuple[Domain, Decimal]) -> None:
    answer = _ask(TABLES["grid"], row[1], column[1])

    assert answer is None or holds(table_domain(TABLES["grid"], row[0], column[0]), answer)


def _ask(table: Table, *arguments: Decimal) -> Decimal | None:
    with localcontext(CONTEXT):
        try:
            return ask_table(table)(*arguments)
        except OutsideBandsError:
            return None


@pytest.mark.parametrize(
    ("name", "axis", "base", "result"),
    [
        ("lookup", Interval(Decimal("0.5"), Decimal("0.9")), None, exactly(Decimal(5))),
        ("slab", Interval(Decimal(1), Decimal(2)), exactly(Decimal(10)), exactly(Decimal(20))),
        ("strict", Interval(Decimal(2), Decimal(3)), None, NOTHING),
        ("dated", exactly(date(2026, 2, 3)), None, exactly(Decimal(2))),
        ("lookup", EITHER, None, NOTHING),
        ("grid", exactly(Decimal(1)), None, NOTHING),
        ("all", Interval(), None, Interval()),
        ("none", Interval(), None, exactly(Decimal(0))),
        ("falling", Interval(), None, Interval(Decimal(0), None)),
        ("flat", Interval(None, Decimal(-1)), None, exactly(Decimal(0))),
    ],
)
def test_table_domain(name: str, axis: Domain, base: Domain | None, result: Domain) -> None:
    assert table_domain(TABLES[name], axis, base) == result


def test_the_parts_of_an_axis_name_the_bands() -> None:
    asked = [position for position, _ in axis_parts(TABLES["lookup"], Interval())]

    assert asked == [BELOW, 0, 1, 2]
