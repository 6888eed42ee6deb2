"""How far whole numbers go in a step: which of its formulas they give, and what those ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from decimal import Decimal

from kpicalc.engine.formulas import constant_rounding
from kpicalc.engine.scaled.scaled_column import DoesNotFitError, ScaledColumn, share_number
from kpicalc.engine.scaled.scaled_formulas import FUNCTIONS_OF_NUMBERS, factor_of, is_no_answer
from kpicalc.engine.scaled.scaled_rounding import ScaledBands
from kpicalc.engine.world import World
from kpicalc.model.expr import (
    Binary,
    Call,
    Compare,
    Expr,
    If,
    Logic,
    Lookup,
    Number,
    Reference,
    Unary,
    atoms,
)
from kpicalc.model.facts import WholeNumbers
from kpicalc.model.fault import Value
from kpicalc.model.program import COMPANY, Key, Step, TableMode


class ScaledReach:
    """What whole numbers can give in a step.

    `numbers` are the variables of the step, `places` how many decimals those have that are rounded, or sums
    of such; `bands` are the tables that they can ask, `shared` the numbers that all rows have in common.
    """

    def __init__(self, world: World, step: Step) -> None:
        self.numbers: set[Key] = set()
        self.places: dict[Key, int] = {}
        self.bands: Mapping[str, ScaledBands] = dict(_tables_within_reach(world))
        self.shared: dict[Key | int, ScaledColumn] = {}
        self._world = world
        self._grain = step.grain
        self._shared: set[Key] = set()
        self._known: dict[int, bool] = {}
        for variable in step.variables:
            if self.gives(variable.expr):
                self._learn(variable.key, variable.expr)

    def _learn(self, key: Key, expr: Expr) -> None:
        self.numbers.add(key)
        if self._is_shared(expr):
            self._shared.add(key)
        places = self._places_of(expr)
        if places is not None:
            self.places[key] = places

    def gives(self, expr: Expr) -> bool:
        """Say whether a formula can be computed in whole numbers; facts may forbid it still."""
        if id(expr) not in self._known:
            self._known[id(expr)] = self._find_out(expr)
        return self._known[id(expr)]

    def _find_out(self, expr: Expr) -> bool:
        match expr:
            case Number(value=value):
                return self._share(id(expr), value)
            case Reference():
                return expr.key in self.numbers or self._is_given(expr)
            case Binary(sign="/", left=left, right=right):
                return self.gives(left) and self.gives(right) and self._is_shared(right)
            case Binary(left=left, right=right):
                return self.gives(left) and self.gives(right)
            case Unary(sign="-", operand=operand):
                return self.gives(operand)
            case If(then=then, otherwise=otherwise):
                return all(is_no_answer(each) or self.gives(each) for each in (then, otherwise))
            case Call():
                asked = _numbers_in(expr)
                return bool(asked) and all(map(self.gives, asked))
            case Lookup(table=name, axis=axis):
                program = self._world.program
                slices = program.tables[name].mode is TableMode.MARGINAL
                factor = axis if slices else factor_of(expr, program)
                return name in self.bands and (factor is None or self.gives(factor))
            case _:
                return False

    def _is_given(self, name: Reference) -> bool:
        key = name.key
        if key in self._world.cut:
            return False
        if name.grain == COMPANY:
            return self._share(key, self._world.whole_column(key)[0])
        return name.grain == self._grain and isinstance(self._world.packed_column(key), WholeNumbers)

    def _share(self, name: Key | int, value: Value) -> bool:
        try:
            self.shared[name] = share_number(value)
        except DoesNotFitError:
            return False
        return True

    def _is_shared(self, expr: Expr) -> bool:
        """Say whether all rows have the same value."""
        return all(
            isinstance(each, Reference) and (each.grain == COMPANY or each.key in self._shared)
            for each in atoms(expr)
        )

    def _places_of(self, expr: Expr) -> int | None:
        """Return how many decimals every decimal of a formula has, None where it depends on the row."""
        match expr:
            case Number(value=value):
                return _places_of_number(value)
            case Reference():
                return self.places.get(expr.key)
            case Unary(operand=operand):
                return self._places_of(operand)
            case Binary(sign="+" | "-", left=left, right=right):
                sides = (self._places_of(left), self._places_of(right))
                known = [each for each in sides if each is not None]
                return max(known) if len(known) == len(sides) else None
            case Call():
                rounding = constant_rounding(expr)
                return None if rounding is None else _places_of_number(rounding.step)
            case _:
                return None

    # What formulas ask for: (names wanted as whole numbers, names wanted as decimals or flags).

    def ask_numbers(self, expr: Expr, asked: AskedNames) -> None:
        """Note what a formula asks for where it is computed in whole numbers."""
        match expr:
            case Reference():
                asked.numbers.add(expr.key)
            case Binary(left=left, right=right):
                self._ask_each((left, right), asked)
            case Unary(operand=operand):
                self.ask_numbers(operand, asked)
            case If(condition=condition, then=then, otherwise=otherwise):
                self.ask_flags(condition, asked)
                self._ask_each((each for each in (then, otherwise) if not is_no_answer(each)), asked)
            case Call():
                self._ask_each(_numbers_in(expr), asked)
            case Lookup(axis=axis):
                if self.gives(axis):
                    self.ask_numbers(axis, asked)
                else:
                    ask_decimals(axis, asked)
                factor = factor_of(expr, self._world.program)
                self._ask_each(() if factor is None else (factor,), asked)

    def _ask_each(self, parts: Iterable[Expr], asked: AskedNames) -> None:
        for part in parts:
            self.ask_numbers(part, asked)

    def ask_flags(self, expr: Expr, asked: AskedNames) -> None:
        """Note what a condition asks for."""
        match expr:
            case Compare(left=left, right=right) if self.gives(left) and self.gives(right):
                self._ask_each((left, right), asked)
            case Logic(left=left, right=right):
                self.ask_flags(left, asked)
                self.ask_flags(right, asked)
            case Unary(operand=operand):
                self.ask_flags(operand, asked)
            case _:
                ask_decimals(expr, asked)


class AskedNames:
    """The names that are asked for as whole numbers, and those as decimals, flags, texts or dates."""

    def __init__(self) -> None:
        self.numbers: set[Key] = set()
        self.columns: set[Key] = set()


def ask_decimals(expr: Expr, asked: AskedNames) -> None:
    """Note what a formula asks for where it is computed in decimals."""
    asked.columns |= {each.key for each in atoms(expr) if isinstance(each, Reference)}


def _numbers_in(call: Call) -> tuple[Expr, ...]:
    """Return the arguments of a function that are whole numbers where it is; none where it never is."""
    if constant_rounding(call) is not None:
        return call.arguments[:1]
    return call.arguments if call.function in FUNCTIONS_OF_NUMBERS else ()


def _tables_within_reach(world: World) -> Iterable[tuple[str, ScaledBands]]:
    for name, table in world.program.tables.items():
        with suppress(DoesNotFitError):
            yield name, ScaledBands(table)


def _places_of_number(value: Decimal) -> int:
    return -int(value.as_tuple().exponent)
