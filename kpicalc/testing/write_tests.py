"""Proposed tests as YAML, ready to be put under `tests:` of a scheme."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import phrase
from kpicalc.lab.witnesses import Candidate
from kpicalc.model.dataclass import dataclass
from kpicalc.model.fault import Value
from kpicalc.model.kind import Kind
from kpicalc.model.program import EMPLOYEES, Program
from kpicalc.model.result import Settlement
from kpicalc.model.trial import Point
from kpicalc.testing.batch import settle_candidates, tables_of
from kpicalc.testing.given import ID, OF, GivenRow, GivenTables

# The cells of a row as they are written, by the name of the column.
Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Made-up facts, and what they reach that no other test does."""

    candidate: Candidate
    reaches: tuple[Point, ...]


def write_proposals(
    file: str, program: Program, proposals: Sequence[Proposal], missing: Sequence[Point], language: Language
) -> str:
    """Write tests with the figures that the engine gives now, and as comments what each reaches."""
    lines = [f"# {file}"]
    if not proposals and not missing:
        lines.append(f"# {phrase('trials.nothing_to_propose', language)}")
    if proposals:
        lines += [f"# {phrase('trials.check_by_hand', language)}", "tests:"]
    writer = _Writer(program, language)
    for each in proposals:
        lines += writer.write(each)
    for point in missing:
        lines.append(f"# {phrase('trials.still_unreached', language, what=_say_point(point, language))}")
    return "\n".join(lines) + "\n"


class _Writer:
    """Writes the first proposal in full, and of every other only what is different."""

    def __init__(self, program: Program, language: Language) -> None:
        self.program = program
        self.language = language
        self.number = 0
        self.first = ""
        self.before: Mapping[str, Sequence[Cells]] = {}

    def write(self, proposal: Proposal) -> Iterator[str]:
        """Yield the lines of one test."""
        self.number += 1
        for point in proposal.reaches:
            yield f"  # {point.span.line}:{point.span.column} {_say_point(point, self.language)}"
        reaches = _say_point(proposal.reaches[0], self.language)
        name = phrase("trials.proposed", self.language, number=self.number, reaches=reaches)
        yield f"  - name: {_quote(name)}"
        yield f"    like: {_quote(self.first)}" if self.first else f"    period: {self.program.period}"
        tables = _write_tables(self.program, tables_of(self.program, [proposal.candidate]))
        yield "    given:"
        for table, rows in tables.items():
            yield from self._table(table, rows)
        if not self.first:
            self.first, self.before = name, tables
        yield "    expect:"
        yield from _figures_to_expect(settle_candidates(self.program, [proposal.candidate]))

    def _table(self, table: str, rows: Sequence[Cells]) -> Iterator[str]:
        """Yield the line of a table; a single row needs only the cells that are not as in the first test."""
        before = self.before.get(table)
        above = table in self.program.ancestors(EMPLOYEES)
        unsaid = before is None and above and table != EMPLOYEES and not any(rows)
        if rows == before or unsaid:
            return
        if before is not None and len(before) == len(rows) == 1:
            changed = {name: rows[0].get(name, "") for name in (*before[0], *rows[0])}
            rows = [{name: cell for name, cell in changed.items() if cell != before[0].get(name)}]
        written = [_write_row(row) for row in rows]
        if len(written) > 1:
            yield f"      {table}:"
            yield from (f"        - {row}" for row in written)
        else:
            only = ", ".join(written)
            yield f"      {table}: {only if above else f'[{only}]'}"


def _write_row(row: Cells) -> str:
    return "{" + ", ".join(f"{name}: {cell}".strip() for name, cell in row.items()) + "}"


def _write_tables(program: Program, tables: GivenTables) -> dict[str, list[Cells]]:
    """Write the cells of all rows; rows are told apart where others belong to them."""
    return {
        name: [_cells_of_row(program, tables, name, row) for row in rows] for name, rows in tables.items()
    }


def _cells_of_row(program: Program, tables: GivenTables, table: str, row: GivenRow) -> Cells:
    parent = program.grains[table].parent
    followed = any(each.parent == table for each in program.grains.values())
    cells: dict[str, str] = {}
    if len(tables[table]) > 1 and (followed or table == EMPLOYEES):
        cells[ID] = _quote(row.key)
    if len(tables.get(parent or "", ())) > 1:
        cells[OF] = _quote(row.above)
    for each in program.inputs:
        if each.grain == table and each.name in row.values:
            cells[each.name] = write_value(row.values[each.name], each.kind)
    return cells


def _figures_to_expect(settlement: Settlement | None) -> Iterator[str]:
    """Yield pay as it comes out; what is proposed could be computed and paid."""
    assert settlement is not None  # noqa: S101 - the search has settled it before
    program = settlement.program
    kinds = {each.name: each.kind for each in program.variables() if each.grain == EMPLOYEES}
    lines = sorted(program.pay_lines, key=lambda line: not line.kind.traits.written)
    names = [*((line.name, line.variable) for line in lines), (program.total, program.total)]
    people = settlement.facts.frames[EMPLOYEES].keys
    for row, key in enumerate(people):
        if len(people) > 1:
            yield f"      {_quote(key)}:"
        indent = " " * (8 if len(people) > 1 else 6)
        for name, variable in names:
            value = settlement.values.columns[EMPLOYEES, variable][row]
            yield f"{indent}{name}: {write_value(value, kinds[variable])}"


def write_value(value: Value, kind: Kind) -> str:
    """Write a value by the grammar of schemes.

    >>> write_value(Decimal("1234567.5"), Kind.MONEY), write_value(Decimal("0.97"), Kind.RATIO)
    ('1_234_567.5', '97%')
    """
    match value:
        case bool():
            return "true" if value else "false"
        case Decimal() if kind is Kind.RATIO:
            return f"{_plain(value.scaleb(2))}%"
        case Decimal():
            return _plain(value)
        case str():
            return _quote(value)
        case _:
            return str(value)


def _plain(value: Decimal) -> str:
    whole, _, decimals = f"{value:f}".partition(".")
    decimals = decimals.rstrip("0")
    grouped = f"{int(whole):_}" if int(whole) or not whole.startswith("-") else whole
    return f"{grouped}.{decimals}" if decimals else grouped


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _say_point(point: Point, language: Language) -> str:
    return " ".join(phrase(point.key, language, **dict(point.params)).split())
