"""Kinds pass: every formula has a kind, and money is never added to a percent."""

from __future__ import annotations

from collections.abc import Callable

from kpicalc.compiler.draft import Definition, Draft, Topic
from kpicalc.compiler.running import Order, guess_kinds
from kpicalc.formula.infer import KindInference
from kpicalc.formula.kinds import fits, may_be_called
from kpicalc.model.diagnostic import Label, error
from kpicalc.model.expr import Binary, Expr, If, Number, Reference
from kpicalc.model.kind import NUMERIC, Kind
from kpicalc.model.problem import Problem
from kpicalc.model.program import Key, Role
from kpicalc.model.source import Span

# A sign with its spaces and a bracket on either side.
_WIDEST = 6


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
        checker.require(each.expr, each.kind, each.topic, each.name)
    return checker.kinds


# What nobody writes of a share without a percent sign.
_LEAST_POINTS = 2


class _Checker:
    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.kinds: dict[Key, Kind] = {each.key: each.kind for each in draft.inputs}
        self.formulas = {each.key: each.expr for each in draft.definitions}
        self.of_rules = {(each.grain, name) for each in draft.rules for name in each.gives}
        self.inference = KindInference(
            lambda reference: self.kinds.get(reference.key), draft.tables, self.complain
        )

    def define(self, definition: Definition) -> None:
        """Tell the kind of a definition, all whose names are told."""
        found = definition.kind
        if not definition.by_parts:
            accepts = may_be_called if definition.role is Role.VALUE else fits
            told = self.require(definition.expr, definition.kind, Topic.FIGURE, definition.name, accepts)
            found = definition.kind or told
        if found is not None:
            self.kinds[definition.key] = found
            self.give_unit(definition.key, (definition.grain, definition.paired))

    def give_unit(self, first: Key, second: Key) -> None:
        """Let a bare number take the kind of what it is paired with, once both kinds are told.

        A quotient beside 12 is no share of 1200 %, but so many of one for each of another: a number too.
        """
        for one, other in ((first, second), (second, first)):
            if self.kinds.get(one) is Kind.NUMBER and self.kinds.get(other) in NUMERIC:
                if self.kinds[other] is Kind.RATIO and self.is_no_share(one):
                    self.kinds[other] = Kind.NUMBER
                self.kinds[one] = self.kinds[other]

    def is_no_share(self, key: Key) -> bool:
        """Say whether a bare number is meant as one: a column of numbers, or from 2 on as it is written."""
        match self.formulas.get(key):
            case None:
                return True
            case Number(value=value, percent=False):
                return value >= _LEAST_POINTS
            case Reference() as named:
                return self.is_no_share(named.key)
        return False

    def require(
        self,
        expr: Expr,
        wanted: Kind | None,
        topic: Topic,
        name: str,
        accepts: Callable[[Kind, Kind], bool] = fits,
    ) -> Kind | None:
        """Return the kind of a formula, after a look whether it is the wanted one."""
        found = self.inference.kind_of(expr)
        if found is not None and wanted is not None and not accepts(found, wanted):
            hint = _hint_of(topic, wanted, found)
            self.complain(topic.value, expr, name=name, wanted=wanted, found=found, **hint)
        return found

    def complain(self, code: str, expr: Expr, /, **params: object) -> None:
        """Add a clash of kinds to the problems; of two sides that do not go together each is named."""
        if any(isinstance(part, Reference) and part.key in self.of_rules for part in _taken_together(expr)):
            params["hint"] = "rules"
        sign = _sign_of(expr) if code == Problem.OPERATOR_KINDS and isinstance(expr, Binary) else None
        if sign is None or not isinstance(expr, Binary):
            self.draft.problems.append(error(code, expr.span, **params))
            return
        left = Label(expr.left.span, f"kind.{params['left']}")
        right = Label(expr.right.span, f"kind.{params['right']}")
        self.draft.problems.append(error(code, sign, left, right, **params))


def _hint_of(topic: Topic, wanted: Kind, found: Kind) -> dict[str, str]:
    """Say how a value gets its unit: a count is called so, and no other unit can be made up."""
    if topic is not Topic.FIGURE or found not in {Kind.RATIO, Kind.COUNT, Kind.NUMBER}:
        return {}
    return {"hint": "count" if wanted is Kind.COUNT else "unit"} if wanted in NUMERIC else {}


def _taken_together(expr: Expr) -> tuple[Expr, ...]:
    """Return the two ways of a choice; of a sum of choices those of the last of them."""
    last = expr.right if isinstance(expr, Binary) else expr
    return (last.then, last.otherwise) if isinstance(last, If) else ()


def _sign_of(expr: Binary) -> Span | None:
    """Return the place of the sign, between the sides; None where they were not written side by side."""
    left, right = expr.left.span, expr.right.span
    gap = right.column - left.end_column
    if left.end_line != right.line or not 0 < gap <= _WIDEST:
        return None
    spaces = int(gap > 2)
    return Span(left.file, left.end_line, left.end_column + spaces, right.line, right.column - spaces)
