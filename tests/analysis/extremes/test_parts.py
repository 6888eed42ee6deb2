"""The parts of a whole are capped by their weights only where that makes a sum no less."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from kpicalc.analysis.enclosure.box import box_of
from kpicalc.analysis.enclosure.enclose import enclose
from kpicalc.analysis.extremes.sums import cap_parts
from kpicalc.model.expr import Binary, Call, Compare, Expr, If, Number, Reference, Window
from kpicalc.model.program import COMPANY, EMPLOYEES
from kpicalc.model.source import Span
from tests.engine.builders import compile_text

FUND = """
facts:
  company: {p: {type: money, min: 0, max: 50}}
  employees: {x: {type: money, min: 0, max: 100}}
pay: {a: {kind: variable, amount: x}}
limits: {funds: {f: {lines: [a], max: p}}}
"""


def test_a_part_that_is_taken_off_stays_as_it_is() -> None:
    program = compile_text(FUND)
    state = enclose(program, box_of(program)).state
    cut = state.variables[EMPLOYEES, "limits.f"].expr
    assert isinstance(cut, If)
    assert isinstance(cut.then, Binary)
    part, claim, span = cut.then.left, cut.then.right, cut.then.span

    assert claim == Reference(EMPLOYEES, "limits.f.claim", span)
    assert cap_parts(cut.condition, cut.then, state) == Binary("-", claim, claim, span)
    assert cap_parts(cut.condition, Binary("-", claim, part, span), state) == Binary("-", claim, part, span)


def _name(name: str) -> Reference:
    return Reference(COMPANY if name.startswith("limits") else EMPLOYEES, name, Span("", 0, 0, 0, 0))


_LIMIT, _SEVEN = _name("limits.f.max"), Number(Decimal(7), percent=False, span=Span("", 0, 0, 0, 0))


@pytest.mark.parametrize(
    ("arguments", "sides", "capped"),
    [
        ({}, {}, True),
        ({0: _LIMIT}, {}, True),
        # The whole is the limit, or the limit rounded down.
        ({0: _SEVEN}, {}, False),
        ({0: Call("round", (_LIMIT, _SEVEN), _SEVEN.span)}, {}, False),
        ({0: Call("floor", (_SEVEN, _LIMIT), _SEVEN.span)}, {}, False),
        # The weights are whole steps.
        ({2: replace(_SEVEN, value=Decimal("0.005"))}, {}, True),
        ({2: replace(_SEVEN, value=Decimal("0.02"))}, {}, False),
        ({2: _LIMIT}, {}, False),
        ({1: _name("x")}, {}, False),
        # The condition speaks of the sum of all weights, and says that it is above the limit.
        ({}, {"left": _SEVEN}, False),
        ({}, {"left": _LIMIT}, False),
        ({}, {"left": _name("nothing")}, False),
        ({}, {"right": _SEVEN}, False),
        ({}, {"sign": ">="}, False),
    ],
)
def test_a_part_is_capped_by_its_weight(
    arguments: Mapping[int, Expr], sides: Mapping[str, Any], *, capped: bool
) -> None:
    program = compile_text(FUND)
    state = enclose(program, box_of(program)).state
    cut = state.variables[EMPLOYEES, "limits.f"].expr
    assert isinstance(cut, If)
    assert isinstance(cut.condition, Compare)
    assert isinstance(cut.then, Binary)
    assert isinstance(cut.then.left, Window)
    written = cut.then.left.arguments
    part = replace(cut.then.left, arguments=tuple(arguments.get(at, each) for at, each in enumerate(written)))
    expected = part.arguments[1] if capped else part
    assert cap_parts(replace(cut.condition, **sides), part, state) == expected
