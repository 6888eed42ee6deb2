"""A compiled scheme under proof: the program, its formulas as written, what is the same for everybody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from kpicalc.compiler.draft import Constants, constant_of
from kpicalc.formula.functions.tables import IN_BAND, PAY_IN_BAND
from kpicalc.model.dataclass import dataclass
from kpicalc.model.expr import Compare, Expr, If, OverRows, references, walk
from kpicalc.model.money import COUNTING
from kpicalc.model.program import COMPANY, Key, Program, Variable
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.spec import Spec
from kpicalc.scheme.words import Formula


@dataclass(frozen=True, slots=True)
class Subject:
    """What every proof looks at.

    `constants` are the variables that are the same number for everybody, `fixed` those that no fact can
    change, `of_period` the columns and variables that are something else in another period.
    """

    program: Program
    document: SchemeDocument
    variables: Mapping[Key, Variable]
    constants: Constants
    fixed: frozenset[Key]
    of_period: frozenset[Key]

    def constant(self, expr: Expr) -> Decimal | None:
        """Return the value of a formula that is the same for everybody, None where it may vary."""
        return _constant(self.constants, expr)

    def may_vary(self, expr: Expr) -> bool:
        """Say whether the facts decide what a formula gives, and not the parameters or the period."""
        return not self.is_fixed(expr) and not self.is_of_period(expr)

    def is_fixed(self, expr: Expr) -> bool:
        """Say whether parameters and the period alone decide what a formula gives."""
        return _named(expr) <= self.fixed

    def is_of_period(self, expr: Expr) -> bool:
        """Say whether a formula may give something else in another period, for the same facts."""
        return not _named(expr).isdisjoint(self.of_period)


def subject_of(program: Program, document: SchemeDocument) -> Subject:
    """Collect what the proofs ask for."""
    variables = {each.key: each for each in program.variables()}
    constants: dict[Key, Decimal] = {}
    for key, variable in variables.items():
        value = _constant(constants, variable.expr)
        if value is not None:
            constants[key] = value
    of_period = {each.key for each in program.inputs if each.in_period}
    for variable in program.variables():
        key = variable.key
        if _is_of_calendar(key) or not of_period.isdisjoint(_named(variable.expr)):
            of_period.add(key)
    found: set[Key] = set()
    for key, variable in variables.items():
        if (
            not any(isinstance(part, OverRows) for part in walk(variable.expr))
            and _named(variable.expr) <= found
        ):
            found.add(key)
    return Subject(program, document, variables, constants, frozenset(found), frozenset(of_period))


def _is_of_calendar(key: Key) -> bool:
    return key[0] == COMPANY and key[1].startswith("period.")


def _named(expr: Expr) -> frozenset[Key]:
    return frozenset(reference.key for reference in references(expr))


def _constant(known: Constants, expr: Expr) -> Decimal | None:
    """Return a constant; of a choice between constants that which its constant condition picks."""
    match expr:
        case If(condition=Compare(sign="<", left=left, right=right), then=then, otherwise=otherwise):
            low, high = constant_of(known, left), constant_of(known, right)
            if low is None or high is None:
                return None
            return _constant(known, then if COUNTING.compare(low, high) < 0 else otherwise)
        case _:
            return constant_of(known, expr)


_WORD = re.compile(r"\w+")


def formulas_of(part: object) -> Iterator[Formula]:
    """Yield every formula in a document or a part of it."""
    match part:
        case Formula():
            yield part
        case Spec():
            yield from formulas_of(tuple(part.__dict__.values()))
        case tuple():
            for each in part:
                yield from formulas_of(each)
        case Mapping():
            yield from formulas_of(tuple(part.values()))


def words_of_formula(formula: Formula) -> frozenset[str]:
    """Return the words of a formula: names, their parts, and functions."""
    return frozenset(_WORD.findall(formula.text))


def tables_asked_by_number(document: SchemeDocument) -> frozenset[str]:
    """Return the tables of whose bands a formula asks one by its number; the program does so no longer."""
    functions = {name for each in (IN_BAND, PAY_IN_BAND) for name in (each.name, each.name_ru)}
    asking = [words for formula in formulas_of(document) if functions & (words := words_of_formula(formula))]
    return frozenset(str(name) for name in document.tables if any(name in words for words in asking))
