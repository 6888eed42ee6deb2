"""The words of reports: what things and changes are called, how figures of a scheme are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from kpicalc.engine.kinds import tell_kinds
from kpicalc.i18n.catalogue import Language, words
from kpicalc.i18n.format import NBSP, ROUNDED, format_money, format_number, format_percent, format_value
from kpicalc.i18n.sentence import phrase
from kpicalc.model.comparison import ChangeStep, ToldChange, ToldWord
from kpicalc.model.dataclass import dataclass
from kpicalc.model.expr import Expr, Number, Operand, Reference
from kpicalc.model.fault import Fault, Value
from kpicalc.model.figure import (
    Figure,
    Section,
    figure_of,
    line_of_retro,
    owner_of,
    period_of_retro,
    section_of,
    word_in_section,
)
from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.money import CONTEXT
from kpicalc.model.outline import PayLine
from kpicalc.model.program import EMPLOYEES, Input, Program, Table
from kpicalc.model.source import CellRef
from kpicalc.report.document import Cell
from kpicalc.report.views.author_words import AuthorWords, author_words

if TYPE_CHECKING:
    from kpicalc.model.analysis import Analysis, Curve, Witness


# What a fund is made of: what an employee, and all of them, claim of it, and the most that it pays.
_FUND_PARTS = frozenset({Figure.CLAIM, Figure.CLAIMS, Figure.MAX})


def name_in_sheet(cell: CellRef) -> str:
    """Name a cell by its sheet, without the file."""
    return str(replace(cell, file="")).removeprefix("!")


def title_left(line: PayLine, language: Language) -> str:
    """Return the title of what a line carries over, or of the debt that it leaves."""
    title = title_value(line.name, line.label, language)
    return phrase(f"line_title.{figure_of(line.left)}", language, line=title)


def title_limit(told: str, language: Language) -> str:
    """Return what the line of a limit is called where its name is told; a title stays as it is."""
    return title_value(told, "", language) if section_of(told) is Section.LIMITS else told


def title_value(name: str, label: str, language: Language) -> str:
    """Return the title that the scheme gives, or that of a line which the program adds by itself."""
    period = period_of_retro(name)
    if period is not None:
        return phrase(
            "line_title.retro",
            language,
            period=period,
            line=title_value(line_of_retro(name), label, language),
        )
    if label:
        return label
    spoken = words(language)
    if f"title.{name}" in spoken:
        return spoken[f"title.{name}"]
    line, part = owner_of(name), figure_of(name)
    if f"line_title.{part}" in spoken:
        return phrase(f"line_title.{part}", language, line=title_value(line, "", language))
    if section_of(name) is not Section.LIMITS:
        return name
    if part in _FUND_PARTS:
        return phrase(f"title.fund_{part}", language, fund=word_in_section(name))
    if part is Figure.BEFORE:
        rounding = figure_of(line) is Figure.ROUNDING
        return phrase("title.before_rounding" if rounding else "title.before_limit", language)
    if part is Figure.ROUNDING:
        return phrase("title.rounding_of", language, group=word_in_section(name))
    return phrase("title.limit_of", language, group=word_in_section(name))


# Values that are too long to be put into a formula.
_SAID_BY_NAME = frozenset({"period.calendar"})


@dataclass(frozen=True, slots=True)
class Wording:
    """How values, phrases and formulas of one scheme are written in one language."""

    language: Language
    currency: str
    kind_of: Callable[[Expr], Kind]
    tables: Mapping[str, Table]
    author: AuthorWords = field(default_factory=AuthorWords)

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
        return self.author.formula(expr, lambda part: self.put_in(part, operands), home).replace(" * ", " × ")

    def put_in(self, part: Expr, operands: Mapping[Operand, Value]) -> str | None:
        """Return what stands in the place of a part of a formula: its value, None for what stays as it is."""
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
    kinds = tell_kinds(program)
    return Wording(language, program.currency, kinds, program.tables, author_words(program))


_CENT = Decimal("0.01")
# What stands where there is no figure.
NOTHING = "—"


# The powers of ten that have a word.
_POWERS = (0, 3, 6, 9, 12)


@dataclass(frozen=True, slots=True)
class Figures:
    """The language and currency of an analysis, and its facts by grain and name; what tables are called."""

    language: Language
    currency: str
    inputs: Mapping[tuple[str, str], Input] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)

    def say(self, key: str, /, **params: object) -> str:
        """Return a phrase with its placeholders filled."""
        return phrase(key, self.language, **params)

    def title(self, name: str, label: str) -> str:
        """Return what a pay line is called; the total has no name."""
        return title_value(name, label, self.language) if name else self.say("summary.total")

    def money(self, amount: Decimal | None) -> str:
        """Write an amount."""
        return NOTHING if amount is None else format_money(amount, self.currency, self.language)

    def change(self, amount: Decimal | None) -> str:
        """Write a difference of pay with its sign."""
        return ("+" if amount is not None and amount > 0 else "") + self.money(amount)

    def ticks(self, values: Sequence[Decimal], longest: int) -> list[str]:
        """Write figures of an axis: in thousands, millions and so on where they have too many letters."""
        texts: list[str] = []
        for power in _POWERS:
            unit = f"{NBSP}{self.say(f'chart.power_{power}')}" if power else ""
            figures = [format_number(each.scaleb(-power), self.language) for each in values]
            texts = [text + (unit if each else "") for text, each in zip(figures, values, strict=True)]
            if max(map(len, texts), default=0) <= longest:
                break
        return texts

    def amount_cell(self, amount: Decimal | None) -> Cell:
        """Write an amount as a cell of a table."""
        return Cell(self.money(amount), Kind.MONEY, raw=amount)

    def change_cell(self, amount: Decimal | None) -> Cell:
        """Write a difference of pay as a cell of a table."""
        return Cell(self.change(amount), Kind.MONEY, raw=amount)

    def headings(self, view: str, keys: Iterable[str]) -> tuple[Cell, ...]:
        """Return the headings of a table of a view: of who or what, then of amounts."""
        return tuple(
            Cell(self.say(f"{view}.{key}"), Kind.MONEY if at else Kind.TEXT) for at, key in enumerate(keys)
        )

    def percent(self, ratio: Decimal) -> str:
        """Write a ratio in percent, to a hundredth of one; what does not fit is marked as rounded."""
        shown = CONTEXT.quantize(ratio, Decimal("0.0001"))
        return ("" if shown == ratio else ROUNDED) + format_percent(shown, self.language)

    def rounded(self, number: Decimal) -> str:
        """Write a number to two decimals."""
        return format_number(CONTEXT.quantize(number, _CENT), self.language)

    def value(self, value: Scalar | None, kind: Kind) -> str:
        """Write the value of a fact; a blank cell is said."""
        if value is None:
            return self.say("analysis.blank")
        return format_value(value, kind, self.language, self.currency)

    def place(self, curve: Curve, at: Decimal) -> str:
        """Write a value of the fact of a curve, for the actual of a KPI with its percent of the plan."""
        written = self.value(at, curve.kind)
        if not curve.whole or (curve.kind is Kind.RATIO and curve.whole == 1):
            return written
        return f"{written} ({self.percent(CONTEXT.divide(at, curve.whole))})".replace(" (", f"{NBSP}(")

    def facts(self, witness: Witness) -> Iterator[tuple[str, str]]:
        """Yield the name and the value of each fact of a witness, row after row."""
        for row in witness.rows:
            for name, value in row.values:
                given = self.inputs.get((row.grain, name))
                label = name if given is None else given.label
                kind = Kind.NUMBER if given is None else given.kind
                yield self._named(row.grain, label), self.value(value, kind)

    def _named(self, grain: str, label: str) -> str:
        return label if grain == EMPLOYEES else f"{self.tables.get(grain) or grain}: {label}"


def figures_of(analysis: Analysis, language: Language) -> Figures:
    """Collect what is needed to write the figures of an analysis."""
    inputs = {(each.grain, each.name): each for each in analysis.facts}
    return Figures(language, analysis.currency, inputs, dict(analysis.tables))


def name_employee(employee: str, label: str) -> str:
    """Return the number and the name of an employee, once when they are the same."""
    return employee if label in {"", employee} else f"{employee} · {label}"


def name_step(step: ChangeStep, language: Language) -> str:
    """Name what was changed at once, each entry once; of one value alone also where it stands."""
    if len(step.changes) == 1 and len(step.changes[0].words) == 1 and not step.changes[0].was:
        return name_place(step.changes[0], step.changes[0].words[0], language)
    return ", ".join(dict.fromkeys(name_entry(each, language) for each in step.changes))


def name_place(change: ToldChange, word: ToldWord, language: Language) -> str:
    """Name a value by its entry and its keys; the value of a parameter is the parameter."""
    entry = name_entry(change, language)
    where = "" if len(word.path) == 1 and word.aspect == "value" else name_word(word, language)
    return f"{entry}, {where}" if where else entry


def name_entry(change: ToldChange, language: Language) -> str:
    """Name an entry by its section and its own name.

    >>> from kpicalc.model.comparison import ChangeKind
    >>> name_entry(ToldChange(ChangeKind.CHANGED, "parameters", "rate", ()), Language.EN)
    'parameter rate'
    """
    return f"{name_section(change.section, language)} {change.name}".rstrip()


def name_section(section: str, language: Language) -> str:
    """Return the noun for the entries of a section."""
    known = words(language).get(f"diff.section.{section}")
    return known or phrase("diff.section.other", language, section=section)


def name_word(word: ToldWord, language: Language) -> str:
    """Say what a value within its entry means, and by which keys it is found there."""
    aspect = words(language).get(f"diff.aspect.{word.aspect}", "")
    where = ", ".join(word.path)
    return f"{aspect} ({where})" if aspect and where and aspect not in word.path else where
