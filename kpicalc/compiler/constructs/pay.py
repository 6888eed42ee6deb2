"""Pay lines that are earned, with their bounds and stop-factors, and entitlements without money."""

from __future__ import annotations

from dataclasses import replace

from kpicalc.compiler.constructs.lines import define_part, round_line
from kpicalc.compiler.constructs.people import add_pool, add_prize
from kpicalc.compiler.constructs.rules import factors_of_line
from kpicalc.compiler.constructs.terms import (
    bounded,
    choose,
    compare,
    greatest,
    own,
    product,
    read,
    read_optional,
    require,
    zero,
)
from kpicalc.compiler.constructs.top_ups import amount_of_allowance, amount_of_draw, read_guarantee
from kpicalc.compiler.draft import Definition, Draft, Requirement, Topic
from kpicalc.model.expr import Binary, Expr, Name, Number
from kpicalc.model.figure import Figure
from kpicalc.model.kind import Kind
from kpicalc.model.outline import LineKind, PayLine
from kpicalc.model.program import EMPLOYEES, Role
from kpicalc.scheme.constructs.lines import EarnedSpec, LineSpec, Over, Under
from kpicalc.scheme.constructs.people import PoolSpec, PrizeSpec
from kpicalc.scheme.document import (
    AllowanceSpec,
    DrawSpec,
    EarningSpec,
    EntitlementSpec,
    GuaranteeSpec,
    SchemeDocument,
)
from kpicalc.scheme.words import Word


def amount_of_line(draft: Draft, name: Word, spec: EarningSpec) -> tuple[Expr, Expr | None]:
    """Return the amount before share and factors, and the gate: the condition under which it counts."""
    base = next(read(draft, each) for each in (spec.base, spec.amount) if each is not None)
    rate = read_optional(draft, spec.rate)
    counted = _less_deductible(draft, name, spec, base)
    amount = counted if rate is None else product([counted, rate], spec.span)
    if rate is not None:
        draft.requirements.append(Requirement(EMPLOYEES, amount, None, Topic.SHARE_OF_MONEY, str(name)))
    require(draft, amount, Kind.MONEY, Topic.AMOUNT, name)
    return amount, _gate(draft, name, spec, base)


def _less_deductible(draft: Draft, name: Word, spec: EarningSpec, base: Expr) -> Expr:
    """Only what lies above the deductible counts, never less than 0."""
    deductible = read_optional(draft, spec.deductible)
    if deductible is None:
        return base
    # Of any kind: a clash with the base is told by the subtraction. The lint pass looks at the number.
    draft.requirements.append(Requirement(EMPLOYEES, deductible, None, Topic.DEDUCTIBLE, str(name)))
    return greatest((Binary("-", base, deductible, spec.span), zero(spec.span)), spec.span)


def _gate(draft: Draft, name: Word, spec: EarningSpec, base: Expr) -> Expr | None:
    gate = spec.gate
    if gate is None:
        return None
    value = base if gate.value is None else read(draft, gate.value)
    bound = next(read(draft, each) for each in (gate.from_, gate.above) if each is not None)
    opened = compare(">" if gate.from_ is None else ">=", value, bound, gate.span)
    require(draft, opened, Kind.FLAG, Topic.CONDITION, name)
    return opened


def translate_earnings(draft: Draft, document: SchemeDocument) -> None:
    """Add the lines that are earned, and the entitlements, in the order of the scheme."""
    for name, spec in document.pay.items():
        match spec:
            case EarningSpec():
                amount, gate = amount_of_line(draft, name, spec)
                _earn(draft, document, (name, spec), amount, gate)
            case AllowanceSpec():
                _earn(draft, document, (name, spec), amount_of_allowance(draft, document, name, spec))
            case DrawSpec():
                _top_up(draft, document, (name, spec), amount_of_draw(draft, document, name, spec))
            case GuaranteeSpec():
                missing = read_guarantee(draft, document, name, spec).missing()
                _top_up(draft, document, (name, spec), missing)
            case PrizeSpec():
                add_prize(draft, document, name, spec)
            case PoolSpec():
                add_pool(draft, document, name, spec)
            case EntitlementSpec():
                _entitle(draft, name, spec)


