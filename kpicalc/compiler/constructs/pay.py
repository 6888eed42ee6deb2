"""Pay lines that are earned, entitlements without money, and lines that follow from the earned ones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from kpicalc.compiler.constructs.lines import (
    OFFICIAL_SALARY,
    TOTAL,
    AddLine,
    Taking,
    add_adjustment,
    define_figure,
    define_groups,
    define_part,
    earned_lines,
    earned_names,
    limit_groups,
    limit_total,
    money_lines,
    open_gate,
    pay_line_of,
    round_line,
    step_of_line,
    still_there,
    with_group_limits,
)
from kpicalc.compiler.constructs.people import LINES_AMONG_PEOPLE, limit_funds
from kpicalc.compiler.constructs.rules import factors_of_line, read_shares
from kpicalc.compiler.constructs.top_ups import TOP_UPS, amount_of_allowance
from kpicalc.compiler.draft import Construct, Draft, Topic, titled_construct
from kpicalc.compiler.terms import (
    bounded,
    choose,
    compare,
    greatest,
    least,
    left_before,
    missing_name,
    negative,
    own,
    product,
    read,
    read_as,
    read_optional,
    read_optional_as,
    rounded,
    total,
    zero,
)
from kpicalc.formula.rewrite import no_answer
from kpicalc.model.dataclass import Faces
from kpicalc.model.expr import Binary, Expr, Number
from kpicalc.model.figure import Figure, name_figure
from kpicalc.model.kind import Kind
from kpicalc.model.money import Rounding, RoundingMode, minor_unit
from kpicalc.model.outline import Caution, LineKind
from kpicalc.model.problem import Problem
from kpicalc.model.program import Role
from kpicalc.scheme.constructs.lines import EarnedSpec, LineSpec, Over, Under
from kpicalc.scheme.document import AllowanceSpec, DeductionSpec, EarningSpec, EntitlementSpec, SchemeDocument
from kpicalc.scheme.words import Word


def translate_earnings(draft: Draft, document: SchemeDocument) -> None:
    """Add the lines that are earned, and the entitlements, in the order of the scheme."""
    for name, spec in document.pay.items():
        # Deductions come last: they look at what the others pay.
        if not isinstance(spec, DeductionSpec):
            TRANSLATORS[type(spec)](draft, document, name, spec)


def _add_earning(draft: Draft, document: SchemeDocument, name: Word, spec: EarningSpec) -> None:
    amount, gate = _amount_of_line(draft, name, spec)
    _add_earned_line(draft, document, (name, spec), amount, gate)


def _add_allowance(draft: Draft, document: SchemeDocument, name: Word, spec: AllowanceSpec) -> None:
    _add_earned_line(draft, document, (name, spec), amount_of_allowance(draft, document, name, spec))


def _amount_of_line(draft: Draft, name: Word, spec: EarningSpec) -> tuple[Expr, Expr | None]:
    """Return the amount before share and factors, and the gate: the condition under which it counts."""
    base = next(read(draft, each) for each in (spec.base, spec.amount) if each is not None)
    counted, deductible = base, read_optional(draft, spec.deductible)
    if deductible is not None:
        # Of any kind: a clash with the base is told by the subtraction. Less than 0 never counts.
        draft.demand(Topic.DEDUCTIBLE, deductible, None, name)
        counted = greatest((Binary("-", base, deductible, spec.span), zero(spec.span)), spec.span)
    rate = read_optional(draft, spec.rate)
    amount = counted if rate is None else product([counted, rate], spec.span)
    if rate is not None:
        draft.demand(Topic.SHARE_OF_MONEY, amount, None, name)
    draft.demand(Topic.AMOUNT, amount, Kind.MONEY, name)
    return amount, None if spec.gate is None else open_gate(draft, spec.gate, base, name)


def _add_earned_line(
    draft: Draft,
    document: SchemeDocument,
    named: tuple[Word, EarnedSpec],
    amount: Expr,
    gate: Expr | None = None,
) -> None:
    (name, spec), made = named, titled_construct(Role.PAY_LINE, *named)
    stops = factors_of_line(document, name, spec.group)
    earned = _earned_amount(draft, named, amount, gate)
    stopped = product([earned, *(own(each, spec.span) for each in stops)], spec.span)
    if spec.over is Over.CARRY_ON:
        carried = left_before(name_figure(str(name), Figure.CARRIED), spec.span)
        stopped = Binary("+", stopped, carried, spec.span)
    low = read_optional_as(draft, Topic.LIMIT, Kind.MONEY, spec.min, f"{name}.min")
    high = read_optional_as(draft, Topic.LIMIT, Kind.MONEY, spec.max, f"{name}.max")
    finished = round_line(document, bounded(stopped, low, high, spec.span), spec.round, spec.span)
    paid, in_full = str(name), spec.kind is LineKind.SOFT and document.official_salary_in_full
    if in_full:
        paid = f"{name}.{Figure.EARNED}"
        draft.define(made, paid, finished, Kind.MONEY)
        finished, stops = round_line(document, amount, spec.round, spec.span), ()
    draft.define(made, str(name), finished, Kind.MONEY)
    left = ""
    if spec.carries:
        # What is carried over is no longer held by the limit on its side.
        low, high = None if spec.under is Under.CARRY else low, None if spec.over.carries else high
        uncut = round_line(document, bounded(stopped, low, high, spec.span), spec.round, spec.span)
        left = define_part(draft, name, Figure.CARRIED, Binary("-", uncut, own(paid, spec.span), spec.span))
    line = replace(pay_line_of(name, spec), stop_factors=stops, left=left)
    draft.pay_lines.append(replace(line, earned=paid) if in_full else line)


def _earned_amount(draft: Draft, named: tuple[Word, EarnedSpec], amount: Expr, gate: Expr | None) -> Expr:
    """Amount × share × factors, 0 where the gate or the condition does not hold."""
    name, spec = named
    shares = read_shares(draft, name, spec)
    for share in shares:
        if isinstance(share, Number):
            draft.demand(Topic.SHARE_OF_MONEY, product([amount, share], spec.span), None, name)
    when = read_optional_as(draft, Topic.CONDITION, Kind.FLAG, spec.when, name)
    earned = product([amount, *shares], spec.span)
    for condition in (gate, when):
        if condition is not None:
            earned = choose(condition, earned, zero(spec.span), spec.span)
    return earned


def _add_entitlement(draft: Draft, _: SchemeDocument, name: Word, spec: EntitlementSpec) -> None:
    when = read_optional_as(draft, Topic.CONDITION, Kind.FLAG, spec.when, name)
    points = read_optional_as(draft, Topic.FIGURE, Kind.COUNT, spec.points, name)
    kind = Kind.FLAG if points is None else Kind.COUNT
    if when is not None and points is not None:
        expr = choose(when, points, zero(spec.span), spec.span)
    else:
        expr = next(each for each in (when, points) if each is not None)
    draft.define(titled_construct(Role.PAY_LINE, name, spec), str(name), expr, kind)
    draft.pay_lines.append(pay_line_of(name, spec))


TRANSLATORS: Mapping[type[LineSpec], AddLine] = Faces(
    "TRANSLATORS of compiler/constructs/pay.py",
    {
        EarningSpec: _add_earning,
        AllowanceSpec: _add_allowance,
        EntitlementSpec: _add_entitlement,
        **TOP_UPS,
        **LINES_AMONG_PEOPLE,
    },
)


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
    if document.limits is None or document.limits.total is None or document.limits.total.min is None:
        # A scheme that says the least that is paid knows what becomes of a debt.
        draft.cautions.append(Caution(TOTAL, Problem.TOTAL_NEGATIVE, (), span))
    define_groups(draft, document)
