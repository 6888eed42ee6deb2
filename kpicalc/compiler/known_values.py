"""Formulas over parameters and the period, computed before anybody is paid: the numbers of tables."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from datetime import date
from decimal import Decimal, localcontext
from typing import Any, cast

from kpicalc.compiler.draft import Definition, Draft
from kpicalc.compiler.terms import UNREADABLE
from kpicalc.formula.function import CALENDAR, PERIOD_ENDS
from kpicalc.formula.functions import FUNCTIONS
from kpicalc.formula.infer import KindInference
from kpicalc.formula.kinds import DATE_SIGNS
from kpicalc.formula.printer import print_formula
from kpicalc.formula.rewrite import NO_ANSWER, rewrite_parts
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, error
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
    Reference,
    Text,
    Unary,
    children,
    walk,
)
from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.money import CONTEXT, COUNTING
from kpicalc.model.problem import Problem
from kpicalc.model.program import COMPANY, Role
from kpicalc.model.spelling import find_nearest

# What a parameter depends on: the name as it is written.
ByName = tuple[str, ...]
# What each of these is; None for anything that no parameter has a value of its own for.
Chosen = Mapping[ByName, Scalar | None]


@dataclass(frozen=True, slots=True)
class Undecided:
    """A formula that waits for what a parameter depends on."""

    by: Name


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A formula for which a parameter has no value; `answer` is what its rows are refused with."""

    answer: Expr


@dataclass(frozen=True, slots=True)
class Untold:
    """A formula that cannot be computed: what is wrong with it, None where that is told elsewhere."""

    problem: Diagnostic | None = None


Answer = Scalar | Undecided | Unanswered | Untold
_OPEN = (Undecided, Unanswered, Untold)

_SIGNS: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "=": operator.eq,
    "!=": operator.ne,
}
_SOURCES = frozenset({Role.PERIOD, Role.PARAMETER})


@dataclass(slots=True)
class KnownValues:
    """The parameters of a draft by their names, and the keys of what each of them depends on."""

    table: str = ""
    definitions: dict[str, Definition] = field(default_factory=dict)
    keys: dict[ByName, dict[Scalar, Compare]] = field(default_factory=dict)
    entered: set[str] = field(default_factory=set)
    kinds: dict[str, Kind | None] = field(default_factory=dict)

    def value(self, expr: Expr, chosen: Chosen) -> Answer:
        """Return what a formula gives where parameters depend on what is chosen."""
        with localcontext(CONTEXT):
            return self._value(expr, chosen)

    def kind(self, expr: Expr) -> tuple[Kind | None, tuple[Diagnostic, ...]]:
        """Return the kind of a formula, and the clashes in it."""
        told: list[Diagnostic] = []
        # One with many keys goes on in formulas that stand before it: asked in order, none of them is deep.
        for each in self.definitions.values():
            self._kind_of_name(Reference(*each.key, each.span))

        def complain(code: str, part: Expr, /, **params: object) -> None:
            told.append(error(code, part.span, **params))

        return KindInference(self._kind_of_name, {}, complain).kind_of(self.tied(expr)), tuple(told)

    def tied(self, expr: Expr) -> Expr:
        """Return a formula whose names of parameters are tied to them."""
        if isinstance(expr, Name):
            definition = self.definitions.get(".".join(expr.path))
            return expr if definition is None else Reference(*definition.key, expr.span)
        return rewrite_parts(expr, self.tied)

    def _kind_of_name(self, reference: Reference) -> Kind | None:
        definition = self.definitions[reference.name]
        if definition.kind is not None or reference.name in self.entered:
            return definition.kind
        if reference.name not in self.kinds:
            self.entered.add(reference.name)
            inference = KindInference(self._kind_of_name, {}, _say_nothing)
            self.kinds[reference.name] = inference.kind_of(self.tied(definition.expr))
            self.entered.discard(reference.name)
        return self.kinds[reference.name]

    def _value(self, expr: Expr, chosen: Chosen) -> Answer:
        while isinstance(expr, If):
            asked = self._value(expr.condition, chosen)
            if isinstance(asked, _OPEN):
                return asked
            expr = expr.then if asked else expr.otherwise
        match expr:
            case Number(value=value) | Text(value=value) | Flag(value=value) | Day(value=value):
                return value
            case Name() | Reference():
                return self._named(expr, chosen)
            case Logic(sign=sign, left=left, right=right):
                asked = self._value(left, chosen)
                decided = isinstance(asked, _OPEN) or asked is (sign == "or")
                return asked if decided else self._value(right, chosen)
            case Compare(left=Name(path=path)) if path in self.keys:
                return self._key(expr, chosen)
            case Call(function=function) if function == NO_ANSWER:
                return Unanswered(expr)
            case Call(function=function) if function == UNREADABLE:
                return Untold()
            case Call():
                plain = expr.function in FUNCTIONS and _is_plain(expr)
                return self._computed(expr, chosen) if plain else Untold(self._of_facts(expr))
        return self._computed(expr, chosen)

    def _named(self, name: Name | Reference, chosen: Chosen) -> Answer:
        written = ".".join(name.path) if isinstance(name, Name) else name.name
        definition = self.definitions.get(written)
        if definition is None:
            return Untold(self._of_facts(name))
        if written in self.entered:
            return Untold()
        self.entered.add(written)
        found = self._value(definition.expr, chosen)
        self.entered.discard(written)
        return found

    def _key(self, asked: Compare, chosen: Chosen) -> Answer:
        """Compare what a parameter depends on with one of its keys."""
        assert isinstance(asked.left, Name)  # noqa: S101 - told by the pattern
        if asked.left.path not in chosen:
            return Undecided(asked.left)
        return chosen[asked.left.path] == _literal(asked.right)

    def _computed(self, expr: Expr, chosen: Chosen) -> Answer:
        """Reckon with the values of the parts, once all of them are known."""
        values = [self._value(part, chosen) for part in children(expr)]
        waiting = next((each for each in values if isinstance(each, _OPEN)), None)
        if waiting is not None:
            return waiting
        try:
            found: Scalar = _meaning(expr)(*values)
        except (ArithmeticError, ValueError, TypeError):
            return Untold(error(Problem.TABLE_NUMBER_UNFIT, expr.span, table=self.table))
        return found

    def _of_facts(self, expr: Expr) -> Diagnostic:
        name = print_formula(expr)
        nearest = find_nearest(name, sorted(self.definitions))
        hint = {} if nearest is None else {"hint": "near", "nearest": nearest}
        return error(Problem.TABLE_NUMBER_OF_FACTS, expr.span, table=self.table, name=name, **hint)


