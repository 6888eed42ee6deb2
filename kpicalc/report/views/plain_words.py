"""A formula as people say it: titles for names, words for signs, and one table of phrases for calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kpicalc.formula.function import Described
from kpicalc.formula.functions import (
    AGGREGATES,
    FUNCTIONS,
    HISTORY_FUNCTIONS,
    TABLE_FUNCTIONS,
    WINDOWS,
    stepping_of,
)
from kpicalc.formula.tokens import INFIX, Strength
from kpicalc.i18n.catalogue import Language, words
from kpicalc.i18n.format import format_date, format_money, format_number, format_percent
from kpicalc.i18n.sentence import phrase
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
    Number,
    Operand,
    Reference,
    Text,
    Unary,
    Window,
    walk,
)
from kpicalc.model.fault import Fault, Value
from kpicalc.model.figure import figure_of
from kpicalc.model.kind import Kind
from kpicalc.model.program import EMPLOYEES, Key, Program, Role
from kpicalc.report.views.wording import Wording

_SORTS: tuple[Mapping[str, Described], ...] = (
    FUNCTIONS,
    AGGREGATES,
    WINDOWS,
    TABLE_FUNCTIONS,
    HISTORY_FUNCTIONS,
)


def say_call(function: str, arguments: Sequence[str], language: Language) -> str:
    """Return a function of some arguments in words; one without a phrase by its name."""
    for key in (f"call.{function}.{len(arguments)}", f"call.{function}"):
        if key in words(language):
            one_by_one = {f"a{at}": each for at, each in enumerate(arguments, 1)}
            return phrase(key, language, all="; ".join(arguments), over="", **one_by_one).strip()
    return f"{_name_of(function, language)} ({'; '.join(arguments)})"


def say_over_rows(function: str, what: str, rows: tuple[str, str], language: Language) -> str:
    """Return an aggregate in words; `rows` are those it goes over, and what they are when counted."""
    keys = (f"call.rows.{function}", f"call.{function}")
    key = next((each for each in keys if each in words(language)), "")
    over, many = rows
    if not key:
        return f"{_name_of(function, language)} ({what}) {over}".rstrip()
    return phrase(key, language, all=what, a1=what, over=over, many=many).rstrip()


def _name_of(function: str, language: Language) -> str:
    """Return what a function is called in formulas; a name that is none with spaces."""
    russian = (each[function].name_ru for each in _SORTS if function in each and language is Language.RU)
    return next(russian, "") or function.replace("_", " ")


_SIGNS = {"*": "×", "-": "−", "<=": "≤", ">=": "≥", "!=": "≠"}
_WEAK = frozenset({"+", "-"})
_OF_PERIOD = frozenset({"period.first_day", "period.last_day", "period.calendar"})


@dataclass(frozen=True, slots=True)
class PlainWords:
    """What the names of one scheme are called, and how its formulas are said."""

    wording: Wording
    titles: Mapping[Key, str]

    def say(self, expr: Expr) -> str:
        """Say a formula in titles."""
        return self._say(expr, {})

    def say_in_numbers(self, expr: Expr, operands: Mapping[Operand, Value]) -> str:
        """Say a formula with the values of its names, as far as it was computed."""
        return self._say(_computed(expr, operands), operands)

    def title(self, name: str, label: str, role: Role | None) -> str:
        """Return what a value is called, one of a KPI with what it is of the KPI."""
        called = _spaced(self.wording.title(name, label))
        part = figure_of(name)
        table = "figure" if role in {Role.KPI, Role.GOAL} else "line_figure"
        figure = f"{table}.{part}"
        told = role in {Role.KPI, Role.GOAL, Role.VALUE} and figure in words(self.wording.language)
        return f"{called}: {self.wording.say(figure)}" if told else called

    def _say(self, expr: Expr, operands: Mapping[Operand, Value]) -> str:
        if isinstance(expr, Operand) and expr in operands:
            if isinstance(value := operands[expr], str):
                return self.wording.say("plain.named", title=value)
            return self.wording.put_in(expr, operands) or self._word(expr, operands)
        return self._word(expr, operands)

    def _word(self, expr: Expr, operands: Mapping[Operand, Value]) -> str:
        match expr:
            case Number() | Text() | Flag() | Day():
                return self._constant(expr)
            case Reference(name=name):
                return self.titles.get(expr.key, name)
            case Unary() | Binary() | Compare() | Logic() | If():
                return self._operation(expr, operands)
            case Call() | Lookup() | Aggregate() | Window():
                return self._call(expr, operands)
            case _:
                return ""

    def _constant(self, expr: Number | Text | Flag | Day) -> str:
        language = self.wording.language
        match expr:
            case Number(value=value, unit=unit) if unit:
                return format_money(value, self.wording.currency, language)
            case Number(value=value, percent=percent):
                return (format_percent if percent else format_number)(value, language)
            case Text(value=value):
                return self.wording.say("plain.named", title=value)
            case Flag(value=value):
                return self.wording.say("value.yes" if value else "value.no")
            case _:
                return format_date(expr.value, language)

    def _operation(
        self, expr: Unary | Binary | Compare | Logic | If, operands: Mapping[Operand, Value]
    ) -> str:
        say = self.wording.say
        match expr:
            case Unary(sign="-", operand=operand):
                return f"−{self._inner(operand, operands)}"
            case Unary(operand=operand):
                return say("plain.not", asked=self._say(operand, operands))
            case If(condition=condition, then=then, otherwise=otherwise):
                parts = (self._say(part, operands) for part in (condition, then, otherwise))
                return say("plain.if", **dict(zip(("condition", "then", "otherwise"), parts, strict=True)))
            case Logic(sign=sign, left=left, right=right):
                parts = (self._joined_with(sign, each, operands) for each in (left, right))
                return f" {say(f'plain.{sign}')} ".join(parts)
            case Compare(sign=sign, left=left, right=right):
                if isinstance(right, Number) and self._is_share(left):
                    right = replace(right, percent=True)
                sides = (self._beside(each, operands) for each in (left, right))
                return f" {_SIGNS.get(sign, sign)} ".join(sides)
            case _:
                return self._joined(expr, operands)

    def _is_share(self, expr: Expr) -> bool:
        return isinstance(expr, Operand) and self.wording.kind_of(expr) is Kind.RATIO

    def _joined_with(self, sign: str, expr: Expr, operands: Mapping[Operand, Value]) -> str:
        """Say a side of `and` or `or`: what is compared, and more of the same, needs no brackets."""
        plain = isinstance(expr, Compare) or (isinstance(expr, Logic) and expr.sign == sign)
        return self._say(expr, operands) if plain else self._inner(expr, operands)

    def _beside(self, expr: Expr, operands: Mapping[Operand, Value]) -> str:
        """Say a side of what is compared or reckoned up: sums need no brackets there."""
        return self._say(expr, operands) if isinstance(expr, Binary) else self._inner(expr, operands)

    def _joined(self, expr: Binary, operands: Mapping[Operand, Value]) -> str:
        strong = expr.sign not in _WEAK
        left = (self._inner if strong else self._beside)(expr.left, operands)
        right = (self._inner if strong or expr.sign == "-" else self._beside)(expr.right, operands)
        return f"{left} {_SIGNS.get(expr.sign, expr.sign)} {right}"

    def _inner(self, expr: Expr, operands: Mapping[Operand, Value]) -> str:
        """Say a part; in brackets where it would be taken apart."""
        said = self._say(expr, operands)
        loose = (
            isinstance(expr, If | Logic | Compare)
            or (isinstance(expr, Binary) and INFIX[expr.sign] <= Strength.SUM)
            or (isinstance(expr, Call | Aggregate | Window) and expr.condition is not None)
        )
        known = expr in operands
        return f"({said})" if loose and not known else said

    def _call(self, expr: Call | Lookup | Aggregate | Window, operands: Mapping[Operand, Value]) -> str:
        language = self.wording.language
        match expr:
            case Lookup(table=table, axis=axis, written=written):
                called = self.wording.tables[table].label
                asked = "; ".join(self._say(each, operands) for each in written or (axis,))
                return f"{called} ({asked})"
            case Call() if stepping_of(expr) is not None:
                # The rounding is told beside the value.
                return self._say(expr.arguments[0], operands)
            case Aggregate():
                return self._over_rows(expr, operands)
            case Call(arguments=(Reference() as asked, instead)) if asked in operands and _stands_in(expr):
                missing = isinstance(operands[asked], Fault)
                return self._say(instead if missing else asked, operands)
            case Call(function=function, arguments=arguments):
                told = say_call(
                    function, [self._say(each, operands) for each in _written(arguments)], language
                )
            case _:
                told = say_call(expr.function, [self._say(expr.arguments[0], operands)], language)
        return self._where(told, expr.condition, operands)

    def _over_rows(self, expr: Aggregate, operands: Mapping[Operand, Value]) -> str:
        say, people, body = self.wording.say, _people_of(expr), expr.body
        what = "" if body is None else self._say(body, operands)
        if isinstance(body, Reference):
            what = say("plain.named", title=what)
        elif isinstance(body, Binary | If):
            what = f"({what})"
        over, many = (say(f"plain.{each}.{people or 'rows'}") for each in ("over", "many"))
        told = say_over_rows(expr.function, what, (over, many), self.wording.language)
        return self._where(told, expr.condition, operands)

    def _where(self, told: str, condition: Expr | None, operands: Mapping[Operand, Value]) -> str:
        if condition is None:
            return told
        return self.wording.say("plain.where", what=told, condition=self._say(condition, operands))


def _stands_in(expr: Call) -> bool:
    """Say whether a function puts one value in the place of another that is missing."""
    return FUNCTIONS[expr.function].if_missing is not None


def _computed(expr: Expr, operands: Mapping[Operand, Value]) -> Expr:
    """Return what was computed of a condition: once a side of it decides, the other is not looked at."""
    if not isinstance(expr, Logic):
        return expr
    left, right = _computed(expr.left, operands), _computed(expr.right, operands)
    named = [each for each in walk(expr.right) if isinstance(each, Operand)]
    left_out = bool(named) and not any(each in operands for each in named)
    return left if left_out else replace(expr, left=left, right=right)


def _written(arguments: Sequence[Expr]) -> Sequence[Expr]:
    """Return the arguments that stand in the scheme: the days of the period are given by the compiler."""
    given = [isinstance(each, Reference) and each.name in _OF_PERIOD for each in arguments]
    most = next((at for at in range(len(given)) if all(given[at:])), len(given))
    return arguments[: max(most, 1)]


def _people_of(expr: Aggregate) -> str:
    """Return which people an aggregate goes over, "" where its rows are no people."""
    return "" if expr.grain != EMPLOYEES else expr.through or EMPLOYEES


def plain_words(program: Program, wording: Wording) -> PlainWords:
    """Collect what the names of a program are called."""
    plain = PlainWords(wording, {})
    titles = {each.key: _spaced(each.label or each.name) for each in program.inputs}
    titles |= {each.key: plain.title(each.name, each.label, each.role) for each in program.variables()}
    return PlainWords(wording, titles)


def _spaced(title: str) -> str:
    """Return a title; of a value without one its name with spaces."""
    return title.replace("_", " ").replace("`", "")
