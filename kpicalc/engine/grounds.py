"""What the pay of an employee rests on, found without a look at the rows of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import localcontext
from functools import partial

from kpicalc.engine.block import Block
from kpicalc.engine.faults import name_of_row, place_of_row
from kpicalc.engine.kinds import tell_kinds
from kpicalc.engine.lens import Lens, look_at_rows, world_of
from kpicalc.engine.table_notes import notes_of_lookup, notes_of_rules, rules_of
from kpicalc.formula.printer import print_formula
from kpicalc.model.expr import Lookup, Operand, Reference, Window, children, references
from kpicalc.model.figure import period_of_retro
from kpicalc.model.grounds import Decision, DetailRow, DetailTable, Grounds, ReadFact
from kpicalc.model.money import CONTEXT
from kpicalc.model.program import COMPANY, EMPLOYEES, Input, Key, Program, Variable
from kpicalc.model.result import Settlement


def find_grounds(settlement: Settlement, rows: Iterable[int]) -> Iterator[Grounds]:
    """Yield what the pay of the employees in some rows rests on."""
    finder = _Finder(settlement)
    for lens in look_at_rows(finder.world, EMPLOYEES, rows):
        # What is yielded within a context lets it leak to whoever asks for the next.
        with localcontext(CONTEXT):
            grounds = finder.grounds_of(lens)
        yield grounds


class _Finder:
    """Knows which facts pay depends on, and whose each detail row is; both are found once for all people."""

    def __init__(self, settlement: Settlement) -> None:
        self.program = settlement.program
        self.world = world_of(settlement)
        self.kind_of = tell_kinds(settlement.program)
        self.above = settlement.program.ancestors(EMPLOYEES)
        # What is due of an earlier month is a line of pay, and no fact of this one.
        facts = (each for each in _inputs_of_pay(settlement.program) if period_of_retro(each.name) is None)
        self.inputs = {each.key: each for each in facts}
        self.details = {
            grain: self._rows_of_employees(grain)
            for grain in dict.fromkeys(grain for grain, _ in self.inputs)
            if grain not in self.above
        }

    def grounds_of(self, lens: Lens) -> Grounds:
        """Return what the pay of the employee in a row rests on."""
        return Grounds(
            tuple(self._facts(lens)),
            tuple(table for grain in self.details if (table := self._table(grain, lens.row)).rows),
            tuple(self._decisions(lens)),
        )

    def _rows_of_employees(self, grain: str) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        owners = Block(self.world, grain, range(self.world.frame(grain).size)).rows_above(EMPLOYEES)
        for row, owner in enumerate(owners):
            found.setdefault(owner, []).append(row)
        return found

    def _facts(self, lens: Lens) -> Iterator[ReadFact]:
        for grain in self.above:
            there = self._look_from(lens, grain)
            for given in (each for each in self.inputs.values() if each.grain == grain):
                value = there.value(there.once(given.key, partial(Reference, *given.key, given.span)))
                yield ReadFact(given, value, self.world.frame(grain).cell(given.name, there.row))

    def _table(self, grain: str, owner: int) -> DetailTable:
        frame = self.world.frame(grain)
        columns = tuple(each for each in self.inputs.values() if each.grain == grain)
        values = [self.world.whole_column(each.key) for each in columns]
        rows = tuple(
            DetailRow(name_of_row(frame, row), place_of_row(frame, row), tuple(each[row] for each in values))
            for row in self.details[grain].get(owner, ())
        )
        return DetailTable(grain, self.program.grains[grain].label, columns, rows)

    def _decisions(self, lens: Lens) -> Iterator[Decision]:
        """Yield what tables and rules decided on the way of the pay, each once, in the order of the lines."""
        seen: set[Operand] = set()
        lines = [Reference(EMPLOYEES, each.variable, each.span) for each in self.program.pay_lines]
        wanted: list[tuple[Lens, Operand]] = [(lens, each) for each in lines]
        while wanted:
            there, part = wanted.pop(0)
            if part in seen:
                continue
            seen.add(part)
            parts: Iterable[Operand] = ()
            if isinstance(part, Reference) and part.key in self.world.variables:
                there = self._look_from(there, part.grain)
                variable = self.world.variables[part.key]
                yield from self._decided_by_rules(there, variable)
                parts = there.operands(variable.expr)
            elif isinstance(part, Lookup):
                table = self.program.tables[part.table]
                told = (print_formula(part, home=there.grain), table.label, None, self.kind_of(part))
                yield Decision(*told, there.value(part), tuple(notes_of_lookup(there, part)))
            if isinstance(part, Lookup | Window):
                parts = [found for each in children(part) for found in there.operands(each)]
            wanted[:0] = [(there, each) for each in parts]

    def _decided_by_rules(self, lens: Lens, variable: Variable) -> Iterator[Decision]:
        rules = rules_of(self.program, variable)
        if rules is not None:
            notes = tuple(notes_of_rules(lens, rules, variable))
            value = lens.named(variable.name)
            yield Decision(variable.name, variable.label, variable.role, variable.kind, value, notes)

    def _look_from(self, lens: Lens, grain: str) -> Lens:
        if grain == lens.grain:
            return lens
        return Lens(self.world, grain, 0 if grain == COMPANY else lens.row_above(grain))


def _inputs_of_pay(program: Program) -> Iterator[Input]:
    """Yield the inputs that some pay line or right depends on, in the order of the scheme."""
    variables = {each.key: each for each in program.variables()}
    reached: set[Key] = set()
    wanted = [(EMPLOYEES, line.variable) for line in program.pay_lines]
    while wanted:
        key = wanted.pop()
        if key not in reached:
            reached.add(key)
            wanted += [] if key not in variables else [each.key for each in references(variables[key].expr)]
    yield from (each for each in program.inputs if each.key in reached)
