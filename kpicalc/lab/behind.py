"""What a formula rests on: the facts behind it, and the formulas on the way to them."""

from __future__ import annotations

from collections.abc import Iterator

from kpicalc.model.expr import Aggregate, Expr, Window, children, references
from kpicalc.model.program import EMPLOYEES, Key, Program, Variable


class Behind:
    """The facts behind each formula of a program, in other rows too; each variable is looked into once."""

    def __init__(self, program: Program) -> None:
        self._variables = {each.key: each for each in program.variables()}
        self._facts = frozenset(each.key for each in program.inputs)
        self._found: dict[Key, frozenset[Key]] = {}

    def facts(self, expr: Expr) -> frozenset[Key]:
        """Return the facts that a formula depends on, however far away."""
        return frozenset().union(*map(self.facts_of, _named(expr)))

    def facts_of(self, key: Key) -> frozenset[Key]:
        """Return the facts behind a variable; a fact is its own."""
        if key not in self._found:
            self._found[key] = frozenset(self._look_behind(key))
        return self._found[key]

    def _look_behind(self, key: Key) -> Iterator[Key]:
        """Yield the facts behind a name; a balance leads back to itself, so each is met once."""
        met, waiting = {key}, [key]
        while waiting:
            each = waiting.pop()
            if each in self._facts:
                yield each
            elif each in self._found:
                yield from self._found[each]
            else:
                fresh = set(_named(self._variables[each].expr)) - met
                met |= fresh
                waiting.extend(fresh)

    def formulas(self, name: str) -> tuple[Variable, ...]:
        """Return a variable of the employee and all those it depends on."""
        wanted: dict[Key, Variable] = {}
        waiting = [(EMPLOYEES, name)]
        while waiting:
            key = waiting.pop()
            if key in self._variables and key not in wanted:
                wanted[key] = self._variables[key]
                waiting.extend(_named(wanted[key].expr))
        return tuple(wanted.values())


def parts_with_grain(expr: Expr, grain: str) -> Iterator[tuple[Expr, str]]:
    """Yield a formula and all its parts, each with the grain to whose rows it belongs."""
    yield expr, grain
    inner = expr.grain if isinstance(expr, Aggregate | Window) else grain
    for part in children(expr):
        yield from parts_with_grain(part, inner)


def _named(expr: Expr) -> Iterator[Key]:
    return (reference.key for reference in references(expr))
