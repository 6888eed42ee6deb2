"""The pay of employees as texts of JSON objects, a block of them at a time, for there may be a million."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kpicalc.engine.column import Column
from kpicalc.engine.lens import world_of
from kpicalc.engine.rows_together import Places, RowsTogether, look_together
from kpicalc.engine.settle import segment_of
from kpicalc.model.expr import Expr, If, Operand, Reference
from kpicalc.model.fault import Fault, Value, merge_faults
from kpicalc.model.kind import Kind
from kpicalc.model.money import ONE, ZERO
from kpicalc.model.outline import CheckOutline, FactorOutline, KpiOutline, LineKind, PayLine
from kpicalc.model.program import EMPLOYEES, Variable
from kpicalc.model.result import Settlement
from kpicalc.report.writers.employee_cells import (
    EmployeeCells,
    FigureTexts,
    Part,
    SchemeTexts,
    chain_parts,
    choose_rows,
    fill_rows,
    quote,
    quote_text,
)


def write_employees(settlement: Settlement, rows: Iterable[int]) -> Iterator[bytes]:
    """Yield the object of each employee in some rows of the settlement."""
    scheme = SchemeTexts(settlement)
    for together in look_together(world_of(settlement), EMPLOYEES, rows):
        yield from fill_rows(_BlockWriter(scheme, together).write(), len(together.rows))


class _BlockWriter:
    """Writes the employees of a block."""

    def __init__(self, scheme: SchemeTexts, together: RowsTogether) -> None:
        self._scheme = scheme
        self._program = scheme.program
        self._together = together
        self._rows = together.rows
        self._size = len(together.rows)
        self._cells = EmployeeCells(scheme.settlement, together.rows)
        self._figures = FigureTexts(scheme.program.currency)

    def write(self) -> Iterator[Part]:
        """Yield the parts of which the objects are made."""
        program, frame = self._program, self._scheme.settlement.facts.frames[EMPLOYEES]
        yield '{"employee": '
        yield list(map(quote_text, map(frame.keys.__getitem__, self._rows)))
        yield ', "name": '
        yield list(map(quote_text, map(frame.labels.__getitem__, self._rows)))
        yield f', "scheme": {quote(program.scheme)}, "place": '
        yield from self._cells.own_rows()
        yield ", "
        if program.grains[EMPLOYEES].segmented:
            yield [_segment(self._scheme.settlement, row) for row in self._rows]
        yield f'"currency": {quote(program.currency)}, "kpis": ['
        yield from chain_parts(map(self._kpi, program.kpis))
        yield '], "indexes": ['
        yield from chain_parts(map(self._index, program.indexes))
        yield '], "factors": ['
        yield from chain_parts(map(self._factor, program.factors))
        yield '], "lines": ['
        carried = [each for each in program.pay_lines if each.kind is LineKind.RETRO]
        yield from chain_parts(self._line(each) for each in program.pay_lines if each not in carried)
        for each in carried:
            yield from self._carried(each)
        yield '], "values": ['
        yield from chain_parts(self._value(variable, head) for variable, head in self._scheme.named)
        yield "], "
        yield from self._checks()
        yield '"total": {'
        yield from self._figure(self._total(), Kind.MONEY)
        yield "}}"

    def _kpi(self, kpi: KpiOutline) -> Iterator[Part]:
        kinds = self._together.world.variables
        yield f'{{"name": {quote(kpi.name)}, "label": {quote(kpi.label)}'
        goal = ", ".join(each.label for each in self._program.kpis if each.name in kpi.goals)
        yield f', "owner": {quote(kpi.owner)}, "goal": {quote(goal)}, "judged": '
        if kpi.enough:
            yield [
                "false" if each is False else "true"
                for each in self._together.named(kpi.enough).listed(self._size)
            ]
        else:
            yield "true"
        for figure, name in (("plan", kpi.plan), ("actual", kpi.actual)):
            yield f', "{figure}": '
            yield from self._optional(name, kinds[EMPLOYEES, name].kind if name else Kind.NUMBER)
        for figure, name, kind in (
            ("attainment", kpi.attainment, Kind.RATIO),
            ("weight", kpi.weight, Kind.RATIO),
            ("score", kpi.score, kpi.score_kind),
            ("part", kpi.part, kpi.score_kind),
        ):
            yield f', "{figure}": '
            yield from self._optional(name, kind)
        yield "}"

    def _optional(self, name: str, kind: Kind) -> Iterator[Part]:
        if not name:
            yield "null"
            return
        yield "{"
        yield from self._figure(self._together.named(name), kind)
        yield "}"

    def _index(self, name: str) -> Iterator[Part]:
        index = self._together.world.variables[EMPLOYEES, name]
        yield f'{{"name": {quote(name)}, "label": {quote(index.label)}, '
        yield from self._figure(self._together.named(name), index.kind)
        yield "}"

    def _factor(self, factor: FactorOutline) -> Iterator[Part]:
        together = self._together
        yield f'{{"name": {quote(factor.name)}, "label": {quote(factor.label)}, '
        if factor.source is not None:
            yield from self._figure(together.column(factor.source), factor.kind)
            yield "}"
            return
        yield from self._figure(together.named(factor.variable), factor.kind)
        fired = ["null"] * self._size
        for rule in reversed(factor.rules):
            label = quote(rule.label) if rule.label else "null"
            for at, holds in enumerate(together.named(rule.condition).listed(self._size)):
                if holds is True:
                    fired[at] = label
        yield ', "rule": '
        yield fired
        yield "}"

    def _line(self, line: PayLine) -> Iterator[Part]:
        together, expr = self._together, self._together.world.variables[EMPLOYEES, line.variable].expr
        kind = self._together.world.variables[EMPLOYEES, line.variable].kind
        yield f'{{"name": {quote(line.name)}, "label": {quote(line.label)}'
        yield f', "line": "{line.kind}", "group": {quote(line.group)}, '
        yield from self._figure(together.named(line.variable), Kind.MONEY if line.kind.traits.money else kind)
        yield ', "formula": '
        groups = [
            (rows, taken, operands)
            for places, taken in together.taken(expr, together.places)
            for rows, operands in together.operands(taken, places)
        ]
        yield from self._worked(groups)
        yield ', "without_stop_factor": '
        yield from self._unstopped(line, expr)
        yield ', "earned": '
        yield from self._line(replace(line, variable=line.earned, earned="")) if line.earned else ("null",)
        yield ', "left_for_later": '
        yield from self._optional(line.left, Kind.MONEY)
        yield "}"

    def _carried(self, line: PayLine) -> Iterator[Part]:
        """Yield what is paid of an earlier month, behind all other lines, for those who have some."""
        paid = self._together.named(line.variable).listed(self._size)
        having = [at for at, each in enumerate(paid) if each != ZERO]
        yield from choose_rows(((having, (", ", *self._line(line))),), self._size)

    def _worked(
        self, groups: Iterable[tuple[Places, Expr, Sequence[Operand]]], seen: RowsTogether | None = None
    ) -> Iterator[Part]:
        """Yield formulas with what decides them, as the rows that are `seen` have it."""
        worked = ((rows, self._formula(expr, operands, seen)) for rows, expr, operands in groups)
        yield from choose_rows(worked, self._size)

    def _formula(self, expr: Expr, operands: Sequence[Operand], seen: RowsTogether | None) -> Iterator[Part]:
        yield f'{self._scheme.formula(expr)}, "operands": ['
        yield from chain_parts(self._operand(each, seen or self._together) for each in operands)
        yield "]"

    def _operand(self, operand: Operand, seen: RowsTogether) -> Iterator[Part]:
        head, kind = self._scheme.operand(operand)
        yield f"{{{head}, "
        yield from self._figure(seen.column(operand), kind)
        if isinstance(operand, Reference):
            yield ', "cell": '
            yield from self._cells.of_input(operand)
        yield "}"

    def _unstopped(self, line: PayLine, expr: Expr) -> Iterator[Part]:
        """Yield what the line would pay without its stop-factors, where that is something else."""
        together = self._together
        factors = [together.named(each).listed(self._size) for each in line.stop_factors]
        stopped = [at for at, each in enumerate(zip(*factors, strict=True)) if any(map(_is_no_one, each))]
        if not stopped:
            yield "null"
            return
        unstopped = together.column(self._scheme.unstopped(line, expr)).listed(self._size)
        paid = together.named(line.variable).listed(self._size)
        told = [at for at in stopped if unstopped[at] != paid[at]]
        others = sorted(set(together.places) - set(told))
        figure = ("{", *self._figures.of(Column(unstopped, faulty=True), Kind.MONEY), "}")
        yield from choose_rows(((told, figure), (others, ("null",))), self._size)

    def _value(self, variable: Variable, head: str) -> Iterator[Part]:
        """Yield a named value of the employees or of the rows above them."""
        yield f"{{{head}, "
        yield from self._figure(self._together.above(variable.grain).named(variable.name), variable.kind)
        yield "}"

    def _checks(self) -> Iterator[Part]:
        """Yield the checks of a scheme that states some; `value` is null where a check does not apply."""
        if self._program.checks:
            yield '"checks": ['
            yield from chain_parts(map(self._check, self._program.checks))
            yield "], "

    def _check(self, check: CheckOutline) -> Iterator[Part]:
        seen = self._together.above(check.grain)
        asked = seen.world.variables[check.grain, check.name].expr
        yield f'{{"name": {quote(check.name)}, "label": {quote(check.label)}, '
        yield f'"of": {quote(check.grain)}, "severity": "{check.severity}", '
        applies, that = seen.places, asked
        if isinstance(asked, If):
            flags, that = seen.column(asked.condition).listed(self._size), asked.then
            applies = [at for at in seen.places if flags[at] is not False]
        spared = sorted(set(seen.places) - set(applies))
        value = (*self._figure(seen.named(check.name), Kind.FLAG), ', "formula": ')
        nothing = (f'"kind": "{Kind.FLAG}", "value": null, "formula": ',)
        yield from choose_rows(((applies, value), (spared, nothing)), self._size)
        groups = [(rows, that, operands) for rows, operands in seen.operands(that, applies) if rows]
        yield from self._worked([*groups, (spared, that, ())], seen)
        yield "}"

    def _figure(self, column: Column, kind: Kind) -> Iterator[Part]:
        return self._figures.of(column, kind)

    def _total(self) -> Column:
        """Return the totals, or the faults of all lines: a right that cannot be told holds them back too."""
        lines = [self._together.named(each.variable) for each in self._program.pay_lines]
        totals = self._together.named(self._program.total)
        held = self._scheme.settlement.held
        if not held and not any(each.faulty for each in lines):
            return totals
        columns = [each.listed(self._size) for each in lines]
        found: list[Value] = []
        for at, (row, total) in enumerate(zip(self._rows, totals.listed(self._size), strict=True)):
            faults = [each[at] for each in columns if isinstance(each[at], Fault)]
            found.append(merge_faults(faults) if faults else held.get(row, total))  # type: ignore[arg-type]
        return Column(found, faulty=True)


def _is_no_one(value: Value) -> bool:
    return value != ONE


def _segment(settlement: Settlement, row: int) -> str:
    segment = segment_of(settlement, row)
    if segment is None:
        return ""
    return f'"segment": {{"from": "{segment.first.isoformat()}", "to": "{segment.last.isoformat()}"}}, '
