"""A compiled scheme under proof: the program, what was written, and what is the same for everybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from kpicalc.compiler.findings import Constants, constant_of
from kpicalc.model.expr import Compare, Expr, If, OverRows, references, walk
from kpicalc.model.money import COUNTING
from kpicalc.model.program import COMPANY, Key, Program, Variable
from kpicalc.scheme.document import SchemeDocument


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
    return Subject(program, document, variables, constants, _fixed(variables), _of_period(program))


def _fixed(variables: Mapping[Key, Variable]) -> frozenset[Key]:
    found: set[Key] = set()
    for key, variable in variables.items():
        if (
            not any(isinstance(part, OverRows) for part in walk(variable.expr))
            and _named(variable.expr) <= found
        ):
            found.add(key)
    return frozenset(found)


def _of_period(program: Program) -> frozenset[Key]:
    found = {each.key for each in program.inputs if each.in_period}
    for variable in program.variables():
        key = variable.key
        if _is_of_calendar(key) or not found.isdisjoint(_named(variable.expr)):
            found.add(key)
    return frozenset(found)


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
