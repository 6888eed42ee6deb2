"""Which ways are open."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from kpicalc.analysis.curves.settled import open_ways
from kpicalc.analysis.enclosure.box import box_of, with_range
from kpicalc.analysis.enclosure.enclose import enclose
from kpicalc.analysis.enclosure.row_state import Owner
from kpicalc.model.domain import NOTHING, Domain
from kpicalc.model.expr import Expr
from kpicalc.model.program import EMPLOYEES, Program
from tests.engine.builders import compile_text

SCHEME = """
facts:
  employees: {{x: number, flag: flag}}
  rows: {{columns: {{y: {{type: number, min: 0}}}}}}
tables:
  steps:
    mode: lookup
    bands: [{{from: 0, value: 5}}, {{from: 1, to: 2, value: 7}}]
    below: zero
    beyond: last
  grid: {{mode: matrix, rows: [0, 2], columns: [0, 1], values: [[1, 2], [3, 4]], below: zero}}
values:
  v: {formula}
pay: {{line: {{kind: fixed, amount: 100}}}}
"""


@dataclass(slots=True)
class Sides:
    """Keeps the ways of every node of one value, outermost last."""

    program: Program
    found: list[tuple[frozenset[int], ...]] = field(default_factory=list)

    def see(self, owner: Owner, node: Expr, operands: tuple[Domain, ...], result: Domain) -> None:
        """Take note of the ways of a node."""
        assert result is not None
        if getattr(owner, "name", "") == "v":
            self.found.append(open_ways(self.program, node, operands))


@pytest.mark.parametrize(
    ("formula", "low", "high", "sides"),
    [
        ("x > 1", 0, 1, [{0}]),
        ("x > 1", 0, 2, [{0, 1}]),
        ("if x > 1 then x else 2", 2, 3, [{1}, {1}]),
        ("x > 1 and flag", 0, 2, [{0, 1}, {0, 1}]),
        ("min(x, 1)", 0, 1, [{0, 1}]),
        ("min(x, 1)", 0, "0.9", [{0}]),
        ("max(x, 1, 0)", 2, 3, [{0}]),
        ("max(x, 1, 5)", 2, 3, [{2}]),
        ("clamp(x, 1, 2)", "1.2", "1.5", [{0}]),
        ("clamp(x, 1, 2)", 1, 2, [{0}]),
        ("clamp(x, 1, 2)", 0, "0.5", [{1}]),
        ("clamp(x, 1, 2)", 3, 4, [{2}]),
        ("clamp(x, 1, 2)", 0, 4, [{0, 1, 2}]),
        ("abs(x)", -1, 1, [{0, 1}]),
        ("abs(x)", 0, 1, [{0}]),
        ("steps(x)", -1, 3, [{-1, 0, 1, 2}]),
        ("steps(x)", 0, "0.5", [{0}]),
        ("grid(x, 1)", 0, 1, [{0}, {1}]),
        ("floor(x)", 0, 1, []),
        ("min(x, sum(rows.y) / 0)", 0, 1, []),
    ],
)
def test_open_ways(formula: str, low: object, high: object, sides: list[set[int]]) -> None:
    program = compile_text(SCHEME.format(formula=f'"{formula}"'))
    ends = Decimal(str(low)), Decimal(str(high))
    seen = Sides(program)
    enclose(program, with_range(box_of(program), (EMPLOYEES, "x"), *ends), seen)

    assert [set(ways) for each in seen.found for ways in each] == sides


def test_a_flag_that_never_is_has_no_side() -> None:
    program = compile_text(SCHEME.format(formula="if x > 1 then x else 2"))
    choice = next(each.expr for each in program.variables() if each.name == "v")

    assert open_ways(program, choice, (NOTHING, NOTHING, NOTHING)) == (frozenset(),)
