"""A tree of nodes written as formula text, with no more brackets than needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import assert_never

from kpicalc.formula.functions import WINDOWS, WRITTEN_WINDOWS
from kpicalc.formula.rewrite import NO_ANSWER
from kpicalc.formula.tokens import INFIX, Strength
from kpicalc.model.dataclass import dataclass
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
from kpicalc.model.figure import bare_column
from kpicalc.model.money import CONTEXT
from kpicalc.model.program import COMPANY, EMPLOYEES, TEAMS

# A formula calls the one row above it `employee`, the many rows below it `employees`.
_ROWS_ABOVE = {EMPLOYEES: "employee", TEAMS: "team"}
# What calls of days are completed with.
_PUT_IN = frozenset({"period.calendar", "period.first_day", "period.last_day"})
_DIRECTIONS = (frozenset({"<", "<="}), frozenset({">", ">="}), frozenset({"="}))


def print_formula(
    expr: Expr,
    shown: Callable[[Expr], str | None] | None = None,
    home: str = "",
) -> str:
    """Write a formula so that reading it again gives the same tree.

    `shown` may give another text for a node, for instance its value; it is then not looked into.
    `home` is the grain of the formula: what belongs to another grain is written with a point, save
    what belongs to the company.
    """
    return _Style(shown or _show_nothing, home).write(expr)


@dataclass(frozen=True, slots=True)
class _Style:
    """What every node needs to know; `rows` is the grain of the innermost aggregate, `called` its name."""

    shown: Callable[[Expr], str | None]
    home: str
    rows: str = ""
    called: str = ""

    def write(self, expr: Expr, least: int = Strength.CHOICE) -> str:
        """Write a node, in brackets when it binds more weakly than `least`."""
        instead = self.shown(expr)
        if instead is not None:
            return instead
        text = self._write_bare(expr)
        return text if _strength(expr) >= least else f"({text})"

    def _write_bare(self, expr: Expr) -> str:
        match expr:
            case Number() | Text() | Flag() | Day():
                return _write_constant(expr)
            case Name(path=path):
                return ".".join(path)
            case Reference():
                return self._write_reference(expr)
            case Unary() | Binary() | Compare() | Logic() | If():
                return self._write_operation(expr)
            case Call(function=function) if function == NO_ANSWER:
                return function
            case Call() | Lookup() | Aggregate() | Window():
                return _write_call(expr, self)
            case _:
                assert_never(expr)

    def _write_reference(self, reference: Reference) -> str:
        grain, name = reference.grain, bare_column(reference.name)
        if grain == self.rows:
            return f"{self.called}.{name}"
        if self.home in {"", grain} or grain == COMPANY:
            return name
        return f"{_ROWS_ABOVE.get(grain, grain)}.{name}"

    def _write_operation(self, expr: Unary | Binary | Compare | Logic | If) -> str:
        match expr:
            case Unary(sign="-", operand=operand):
                return f"-{self.write(operand, Strength.MINUS)}"
            case Unary(operand=operand):
                return f"not {self.write(operand, Strength.NOT)}"
            case If(condition=condition, then=then, otherwise=otherwise):
                parts = [self.write(part) for part in (condition, then, otherwise)]
                return "if {} then {} else {}".format(*parts)
            case Compare(sign=sign, left=left, right=right):
                outer = Strength.SUM
                return f"{self.write(left, outer)} {sign} {self.write(right, outer)}"
            case Binary() | Logic():
                return self._write_joined(expr)
            case _:
                assert_never(expr)

    def _write_joined(self, expr: Binary | Logic) -> str:
        if isinstance(expr, Logic) and (link := _find_link(expr)):
            return f"{self._write_bare(expr.left)} {link.sign} {self.write(link.right, Strength.SUM)}"
        strength = INFIX[expr.sign]
        left, right = self.write(expr.left, strength), self.write(expr.right, strength + 1)
        return f"{left} {expr.sign} {right}"

    def write_window(self, window: Window) -> list[str]:
        """Write the arguments; of `before` and `rank` the value, and the table above that sets the group."""
        if window.function not in WRITTEN_WINDOWS:
            return [self.write(each) for each in window.arguments]
        above = _ROWS_ABOVE.get(window.within, window.within)
        group = [] if WINDOWS[window.function].widest and above == COMPANY else [above]
        return [self.write(window.arguments[0]), *group]


def print_stretch(low: str, high: str, *, low_open: bool, high_open: bool, measure: str = "x") -> str:
    """Write the values between two ends, "" for an end that is not there: `80% <= x < 100%`."""
    below = f"{low} {'<' if low_open else '<='} " if low else ""
    above = f" {'<' if high_open else '<='} {high}" if high else ""
    return f"{below}{measure}{above}"


def _show_nothing(_expr: Expr) -> str | None:
    return None


def _strength(expr: Expr) -> int:
    match expr:
        case If():
            return Strength.CHOICE
        case Logic(sign=sign):
            return INFIX[sign] if _find_link(expr) is None else Strength.COMPARISON
        case Compare(sign=sign) | Binary(sign=sign):
            return INFIX[sign]
        case Unary(sign=sign):
            return Strength.MINUS if sign == "-" else Strength.NOT
        case _:
            return Strength.WHOLE


def _write_constant(expr: Number | Text | Flag | Day) -> str:
    match expr:
        case Number(value=value, unit=unit) if unit:
            return f"{_write_plain(value)} {unit}"
        case Number(value=value, percent=percent):
            return f"{_write_plain(CONTEXT.scaleb(value, 2))}%" if percent else _write_plain(value)
        case Text(value=value):
            return f"'{value}'" if '"' in value else f'"{value}"'
        case Flag(value=value):
            return "true" if value else "false"
        case Day(value=value):
            return value.isoformat()
        case _:
            assert_never(expr)


def _write_plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _find_link(expr: Expr) -> Compare | None:
    """Return the last comparison of `a < b and b < c`, which is written `a < b < c`."""
    if not (isinstance(expr, Logic) and expr.sign == "and" and isinstance(expr.right, Compare)):
        return None
    left = expr.left if isinstance(expr.left, Compare) else _find_link(expr.left)
    if left is None or left.right != expr.right.left:
        return None
    alike = any({left.sign, expr.right.sign} <= signs for signs in _DIRECTIONS)
    return expr.right if alike else None


def _write_call(expr: Call | Lookup | Aggregate | Window, style: _Style) -> str:
    match expr:
        case Call(function=function, condition=condition):
            body = ", ".join(style.write(each) for each in _written_arguments(expr))
        case Lookup(table=function, axis=axis, base=base, written=written):
            condition = None
            body = ", ".join(style.write(each) for each in written or (axis, base) if each is not None)
        case Aggregate(function=function, grain=grain, body=summand, condition=condition):
            style = replace(style, rows=grain, called=expr.through or grain)
            body = style.called if summand is None else style.write(summand)
        case Window(function=function, condition=condition):
            body = ", ".join(style.write_window(expr))
        case _:
            assert_never(expr)
    return (
        f"{function}({body})" if condition is None else f"{function}({body} where {style.write(condition)})"
    )


def _written_arguments(call: Call) -> Iterator[Expr]:
    """Yield the arguments without what a scheme completes: the calendar, and the period for open ends.

    What was put in has the place of the call itself, which no written argument has.
    """
    for each in call.arguments:
        written = each
        if isinstance(each, Call) and any(_is_put_in(part, call) for part in each.arguments[1:]):
            written = each.arguments[0]
        if not _is_put_in(written, call):
            yield written


def _is_put_in(argument: Expr, call: Call) -> bool:
    return isinstance(argument, Reference) and argument.name in _PUT_IN and argument.span == call.span
