"""What the objects of all employees of a scheme have in common, made into text once."""

from __future__ import annotations

from kpicalc.engine.breakdown import without_factors
from kpicalc.engine.kinds import tell_kinds
from kpicalc.formula.printer import print_formula
from kpicalc.model.expr import Expr, Operand, Reference
from kpicalc.model.kind import Kind
from kpicalc.model.outline import PayLine
from kpicalc.model.program import EMPLOYEES, Program, Role, Variable
from kpicalc.model.result import Settlement
from kpicalc.report.writers.row_texts import quote

# Values and what pay lines and limits are made of.
_NAMED = frozenset({Role.VALUE, Role.PAY_LINE, Role.GROUP, Role.LIMIT})


class SchemeTexts:
    """Formulas and names of a scheme as texts of JSON."""

    def __init__(self, settlement: Settlement) -> None:
        program = settlement.program
        self.settlement = settlement
        self.program = program
        self.kind_of = tell_kinds(program)
        self.named = [(each, _head_value(each)) for each in _named_values(program)]
        # By the formula as an object: these are parts of the program, the same for every employee.
        self._formulas: dict[int, tuple[Expr, str]] = {}
        self._operands: dict[int, tuple[Operand, str, Kind]] = {}
        self._unstopped: dict[str, Expr] = {}

    def formula(self, expr: Expr) -> str:
        """Return a formula as text."""
        if id(expr) not in self._formulas:
            self._formulas[id(expr)] = expr, quote(print_formula(expr, None, EMPLOYEES))
        return self._formulas[id(expr)][1]

    def operand(self, operand: Operand) -> tuple[str, Kind]:
        """Return what an operand is called, and its kind."""
        if id(operand) not in self._operands:
            self._operands[id(operand)] = operand, self._head(operand), self.kind_of(operand)
        return self._operands[id(operand)][1:]

    def unstopped(self, line: PayLine, expr: Expr) -> Expr:
        """Return the formula of a line without its stop-factors."""
        if line.variable not in self._unstopped:
            self._unstopped[line.variable] = without_factors(expr, frozenset(line.stop_factors))
        return self._unstopped[line.variable]

    def _head(self, operand: Operand) -> str:
        if isinstance(operand, Reference):
            return f'"grain": {quote(operand.grain)}, "name": {quote(operand.name)}'
        return f'"formula": {self.formula(operand)}'


def _head_value(variable: Variable) -> str:
    parts = {"grain": variable.grain, "name": variable.name, "label": variable.label}
    return quote(parts)[1:-1]


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
