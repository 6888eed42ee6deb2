"""Programs and facts for the engine's tests, from a scheme text and rows written as mappings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache

from kpicalc.compiler.passes import compile_scheme
from kpicalc.engine.settle import settle
from kpicalc.model.diagnostic import error
from kpicalc.model.facts import Facts, Frame, Origin, SheetRows
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Kind
from kpicalc.model.period import parse_period
from kpicalc.model.program import COMPANY, EMPLOYEES, Input, Program
from kpicalc.model.result import Settlement
from kpicalc.model.source import CellRef
from kpicalc.scheme.load import read_scheme

# One row: the written value of each column, the row's own `key`, and `of`: the key of the row above.
Row = Mapping[str, str]

HEAD = """
kpicalc: 1
scheme: test
currency: RUB
"""


# Kept for the other facts that a test or its neighbours try with the same scheme.
@lru_cache(maxsize=64)
def compile_text(text: str, period: str = "2026-03") -> Program:
    """Compile a scheme given without its head."""
    document = read_scheme(HEAD + text, "test.yaml")
    assert document.value is not None, document.diagnostics
    chosen = parse_period(period)
    assert chosen is not None
    program = compile_scheme(document.value, chosen)
    assert program.value is not None, program.diagnostics
    return program.value


def settle_rows(text: str, **tables: Sequence[Row]) -> Settlement:
    """Compile a scheme and settle it over rows, given for each table by name."""
    program = compile_text(text)
    return settle(program, make_facts(program, tables))


def make_facts(program: Program, tables: Mapping[str, Sequence[Row]]) -> Facts:
    """Build frames as the binding of a workbook would, without reading one."""
    given: dict[str, Sequence[Row]] = {COMPANY: [{}], **tables}
    frames: dict[str, Frame] = {}
    for grain in sorted(program.grains, key=lambda name: len(program.ancestors(name))):
        frames[grain] = _frame(program, grain, given.get(grain, []), frames)
    return Facts(frames, (), "digest")


def _frame(program: Program, grain: str, rows: Sequence[Row], frames: Mapping[str, Frame]) -> Frame:
    inputs = [each for each in program.inputs if each.grain == grain]
    columns = {each.name: [_value(each, row, at) for at, row in enumerate(rows)] for each in inputs}
    keys = [row.get("key", "") for row in rows]
    parent = program.grains[grain].parent
    above = [] if parent is None or parent == COMPANY else list(frames[parent].keys)
    parents = [above.index(row["of"]) if above else 0 for row in rows]
    positions = {each.name: at for at, each in enumerate(inputs, 2)}
    origin = Origin((SheetRows("march.xlsx", grain, 0, positions, range(2, 2 + len(rows))),))
    faulty = frozenset(
        name for name, values in columns.items() if any(isinstance(value, Fault) for value in values)
    )
    return Frame(grain, len(rows), keys, keys, columns, parents, None if grain == COMPANY else origin, faulty)


def _value(given: Input, row: Row, at: int) -> Value:
    written = row.get(given.name, "")
    if not written:
        place = CellRef("march.xlsx", given.grain, at + 2, 1)
        return Fault((error("KPI450", place, heading=given.label),), missing=given.optional)
    match given.kind:
        case Kind.FLAG:
            return written == "да"
        case Kind.TEXT:
            return written
        case Kind.DATE:
            return date.fromisoformat(written)
        case _ if written.endswith("%"):
            return Decimal(written[:-1]) / 100
        case _:
            return Decimal(written)


def value_of(settlement: Settlement, name: str, row: int = 0, grain: str = EMPLOYEES) -> Value:
    """Return a computed value."""
    return settlement.values.columns[grain, name][row]
