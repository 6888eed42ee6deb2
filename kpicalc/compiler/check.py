"""Kinds pass: each formula has a kind, those that run from row to row too; money meets no percent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from kpicalc.compiler.draft import Definition, Draft, Topic
from kpicalc.formula.functions.places import BEFORE
from kpicalc.formula.infer import KindInference
from kpicalc.formula.kinds import fits, may_be_called
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Label, error
from kpicalc.model.expr import Binary, Expr, If, Number, OverRows, Reference, Window
from kpicalc.model.kind import NUMERIC, Kind
from kpicalc.model.problem import Problem
from kpicalc.model.program import Key, Role
from kpicalc.model.source import Span

# What is computed: a definition by its key, or an aggregate (folded while its rows are passed).
Node = Key | OverRows
Needs = Mapping[Node, tuple[Node, ...]]
Running = tuple[frozenset[Node], ...]


@dataclass(frozen=True, slots=True)
class Order:
    """Everything with what it needs, each after all that it needs; and the groups that run from row to row.

    What a group needs of itself through `before` is left out of `needs`: it is a matter of earlier rows.
    """

    needs: Needs
    running: Running

    @property
    def keys(self) -> tuple[Key, ...]:
        """The definitions, without aggregates and windows."""
        return tuple(node for node in self.needs if not isinstance(node, OverRows))

    def group_of(self, key: Key) -> frozenset[Node]:
        """The group that a definition runs in; empty for one that needs no earlier rows of itself."""
        return next((each for each in self.running if key in each), frozenset())


def find_running(needs: Needs) -> Running:
    """Return the groups of values that need their own earlier rows, and nothing else of themselves."""
    needed_by: dict[Node, list[Node]] = {node: [] for node in needs}
    for node, needed in needs.items():
        for each in needed:
            needed_by[each].append(node)
    found: list[frozenset[Node]] = []
    for node in needs:
        if _sums_before(node) and not any(node in group for group in found):
            group = _reachable_from(node, needs) & _reachable_from(node, needed_by)
            if _goes_row_by_row(group):
                found.append(group)
    return tuple(found)


def leave_out_earlier_rows(needs: Needs, running: Running) -> Needs:
    """Return the needs without what windows of a group need of the group: that lies in earlier rows.

    Every member needs what any of them needs of others, so that a group begins when all else is settled.
    """
    left: dict[Node, tuple[Node, ...]] = dict(needs)
    for group in running:
        outside = needs_outside(group, needs)
        for node in group:
            within = () if _sums_before(node) else (each for each in needs[node] if each in group)
            left[node] = (*within, *(each for each in needs if each in outside))
    return left


def needs_outside(group: frozenset[Node], needs: Needs) -> frozenset[Node]:
    """Return all that a group needs beside itself."""
    return frozenset(each for node in group for each in needs[node]) - group


def _reachable_from(start: Node, steps: Mapping[Node, Iterable[Node]]) -> frozenset[Node]:
    """Return what can be reached from a node; the node itself only where a circle leads back to it."""
    found: set[Node] = set()
    open_ends = list(steps[start])
    while open_ends:
        node = open_ends.pop()
        if node not in found:
            found.add(node)
            open_ends.extend(steps[node])
    return frozenset(found)


def _goes_row_by_row(group: frozenset[Node]) -> bool:
    """Say whether one walk over the rows of one table, in one order, can settle the group."""
    windows = [node for node in group if isinstance(node, OverRows)]
    rows = {(node.grain, node.within, node.arguments[1:]) for node in windows if isinstance(node, Window)}
    if not all(map(_sums_before, windows)) or len(rows) != 1:
        return False
    # Nothing of another table is in the group: from there only a sum would lead back to these rows.
    ((_, _, order),) = rows
    return group.isdisjoint(each.key for each in order if isinstance(each, Reference))


def _sums_before(node: Node) -> bool:
    return isinstance(node, Window) and node.function == BEFORE.name


# A bare number comes first: it gives way to a unit wherever another value of the circle has one.
_TRIED = (Kind.NUMBER, Kind.MONEY, Kind.RATIO, Kind.COUNT, Kind.HOURS, Kind.DAYS)


def guess_kinds(members: Sequence[Definition], known: Mapping[Key, Kind], draft: Draft) -> dict[Key, Kind]:
    """Return kinds of all members with which every formula gives the kind of its value.

    Where there are none, what is certain is returned; that one needs a `type` is told, unless the check of
    the formulas finds the reason.
    """
    certain = {**known, **{each.key: each.kind for each in members if each.kind is not None}}
    # What clashes whatever these are is told by the check of the formulas.
    elsewhere = _spread_kinds(members, certain, draft)
    undecided = [each for each in members if each.key not in certain]
    if not undecided:
        return certain
    for kind in _TRIED:
        tried = {**certain, undecided[0].key: kind}
        clashes = _spread_kinds(members, tried, draft)
        if clashes <= elsewhere and all(
            _kind_of(each, tried, draft) is tried.get(each.key) for each in undecided
        ):
            return tried
    first = undecided[0]
    # Of a column that comes from history the value is meant: its kind is what can be said.
    name = first.expr.name if isinstance(first.expr, Reference) else first.name
    draft.problems.append(error(Problem.RUNNING_VALUE_KIND, first.span, name=name))
    return certain


def _spread_kinds(members: Sequence[Definition], kinds: dict[Key, Kind], draft: Draft) -> int:
    """Add the kinds that follow from others until no more follow; return how many clashes that shows."""
    clashes: list[str] = []
    added = True
    while added:
        added = False
        clashes.clear()
        for each in members:
            found = _kind_of(each, kinds, draft, clashes)
            if found is not None and each.key not in kinds:
                kinds[each.key] = found
                added = True
    return len(clashes)


def _kind_of(
    member: Definition, kinds: Mapping[Key, Kind], draft: Draft, clashes: list[str] | None = None
) -> Kind | None:
    told: list[str] = [] if clashes is None else clashes

    def complain(code: str, _: Expr, /, **__: object) -> None:
        told.append(code)

    def kind_of_name(reference: Reference) -> Kind | None:
        return kinds.get(reference.key)

    return KindInference(kind_of_name, draft.tables, complain).kind_of(member.expr)


# A sign with its spaces and a bracket on either side.
_WIDEST = 6


def check_kinds(draft: Draft, order: Order) -> dict[Key, Kind]:
    """Return the kind of every input and definition; clashes go to the draft's problems.

    A definition whose kind cannot be told, because a problem is told already, is left out. Values that run
    from row to row need each other's kinds: these are guessed first, and then checked like all others.
    """
    checker = _Checker(draft)
    definitions = {each.key: each for each in draft.definitions}
    # What needs nothing of its like has nothing to be guessed.
    begun: set[frozenset[object]] = {frozenset()}
    for key in order.keys:
        group = order.group_of(key)
        if group not in begun:
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
        place, sides = expr.span, list[Label]()
        match code, expr:
            case Problem.OPERATOR_KINDS, Binary(left=left, right=right) if sign := _sign_of(left, right):
                written = (left, "left"), (right, "right")
                place, sides = sign, [Label(each.span, f"kind.{params[side]}") for each, side in written]
        self.draft.problems.append(error(code, place, *sides, **params))


def _hint_of(topic: Topic, wanted: Kind, found: Kind) -> dict[str, str]:
    """Say how a value gets its unit: a count is called so, and no other unit can be made up."""
    if topic is not Topic.FIGURE or found not in {Kind.RATIO, Kind.COUNT, Kind.NUMBER}:
        return {}
    return {"hint": "count" if wanted is Kind.COUNT else "unit"} if wanted in NUMERIC else {}


def _taken_together(expr: Expr) -> tuple[Expr, ...]:
    """Return the two ways of a choice; of a sum of choices those of the last of them."""
    last = expr.right if isinstance(expr, Binary) else expr
    return (last.then, last.otherwise) if isinstance(last, If) else ()


def _sign_of(one: Expr, other: Expr) -> Span | None:
    """Return the place of the sign, between the sides; None where they were not written side by side."""
    left, right = one.span, other.span
    gap = right.column - left.end_column
    if left.end_line != right.line or not 0 < gap <= _WIDEST:
        return None
    spaces = int(gap > 2)
    return Span(left.file, left.end_line, left.end_column + spaces, right.line, right.column - spaces)
