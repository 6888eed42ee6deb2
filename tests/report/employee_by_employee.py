"""The pay of one employee as the text of a JSON object, made from his breakdown: a second way to write it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal

from kpicalc.engine.breakdown import break_down
from kpicalc.engine.kinds import tell_kinds
from kpicalc.engine.lens import Lens, world_of
from kpicalc.formula.printer import print_formula
from kpicalc.model.expr import Expr, Operand, Reference
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Kind
from kpicalc.model.program import EMPLOYEES, Program, Role, Variable
from kpicalc.model.result import Breakdown, CheckResult, FactorResult, KpiResult, Line, Segment, Settlement
from kpicalc.model.source import CellRef, column_letters
from kpicalc.report.writers.plain import write_amount, write_number, write_plainly

# Values and what pay lines and limits are made of.
_NAMED = frozenset({Role.VALUE, Role.PAY_LINE, Role.GROUP, Role.LIMIT})


class EmployeeWriter:
    """Writes the employees of a settlement; what is the same for all of them is made into text once."""

    def __init__(self, settlement: Settlement) -> None:
        self._settlement = settlement
        self._currency = settlement.program.currency
        self._kind_of = tell_kinds(settlement.program)
        self._world = world_of(settlement)
        self._named = [(each, _head_value(each)) for each in _named_values(settlement.program)]
        self._quoted: dict[str, str] = {}
        # By the formula as an object: these are parts of the program, the same for every employee.
        self._formulas: dict[int, tuple[Expr, str]] = {}
        self._operands: dict[int, tuple[Operand, str, Kind]] = {}

    def write(self, breakdown: Breakdown, row: int) -> str:
        """Return the object of an employee in a row of the settlement."""
        quote = self._quote
        return "".join(
            (
                f'{{"employee": {json.dumps(breakdown.employee, ensure_ascii=False)}, ',
                f'"name": {json.dumps(breakdown.label, ensure_ascii=False)}, ',
                f'"scheme": {quote(breakdown.scheme)}, "place": {self._place(breakdown.place)}, ',
                _segment(breakdown.segment),
                f'"currency": {quote(self._currency)}, ',
                f'"kpis": [{", ".join(map(self._kpi, breakdown.kpis))}], ',
                f'"indexes": [{", ".join(map(self._factor, breakdown.indexes))}], ',
                f'"factors": [{", ".join(map(self._factor, breakdown.factors))}], ',
                f'"lines": [{", ".join(self._line(each, row) for each in breakdown.lines)}], ',
                f'"values": [{", ".join(self._values(row))}], {self._checks(breakdown.checks, row)}',
                f'"total": {{{self._figure(breakdown.total, Kind.MONEY)}}}}}',
            )
        )

    def _kpi(self, kpi: KpiResult) -> str:
        figures = (
            f', "plan": {self._optional(kpi.plan, kpi.plan_kind)}'
            f', "actual": {self._optional(kpi.actual, kpi.actual_kind)}'
            f', "attainment": {self._optional(kpi.attainment, Kind.RATIO)}'
            f', "weight": {self._optional(kpi.weight, Kind.RATIO)}'
            f', "score": {self._optional(kpi.score, kpi.score_kind)}'
            f', "part": {self._optional(kpi.part, kpi.score_kind)}'
        )
        named = f'"name": {self._quote(kpi.name)}, "label": {self._quote(kpi.label)}'
        served = f'"owner": {self._quote(kpi.owner)}, "goal": {self._quote(kpi.goal)}'
        return f'{{{named}, {served}, "judged": {"false" if kpi.notes else "true"}{figures}}}'

    def _optional(self, value: Value | None, kind: Kind | None) -> str:
        return "null" if value is None else f"{{{self._figure(value, kind or Kind.NUMBER)}}}"

    def _factor(self, factor: FactorResult) -> str:
        named = f'"name": {self._quote(factor.name)}, "label": {self._quote(factor.label)}'
        rule = (
            f', "rule": {self._quote(factor.rule) if factor.rule else "null"}' if factor.stop_factor else ""
        )
        return f"{{{named}, {self._figure(factor.value, factor.kind)}{rule}}}"

    def _line(self, line: Line, row: int) -> str:
        named = f'"name": {self._quote(line.name)}, "label": {self._quote(line.label)}'
        kind = f'"line": "{line.kind}", "group": {self._quote(line.group)}'
        formula = f'"formula": {self._formula(line.expr)}, "operands": [{self._all(line.operands, row)}]'
        earned = "null" if line.earned is None else self._line(line.earned, row)
        return (
            f"{{{named}, {kind}, {self._figure(line.value, line.value_kind)}, {formula}, "
            f'"without_stop_factor": {self._optional(line.unstopped, Kind.MONEY)}, "earned": {earned}, '
            f'"left_for_later": {self._optional(line.left, Kind.MONEY)}}}'
        )

    def _all(self, operands: Mapping[Operand, Value], row: int) -> str:
        return ", ".join([self._operand(each, value, row) for each, value in operands.items()])

    def _operand(self, operand: Operand, value: Value, row: int) -> str:
        if id(operand) not in self._operands:
            self._operands[id(operand)] = operand, self._head(operand), self._kind_of(operand)
        _, head, kind = self._operands[id(operand)]
        figure = f"{{{head}, {self._figure(value, kind)}"
        if not isinstance(operand, Reference):
            return f"{figure}}}"
        return f'{figure}, "cell": {self._place(self._cell_of(operand, row))}}}'

    def _head(self, operand: Operand) -> str:
        if isinstance(operand, Reference):
            return f'"grain": {self._quote(operand.grain)}, "name": {self._quote(operand.name)}'
        return f'"formula": {self._formula(operand)}'

    def _formula(self, expr: Expr) -> str:
        if id(expr) not in self._formulas:
            self._formulas[id(expr)] = expr, self._quote(print_formula(expr, None, EMPLOYEES))
        return self._formulas[id(expr)][1]

    def _values(self, row: int) -> Iterable[str]:
        """Yield the named values of an employee and of the rows above, in the order of evaluation."""
        employee = Lens(self._world, EMPLOYEES, row)
        for variable, head in self._named:
            kept = self._world.columns.get(variable.key)
            own = variable.grain == EMPLOYEES
            at = row if own else employee.row_above(variable.grain)
            value = Lens(self._world, variable.grain, at).named(variable.name) if kept is None else kept[at]
            yield f"{{{head}, {self._figure(value, variable.kind)}}}"

    def _checks(self, checks: Iterable[CheckResult], row: int) -> str:
        """Write the checks of a scheme that states some; `value` is null where a check does not apply."""
        written = [
            f'{{"name": {self._quote(each.name)}, "label": {self._quote(each.label)}, '
            f'"of": {self._quote(each.grain)}, "severity": "{each.severity}", '
            + (
                f'"kind": "{Kind.FLAG}", "value": null'
                if each.value is None
                else self._figure(each.value, Kind.FLAG)
            )
            + f', "formula": {self._formula(each.expr)}, "operands": [{self._all(each.operands, row)}]}}'
            for each in checks
        ]
        return f'"checks": [{", ".join(written)}], ' if written else ""

    def _figure(self, value: Value, kind: Kind) -> str:
        if isinstance(value, Decimal):
            number = write_amount(value, self._currency) if kind is Kind.MONEY else write_number(value)
            return f'"kind": "{kind}", "value": "{number}"'
        plain = write_plainly(value, kind, self._currency)
        written = f'"kind": "{kind}", "value": {json.dumps(plain, ensure_ascii=False)}'
        if isinstance(value, Fault):
            return f'{written}, "fault": {json.dumps([cause.code for cause in value.causes])}'
        return written

    def _place(self, place: CellRef | None) -> str:
        if place is None:
            return "null"
        cell = f"{column_letters(place.column)}{place.row or ''}"
        return f'{{"file": {self._quote(place.file)}, "sheet": {self._quote(place.sheet)}, "cell": "{cell}"}}'

    def _cell_of(self, operand: Reference, row: int) -> CellRef | None:
        """Return the cell of an input of the employee's row, or of the row above it that the name means."""
        at = _row_above(self._settlement, operand.grain, row)
        return None if at is None else self._settlement.facts.frames[operand.grain].cell(operand.name, at)

    def _quote(self, text: str) -> str:
        """Write a text of the scheme or the name of a file; they come again with every employee."""
        found = self._quoted.get(text)
        if found is None:
            found = self._quoted[text] = json.dumps(text, ensure_ascii=False)
        return found


