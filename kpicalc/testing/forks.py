"""Where the formulas of a scheme can go several ways: what its tests can reach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kpicalc.formula.functions.choosing import CLAMP
from kpicalc.formula.functions.missing import IF_MISSING
from kpicalc.formula.printer import print_formula
from kpicalc.formula.rewrite import NO_ANSWER
from kpicalc.model.dataclass import dataclass
from kpicalc.model.expr import Aggregate, Call, Compare, Expr, If, Lookup, OverRows, Reference, walk
from kpicalc.model.figure import Figure, figure_of
from kpicalc.model.kind import Kind
from kpicalc.model.program import EMPLOYEES, Program, Role, Variable
from kpicalc.model.source import Span
from kpicalc.model.trial import Point
from kpicalc.testing.ways import JUST_BELOW, make_point, points_of_tables, ways_of_limits

# The edge of a comparison: both sides equal, or one step short of it.
EXACTLY, NEARLY = "exactly", "nearly"
_ORDERING = frozenset({"<", "<=", ">", ">="})

# The two ways of a condition; the ways of a call are the positions of its arguments.
HOLDS, FAILS = "holds", "fails"

Ways = Mapping[str, Point]

# What is searched for when tests are proposed, and not asked of tests.
EDGES = frozenset({JUST_BELOW, "point.exactly", "point.nearly"})


@dataclass(frozen=True, slots=True)
class Forks:
    """All forks of a program: by the identity of the node, and of tables and flags by name."""

    program: Program
    nodes: Mapping[int, Ways]
    tables: Mapping[str, Ways]
    flags: Mapping[str, Ways]

    def points(self) -> tuple[Point, ...]:
        """Return every point once, in the order of the file."""
        return tuple(each for each in self.targets() if each.key not in EDGES)

    def targets(self) -> tuple[Point, ...]:
        """Return every point, and the edges of bounds and conditions that are worth a test of their own."""
        ways = [*self.nodes.values(), *self.tables.values(), *self.flags.values()]
        found = dict.fromkeys(point for each in ways for point in each.values())
        return tuple(sorted(found, key=lambda point: (point.span, point.key, point.params)))


def find_forks(program: Program) -> Forks:
    """Find what depends on facts; what is settled by the scheme alone is no fork."""
    moving = _moving_names(program)
    finder = _Finder(program, moving)
    nodes: dict[int, Ways] = {}
    for variable in program.variables():
        for node in walk(variable.expr):
            ways = dict(finder.ways(variable, node))
            if ways:
                nodes.setdefault(id(node), ways)
    asked = {
        node.table for each in program.variables() for node in walk(each.expr) if isinstance(node, Lookup)
    }
    return Forks(program, nodes, points_of_tables(program, asked), dict(_flags_of_results(program, moving)))


def _moving_names(program: Program) -> frozenset[tuple[str, str]]:
    """Return the names that depend on facts or on the period."""
    moving = {each.key for each in program.inputs}
    for variable in program.variables():
        if variable.role is Role.PERIOD or is_moving(variable.expr, moving):
            moving.add(variable.key)
    return frozenset(moving)


def is_moving(expr: Expr, moving: set[tuple[str, str]] | frozenset[tuple[str, str]]) -> bool:
    """Say whether a formula depends on facts."""
    return any(
        isinstance(part, OverRows) or (isinstance(part, Reference) and part.key in moving)
        for part in walk(expr)
    )


class _Finder:
    """Tells the ways of a node."""

    def __init__(self, program: Program, moving: frozenset[tuple[str, str]]) -> None:
        self.moving = moving
        factors = [(EMPLOYEES, each.label, each.rules) for each in program.factors]
        tables = [(each.grain, each.variable, each.rules) for each in program.rules]
        self.rules = {
            (grain, rule.condition): (name, rule.label)
            for grain, name, rules in (*factors, *tables)
            for rule in rules
        }
        self.tables = {(grain, name) for grain, name, _ in tables}
        self.conditions = {each.key: each.span for each in program.variables()}

    def ways(self, variable: Variable, node: Expr) -> Iterator[tuple[str, Point]]:
        """Yield the ways of a node of a variable's formula."""
        match node:
            case If() if is_moving(node.condition, self.moving) and not _picks_numbers(variable, node):
                yield from self._choice(variable, node)
            case Compare(sign=sign) if sign in _ORDERING and is_moving(node, self.moving):
                text = print_formula(node, home=variable.grain)
                for key in (EXACTLY, NEARLY):
                    yield key, make_point(key, node.span, variable, condition=text)
            case Call(arguments=(first, *_)) if _may_replace(node) and is_moving(first, self.moving):
                text = print_formula(first, home=variable.grain)
                yield HOLDS, make_point("there", node.span, variable, part=text)
                yield FAILS, make_point("missing", node.span, variable, part=text)
            case Call() if not self._is_made(variable, node):
                fixed = [at for at, each in enumerate(node.arguments) if not is_moving(each, self.moving)]
                yield from ways_of_limits(variable, node, fixed)
            case Aggregate(condition=condition) if self._is_written(condition):
                assert condition is not None  # noqa: S101 - nothing is written where there is none
                text = print_formula(condition, home=node.grain)
                yield HOLDS, make_point("counted", condition.span, variable, condition=text)
                yield FAILS, make_point("left_out", condition.span, variable, condition=text)

    def _is_made(self, variable: Variable, call: Call) -> bool:
        """Say whether a call is no choice of the author: it joins rules, or holds a factor in its bounds."""
        joins = variable.key in self.tables and call.span == variable.span
        return joins or (variable.role is Role.STOP_FACTOR and call.function == CLAMP.name)

    def _is_written(self, condition: Expr | None) -> bool:
        """Say whether a condition on rows is the author's own, not a value that a construct has made."""
        if condition is None or not is_moving(condition, self.moving):
            return False
        return not (isinstance(condition, Reference) and figure_of(condition.name))

    def _choice(self, variable: Variable, choice: If) -> Iterator[tuple[str, Point]]:
        if _is_refused(choice.then):
            return
        rule = self._rule(choice.condition)
        text = print_formula(choice.condition, home=variable.grain)
        if rule is None:
            span = choice.condition.span
            yield HOLDS, make_point("holds", span, variable, condition=text)
            if _is_last(choice):
                yield FAILS, make_point("fails", span, variable, condition=text)
            return
        name, label, span = rule
        yield HOLDS, Point("point.rule", (("name", name), ("rule", label)), span)
        if _is_last(choice):
            yield FAILS, Point("point.no_rule", (("name", name),), variable.span)

    def _rule(self, condition: Expr) -> tuple[str, str, Span] | None:
        """Return name, title and place of the rule that a condition asks for."""
        if not isinstance(condition, Reference) or condition.key not in self.rules:
            return None
        key = condition.key
        return *self.rules[key], self.conditions[key]