def _earn(
    draft: Draft,
    document: SchemeDocument,
    named: tuple[Word, EarnedSpec],
    amount: Expr,
    gate: Expr | None = None,
) -> None:
    name, spec = named
    stops = factors_of_line(document, name, spec.group)
    earned = _earned(draft, name, spec, amount, gate)
    stopped = product([earned, *(own(each, spec.span) for each in stops)], spec.span)
    low, high = _bounds(draft, name, spec)
    finished = round_line(document, bounded(stopped, low, high, spec.span), spec.round, spec.span)
    paid, in_full = str(name), spec.kind is LineKind.SOFT and document.official_salary_in_full
    if in_full:
        paid = f"{name}.{Figure.EARNED}"
        _define(draft, paid, finished, Kind.MONEY, (name, spec))
        finished, stops = round_line(document, amount, spec.round, spec.span), ()
    _define(draft, name, finished, Kind.MONEY, (name, spec))
    left = ""
    if spec.carries:
        # What is carried over is no longer held by the limit on its side.
        low, high = None if spec.under is Under.CARRY else low, None if spec.over is Over.CARRY else high
        uncut = round_line(document, bounded(stopped, low, high, spec.span), spec.round, spec.span)
        left = define_part(draft, name, Figure.CARRIED, Binary("-", uncut, own(paid, spec.span), spec.span))
    line = _line(name, spec, stops, left)
    draft.pay_lines.append(replace(line, earned=paid) if in_full else line)


def _earned(draft: Draft, name: Word, spec: EarnedSpec, amount: Expr, gate: Expr | None) -> Expr:
    """Amount × share × factors, 0 where the gate or the condition does not hold."""
    share, when = read_optional(draft, spec.share), read_optional(draft, spec.when)
    factors = [read(draft, factor) for factor in spec.factors]
    draft.line_factors.extend(each for each in factors if isinstance(each, Name))
    shares = factors if share is None else [share, *factors]
    for each in shares:
        require(draft, each, Kind.RATIO, Topic.FACTOR, name)
        if isinstance(each, Number):
            bare = product([amount, each], spec.span)
            draft.requirements.append(Requirement(EMPLOYEES, bare, None, Topic.SHARE_OF_MONEY, str(name)))
    require(draft, when, Kind.FLAG, Topic.CONDITION, name)
    earned = product([amount, *shares], spec.span)
    for condition in (gate, when):
        if condition is not None:
            earned = choose(condition, earned, zero(spec.span), spec.span)
    return earned


def _bounds(draft: Draft, name: Word, spec: EarnedSpec) -> tuple[Expr | None, Expr | None]:
    low, high = read_optional(draft, spec.min), read_optional(draft, spec.max)
    require(draft, low, Kind.MONEY, Topic.LIMIT, f"{name}.min")
    require(draft, high, Kind.MONEY, Topic.LIMIT, f"{name}.max")
    return low, high


def _top_up(draft: Draft, document: SchemeDocument, named: tuple[Word, GuaranteeSpec], amount: Expr) -> None:
    """Add a line that holds up others; stop-factors do not multiply it."""
    name, spec = named
    finished = round_line(document, amount, spec.round, spec.span)
    _define(draft, name, finished, Kind.MONEY, (name, spec))
    recoverable = isinstance(spec, DrawSpec) and spec.recoverable
    draft.pay_lines.append(_line(name, spec, (), f"{name}.{Figure.BALANCE}" if recoverable else ""))


def _entitle(draft: Draft, name: Word, spec: EntitlementSpec) -> None:
    when, points = read_optional(draft, spec.when), read_optional(draft, spec.points)
    require(draft, when, Kind.FLAG, Topic.CONDITION, name)
    require(draft, points, Kind.COUNT, Topic.FIGURE, name)
    kind = Kind.FLAG if points is None else Kind.COUNT
    if when is not None and points is not None:
        expr = choose(when, points, zero(spec.span), spec.span)
    else:
        expr = next(each for each in (when, points) if each is not None)
    _define(draft, name, expr, kind, (name, spec))
    draft.pay_lines.append(_line(name, spec, ()))


def _define(draft: Draft, name: str, expr: Expr, kind: Kind, line: tuple[Word, LineSpec]) -> None:
    word, spec = line
    definition = Definition(
        EMPLOYEES, str(name), expr, spec.title or word, Role.PAY_LINE, word.span, kind, by_parts=True
    )
    draft.definitions.append(definition)


def _line(name: Word, spec: LineSpec, stops: tuple[str, ...], left: str = "") -> PayLine:
    group = str(spec.group or "")
    return PayLine(str(name), spec.title or name, spec.kind, group, str(name), spec.span, stops, left)
