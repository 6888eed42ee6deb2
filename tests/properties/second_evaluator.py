"""A second evaluator: it walks the formulas of a program row by row, in exact fractions.

It shares nothing with the engine but the compiled program, and so tells when the engine, its blocks or
its decimal arithmetic go wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kpicalc.model.expr import (
    Aggregate,
    Binary,
    Call,
    Compare,
    Day,
    Expr,
    Flag,
    If,
    Logic,
    Lookup,
    Number,
    Reference,
    Text,
    Unary,
    Window,
)
from kpicalc.model.facts import Facts
from kpicalc.model.fault import Fault, Value
from kpicalc.model.program import Program
from tests.properties.figures import (
    Exact,
    Figure,
    Outcome,
    Trouble,
    calculate,
    compare,
    figure_of,
    merge,
    trouble,
)
from tests.properties.second_functions import ask_table, call_function, reckon_days
from tests.properties.second_windows import Competitor, window_of


class SecondEvaluator:
    """A program over facts; every value is found when it is first asked for."""

    def __init__(self, program: Program, facts: Facts) -> None:
        self.program = program
        self.facts = facts
        self._formulas = {(each.grain, each.name): each.expr for each in program.variables()}
        self._found: dict[tuple[str, str, int], Outcome] = {}
        self._windows: dict[tuple[Window, int], Outcome] = {}

    def value(self, grain: str, name: str, row: int) -> Outcome:
        """Return a variable or input at a row."""
        key = (grain, name, row)
        if key not in self._found:
            expr = self._formulas.get((grain, name))
            found = self._input(grain, name, row) if expr is None else self._at(expr, grain, row)
            self._found[key] = found
        return self._found[key]

    def _input(self, grain: str, name: str, row: int) -> Outcome:
        return understand(self.facts.frames[grain].columns[name][row])

    def _above(self, grain: str, row: int, ancestor: str) -> int:
        while grain != ancestor:
            parent = self.program.grains[grain].parent
            assert parent is not None
            grain, row = parent, self.facts.frames[grain].parents[row]
        return row

    def _at(self, expr: Expr, grain: str, row: int) -> Outcome:
        """Evaluate a formula at a row."""
        match expr:
            case Number(value=value):
                return figure_of(value)
            case Text(value=value) | Flag(value=value) | Day(value=value):
                return value
            case Reference(grain=home, name=name):
                return self.value(home, name, self._above(grain, row, home))
            case If() | Logic():
                return self._choice(expr, grain, row)
            case Call(function="if_missing" | "is_missing"):
                return self._missing(expr, grain, row)
            case Aggregate():
                return self._aggregate(expr, self._above(grain, row, expr.target))
            case Window():
                return self._window(expr, self._above(grain, row, expr.grain))
            case _:
                return self._strict(expr, grain, row)

    def _choice(self, expr: If | Logic, grain: str, row: int) -> Outcome:
        condition = self._at(expr.condition if isinstance(expr, If) else expr.left, grain, row)
        if isinstance(condition, Trouble):
            return condition
        if isinstance(expr, If):
            return self._at(expr.then if condition else expr.otherwise, grain, row)
        decided = condition is (expr.sign == "or")
        return condition if decided else self._at(expr.right, grain, row)

    def _missing(self, expr: Call, grain: str, row: int) -> Outcome:
        first = self._at(expr.arguments[0], grain, row)
        absent = isinstance(first, Trouble) and first.missing
        if expr.function == "if_missing":
            return self._at(expr.arguments[1], grain, row) if absent else first
        return first if isinstance(first, Trouble) and not absent else absent

    def _strict(self, expr: Expr, grain: str, row: int) -> Outcome:
        """Evaluate what needs all its operands."""
        found = [self._at(part, grain, row) for part in _operands(expr)]
        troubles = [each for each in found if isinstance(each, Trouble)]
        if troubles:
            return merge(troubles)
        return self._apply(expr, [each for each in found if not isinstance(each, Trouble)])

    def _apply(self, expr: Expr, found: Sequence[Exact]) -> Outcome:
        numbers = [each for each in found if isinstance(each, Figure)]
        match expr:
            case Unary(sign="-"):
                return Figure(-numbers[0].value)
            case Unary():
                return not found[0]
            case Binary(sign=sign) if len(numbers) == len(found):
                return calculate(sign, *numbers)
            case Binary(sign=sign):
                return reckon_days(sign, *found)
            case Compare(sign=sign):
                return compare(sign, *found)
            case Lookup(table=table, base=base):
                return ask_table(self.program.tables[table], numbers[0], numbers[1] if base else None)
            case Call(function=function):
                return call_function(function, found)
        raise TypeError(expr)

    def _aggregate(self, node: Aggregate, owner: int) -> Outcome:
        """Take together the rows below that meet the condition."""
        frame = self.facts.frames[node.grain]
        troubles, values = [], []
        for row in range(frame.size):
            if self._above(node.grain, row, node.target) != owner:
                continue
            met = True if node.condition is None else self._at(node.condition, node.grain, row)
            value = self._body(node, row) if met is True else met
            if isinstance(value, Trouble):
                troubles.append(value)
            elif met is True:
                values.append(value)
        return merge(troubles) if troubles else _take_together(node.function, values)

    def _body(self, node: Aggregate, row: int) -> Outcome:
        return figure_of(1) if node.body is None else self._at(node.body, node.grain, row)

    def _window(self, node: Window, row: int) -> Outcome:
        if (node, row) not in self._windows:
            size = self.facts.frames[node.grain].size
            competitors = [self._competitor(node, each) for each in range(size)]
            self._windows |= {(node, at): found for at, found in window_of(node.function, competitors)}
        return self._windows[node, row]

    def _competitor(self, node: Window, row: int) -> Competitor:
        met = True if node.condition is None else self._at(node.condition, node.grain, row)
        keys = self.facts.frames[node.grain].keys
        return Competitor(
            row,
            self._above(node.grain, row, node.within),
            keys[row] if keys else "",
            met,
            tuple(self._at(each, node.grain, row) for each in node.arguments),
        )


def understand(value: Value) -> Outcome:
    """Put a value of the engine in the second evaluator's words."""
    if isinstance(value, Fault):
        return Trouble(frozenset(cause.code for cause in value.causes), value.missing)
    return figure_of(value) if isinstance(value, Decimal) else value


def _operands(expr: Expr) -> tuple[Expr, ...]:
    match expr:
        case Unary(operand=operand):
            return (operand,)
        case Binary(left=left, right=right) | Compare(left=left, right=right):
            return (left, right)
        case Lookup(axis=axis, base=base):
            return (axis,) if base is None else (axis, base)
        case Call(arguments=arguments):
            return arguments
    raise TypeError(expr)


def _take_together(function: str, values: Sequence[Exact]) -> Outcome:
    numbers = [each for each in values if isinstance(each, Figure)]
    match function:
        case "count":
            return figure_of(len(values))
        case "count_distinct":
            return figure_of(len(set(values)))
        case "sum":
            return Figure(sum((each.value for each in numbers), figure_of(0).value))
    if not values:
        return trouble("KPI505", missing=True)
    if function == "avg":
        whole = sum((each.value for each in numbers), figure_of(0).value)
        return Figure(whole / len(numbers))
    return call_function(function, values)