def _picks_numbers(variable: Variable, choice: If) -> bool:
    """Say whether a choice only picks the numbers of a table for a row: its bands are the ways."""
    if "(" not in variable.name:
        return False
    lookups = (part for part in walk(variable.expr) if isinstance(part, Lookup))
    return choice.span in {variable.span, *(each.span for lookup in lookups for each in lookup.written)}


def _flags_of_results(program: Program, moving: frozenset[tuple[str, str]]) -> Iterator[tuple[str, Ways]]:
    """Yield the flags that are results themselves: rights, and KPIs that a stop-factor watches."""
    rights = {line.variable for line in program.pay_lines if not line.kind.traits.money}
    for each in program.variables():
        stopped = each.figure is Figure.STOPPED
        right = each.name in rights and each.kind is Kind.FLAG
        if each.grain == EMPLOYEES and each.key in moving and (stopped or right):
            keys = ("stopped", "not_stopped") if stopped else ("right", "no_right")
            ways = zip((HOLDS, FAILS), (make_point(key, each.span, each) for key in keys), strict=True)
            yield each.name, dict(ways)


def _may_replace(call: Call) -> bool:
    """Say whether a function gives something in place of what is missing."""
    return call.function == IF_MISSING.name


def _is_last(choice: If) -> bool:
    """Say whether what follows when the condition fails is a way of its own, not the next question."""
    return not _is_refused(choice.otherwise) and not isinstance(choice.otherwise, If)


def _is_refused(branch: Expr) -> bool:
    return isinstance(branch, Call) and branch.function == NO_ANSWER
