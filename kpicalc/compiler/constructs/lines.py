"""Pay lines of a draft: found by name or group, added to, limited; the sums of groups and the total."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from kpicalc.compiler.draft import Construct, Definition, Draft, Topic
from kpicalc.compiler.terms import (
    bounded,
    compare,
    greatest,
    left_before,
    missing_name,
    negative,
    number,
    own,
    product,
    read,
    read_optional_as,
    rounded,
    total,
    zero,
)
from kpicalc.model.dataclass import dataclass
from kpicalc.model.expr import Binary, Call, Expr, Number
from kpicalc.model.figure import Figure, Section, construct_of, figure_of, name_figure, name_in_section
from kpicalc.model.kind import Kind
from kpicalc.model.money import ZERO, Rounding, minor_unit
from kpicalc.model.outline import LineKind, PayLine
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Role
from kpicalc.model.source import Span
from kpicalc.scheme.constructs.lines import GateSpec, LineSpec, Over, Under
from kpicalc.scheme.document import LimitSpec, SchemeDocument
from kpicalc.scheme.words import Formula, Word

AddLine = Callable[[Draft, SchemeDocument, Word, Any], None]
"""Adds the line of a written one, which is of the shape that the translator is registered for."""

# How the values are called that the program adds itself.
OFFICIAL_SALARY = "official_salary"
TOTAL = "total"


def round_line(document: SchemeDocument, expr: Expr, rounding: Rounding | None, span: Span) -> Expr:
    """Round the amount of a line by its own rule, by that of the scheme, or to the minor unit, half up."""
    return rounded(expr, rounding or document.round or Rounding(minor_unit(document.currency)), span)


def step_of_line(document: SchemeDocument, rounding: Rounding | None) -> Decimal:
    """Return what the amount of a line is a multiple of."""
    written = rounding or document.round
    return minor_unit(document.currency) if written is None else written.step


def pay_line_of(name: Word, spec: LineSpec) -> PayLine:
    """Return the pay line of a written one, its amount under its own name."""
    group = str(spec.group or "")
    return PayLine(str(name), spec.title or name, spec.kind, group, str(name), spec.span)


def money_lines(draft: Draft) -> list[PayLine]:
    """Return the lines so far that have an amount."""
    return [line for line in draft.pay_lines if line.kind.traits.money]


def earned_lines(draft: Draft, names: Iterable[str]) -> list[PayLine]:
    """Return the earned lines that are named themselves or by their group."""
    wanted = set(map(str, names))
    earned = [line for line in draft.pay_lines if line.kind.traits.earned]
    return [line for line in earned if line.name in wanted or line.group in wanted]


def earned_names(draft: Draft) -> frozenset[str]:
    """Return the names of the earned lines and of their groups."""
    return _with_groups(line for line in draft.pay_lines if line.kind.traits.earned)


def stoppable_names(draft: Draft) -> frozenset[str]:
    """Return the names of the lines, and of their groups, that a stop-factor can multiply."""
    return _with_groups(line for line in draft.pay_lines if line.kind.traits.stoppable)


def _with_groups(lines: Iterable[PayLine]) -> frozenset[str]:
    return frozenset(name for line in lines for name in (line.name, line.group) if name)


def with_group_limits(draft: Draft, lines: list[PayLine]) -> tuple[str, ...]:
    """Return the names of the lines and of what the limits of their groups add to them."""
    limits = {each for line in lines if line.group for each in _held_by(line.group)}
    added = [line for line in draft.pay_lines if line.name in limits]
    return tuple(line.name for line in (*lines, *added))


def lines_of_limit(document: SchemeDocument, group: str) -> tuple[str, ...]:
    """Return the names of the lines that the limit of a group adds: what it changes, and its rounding."""
    limit = None if document.limits is None else document.limits.groups.get(Word(group, document.span))
    if limit is None:
        return ()
    bounding, rounding = _held_by(group)
    return ((bounding,) if limit.bounds else ()) + ((rounding,) if limit.round else ())


def _held_by(group: str) -> tuple[str, str]:
    limit = name_in_section(Section.LIMITS, group)
    return limit, name_figure(limit, Figure.ROUNDING)


def add_adjustment(draft: Draft, name: str, expr: Expr, figures: Iterable[Figure], group: str = "") -> None:
    """Add a line that the program makes itself; its story is told with some of its figures."""
    define_figure(draft, name, expr, expr.span)
    told = tuple((figure, name_figure(name, figure)) for figure in figures)
    rounding = figure_of(name) is Figure.ROUNDING
    kind, story = (
        (LineKind.ROUNDING, str(Figure.ROUNDING)) if rounding else (LineKind.ADJUSTMENT, construct_of(name))
    )
    draft.pay_lines.append(PayLine(name, "", kind, group, name, expr.span, story=story, figures=told))


def define_figure(draft: Draft, name: str, expr: Expr, span: Span) -> Expr:
    """Add a value that a line of the program is made from; return a reference to it."""
    return draft.define(Construct(Role.LIMIT, span), name, expr, Kind.MONEY)


def define_part(draft: Draft, line: Word, part: str, expr: Expr) -> str:
    """Add a value of a line beside its amount, such as `премия.carried`; return its name."""
    return draft.define(Construct(Role.PAY_LINE, line.span), f"{line}.{part}", expr, Kind.MONEY).name


@dataclass(frozen=True, slots=True)
class Taking:
    """A line that takes an amount off other lines, the sources."""

    line: str
    sources: tuple[str, ...]


def still_there(sources: tuple[str, ...], before: list[Taking], limit: Expr | None, span: Span) -> Expr:
    """Return the sum of the sources, times the limit, less what is taken before, not below 0."""
    paid = total((own(name, span) for name in sources), span)
    if limit is not None:
        paid = product([paid, limit], span)
    # What a line takes is negative, so it is added.
    taken = [own(each.line, span) for each in before if set(each.sources) & set(sources)]
    return greatest((zero(span), total([paid, *taken], span)), span)


def open_gate(draft: Draft, gate: GateSpec, amount: Expr, name: Word, grain: str = EMPLOYEES) -> Expr:
    """Return the condition under which a gate lets an amount count."""
    value = amount if gate.value is None else read(draft, gate.value)
    bound = next(read(draft, each) for each in (gate.from_, gate.above) if each is not None)
    opened = compare(">" if gate.from_ is None else ">=", value, bound, gate.span)
    draft.demand(Topic.CONDITION, opened, Kind.FLAG, name, grain)
    return opened


def limit_groups(draft: Draft, document: SchemeDocument) -> None:
    """Add a line for the limit of each group, over the lines earned in it."""
    if document.limits is None:
        return
    for group, limit in document.limits.groups.items():
        if not earned_lines(draft, [group]):
            draft.problems.append(missing_name(Problem.LIMITED_GROUP_EMPTY, group, earned_names(draft)))
        _hold_sum(draft, document, str(group), limit)


def limit_total(draft: Draft, document: SchemeDocument) -> None:
    """Add a line for the limit of the total, over all lines before it."""
    if document.limits is not None and document.limits.total is not None:
        _hold_sum(draft, document, "", document.limits.total)


def _hold_sum(draft: Draft, document: SchemeDocument, group: str, limit: LimitSpec) -> None:
    """Add a line for what the bounds of a group, or of the total for "", change, and one for its rounding."""
    name, span = name_in_section(Section.LIMITS, group or TOTAL), limit.span
    members = earned_lines(draft, [group]) if group else money_lines(draft)
    paid = total((own(line.variable, span) for line in members), span)
    low = _read_bound(draft, document, f"{name}.{Figure.MIN}", limit.min)
    high = _read_bound(draft, document, f"{name}.{Figure.MAX}", limit.max)
    if limit.bounds:
        before = define_figure(draft, name_figure(name, Figure.BEFORE), paid, span)
        brought = (
            left_before(name_figure(name, Figure.CARRIED), span) if limit.over is Over.CARRY_ON else None
        )
        held = before if brought is None else Binary("+", before, brought, span)
        change = Binary("-", bounded(held, low, high, span), before, span)
        add_adjustment(draft, name, change, [Figure.BEFORE], group)
        _carry_over(draft, limit, brought)
        paid = Binary("+", before, own(name, span), span)
    if limit.round is not None:
        rounding = name_figure(name, Figure.ROUNDING)
        before = define_figure(draft, name_figure(rounding, Figure.BEFORE), paid, span)
        within = _multiple("ceil", low, limit.round, span), _multiple("floor", high, limit.round, span)
        whole = bounded(rounded(before, limit.round, span), *within, span)
        add_adjustment(draft, rounding, Binary("-", whole, before, span), [Figure.BEFORE], group)


def _multiple(function: str, bound: Expr | None, rounding: Rounding, span: Span) -> Expr | None:
    """Return the first multiple of the step that a bound lets through, so that the rounded sum keeps it."""
    if bound is None or (isinstance(bound, Number) and bound.value % rounding.step == ZERO):
        return bound
    return Call(function, (bound, number(rounding.step, span)), span)


def _carry_over(draft: Draft, limit: LimitSpec, brought: Expr | None) -> None:
    """Keep what the limit added last cuts off or adds, where it is carried over."""
    if not limit.carries:
        return
    line, span = draft.pay_lines[-1], limit.span
    low = None if limit.under is Under.CARRY else zero(span)
    high = None if limit.over.carries else zero(span)
    cut = negative(own(line.variable, span), span)
    rest = bounded(cut if brought is None else Binary("+", brought, cut, span), low, high, span)
    left = define_part(draft, Word(line.name, span), Figure.CARRIED, rest)
    draft.pay_lines[-1] = replace(line, left=left)


def _read_bound(draft: Draft, document: SchemeDocument, name: str, formula: Formula | None) -> Expr | None:
    """A bound is an amount of pay and rounded as one, so that what holds the lines at it need not be."""
    bound, unit = (
        read_optional_as(draft, Topic.LIMIT, Kind.MONEY, formula, name),
        minor_unit(document.currency),
    )
    # A number with no more decimals than the currency has is rounded as it is written.
    if bound is None or (isinstance(bound, Number) and _decimals_of(bound.value) <= _decimals_of(unit)):
        return bound
    return rounded(bound, Rounding(unit), bound.span)


def _decimals_of(written: Decimal) -> int:
    return -int(written.as_tuple().exponent)


def define_groups(draft: Draft, document: SchemeDocument) -> None:
    """Add each group as a value: what its lines pay, with what its limit and its rounding change.

    Of a group without earned lines it is what its deductions take. A group with the name of something else
    is no value: which of them a formula means cannot be known.
    """
    groups = dict.fromkeys(spec.group for spec in document.pay.values() if spec.group is not None)
    for group in groups:
        members = [line for line in money_lines(draft) if line.group == group and line.kind.traits.written]
        earned = [line for line in members if line.kind.traits.earned]
        lines = (*(line.variable for line in earned or members), *lines_of_limit(document, str(group)))
        if members:
            expr, name = total((own(each, group.span) for each in lines), group.span), str(group)
            draft.groups.append(Definition(EMPLOYEES, name, expr, name, Role.GROUP, group.span, Kind.MONEY))
