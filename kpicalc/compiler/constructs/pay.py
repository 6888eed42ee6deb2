"""Pay lines that are earned, with their bounds and stop-factors, and entitlements without money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kpicalc.compiler.constructs.lines import AddLine, define_part, open_gate, pay_line_of, round_line
from kpicalc.compiler.constructs.people import LINES_AMONG_PEOPLE
from kpicalc.compiler.constructs.rules import factors_of_line
from kpicalc.compiler.constructs.terms import (
    bounded,
    choose,
    greatest,
    left_before,
    own,
    product,
    read,
    read_optional,
    read_optional_as,
    zero,
)
from kpicalc.compiler.constructs.top_ups import TOP_UPS, amount_of_allowance
from kpicalc.compiler.draft import Draft, Topic, titled_construct
from kpicalc.model.expr import Binary, Expr, Name, Number
from kpicalc.model.faces import Faces
from kpicalc.model.figure import Figure, name_figure
from kpicalc.model.kind import Kind
from kpicalc.model.outline import LineKind
from kpicalc.model.program import Role
from kpicalc.scheme.constructs.lines import EarnedSpec, LineSpec, Over, Under
from kpicalc.scheme.document import (
    AllowanceSpec,
    DeductionSpec,
    EarningSpec,
    EntitlementSpec,
    SchemeDocument,
)
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
    earned = _earned_amount(draft, name, spec, amount, gate)
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


def _earned_amount(draft: Draft, name: Word, spec: EarnedSpec, amount: Expr, gate: Expr | None) -> Expr:
    """Amount × share × factors, 0 where the gate or the condition does not hold."""
    factors = [read(draft, factor) for factor in spec.factors]
    draft.line_factors.extend(each for each in factors if isinstance(each, Name))
    shares = factors if spec.share is None else [read(draft, spec.share), *factors]
    for share in shares:
        draft.demand(Topic.FACTOR, share, Kind.RATIO, name)
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
