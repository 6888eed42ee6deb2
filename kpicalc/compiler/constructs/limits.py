"""Lines that follow from the earned ones: their order, salary paid in full, and deductions."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from kpicalc.compiler.constructs.lines import (
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
    step_of_line,
    still_there,
    with_group_limits,
)
from kpicalc.compiler.constructs.people import limit_funds
from kpicalc.compiler.constructs.sums import define_groups, limit_groups, limit_total
from kpicalc.compiler.constructs.terms import (
    choose,
    compare,
    least,
    left_before,
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
from kpicalc.model.expr import Binary, Expr
from kpicalc.model.figure import Figure, name_figure
from kpicalc.model.kind import Kind
from kpicalc.model.money import Rounding, RoundingMode, minor_unit
from kpicalc.model.outline import LineKind
from kpicalc.model.problem import Problem
from kpicalc.model.program import Role
from kpicalc.scheme.constructs.lines import Over
from kpicalc.scheme.document import DeductionSpec, SchemeDocument
from kpicalc.scheme.words import Word


def pay_salary_in_full(draft: Draft, document: SchemeDocument, before: list[Taking]) -> list[Taking]:
    """Add the line that takes the unearned part of soft lines off variable pay, where that is said."""
    soft = [line for line in draft.pay_lines if line.kind is LineKind.SOFT]
    if not document.official_salary_in_full or not soft:
        return []
    span = soft[0].span
    pairs = [(line.variable, name_figure(line.name, Figure.EARNED)) for line in soft]
    unearned = total((Binary("-", own(paid, span), own(earned, span), span) for paid, earned in pairs), span)
    variable = [line for line in draft.pay_lines if line.kind.traits.by_results]
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
    if spec.over is Over.CARRY_ON:
        owed = Binary("+", owed, left_before(name_figure(str(name), Figure.CARRIED), span), span)
    figures = {Figure.OWED: owed, Figure.AVAILABLE: still_there(sources, before, limit, span)}
    parts = [
        draft.define(replace(made, span=span), f"{name}.{figure}", value, Kind.MONEY)
        for figure, value in figures.items()
    ]
    # The amount is rounded as the line says; what the limit leaves of it never upwards.
    unit = Rounding(_finest_step(document, spec, sources), RoundingMode.DOWN)
    draft.define(made, str(name), rounded(negative(least(tuple(parts), span), span), unit, span), Kind.MONEY)
    left = ""
    if spec.over.carries:
        # What is taken is negative, so it is added.
        rest = Binary("+", own(name_figure(str(name), Figure.OWED), span), own(name, span), span)
        left = define_part(draft, name, Figure.CARRIED, rest)
    told = tuple((figure, f"{name}.{figure}") for figure in figures)
    line = replace(pay_line_of(name, spec), left=left, sources=sources)
    draft.pay_lines.append(replace(line, story="deduction", figures=told))
    return Taking(str(name), sources)


def _finest_step(document: SchemeDocument, spec: DeductionSpec, sources: tuple[str, ...]) -> Decimal:
    """Return the least step of a deduction and of what it takes from, all of which it may take.

    What a limit changes of the lines is a multiple of the minor unit; nothing finer than that is asked for.
    """
    coin, lines = minor_unit(document.currency), {str(name): each for name, each in document.pay.items()}
    written = [lines.get(each) for each in sources]
    steps = [step_of_line(document, getattr(each, "round", None)) if each else coin for each in written]
    return min([step_of_line(document, spec.round), *(max(coin, each) for each in steps)])


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
    define_groups(draft, document)
