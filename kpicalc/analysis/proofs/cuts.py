"""Where a condition cuts a measure: `ПДЗ < 10%` cuts it at 10 %."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from decimal import Decimal
from itertools import pairwise
from typing import Literal

from kpicalc.analysis.proofs.subject import Subject
from kpicalc.formula.functions import branching_of, stepping_of
from kpicalc.formula.printer import print_formula
from kpicalc.formula.rewrite import NO_ANSWER
from kpicalc.model.dataclass import dataclass
from kpicalc.model.expr import (
    Binary,
    Call,
    Compare,
    ComparisonSign,
    Expr,
    If,
    Logic,
    Reference,
    Unary,
    children,
)
from kpicalc.model.figure import Figure, figure_of
from kpicalc.model.money import CONTEXT, COUNTING, ONE, ZERO
from kpicalc.model.program import Variable

# Two formulas compared with each other are one measure; nobody can write what stands between them.
BESIDE = "\0"
# The measure of a condition that is no comparison.
OTHER = ""

_FLIPPED: dict[ComparisonSign, ComparisonSign] = {
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
    "=": "=",
    "!=": "!=",
}


@dataclass(frozen=True, slots=True)
class Cut:
    """A comparison of the measure with a bound: `measure sign bound`; `written` is the bound as a formula.

    Where the bound varies too, it is the place at which the measure equals it, and `bound` is 0.
    """

    sign: ComparisonSign
    bound: Decimal
    written: Expr
    comparison: Compare


def cuts_of(subject: Subject, condition: Expr) -> Iterator[tuple[str, Cut]]:
    """Yield the measure and the cut of each comparison; OTHER stands for anything else."""
    written = written_condition(subject, condition)
    match written:
        case Compare():
            yield _cut(subject, written)
        case Logic(left=left, right=right):
            yield from cuts_of(subject, left)
            yield from cuts_of(subject, right)
        case Unary(operand=operand):
            yield from cuts_of(subject, operand)
        case _:
            yield OTHER, Cut("=", ZERO, written, Compare("=", written, written, written.span))


def _cut(subject: Subject, comparison: Compare) -> tuple[str, Cut]:
    left, right = comparison.left, comparison.right
    low, high = subject.constant(left), subject.constant(right)
    flipped = _FLIPPED[comparison.sign]
    if high is not None:
        return print_formula(left), Cut(comparison.sign, COUNTING.plus(high), right, comparison)
    if low is not None:
        return print_formula(right), Cut(flipped, COUNTING.plus(low), left, comparison)
    one, other = print_formula(left), print_formula(right)
    if one <= other:
        return f"{one}{BESIDE}{other}", Cut(comparison.sign, ZERO, right, comparison)
    return f"{other}{BESIDE}{one}", Cut(flipped, ZERO, left, comparison)


def is_met(subject: Subject, condition: Expr, at: Decimal) -> bool:
    """Say whether a condition on one measure holds where the measure has a value."""
    written = written_condition(subject, condition)
    match written:
        case Logic(sign=sign, left=left, right=right):
            met = (is_met(subject, part, at) for part in (left, right))
            return all(met) if sign == "and" else any(met)
        case Unary(operand=operand):
            return not is_met(subject, operand, at)
        case _:
            return all(_holds(cut, at) for _, cut in cuts_of(subject, written))


def written_condition(subject: Subject, condition: Expr) -> Expr:
    """Return the formula of a condition that stands in a variable of its own."""
    if isinstance(condition, Reference):
        found = subject.variables.get(condition.key)
        if found is not None:
            return written_condition(subject, found.expr)
    return condition


def _holds(cut: Cut, at: Decimal) -> bool:
    match cut.sign:
        case "<":
            return at < cut.bound
        case "<=":
            return at <= cut.bound
        case ">":
            return at > cut.bound
        case ">=":
            return at >= cut.bound
        case "=":
            return at == cut.bound
        case _:
            return at != cut.bound


# What a choice gives at a place: a number, a formula that may vary, or no answer at all.
Given = Decimal | Expr | Literal["none"]
NONE: Literal["none"] = "none"


@dataclass(frozen=True, slots=True)
class Place:
    """A point of the measure where a cut lies (`cut`), or the open stretch beside it; `at` lies in it."""

    at: Decimal
    cut: Decimal | None


@dataclass(slots=True)
class CutChoice:
    """A choice with its measure, its cuts and, place by place from the lowest, what it gives.

    `taken` are the branches that any place takes, by the identity of the choice in the formula.
    """

    subject: Subject
    variable: Variable
    expr: Expr
    measure: str
    cuts: tuple[Cut, ...]
    places: tuple[Place, ...] = ()
    gives: tuple[Given, ...] = ()
    taken: set[tuple[int, bool]] = field(default_factory=set)

    def choices(self) -> Iterator[If]:
        """Yield the parts that choose by the measure."""
        yield from _choices(self.subject, self.expr, self.measure)


def find_cut_choices(subject: Subject, variable: Variable) -> Iterator[CutChoice]:
    """Yield the outermost parts of a variable that one measure decides."""
    parts = [variable.expr]
    while parts:
        part = parts.pop()
        choice = _cut_choice(subject, variable, part) if _may_choose(part) else None
        if choice is None:
            parts.extend(children(part))
        else:
            yield choice


def _may_choose(part: Expr) -> bool:
    return isinstance(part, If) or (isinstance(part, Binary) and part.sign == "+") or _passes_on(part)


def _passes_on(part: Expr) -> bool:
    """Say whether a call gives the least or greatest of its arguments, or its first one rounded."""
    branching, stepping = branching_of(part), stepping_of(part)
    return (branching is not None and branching.side != 0) or (stepping is not None and stepping.has_mode)


def _cut_choice(subject: Subject, variable: Variable, expr: Expr) -> CutChoice | None:
    first = next(_all_choices(subject, expr), None)
    if first is None:
        return None
    measures = {measure for measure, _ in cuts_of(subject, first.condition)}
    if len(measures) != 1 or OTHER in measures:
        return None
    measure = measures.pop()
    listed = [each.condition for each in _choices(subject, expr, measure)]
    cuts = tuple(dict.fromkeys(cut for each in listed for _, cut in cuts_of(subject, each)))
    points = sorted({cut.bound for cut in cuts})
    places = [Place(CONTEXT.subtract(points[0], ONE), None)]
    for point, following in pairwise([*points, CONTEXT.add(points[-1], ONE)]):
        between = CONTEXT.divide(CONTEXT.add(point, following), Decimal(2))
        places += [Place(point, point), Place(between, None)]
    choice = CutChoice(subject, variable, expr, measure, cuts, tuple(places))
    choice.gives = tuple(_Walk(choice, place.at).give(expr) for place in choice.places)
    return choice


def _all_choices(subject: Subject, expr: Expr) -> Iterator[If]:
    """Yield the choices that the value of a formula goes through, outermost first."""
    match expr:
        case If(then=then, otherwise=otherwise):
            yield expr
            yield from _all_choices(subject, then)
            yield from _all_choices(subject, otherwise)
        case Binary(sign="+", left=left, right=right):
            yield from _all_choices(subject, left)
            yield from _all_choices(subject, right)
        case Call(arguments=arguments) if _passes_on(expr):
            for each in arguments:
                yield from _all_choices(subject, each)
        case Reference() if figure_of(expr.name) is Figure.FIRST:
            yield from _all_choices(subject, subject.variables[expr.grain, expr.name].expr)


def _choices(subject: Subject, expr: Expr, measure: str) -> Iterator[If]:
    for each in _all_choices(subject, expr):
        if {found for found, _ in cuts_of(subject, each.condition)} == {measure}:
            yield each


@dataclass(frozen=True, slots=True)
class _Walk:
    """A choice looked at where its measure has one value."""

    choice: CutChoice
    at: Decimal

    def give(self, expr: Expr) -> Given:
        """Return what a part gives here; a part that the measure does not decide is its own answer."""
        match expr:
            case If() if self._decides(expr):
                held = is_met(self.choice.subject, expr.condition, self.at)
                self.choice.taken.add((id(expr), held))
                return self.give(expr.then if held else expr.otherwise)
            case If(then=then, otherwise=otherwise):
                # Another measure decides: either branch may be taken here.
                either = [self.give(then), self.give(otherwise)]
                return NONE if either == [NONE, NONE] else expr
            case Call(function=function) if function == NO_ANSWER:
                return NONE
            case Binary(sign="+", left=left, right=right):
                return _combined(expr, [self.give(left), self.give(right)])
            case Call(arguments=arguments) if _passes_on(expr):
                counted = arguments if stepping_of(expr) is None else arguments[:1]
                return _combined(expr, [self.give(each) for each in counted])
            case Reference() if figure_of(expr.name) is Figure.FIRST:
                return self.give(self.choice.subject.variables[expr.grain, expr.name].expr)
            case _:
                value = self.choice.subject.constant(expr)
                return expr if value is None else value

    def _decides(self, part: If) -> bool:
        found = {measure for measure, _ in cuts_of(self.choice.subject, part.condition)}
        return found == {self.choice.measure}


def _combined(expr: Expr, parts: list[Given]) -> Given:
    if NONE in parts:
        return NONE
    numbers = [part for part in parts if isinstance(part, Decimal)]
    if len(numbers) < len(parts):
        return expr
    if isinstance(expr, Binary):
        return CONTEXT.add(*numbers)
    branching = branching_of(expr)
    if branching is None:
        return numbers[0]
    return max(numbers) if branching.side == 1 else min(numbers)