def _head_value(variable: Variable) -> str:
    parts = {"grain": variable.grain, "name": variable.name, "label": variable.label}
    return json.dumps(parts, ensure_ascii=False)[1:-1]


def _segment(segment: Segment | None) -> str:
    if segment is None:
        return ""
    return f'"segment": {{"from": "{segment.first.isoformat()}", "to": "{segment.last.isoformat()}"}}, '


def _named_values(program: Program) -> tuple[Variable, ...]:
    """Return the values of the scheme, the parameters that depend on the employee, and parts of lines."""
    lines, grains = {line.variable for line in program.pay_lines}, program.ancestors(EMPLOYEES)
    return tuple(
        each
        for each in program.variables()
        if each.grain in grains
        and each.name not in lines
        and (each.role in _NAMED or (each.role is Role.PARAMETER and each.grain == EMPLOYEES))
    )


def _row_above(settlement: Settlement, wanted: str, row: int) -> int | None:
    """Return the row of a table that an employee's row belongs to."""
    if wanted == EMPLOYEES:
        return row
    frames = settlement.facts.frames
    for grain in settlement.program.ancestors(EMPLOYEES):
        if grain not in frames:
            return None
        if grain == wanted:
            return row
        row = frames[grain].parents[row] if frames[grain].parents else 0
    return None


def write_one_by_one(settlement: Settlement) -> list[bytes]:
    """Return the object of each employee that is shown, as his breakdown has it."""
    writer = EmployeeWriter(settlement)
    taken_apart = zip(settlement.rows, break_down(settlement, settlement.rows), strict=True)
    return [writer.write(each, row).encode("utf-8", "backslashreplace") for row, each in taken_apart]
