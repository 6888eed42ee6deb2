"""Small schemes made at random, and what really happens in them for many rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from random import Random

from kpicalc.analysis.proofs.probes import Probed
from kpicalc.engine.tables import finder
from kpicalc.lab.laboratory import prepare_laboratory
from kpicalc.model.analysis import FactRow, Witness
from kpicalc.model.expr import Expr, If, Logic, Lookup, children
from kpicalc.model.fault import Value
from kpicalc.model.money import COUNTING
from kpicalc.model.program import EMPLOYEES, Program
from kpicalc.model.source import Span

BANDS = "{below: 0%, value: 1}, {from: 0%, value: 2}, {from: 60%, value: 0.5}, {from: 150%, value: 3}"
TEXT = """
facts:
  employees:
    x: {{type: ratio, min: 0%, max: 100%}}
    y: {{type: ratio, min: -50%, max: 50%}}
    z: {{type: ratio, min: 0%}}
tables: {{Т: {{mode: lookup, bands: [{bands}]}}}}
values: {{К1: '{first}', К2: '{second}'}}
rules: {{П: {{hit: {hit}, rules: [{rules}]}}}}
pay:
  а: {{kind: variable, amount: 100, factors: [К1]}}
  б: {{kind: variable, amount: 100, factors: [К2], when: '{when}'}}
  в: {{kind: variable, amount: П * 10}}
"""
FIGURES = [Decimal(each) / 100 for each in (-50, -10, 0, 1, 10, 20, 50, 60, 99, 100, 150, 200, 1000)]
RANGES = {
    "x": (Decimal(0), Decimal(1)),
    "y": (Decimal("-0.5"), Decimal("0.5")),
    "z": (Decimal(0), Decimal(10)),
}


def random_text(random: Random) -> str:
    """Return a scheme without its head; not every one can be compiled."""
    rules = ", ".join(f"{{when: '{condition(random, 1)}', value: {at}}}" for at in range(3))
    return TEXT.format(
        bands=BANDS,
        first=formula(random, 0),
        second=formula(random, 0),
        hit=random.choice(["first", "max", "sum"]),
        rules=rules,
        when=condition(random, 1),
    )


def formula(random: Random, level: int) -> str:
    """Return a formula of numbers."""
    kind = random.choice(["name", "sum", "if", "call", "table"]) if level < 3 else "name"
    first, second = (formula(random, level + 1) for _ in range(2)) if kind != "name" else ("", "")
    match kind:
        case "sum":
            return f"({first} {random.choice('+-*')} {second})"
        case "if":
            return f"(if {condition(random, level + 1)} then {first} else {second})"
        case "call":
            return f"{random.choice(['min', 'max'])}({first}, {second})"
        case "table":
            return f"Т({first})"
        case _:
            return random.choice(["x", "y", "z", "10%", "0.5", "1"])


def condition(random: Random, level: int) -> str:
    """Return a condition."""
    kind = random.choice(["compare", "compare", "and", "or", "not"]) if level < 3 else "compare"
    match kind:
        case "and" | "or":
            return f"({condition(random, level + 1)} {kind} {condition(random, level + 1)})"
        case "not":
            return f"not ({condition(random, level + 1)})"
        case _:
            sign, bound = random.choice(["<", "<=", ">", ">="]), random.choice(["0", "10%", "50%", "1", "y"])
            return f"{random.choice(['x', 'y', 'z', formula(random, level + 1)])} {sign} {bound}"


def random_rows(program: Program, random: Random, count: int) -> Probed:
    """Settle random rows, of which most stand at the bounds that the scheme names."""
    witnesses = [Witness((FactRow(EMPLOYEES, tuple(_figures(random))),)) for _ in range(count)]
    return Probed(program, witnesses, prepare_laboratory(program).settle_all(witnesses))


def _figures(random: Random) -> Iterator[tuple[str, Decimal]]:
    for name, (least, most) in RANGES.items():
        yield name, random.choice([each for each in FIGURES if least <= each <= most])


def what_happens(probed: Probed) -> set[tuple[str, Span]]:
    """Return the codes that would be wrong to tell, with their places: what holds, fails, or is reached."""
    found: set[tuple[str, Span]] = set()
    for variable in probed.program.variables():
        if variable.grain == EMPLOYEES and not variable.name.endswith(".first"):
            found |= set(_happens(probed, variable.expr, range(len(probed.probes))))
            if any(value for value in probed.outcomes.named(variable.name) if isinstance(value, Decimal)):
                found.add(("KPI348", variable.span))
    return found


def _happens(probed: Probed, expr: Expr, rows: Sequence[int]) -> Iterator[tuple[str, Span]]:
    """Follow a formula for the rows that come to it."""
    match expr:
        case If(condition=asked, then=then, otherwise=otherwise):
            values = probed.outcomes.values(asked)
            held, failed = ([row for row in rows if values[row] is each] for each in (True, False))
            yield from [(code, asked.span) for code in ("KPI342", "KPI353") if held]
            yield from [("KPI343", asked.span)] if failed else []
            yield from _happens(probed, asked, rows)
            yield from _happens(probed, then, held)
            yield from _happens(probed, otherwise, failed)
        case Lookup(table=table, axis=axis):
            given = probed.outcomes.values(axis)
            yield from _bands(probed.program, table, [given[row] for row in rows])
            yield from _happens(probed, axis, rows)
        case Logic():
            return  # its right side is not always looked at
        case _:
            for part in children(expr):
                yield from _happens(probed, part, rows)


def _bands(program: Program, name: str, asked: Sequence[Value]) -> Iterator[tuple[str, Span]]:
    table = program.tables[name]
    find = finder(table)
    for value in asked:
        if isinstance(value, Decimal):
            yield "KPI341", table.bands[find(COUNTING.plus(value)).position].span
