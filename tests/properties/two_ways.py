"""A scheme settled in whole numbers and in decimals, and what each of them comes to, to the last digit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from random import Random
from unittest.mock import PropertyMock, patch

from kpicalc.engine import evaluate as engine
from kpicalc.engine.block import Block
from kpicalc.engine.breakdown import break_down
from kpicalc.engine.scaled.deferred import DeferredColumn
from kpicalc.engine.scaled.scaled_step import ScaledStep
from kpicalc.engine.settle import settle, total_lines
from kpicalc.facts.packed import PackedNumbers, pack_numbers
from kpicalc.model.facts import BLOCK_ROWS, Facts, Frame
from kpicalc.model.fault import Value
from kpicalc.model.kind import NUMERIC
from kpicalc.model.program import Key, Program
from kpicalc.model.result import Settlement

_NEVER = 10**9


def pack_facts(program: Program, facts: Facts) -> Facts:
    """Keep the numbers of facts as a reader does: as text."""
    return replace(facts, frames={grain: _pack(program, frame) for grain, frame in facts.frames.items()})


def _pack(program: Program, frame: Frame) -> Frame:
    numbers = {each.name for each in program.inputs if each.grain == frame.grain and each.kind in NUMERIC}
    columns = {
        name: _pack_column(list(column)) if name in numbers else column
        for name, column in frame.columns.items()
    }
    return replace(frame, columns=columns)


def _pack_column(values: list[Value]) -> PackedNumbers:
    starts = range(0, len(values), BLOCK_ROWS)
    return PackedNumbers([pack_numbers(values[at : at + BLOCK_ROWS]) for at in starts], len(values))


def settle_both_ways(program: Program, facts: Facts, *, keep_all: bool) -> tuple[Settlement, Settlement]:
    """Settle in whole numbers as far as they go, and in decimals alone."""
    always = PropertyMock(return_value=True)
    with patch.object(engine, "MANY_ROWS", 1), patch.object(ScaledStep, "worth_it", always):
        whole = settle(program, facts, keep_all=keep_all)
    with patch.object(engine, "MANY_ROWS", _NEVER):
        return whole, settle(program, facts, keep_all=keep_all)


def blocks_passed(program: Program, facts: Facts) -> list[bool]:
    """Say of each block that whole numbers were tried on whether they went through."""
    passed: list[bool] = []
    plain = ScaledStep.pass_block

    def note(self: ScaledStep, block: Block, outputs: Mapping[Key, list[Value] | DeferredColumn]) -> bool:
        passed.append(plain(self, block, outputs))
        return passed[-1]

    with patch.object(ScaledStep, "pass_block", note):
        settle_both_ways(program, facts, keep_all=True)
    return passed


def tell(settlement: Settlement) -> Mapping[str, object]:
    """Return everything that a settlement came to; numbers as they are written, so that `5.00` is not `5`."""
    values = settlement.values
    return {
        "columns": {key: list(map(_written, column)) for key, column in values.columns.items()},
        "aggregates": {node: list(map(_written, column)) for node, column in values.aggregates.items()},
        "faulty": values.faulty & values.columns.keys(),
        "cut": values.cut & values.columns.keys(),
        "unpaid": settlement.unpaid,
        "totals": [(each.line, str(each.amount), each.employees) for each in total_lines(settlement)],
        "breakdowns": list(map(repr, break_down(settlement, settlement.rows[:3]))),
    }


def _written(value: Value) -> object:
    return str(value) if isinstance(value, Decimal) else value


class SchemeWriter:
    """Random schemes of what whole numbers can do, with some of what they cannot."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.names = ["a", "b", "c", "p1", "p2", "p3"]
        self.flags = ["f"]

    def write(self) -> str:
        """Write a scheme without its head."""
        values = "\n".join(self._value(at) for at in range(self.random.randint(1, 6)))
        lines = "\n".join(self._line(at) for at in range(self.random.randint(1, 4)))
        steps = sorted(self.random.sample(("0", "0.5", "0.7", "1", "1.25", "100", "1000.01"), 4), key=Decimal)
        bands = ", ".join(f"{{from: {each}, value: {self._number()}}}" for each in steps)
        slabs = ", ".join(f"{{from: {each}, rate: {self._number()}}}" for each in steps)
        below = self.random.choice(("error", "zero", "first"))
        return f"""
parameters:
  p1: {{value: {self._number()}, type: number}}
  p2: {{value: {self.random.choice(("300", "0.07", "12", "900", "1 / 3", "64"))}, type: number}}
  p3: {{value: {self._number()}, type: number}}
facts:
  employees:
    a: number
    b: number
    c: {{type: number, missing: allow}}
    f: flag
tables:
  bands: {{mode: lookup, below: {below}, bands: [{bands}]}}
  slabs: {{mode: slab, below: {below}, bands: [{slabs}]}}
  slices: {{mode: marginal, below: {below}, bands: [{slabs}]}}
values:
{values}
pay:
{lines}
"""

    def _value(self, at: int) -> str:
        flag = self.random.random() < 0.25
        formula = self._flag(2) if flag else self._formula(3)
        (self.flags if flag else self.names).append(f"v{at}")
        return f"  v{at}: '{formula}'"

    def _line(self, at: int) -> str:
        kind = self.random.choice(("fixed", "variable"))
        step = self.random.choice(("", "0.01", "0.05", "1", "100", "0.001"))
        mode = self.random.choice(("half_up", "half_down", "half_even", "down", "up"))
        rounding = f", round: {{step: {step}, mode: {mode}}}" if step else ""
        return f"  l{at}: {{kind: {kind}, amount: '{self._formula(3)}'{rounding}}}"

    def _number(self) -> str:
        return self.random.choice(
            ("0", "1", "2", "0.3", "0.25", "7", "100", "1200000", "0.005", "1.50", "-3")
        )

    def _formula(self, depth: int) -> str:
        random = self.random
        if not depth or random.random() < 0.15:
            return random.choice((*self.names, *self.names, self._number()))
        one, two, three = (self._formula(depth - 1) for _ in range(3))
        step = random.choice(("0.01", "1", "0.1", "0.05", "100", "7"))
        mode = random.choice(("half_up", "half_down", "half_even", "down", "up"))
        shapes = (
            f"({one} + {two})",
            f"({one} - {two})",
            f"({one}) * ({two})",
            f"({one}) / {random.choice(('p2', '3', '1200000', '8', '0.7'))}",
            f"min({one}, {two})",
            f"max({one}, {two}, {three})",
            f"-({one})",
            f"abs({one})",
            f"clamp({one}, 0, {random.choice(('1', 'p1', '2.5'))})",
            f'round({one}, {step}, "{mode}")',
            f"(if {self._flag(depth - 1)} then {one} else {two})",
            f"bands({one})",
            f"slabs({one}, {two})",
            f"slabs({one})",
        )
        rare = (f"({one}) / ({two})", f"slices({one})", f"floor({one}, 10)", f"if_missing({one}, {two})")
        return random.choice(rare if random.random() < 0.05 else shapes)

    def _flag(self, depth: int) -> str:
        random = self.random
        if not depth:
            return random.choice(self.flags)
        sign = random.choice(("<", "<=", ">", ">=", "=", "!="))
        one, two = (self._formula(depth - 1) for _ in range(2))
        # What is compared with itself is refused.
        compared = f"({one} {sign} {two})" if one != two else f"({one} {sign} -({two}))"
        return random.choice(
            (
                compared,
                f"({self._flag(depth - 1)} and {self._flag(depth - 1)})",
                f"({self._flag(depth - 1)} or {self._flag(depth - 1)})",
                f"(not {self._flag(depth - 1)})",
            )
        )


def write_people(random: Random, count: int) -> Iterator[dict[str, str]]:
    """Write employees whose figures meet bounds, ties and zeros, and of whom few lack one."""
    blank = random.choice((0, 0, 0, 0.05))
    for at in range(count):
        yield {
            "key": f"e{at}",
            "a": _figure(random),
            "b": _figure(random),
            "c": "" if random.random() < blank else _figure(random),
            "f": random.choice(("да", "нет")),
        }


def _figure(random: Random) -> str:
    return random.choice(
        (
            str(random.randint(-5, 2000)),
            f"{random.randint(-500, 9_999_999) / 100:.2f}",
            f"{random.randint(0, 9_999_999) / 100:.15g}",
            random.choice(
                ("0", "0.5", "0.70", "1", "1.25", "100", "1000.01", "-0.005", "0.0000001", "123456789.123456")
            ),
        )
    )
