"""Formulas as clauses of a regulation say them: by titles and words, without names of the program."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kpicalc.formula.functions import AGGREGATES
from kpicalc.formula.parser import parse_formula
from kpicalc.formula.tokens import INFIX, Strength
from kpicalc.i18n.catalogue import Language, words
from kpicalc.i18n.format import format_date, format_money, format_number, format_percent, format_value
from kpicalc.i18n.sentence import phrase
from kpicalc.model.dataclass import dataclass
from kpicalc.model.expr import (
    Binary,
    Call,
    Compare,
    Day,
    Expr,
    Flag,
    If,
    Logic,
    Name,
    Number,
    Text,
    Unary,
    children,
)
from kpicalc.model.figure import figure_of, owner_of
from kpicalc.model.kind import Kind
from kpicalc.model.money import ONE, Rounding
from kpicalc.model.program import COMPANY, EMPLOYEES, TEAMS, Input, Program, Variable
from kpicalc.report.views.plain_words import say_call, say_over_rows
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.words import Formula

Path = tuple[str, ...]
_SIGNS = {"+": "+", "-": "−", "*": "×", "/": "/"}
_COMPARED = {"<": "<", "<=": "≤", ">": ">", ">=": "≥", "=": "=", "!=": "≠"}
_PEOPLE = frozenset({"employees", "reports", "direct_reports"})
_OWN = frozenset({COMPANY, "employee"}) | _PEOPLE
_ABOVE = {"team": TEAMS}


@dataclass(frozen=True, slots=True)
class Speaker:
    """How a scheme speaks: its titles, what its values are, and the language.

    `rows` is the table whose rows an aggregate goes through, "" outside of one.
    """

    language: Language
    program: Program
    document: SchemeDocument
    titles: Mapping[Path, str]
    kinds: Mapping[Path, Kind]
    rows: str = ""

    def say(self, key: str, /, **params: object) -> str:
        """Return a phrase of regulations with its placeholders filled."""
        return phrase(f"regulation.{key}", self.language, **params)

    def knows(self, key: str) -> bool:
        """Say whether there is such a phrase."""
        return f"regulation.{key}" in words(self.language)

    def quote(self, text: str) -> str:
        """Put a title into quotation marks."""
        return self.say("quoted", text=text)

    def title(self, path: Path) -> str:
        """Return what a value, table or line is called, in quotation marks."""
        return self.quote(self.titles.get(path) or plain_name(path[-1] or path[0]))

    def formula(self, formula: Formula | None, kind: Kind | None = None) -> str:
        """Return a formula in words; a bare number is written as what it measures."""
        parsed = None if formula is None else _read_formula(formula)
        if isinstance(parsed, Number) and kind in {Kind.MONEY, Kind.RATIO}:
            return format_value(parsed.value, kind, self.language, self.program.currency)
        return "" if parsed is None else _say(parsed, self)

    def factor(self, formula: Formula) -> str:
        """Return a formula in words, in brackets where it could not be multiplied as it is."""
        return _say(_read_formula(formula), self, INFIX["*"])

    def define(self, path: Path, formula: Formula) -> str:
        """Return what a value is: a formula, or of a yes or no the condition for yes."""
        if self.kinds.get(path) is Kind.FLAG:
            return self.say("yes_if", condition=self.condition(formula))
        return self.formula(formula)

    def rounding(self, rounding: Rounding) -> str:
        """Say to what something is rounded, and which way."""
        step = format_number(rounding.step, self.language)
        to = self.say("to.whole" if rounding.step == ONE else "to.step", step=step)
        return self.say("rounding", to=to, mode=self.say(f"round.{rounding.mode}"))

    def lines(self, names: Iterable[str]) -> str:
        """Return the titles of pay lines; a group is told by its lines."""
        pay = self.document.pay
        found = dict.fromkeys(
            str(line)
            for name in names
            for line in (
                [name] if name in pay else [each for each, spec in pay.items() if spec.group == name]
            )
        )
        return ", ".join(self.title((line,)) for line in found)

    def condition(self, formula: Formula) -> str:
        """Return a condition in words."""
        return self.say_condition(_read_formula(formula))

    def say_operation(self, expr: Expr) -> tuple[str, int]:
        """Return an operation in words, and how strongly it binds."""
        match expr:
            case Binary(sign=sign, left=left, right=right):
                strength = INFIX[sign]
                parts = _say(left, self, strength), _say(right, self, strength + 1)
                return f"{parts[0]} {_SIGNS[sign]} {parts[1]}", strength
            case Unary(sign="-", operand=operand):
                return f"−{_say(operand, self, Strength.MINUS)}", Strength.MINUS
            case If(condition=condition, then=then, otherwise=otherwise):
                said = self.say(
                    "if",
                    condition=self.say_condition(condition),
                    then=_say(then, self),
                    otherwise=_say(otherwise, self),
                )
                return said, Strength.CHOICE
            case _:
                return self.say_condition(expr), Strength.CHOICE

    def say_condition(self, expr: Expr, *, inner: bool = False) -> str:
        """Say what must hold."""
        match expr:
            case Logic(sign=sign, left=left, right=right):
                parts = (self.say_condition(each, inner=True) for each in (left, right))
                said = self.say(sign, left=next(parts), right=next(parts))
                return f"({said})" if inner and sign == "or" else said
            case Compare():
                return self._say_comparison(expr)
            case Unary(sign="not", operand=Name() | Call() as operand):
                return self.say("is_not", what=_say(operand, self))
            case Unary(sign="not", operand=operand):
                return self.say("not", what=self.say_condition(operand))
            case Name() | Call():
                return self.say("is", what=_say(expr, self))
            case _:
                return _say(expr, self)

    def _say_comparison(self, comparison: Compare) -> str:
        """Say a comparison in words; between formulas a sign stands, which needs no case endings."""
        sides = (comparison.left, comparison.right)
        left, right = (_say(each, self, Strength.SUM) for each in sides)
        if all(isinstance(each, Name | Number | Text | Day | Flag) for each in sides):
            return self.say(f"compare.{comparison.sign}", left=left, right=right)
        return f"{left} {_COMPARED[comparison.sign]} {right}"

    def say_name(self, path: Path) -> str:
        """Say a value by what people call it."""
        if len(path) > 1 and path[0] in _OWN:
            path = path[1:]
        path = (_ABOVE.get(path[0], path[0]), *path[1:]) if len(path) > 1 else path
        whole = ".".join(path)
        if self.knows(f"name.{whole}"):
            return self.say(f"name.{whole}")
        own = (self.rows, *path) if (self.rows, *path) in self.kinds else path
        if own in self.titles and figure_of(whole) is None:
            return self.quote(self.titles[own])
        figure, owner = figure_of(whole), (owner_of(whole),)
        if figure is not None and self.knows(f"figure.{figure}") and owner in self._constructs():
            return self.say(f"figure.{figure}", of=self.title(owner))
        if len(path) > 1 and path[0] != self.rows and (path[0], "") in self.titles:
            return self.say("column_of", column=self.title(path), table=self.title((path[0], "")))
        return self.title(path)

    def _constructs(self) -> frozenset[Path]:
        """Return the names of KPIs, goals, indexes, lines and stop factors."""
        document = self.document
        named = (document.kpis, document.goals, document.indexes, document.pay, document.stop_factors)
        return frozenset((str(name),) for section in named for name in section)

    def say_call(self, call: Call) -> str:
        """Say a function with what it is given."""
        function, arguments = call.function, call.arguments
        rows = self._rows_of(call)
        asked = next((each for each in self.program.tables.values() if each.written_name == function), None)
        if asked is not None:
            figures = ", ".join(_say(each, self) for each in arguments)
            return self.say(f"table.{asked.mode}", table=self.title((function,)), by=figures)
        inside = replace(self, rows=rows) if rows else self
        said = [inside.say_argument(each) for each in arguments]
        if not rows:
            return say_call(function, said, self.language)
        what = "; ".join(
            f"({each})" if isinstance(of, Binary | If) else each
            for each, of in zip(said, arguments, strict=True)
        )
        kind, table = (rows, "") if rows in _PEOPLE else ("table", self.title((rows, "")))
        over, many = (self.say(f"{each}.{kind}", table=table) for each in ("over", "many"))
        text = say_over_rows(function, what, (over, many), self.language)
        condition = "" if call.condition is None else inside.say_condition(call.condition)
        return self.say("where", what=text, condition=condition) if condition else text

    def say_argument(self, argument: Expr) -> str:
        """Say what a function is given; names of tables and ways of rounding are words of the program."""
        if isinstance(argument, Text) and self.knows(f"round.{argument.value}"):
            return self.say(f"round.{argument.value}")
        return _say(argument, self)

    def _rows_of(self, call: Call) -> str:
        """Return the table whose rows an aggregate goes through, "" for what is no aggregate."""
        if call.function not in AGGREGATES:
            return ""
        facts = self.document.facts
        below = {str(name) for table in facts.values() for name in table.roles} | set(map(str, facts)) - {
            EMPLOYEES
        }
        parts = list(call.arguments)
        while parts:
            part = parts.pop()
            if isinstance(part, Name) and part.path[0] in below | _PEOPLE:
                return part.path[0]
            parts += children(part)
        return ""


def make_speaker(document: SchemeDocument, program: Program, language: Language) -> Speaker:
    """Collect the titles and the kinds of everything that formulas may name."""
    titles: dict[Path, str] = {}
    kinds: dict[Path, Kind] = {}
    named: list[Input | Variable] = [*program.inputs, *program.variables()]
    for each in named:
        own = each.grain in {EMPLOYEES, COMPANY}
        for path in ((each.grain, each.name), *(((each.name,),) if own else ())):
            kinds.setdefault(path, each.kind)
            if each.label and each.label != each.name:
                titles.setdefault(path, each.label)
    sections = (document.kpis, document.goals, document.rules, document.indexes, document.stop_factors)
    for section in (*sections, document.pay, document.parameters, document.values):
        titles |= {(str(name),): each.title for name, each in section.items() if each.title}
    for table in program.tables.values():
        if table.label != table.written_name:
            titles[table.written_name,] = table.label
    for name, read in document.facts.items():
        # Where a row credits several people, the column says of whom.
        by = [str(role.link[0]) for role in read.roles.values()]
        title = str(read.title or read.sheet or (plain_name(str(name)) if by else ""))
        if title:
            titles[str(name), ""] = " ".join((title, *(f"({column})" for column in by)))
    return Speaker(language, program, document, titles, kinds)


def plain_name(name: str) -> str:
    """Return a name as a person would write it.

    >>> plain_name("план_допродаж")
    'план допродаж'
    """
    return name.replace("_", " ").strip()


def _read_formula(formula: Formula) -> Expr:
    parsed = parse_formula(formula.source).value
    assert parsed is not None  # noqa: S101 - the scheme was read with it
    return parsed


def _say(expr: Expr, speaker: Speaker, least: int = Strength.CHOICE) -> str:
    """Say a value, in brackets where it binds more weakly than `least`."""
    match expr:
        case Number(value=value, unit=unit) if unit:
            return format_money(value, speaker.program.currency, speaker.language)
        case Number(value=value, percent=percent):
            return (format_percent if percent else format_number)(value, speaker.language)
        case Text(value=value):
            return speaker.quote(value)
        case Flag(value=value):
            return speaker.say("yes" if value else "no")
        case Day(value=value):
            return format_date(value, speaker.language)
        case Name(path=path):
            return speaker.say_name(path)
        case Call(condition=condition):
            said = speaker.say_call(expr)
            return f"({said})" if condition is not None and least > Strength.CHOICE else said
        case _:
            text, strength = speaker.say_operation(expr)
            return text if strength >= least else f"({text})"
