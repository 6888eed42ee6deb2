"""Formulas in the words of the scheme: titles in the place of names, words in the place of signs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kpicalc.formula import precedence
from kpicalc.formula.functions import AGGREGATES, FUNCTIONS, WINDOWS
from kpicalc.formula.printer import print_formula
from kpicalc.i18n.catalogue import Language, words
from kpicalc.i18n.format import format_number, format_percent
from kpicalc.i18n.sentence import phrase
from kpicalc.model.expr import (
    Aggregate,
    Binary,
    Call,
    Compare,
    Expr,
    Flag,
    If,
    Logic,
    Lookup,
    Number,
    Reference,
    Unary,
)
from kpicalc.model.figure import figure_of
from kpicalc.model.program import EMPLOYEES, Key, Program, Role
from kpicalc.report.views.wording import title_value

_SIGNS = {"*": "×", "/": "÷", "-": "−", "<=": "≤", ">=": "≥", "!=": "≠"}


@dataclass(frozen=True, slots=True)
class Titles:
    """What the values, facts and tables of a scheme are called in one language."""

    language: Language
    named: Mapping[Key, str]
    tables: Mapping[str, str]

    def say(self, expr: Expr) -> str:
        """Write a formula in words.

        What is found over many rows is told by its function and what it is found of.
        """
        return print_formula(expr, self._told, EMPLOYEES)

    def _told(self, part: Expr) -> str | None:
        match part:
            case Number(value=value, percent=percent):
                return (format_percent if percent else format_number)(value, self.language)
            case Reference():
                return self._quote(self.named.get(part.key, part.name))
            case Lookup(table=table, axis=axis):
                return f"{self._quote(self.tables[table])} ({self.say(axis)})"
            case Binary() | Compare() | Logic():
                return self._joined(part)
            case Unary(sign="not", operand=operand):
                return f"{self._word('not')} {self._bracket(operand, precedence.NOT)}"
            case Flag(value=value):
                return self._word("true" if value else "false")
            case If(condition=asked, then=then, otherwise=otherwise):
                parts = {
                    "condition": self.say(asked),
                    "then": self.say(then),
                    "otherwise": self.say(otherwise),
                }
                return phrase("formula_word.choice", self.language, **parts)
            case Call(function=function, arguments=arguments, condition=None):
                return f"{self._function(function)}({'; '.join(map(self.say, arguments))})"
            case Aggregate():
                return self._aggregate(part)
            case _:
                return None

    def _aggregate(self, node: Aggregate) -> str:
        body = self._quote(node.grain) if node.body is None else self.say(node.body)
        if node.condition is not None:
            body = f"{body} {self._word('where')} {self.say(node.condition)}"
        return f"{self._function(node.function)}({body})"

    def _joined(self, expr: Binary | Compare | Logic) -> str:
        least = precedence.INFIX[expr.sign]
        sign = self._word(expr.sign) if isinstance(expr, Logic) else _SIGNS.get(expr.sign, expr.sign)
        return f"{self._bracket(expr.left, least)} {sign} {self._bracket(expr.right, least + 1)}"

    def _bracket(self, part: Expr, least: int) -> str:
        """Write an operand, in brackets where it binds less strongly than what it stands in."""
        strength = precedence.WHOLE
        if isinstance(part, If):
            strength = precedence.CHOICE
        elif isinstance(part, Binary | Compare | Logic):
            strength = precedence.INFIX[part.sign]
        return f"({self.say(part)})" if strength < least else self.say(part)

    def _function(self, name: str) -> str:
        known = {**FUNCTIONS, **AGGREGATES, **WINDOWS}.get(name)
        spoken = "" if known is None else known.name_ru
        return spoken if spoken and self.language is Language.RU else name

    def _word(self, name: str) -> str:
        return words(self.language)[f"formula_word.{name}"]

    def _quote(self, title: str) -> str:
        return phrase("formula_word.title", self.language, title=title)


def title_program(program: Program, language: Language) -> Titles:
    """Collect what everything of a program is called."""
    named = {each.key: each.label or each.name for each in program.inputs}
    named |= {
        each.key: title_part(each.name, each.label, each.role, language) for each in program.variables()
    }
    return Titles(language, named, {name: each.label or name for name, each in program.tables.items()})


def title_part(name: str, label: str, role: Role | None, language: Language) -> str:
    """Return the title of a value; one of a KPI is followed by what it is of the KPI."""
    title = title_value(name, label, language)
    part, figure = figure_of(name), ""
    if role in {Role.KPI, Role.GOAL}:
        figure = f"figure.{part}"
    elif role is Role.VALUE and part is not None:
        figure = f"line_figure.{part}"  # what a pay line is made of
    return f"{title}: {phrase(figure, language)}" if figure in words(language) else title
