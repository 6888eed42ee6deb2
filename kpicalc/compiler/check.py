"""Kinds pass: every formula has a kind, and money is never added to a percent."""

from __future__ import annotations

from collections.abc import Callable

from kpicalc.compiler.draft import Definition, Draft
from kpicalc.compiler.running import Order
from kpicalc.compiler.running_kinds import guess_kinds
from kpicalc.formula.infer import KindInference
from kpicalc.formula.kinds import fits, may_be_called
from kpicalc.model.diagnostic import error
from kpicalc.model.expr import Expr
from kpicalc.model.kind import NUMERIC, Kind
from kpicalc.model.program import Key, Role


def check_kinds(draft: Draft, order: Order) -> dict[Key, Kind]:
    """Return the kind of every input and definition; clashes go to the draft's problems.

    A definition whose kind cannot be told, because a problem is told already, is left out. Values that run
    from row to row need each other's kinds: these are guessed first, and then checked like all others.
    """
    checker = _Checker(draft)
    definitions = {each.key: each for each in draft.definitions}
    begun: set[frozenset[object]] = set()
    for key in order.keys:
        group = order.group_of(key)
        if group and group not in begun:
            begun.add(group)
            members = [definitions[each] for each in order.keys if each in group]
            checker.kinds.update(guess_kinds(members, checker.kinds, draft))
        checker.define(definitions[key])
    for each in draft.requirements:
        checker.require(each.expr, each.kind, each.code, each.name)
    return checker.kinds


class _Checker:
    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.kinds: dict[Key, Kind] = {(each.grain, each.name): each.kind for each in draft.inputs}
        self.inference = KindInference(
            lambda reference: self.kinds.get((reference.grain, reference.name)), draft.tables, self.complain
        )

    def define(self, definition: Definition) -> None:
        """Tell the kind of a definition, all whose names are told."""
        found = definition.kind
        if not definition.by_parts:
            accepts = may_be_called if definition.role is Role.VALUE else fits
            told = self.require(definition.expr, definition.kind, "KPI231", definition.name, accepts)
            found = definition.kind or told
        if found is not None:
            self.kinds[definition.key] = found
            self.give_unit(definition.key, (definition.grain, definition.paired))

    def give_unit(self, first: Key, second: Key) -> None:
        """Let a bare number take the kind of what it is paired with, once both kinds are told."""
        for one, other in ((first, second), (second, first)):
            if self.kinds.get(one) is Kind.NUMBER and self.kinds.get(other) in NUMERIC:
                self.kinds[one] = self.kinds[other]

    def require(
        self,
        expr: Expr,
        wanted: Kind | None,
        code: str,
        name: str,
        accepts: Callable[[Kind, Kind], bool] = fits,
    ) -> Kind | None:
        """Return the kind of a formula, after a look whether it is the wanted one."""
        found = self.inference.kind_of(expr)
        if found is not None and wanted is not None and not accepts(found, wanted):
            self.complain(code, expr, name=name, wanted=wanted, found=found)
        return found

    def complain(self, code: str, expr: Expr, /, **params: object) -> None:
        """Add a clash of kinds to the problems."""
        self.draft.problems.append(error(code, expr.span, **params))