def known_values(draft: Draft) -> KnownValues:
    """Collect the parameters and the figures of the period, as far as they are translated."""
    definitions = {each.name: each for each in draft.definitions if each.role in _SOURCES}
    keys: dict[ByName, dict[Scalar, Compare]] = {}
    for each in definitions.values():
        for asked in _keys_asked(each):
            assert isinstance(asked.left, Name)  # noqa: S101 - told by the search
            keys.setdefault(asked.left.path, {}).setdefault(_literal(asked.right), asked)
    return KnownValues(definitions=definitions, keys={path: _as_written(each) for path, each in keys.items()})


def _as_written(keys: Mapping[Scalar, Compare]) -> dict[Scalar, Compare]:
    return dict(sorted(keys.items(), key=lambda item: item[1].span))


def _keys_asked(definition: Definition) -> Iterator[Compare]:
    """Yield the questions of a parameter for what it depends on; one of the company asks for the month."""
    for part in walk(definition.expr):
        match part:
            case Compare(sign="=", left=Name(path=path), right=Number() | Text() | Flag() | Day()) if (
                definition.grain != COMPANY or path[0] == "period"
            ):
                yield part


def _literal(key: Expr) -> Scalar:
    assert isinstance(key, Number | Text | Flag | Day)  # noqa: S101 - told by the search
    return key.value


def _is_plain(call: Call) -> bool:
    """Say whether a call is of values alone: it knows no calendar, and no missing value."""
    function = FUNCTIONS[call.function]
    completed = {CALENDAR, *PERIOD_ENDS} & set(function.parameters)
    return function.if_missing is None and call.condition is None and not completed


def _meaning(expr: Expr) -> Callable[..., Any]:
    """Return what a sign or a function does with its operands."""
    match expr:
        case Unary(sign=sign):
            return operator.neg if sign == "-" else operator.not_
        case Compare(sign=comparison):
            return lambda left, right: _SIGNS[comparison](_counted(left), _counted(right))
        case Call(function=function):
            return FUNCTIONS[function].meaning
    arithmetic = cast("Binary", expr).sign
    return lambda left, right: _signs_for(left, right)[arithmetic](left, right)


def _signs_for(left: Scalar, right: Scalar) -> Mapping[str, Callable[[Any, Any], Any]]:
    return DATE_SIGNS if isinstance(left, date) or isinstance(right, date) else _SIGNS


def _counted(value: Scalar) -> Scalar:
    return COUNTING.plus(value) if isinstance(value, Decimal) else value


def _say_nothing(code: str, expr: Expr, /, **params: object) -> None:
    """Pass over a clash of kinds that is told where the parameter stands."""
