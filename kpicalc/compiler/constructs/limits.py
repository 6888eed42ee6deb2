"""Lines that follow from the earned ones, in their order: limits, salary paid in full, deductions."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kpicalc.compiler.constructs.lines import (
    LIMITS,
    OFFICIAL_SALARY,
    TOTAL,
    Taking,
    add_adjustment,
    define_figure,
    define_part,
    earned_lines,
    earned_names,
    money_lines,
    pay_line_of,
    round_line,
    still_there,
    with_group_limits,
)
from kpicalc.compiler.constructs.people import limit_funds
from kpicalc.compiler.constructs.terms import (
    bounded,
    choose,
    compare,
    least,
    missing_name,
    negative,
    own,
    read_as,
    read_optional_as,
    rounded,
    total,
    zero,
)
from kpicalc.compiler.draft import Construct, Draft, Topic, titled_construct
from kpicalc.formula.rewrite import no_answer
from kpicalc.model.expr import Binary, Expr, Number
from kpicalc.model.figure import Figure, name_figure
from kpicalc.model.kind import Kind
from kpicalc.model.money import Rounding, RoundingMode, minor_unit
from kpicalc.model.outline import LineKind, PayLine
from kpicalc.model.problem import Problem
from kpicalc.model.program import Role
from kpicalc.scheme.constructs.lines import Over, Under
from kpicalc.scheme.document import DeductionSpec, LimitSpec, SchemeDocument
from kpicalc.scheme.words import Formula, Word


def limit_groups(draft: Draft, document: SchemeDocument) -> None:
    """Add a line for the limit of each group, over the lines earned in it."""
    if document.limits is None:
        return
    for group, limit in document.limits.groups.items():
        members = earned_lines(draft, [group])
        if not members:
            draft.problems.append(missing_name(Problem.LIMITED_GROUP_EMPTY, group, earned_names(draft)))
        name = f"{LIMITS}.{group}"
        add_adjustment(
            draft,
            name,
            _change_by_limit(draft, document, (name, limit), members),
            [Figure.BEFORE],
            str(group),
        )
        _carry_over(draft, limit)


def limit_total(draft: Draft, document: SchemeDocument) -> None:
    """Add a line for the limit of the total, over all lines before it."""
    if document.limits is None or document.limits.total is None:
        return
    name, limit = f"{LIMITS}.{TOTAL}", document.limits.total
    expr = _change_by_limit(draft, document, (name, limit), money_lines(draft))
    add_adjustment(draft, name, expr, [Figure.BEFORE])
    _carry_over(draft, limit)


def _carry_over(draft: Draft, limit: LimitSpec) -> None:
    """Keep what the limit added last cuts off or adds, where it is carried over."""
    if not limit.carries:
        return
    line, span = draft.pay_lines[-1], limit.span
    low = None if limit.under is Under.CARRY else zero(span)
    high = None if limit.over is Over.CARRY else zero(span)
    rest = bounded(negative(own(line.variable, span), span), low, high, span)
    left = define_part(draft, Word(line.name, span), Figure.CARRIED, rest)
    draft.pay_lines[-1] = replace(line, left=left)


def _change_by_limit(
    draft: Draft, document: SchemeDocument, named: tuple[str, LimitSpec], members: list[PayLine]
) -> Expr:
    """What is missing to the lower limit, or, as a negative amount, what is above the upper one."""
    name, limit = named
    low = _read_bound(draft, document, f"{name}.min", limit.min)
    high = _read_bound(draft, document, f"{name}.max", limit.max)
    sum_of_lines = total((own(line.variable, limit.span) for line in members), limit.span)
    paid = define_figure(draft, f"{name}.{Figure.BEFORE}", sum_of_lines, limit.span)
    return Binary("-", bounded(paid, low, high, limit.span), paid, limit.span)


def _read_bound(draft: Draft, document: SchemeDocument, name: str, formula: Formula | None) -> Expr | None:
    """A bound is an amount of pay and rounded as one, so that what holds the lines at it need not be."""
    bound, unit = (
        read_optional_as(draft, Topic.LIMIT, Kind.MONEY, formula, name),
        minor_unit(document.currency),
    )
    # A number with no more decimals than the currency has is rounded as it is written.
    if bound is None or (isinstance(bound, Number) and _decimals_of(bound.value) <= _decimals_of(unit)):
        return bound
    return round_line(document, bound, None, bound.span)


def _decimals_of(written: Decimal) -> int:
    return -int(written.as_tuple().exponent)


def pay_salary_in_full(draft: Draft, document: SchemeDocument, before: list[Taking]) -> list[Taking]:
    """Add the line that takes the unearned part of soft lines off the variable ones, where that is said."""
    soft = [line for line in draft.pay_lines if line.kind is LineKind.SOFT]
    if not document.official_salary_in_full or not soft:
        return []
    span = soft[0].span
    pairs = [(line.variable, name_figure(line.name, Figure.EARNED)) for line in soft]
    unearned = total((Binary("-", own(paid, span), own(earned, span), span) for paid, earned in pairs), span)
    variable = [line for line in draft.pay_lines if line.kind is LineKind.VARIABLE]
    sources = with_group_limits(draft, variable)
    there = still_there(sources, before, None, span)
    figures = {Figure.UNEARNED: unearned, Figure.AVAILABLE: there}
    parts = [define_figure(draft, f"{OFFICIAL_SALARY}.{name}", expr, span) for name, expr in figures.items()]
    add_adjustment(draft, OFFICIAL_SALARY, negative(least(tuple(parts), span), span), figures)
    return [Taking(OFFICIAL_SALARY, sources)]


def translate_deductions(draft: Draft, document: SchemeDocument, before: list[Taking]) -> None:
    """Add the lines of kind deduction in the order of the scheme; each leaves what others have taken."""
    taken = list(before)
    for name, spec in document.pay.items():
        if isinstance(spec, DeductionSpec):
            taken.append(_add_deduction(draft, document, (name, spec), taken))


def _add_deduction(
    draft: Draft, document: SchemeDocument, named: tuple[Word, DeductionSpec], before: list[Taking]
) -> Taking:
    (name, spec), made, span = named, titled_construct(Role.PAY_LINE, *named), named[1].span
    known = earned_names(draft)
    draft.problems.extend(
        missing_name(Problem.PAY_LINE_UNKNOWN, each, known) for each in spec.from_ if each not in known
    )
    sources = with_group_limits(draft, earned_lines(draft, spec.from_))
    limit = read_optional_as(draft, Topic.LIMIT, Kind.RATIO, spec.limit, f"{name}.limit")
    owed = round_line(document, _amount_owed(draft, (name, spec), replace(made, span=span)), spec.round, span)
    figures = {Figure.OWED: owed, Figure.AVAILABLE: still_there(sources, before, limit, span)}
    parts = [
        draft.define(replace(made, span=span), f"{name}.{figure}", value, Kind.MONEY)
        for figure, value in figures.items()
    ]
    # The amount is rounded as the line says; what the limit leaves of it never upwards.
    steps = [minor_unit(document.currency)] + ([] if spec.round is None else [spec.round.step])
    unit = Rounding(min(steps), RoundingMode.DOWN)
    draft.define(made, str(name), rounded(negative(least(tuple(parts), span), span), unit, span), Kind.MONEY)
    left = ""
    if spec.over is Over.CARRY:
        # What is taken is negative, so it is added.
        rest = Binary("+", own(name_figure(str(name), Figure.OWED), span), own(name, span), span)
        left = define_part(draft, name, Figure.CARRIED, rest)
    told = tuple((figure, f"{name}.{figure}") for figure in figures)
    line = replace(pay_line_of(name, spec), left=left, sources=sources)
    draft.pay_lines.append(replace(line, story="deduction", figures=told))
    return Taking(str(name), sources)


def _amount_owed(draft: Draft, named: tuple[Word, DeductionSpec], made: Construct) -> Expr:
    """The amount to take: 0 unless `when` holds; below 0 only where it is paid back (`refund`)."""
    name, spec = named
    amount = read_as(draft, Topic.AMOUNT, Kind.MONEY, spec.amount, name)
    when = read_optional_as(draft, Topic.CONDITION, Kind.FLAG, spec.when, name)
    if when is not None:
        amount = choose(when, amount, zero(spec.span), spec.span)
    taken = draft.define(made, f"{name}.{Figure.ASKED}", amount, Kind.MONEY)
    if spec.refund:
        return taken
    refused = no_answer(Problem.DEDUCTION_NEGATIVE, str(name), spec.amount.span, taken)
    return choose(compare("<", taken, zero(spec.span), spec.span), refused, taken, spec.span)


def translate_adjustments(draft: Draft, document: SchemeDocument) -> None:
    """Add the lines that depend on the earned lines: each looks only at lines before it."""
    limit_groups(draft, document)
    taken = limit_funds(draft, document)
    taken += pay_salary_in_full(draft, document, taken)
    translate_deductions(draft, document, taken)
    limit_total(draft, document)
    span = document.scheme.span
    expr = total((own(line.variable, span) for line in money_lines(draft)), span)
    draft.define(Construct(Role.TOTAL, span), TOTAL, expr, Kind.MONEY)
