"""The parts of a whole are capped by their weights only where that makes a sum no less."""

from __future__ import annotations

from kpicalc.analysis.enclosure.box import box_of
from kpicalc.analysis.enclosure.enclose import enclose
from kpicalc.analysis.extremes.sums import cap_parts
from kpicalc.model.expr import Binary, If, Reference
from kpicalc.model.program import EMPLOYEES
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
