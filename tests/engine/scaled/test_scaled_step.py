"""What whole numbers leave to decimals, and that it comes to the same."""

from __future__ import annotations

import pytest

from kpicalc.engine.evaluate import MANY_ROWS, evaluate
from kpicalc.engine.scaled.deferred import DeferredColumn
from kpicalc.model.program import EMPLOYEES
from tests.engine.builders import compile_text, make_facts
from tests.properties.two_ways import blocks_passed, pack_facts, settle_both_ways, tell

_LARGE = " * ".join(["9" * 15] * 4)
_HEAD = f"parameters: {{large: {{value: {_LARGE}, type: number}}}}\n"
_HEAD += "facts: {employees: {x: number, y: number, f: flag}}\n"
_BANDS = "bands: [{from: 1, value: 0.5}, {from: 2, value: 3}]"
_TABLES = f"tables:\n  t: {{mode: lookup, below: error, {_BANDS}}}\n"
_TABLES += "  open: {mode: lookup, below: first, bands: [{below: 2, value: 1}, {from: 2, value: 3}]}\n"
_TABLES += "  closed: {mode: lookup, below: zero, beyond: zero, bands: [{from: 1, to: 2, value: 5}]}\n"
_TABLES += "  ladder: {mode: lookup, below: zero, bands: [{from: 1, value: 3}, {from: 2, adds: 1, every: 1}]}"
_TABLES += "\n"
_TABLES += "  later: {mode: lookup, below: zero, bands: [{above: 1, value: 5}]}\n"
_TABLES += "  line: {mode: interpolate, beyond: last, bands: [{from: 1, value: 1}, {from: 2, value: 3}]}\n"
_TABLES += "  parts: {mode: marginal, bands: [{below: 2, rate: 5%}, {from: 2, rate: 7%}]}\n"

# Formula, figures of x and y, and whether the block goes through in whole numbers.
_CASES = {
    "negative deduction": ("if x < 0 then 1 else y", ["-1 5", "2 7"], True),
    "crossed bounds": ("clamp(3, x, y)", ["1 2", "3 2"], False),
    "bounds": ("clamp(3, x, y)", ["1 2", "3 4"], True),
    "below the first band": ("t(x)", ["0.5 1", "1 1"], False),
    "in the bands": ("t(x) * y", ["1 1", "2.5 1"], True),
    "quotient in the bands": ("t(x / y) * y", ["1 1", "5 2"], True),
    "quotient below the bands": ("t(x / y) * y", ["1 3", "5 2"], False),
    "quotient by zero in the bands": ("t(x / y) * y", ["1 0", "5 2"], False),
    "quotient by zero in a condition": ("if x / y > 1 then x else 1", ["1 0", "5 2"], False),
    "a quotient that is not asked for": ("if y = 0 or x / y > 1 then x else 1", ["1 0", "5 2"], True),
    "more digits than pay has": ("x * y", [f"{'9' * 30} {'9' * 30}", "1 1"], False),
    "a parameter with many digits": ("max(x, large) - large + y", ["1 2", "3 4"], True),
    "a divisor by a flag": ("y / (if f then 2 else 4)", ["1 2", "3 4"], True),
    "an open first band": ("open(x) * y", ["-1 1", "5 2"], True),
    "beyond the last band": ("closed(x) * y", ["1.5 1", "9 2"], True),
    "further steps": ("ladder(x) * y", ["1.5 1", "9 2"], True),
    "a bound that is left out": ("later(x) * y", ["1 1", "9 2"], True),
    "between points": ("line(x) * y", ["1.5 1", "9 2"], True),
    "slices from an open first band": ("parts(x) * y", ["-1 1", "5 2"], True),
    "not": ("if not f then x else -y", ["1 2", "3 4"], True),
}


@pytest.mark.parametrize("name", _CASES)
def test_both_ways_come_to_the_same(name: str) -> None:
    formula, figures, through = _CASES[name]
    text = f"{_HEAD}{_TABLES}pay: {{bonus: {{kind: variable, amount: '{formula}'}}}}"
    program = compile_text(text)
    rows = [
        {"key": str(at), "x": each.split()[0], "y": each.split()[1], "f": "да" if at else "нет"}
        for at, each in enumerate(figures)
    ]
    facts = pack_facts(program, make_facts(program, {EMPLOYEES: rows}))
    whole, decimal = settle_both_ways(program, facts, keep_all=True)

    assert tell(whole) == tell(decimal)
    assert blocks_passed(program, facts) == [through]


def test_a_deduction_below_zero_is_a_fault_as_in_decimals() -> None:
    program = compile_text(
        _HEAD + "pay: {b: {kind: variable, amount: y}, d: {kind: deduction, amount: x, from: [b]}}"
    )
    for figures, through in ((["1 2", "3 4"], True), (["-1 2", "3 4"], False)):
        rows = [
            {"key": str(at), "x": each.split()[0], "y": each.split()[1], "f": "да"}
            for at, each in enumerate(figures)
        ]
        facts = pack_facts(program, make_facts(program, {EMPLOYEES: rows}))
        whole, decimal = settle_both_ways(program, facts, keep_all=False)

        assert tell(whole) == tell(decimal)
        assert blocks_passed(program, facts) == [through]


def test_few_rows_are_computed_in_decimals_and_many_in_whole_numbers() -> None:
    program = compile_text(_HEAD + "pay: {bonus: {kind: variable, amount: x * 10% + y}}")
    kinds = []
    for size in (MANY_ROWS - 1, MANY_ROWS):
        rows = [{"key": str(at), "x": "12.5", "y": str(at), "f": "да"} for at in range(size)]
        facts = pack_facts(program, make_facts(program, {EMPLOYEES: rows}))
        kinds.append(type(evaluate(program, facts).columns[EMPLOYEES, program.total]))

    assert kinds == [list, DeferredColumn]
