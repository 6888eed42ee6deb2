"""The words of one scheme's reports: its kinds, its currency, the language of the reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kpicalc.engine.kinds import tell_kinds
from kpicalc.formula.printer import print_formula
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.format import format_number, format_percent, format_value
from kpicalc.i18n.sentence import phrase
from kpicalc.model.expr import Expr, Number, Operand, Reference
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Kind
from kpicalc.model.program import Program, Table
from kpicalc.report.document import Cell
from kpicalc.report.titles import title_value

# Values that are too long to be put into a formula.
_SAID_BY_NAME = frozenset({"period.calendar"})


@dataclass(frozen=True, slots=True)
class Wording:
    """How values, phrases and formulas of one scheme are written in one language."""

    language: Language
    currency: str
    kind_of: Callable[[Expr], Kind]
    tables: Mapping[str, Table]

    def say(self, key: str, /, **params: object) -> str:
        """Return a phrase with its placeholders filled."""
        return phrase(key, self.language, **params)

    def title(self, name: str, label: str) -> str:
        """Return what a pay line or a value is called."""
        return title_value(name, label, self.language)

    def write(self, value: Value, kind: Kind) -> str:
        """Write a value of a kind."""
        return format_value(value, kind, self.language, self.currency)

    def cell(self, value: Value | None, kind: Kind | None) -> Cell:
        """Write a value as a cell of a table; None leaves it blank."""
        known = kind or Kind.NUMBER
        return Cell("" if value is None else self.write(value, known), known)

    def heading(self, key: str, kind: Kind = Kind.TEXT) -> Cell:
        """Return the heading of a column of a kind."""
        return Cell(self.say(key), kind)

    def formula_in_numbers(self, expr: Expr, operands: Mapping[Operand, Value], home: str) -> str:
        """Write a formula with the values of its names put in."""
        return print_formula(expr, lambda part: self._put_in(part, operands), home).replace(" * ", " × ")

    def _put_in(self, part: Expr, operands: Mapping[Operand, Value]) -> str | None:
        if isinstance(part, Number):
            return (format_percent if part.percent else format_number)(part.value, self.language)
        if isinstance(part, Reference) and part.name in _SAID_BY_NAME:
            return None
        if isinstance(part, Operand) and part in operands:
            return self._operand(operands[part], self.kind_of(part))
        return None

    def _operand(self, value: Value, kind: Kind) -> str:
        match value:
            case Fault():
                return f"({self.write(value, kind)})"
            case Decimal():
                written = self.write(value, Kind.NUMBER if kind is Kind.MONEY else kind)
                return f"({written})" if value < 0 else written
            case str():
                return f'"{value}"'
            case _:
                return self.write(value, kind)


def word_program(program: Program, language: Language) -> Wording:
    """Collect the words of a program's reports."""
    return Wording(language, program.currency, tell_kinds(program), program.tables)
