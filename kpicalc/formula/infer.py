"""The kind of a formula, told from the kinds of the names in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from kpicalc.formula.functions import AGGREGATES, FUNCTIONS, WINDOWS
from kpicalc.formula.kinds import kind_of_all, kind_of_binary, kind_of_branches, kind_of_comparison
from kpicalc.formula.printer import print_formula
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
    Name,
    Number,
    Reference,
    Text,
    Unary,
    Window,
)
from kpicalc.model.kind import NUMERIC, Kind
from kpicalc.model.problem import Problem
from kpicalc.model.program import Table, TableMode


class Complaint(Protocol):
    """What is called for each clash of kinds: the code of the problem, where it is, its parameters."""

    def __call__(self, code: str, expr: Expr, /, **params: object) -> None:
        """Take in a clash of kinds."""


class KindInference:
    """Tells the kind of formulas, given the kinds of names and tables; clashes are complained of."""

    def __init__(
        self,
        kind_of_name: Callable[[Reference], Kind | None],
        tables: Mapping[str, Table],
        complain: Complaint,
    ) -> None:
        self._kind_of_name = kind_of_name
        self._tables = tables
        self._refuse = complain

    def kind_of(self, expr: Expr) -> Kind | None:
        """Return the kind of a formula, or None after a problem in it."""
        match expr:
            case Number() | Text() | Flag() | Day():
                return _kind_of_constant(expr)
            case Reference():
                return self._kind_of_name(expr)
            case Name():
                return None
            case Unary() | Binary() | Compare() | Logic() | If():
                return self._operator(expr)
            case Call():
                return self._call(expr)
            case Lookup():
                return self._lookup(expr)
            case Aggregate():
                return self._aggregate(expr)
            case _:
                return self._window(expr)

    def _operator(self, expr: Unary | Binary | Compare | Logic | If) -> Kind | None:
        match expr:
            case Unary(sign="-", operand=operand):
                return self._negated(operand, self.kind_of(operand))
            case Unary(operand=operand):
                return self._flags(operand)
            case Logic(left=left, right=right):
                return self._flags(left, right)
            case Binary():
                return self._arithmetic(expr)
            case Compare():
                return self._comparison(expr)
            case _:
                return self._choice(expr)

    def _negated(self, operand: Expr, found: Kind | None) -> Kind | None:
        if found is None or found in NUMERIC:
            return found
        self._refuse(Problem.MINUS_KIND, operand, found=found)
        return None

    def _flags(self, *operands: Expr) -> Kind | None:
        """Demand a flag of each operand of `and`, `or`, `not` or a condition."""
        for operand in operands:
            found = self.kind_of(operand)
            if found not in {None, Kind.FLAG}:
                self._refuse(Problem.FLAG_EXPECTED, operand, found=found)
        return Kind.FLAG

    def _arithmetic(self, expr: Binary) -> Kind | None:
        divided = self._money_before_division(expr)
        if divided is not None:
            return divided
        left, right = self.kind_of(expr.left), self.kind_of(expr.right)
        if left is None or right is None:
            return None
        found = kind_of_binary(expr.sign, left, right)
        if found is None:
            self._refuse(
                Problem.OPERATOR_KINDS,
                expr,
                sign=expr.sign,
                left=left,
                right=right,
                hint="money" if Kind.MONEY in {left, right} else "units",
            )
        return found

    def _money_before_division(self, expr: Binary) -> Kind | None:
        """Refuse `a * b / c` of three amounts; `a * (b / c)` is what is meant, and that is money."""
        product = expr.left
        if expr.sign != "/" or not isinstance(product, Binary) or product.sign != "*":
            return None
        quiet = KindInference(self._kind_of_name, self._tables, _say_nothing)
        if {quiet.kind_of(each) for each in (product.left, product.right, expr.right)} != {Kind.MONEY}:
            return None
        share = Binary("/", product.right, expr.right, expr.span)
        mend = print_formula(Binary("*", product.left, share, expr.span))
        self._refuse(
            Problem.OPERATOR_KINDS,
            product,
            sign="*",
            left=Kind.MONEY,
            right=Kind.MONEY,
            hint="divide",
            mend=mend,
        )
        return Kind.MONEY

    def _comparison(self, expr: Compare) -> Kind | None:
        left, right = self.kind_of(expr.left), self.kind_of(expr.right)
        if left is not None and right is not None and not kind_of_comparison(expr.sign, left, right):
            self._refuse(Problem.COMPARISON_KINDS, expr, sign=expr.sign, left=left, right=right)
        return Kind.FLAG

    def _choice(self, expr: If) -> Kind | None:
        self._flags(expr.condition)
        left, right = self.kind_of(expr.then), self.kind_of(expr.otherwise)
        if left is None or right is None:
            return left or right
        found = kind_of_branches(left, right)
        if found is None:
            self._refuse(Problem.BRANCH_KINDS, expr, left=left, right=right)
        return found

    def _call(self, expr: Call) -> Kind | None:
        known = tuple(kind for each in expr.arguments if (kind := self.kind_of(each)) is not None)
        if expr.function not in FUNCTIONS or len(known) < len(expr.arguments):
            return None
        found = FUNCTIONS[expr.function].kind_of(known)
        if found is None:
            hint = {"hint": "units"} if NUMERIC.issuperset(known) and kind_of_all(known) is None else {}
            self._refuse(Problem.ARGUMENT_KIND, expr, function=expr.function, found=known, **hint)
        return found

    def _lookup(self, expr: Lookup) -> Kind | None:
        table = self._tables[expr.table]
        axis = self.kind_of(expr.axis)
        self._check_axis(table, expr.axis, axis)
        if table.columns is not None:
            assert expr.base is not None  # noqa: S101 - a matrix is asked with two values
            self._check_axis(table.columns, expr.base, self.kind_of(expr.base))
            return table.value_kind
        if table.mode in {TableMode.LOOKUP, TableMode.INTERPOLATE}:
            return table.value_kind
        base = axis if expr.base is None else self.kind_of(expr.base)
        if base is None:
            return None
        found = kind_of_binary("*", base, table.value_kind)
        if found is None:
            self._refuse(Problem.OPERATOR_KINDS, expr, sign="*", left=base, right=table.value_kind)
        return found

    def _check_axis(self, table: Table, axis: Expr, found: Kind | None) -> None:
        if found is not None and not kind_of_comparison("<", found, table.axis_kind):
            self._refuse(
                Problem.TABLE_ARGUMENT_KIND, axis, table=table.name, found=found, wanted=table.axis_kind
            )

    def _window(self, expr: Window) -> Kind | None:
        """Tell the kind of a window: that of what it adds up or divides, a count, or a flag."""
        if expr.condition is not None:
            self._flags(expr.condition)
        kinds = [self.kind_of(each) for each in expr.arguments]
        function = WINDOWS[expr.function]
        # An order may be a text, and a step is the program's own.
        measured = kinds[: function.measured]
        wrong = tuple(each for each in measured if each is not None and each not in function.measures)
        if wrong:
            self._refuse(Problem.ARGUMENT_KIND, expr, function=expr.function, found=wrong)
            return None
        return kinds[0] if function.kind is None else function.kind

    def _aggregate(self, expr: Aggregate) -> Kind | None:
        if expr.condition is not None:
            self._flags(expr.condition)
        body = None if expr.body is None else self.kind_of(expr.body)
        if expr.body is not None and body is None:
            return None
        found = AGGREGATES[expr.function].kind_of(body)
        if found is None:
            self._refuse(Problem.ARGUMENT_KIND, expr, function=expr.function, found=(body,))
        return found


def _say_nothing(code: str, expr: Expr, /, **params: object) -> None:
    """Pass over a clash of kinds that is told elsewhere."""


def _kind_of_constant(expr: Number | Text | Flag | Day) -> Kind:
    match expr:
        case Number(percent=percent, unit=unit):
            if unit:
                return Kind.MONEY
            return Kind.RATIO if percent else Kind.NUMBER
        case Text():
            return Kind.TEXT
        case Flag():
            return Kind.FLAG
        case _:
            return Kind.DATE
