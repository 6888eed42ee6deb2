"""Pay that depends on other people: prizes for the best, shared pools, and funds with a limit."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

from kpicalc.compiler.constructs.lines import (
    LIMITS,
    Taking,
    earned_lines,
    earned_names,
    round_line,
    with_group_limits,
)
from kpicalc.compiler.constructs.rules import factors_of_line
from kpicalc.compiler.constructs.terms import (
    choose,
    compare,
    greatest,
    missing_name,
    number,
    one,
    own,
    product,
    read,
    read_optional,
    require,
    total,
    zero,
)
from kpicalc.compiler.draft import Definition, Draft, Requirement, Topic
from kpicalc.formula.functions import AGGREGATES
from kpicalc.model.caution import Caution
from kpicalc.model.diagnostic import error
from kpicalc.model.expr import (
    Aggregate,
    Binary,
    Call,
    ComparisonSign,
    Expr,
    Logic,
    Name,
    Number,
    Reference,
    Window,
    walk,
)
from kpicalc.model.figure import Figure
from kpicalc.model.kind import Kind
from kpicalc.model.money import minor_unit
from kpicalc.model.outline import LineKind, PayLine
from kpicalc.model.program import COMPANY, EMPLOYEES, TEAMS, Role
from kpicalc.model.source import Span
from kpicalc.scheme.constructs.lines import EarnedSpec
from kpicalc.scheme.constructs.people import Among, FundSpec, PoolSpec, PrizeSpec, Ties
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.words import Quantity, Word


def group_of(draft: Draft, name: Word, spec: PrizeSpec | PoolSpec | FundSpec) -> str:
    """Return the table whose row is the group; a scheme without teams has none but the company."""
    if spec.among is Among.TEAM and draft.grains[EMPLOYEES].parent != TEAMS:
        draft.problems.append(error("KPI270", spec.place("among"), name=str(name)))
        return COMPANY
    return spec.among.grain


def step_of(document: SchemeDocument, step: Quantity | None, span: Span) -> Expr:
    """Return the step of the parts, the minor unit of the currency unless another is written."""
    return number(minor_unit(document.currency) if step is None else step.value, span)


def belongs_to_group(amount: Expr) -> bool:
    """Say whether a formula takes together employees, so that it belongs to the row above them."""
    totals = [each for each in walk(amount) if isinstance(each, Call) and each.function in AGGREGATES]
    return any(isinstance(part, Name) and part.path[0] == EMPLOYEES for each in totals for part in walk(each))


def require_at(draft: Draft, grain: str, needed: tuple[Expr, Kind, Topic], name: str) -> None:
    """Demand a kind of a formula of any table, told by its topic."""
    expr, kind, topic = needed
    draft.requirements.append(Requirement(grain, expr, kind, topic, name))


def define_line(draft: Draft, key: tuple[str, str], expr: Expr, kind: Kind, shown: tuple[str, Span]) -> None:
    """Add a value that a pay line is made of, at the employee or the group."""
    (grain, name), (label, span) = key, shown
    draft.definitions.append(Definition(grain, name, expr, label, Role.PAY_LINE, span, kind, by_parts=True))


def title_of(name: Word, spec: PrizeSpec | PoolSpec | FundSpec) -> str:
    """Return what people call the line or fund."""
    return spec.title or str(name)


def add_prize(draft: Draft, document: SchemeDocument, name: Word, spec: PrizeSpec) -> None:
    """Add the values `<prize>.enters`, `<prize>.winner`, `<prize>.amount` and the line itself."""
    span, label, within = spec.span, title_of(name, spec), group_of(draft, name, spec)
    enters = _enter(draft, name, spec)
    results = tuple(read(draft, each) for each in (spec.best, *spec.then))
    winner = Window("best", EMPLOYEES, within, results, enters, span)
    draft.definitions.append(
        Definition(EMPLOYEES, f"{name}.winner", winner, label, Role.PAY_LINE, name.span, Kind.FLAG)
    )
    prize = _prize(draft, document, (name, spec), within)
    stops = factors_of_line(document, name, spec.group)
    stopped = product([prize, *(own(each, span) for each in stops)], span)
    expr = round_line(document, choose(own(f"{name}.winner", span), stopped, zero(span), span), None, span)
    define_line(draft, (EMPLOYEES, str(name)), expr, Kind.MONEY, (label, name.span))
    group = str(spec.group or "")
    line = PayLine(str(name), label, LineKind.PRIZE, group, str(name), span, stops)
    draft.pay_lines.append(replace(line, story="prize", figures=((Figure.WINNER, f"{name}.winner"),)))


def _enter(draft: Draft, name: Word, spec: PrizeSpec) -> Expr | None:
    """Add whether an employee takes part, and return its name; None when everybody does."""
    conditions: list[Expr] = []
    if spec.when is not None:
        when = read(draft, spec.when)
        require_at(draft, EMPLOYEES, (when, Kind.FLAG, Topic.CONDITION), name)
        conditions.append(when)
    for bound in (spec.above, spec.from_):
        if bound is not None:
            sign: ComparisonSign = ">" if bound is spec.above else ">="
            conditions.append(compare(sign, read(draft, spec.best), read(draft, bound), bound.span))
            require_at(draft, EMPLOYEES, (conditions[-1], Kind.FLAG, Topic.CONDITION), name)
    if not conditions:
        return None
    enters = reduce(lambda left, right: Logic("and", left, right, spec.span), conditions)
    shown = title_of(name, spec), name.span
    define_line(draft, (EMPLOYEES, f"{name}.enters"), enters, Kind.FLAG, shown)
    return own(f"{name}.enters", spec.span)


def _prize(draft: Draft, document: SchemeDocument, line: tuple[Word, PrizeSpec], within: str) -> Expr:
    """Return what a winner gets: the whole prize, or a part of it where several have won."""
    name, spec = line
    amount = _amount_of_prize(draft, line, within)
    if spec.ties is Ties.ALL:
        return amount
    winner, step = own(f"{name}.winner", spec.span), step_of(document, spec.step, spec.span)
    whole: Expr = amount
    weight: Expr = one(spec.span)
    if isinstance(amount, Reference) and amount.grain == EMPLOYEES:
        # Each of n winners gets the nth part of his own prize.
        whole, weight = Aggregate("avg", EMPLOYEES, within, amount, winner, spec.span), amount
    return Window("split", EMPLOYEES, within, (whole, weight, step), winner, spec.span)


def _amount_of_prize(draft: Draft, line: tuple[Word, PrizeSpec], within: str) -> Expr:
    """Add the prize as a value of the employee or, when it takes together employees, of the group."""
    name, spec = line
    amount = read(draft, spec.amount)
    grain = within if belongs_to_group(amount) else EMPLOYEES
    require_at(draft, grain, (amount, Kind.MONEY, Topic.AMOUNT), name)
    if isinstance(amount, Number):
        return amount
    define_line(
        draft, (grain, f"{name}.amount"), amount, Kind.MONEY, (title_of(name, spec), spec.amount.span)
    )
    return Reference(grain, f"{name}.amount", spec.amount.span)


def add_pool(draft: Draft, document: SchemeDocument, name: Word, spec: PoolSpec) -> None:
    """Add the whole as `<line>.pool` of the group, and the employee's part of it as the line."""
    span, label = spec.span, title_of(name, spec)
    part = _part(draft, document, name, spec)
    stops = factors_of_line(document, name, spec.group)
    if stops:
        part = round_line(document, product([part, *(own(each, span) for each in stops)], span), None, span)
    define_line(draft, (EMPLOYEES, str(name)), part, Kind.MONEY, (label, name.span))
    group = str(spec.group or "")
    line = PayLine(str(name), label, LineKind.POOL, group, str(name), span, stops)
    draft.pay_lines.append(replace(line, story="pool"))


def _part(draft: Draft, document: SchemeDocument, name: Word, spec: PoolSpec) -> Expr:
    """Return the part of the whole by weight, of those for whom the condition holds."""
    within, pool, span = group_of(draft, name, spec), f"{name}.pool", spec.amount.span
    amount, when = read(draft, spec.amount), read_optional(draft, spec.when)
    require_at(draft, within, (amount, Kind.MONEY, Topic.AMOUNT), name)
    define_line(draft, (within, pool), amount, Kind.MONEY, (title_of(name, spec), span))
    require(draft, when, Kind.FLAG, Topic.CONDITION, name)
    weight = one(spec.by.span) if spec.equal else read(draft, spec.by)
    arguments = (Reference(within, pool, span), weight, step_of(document, spec.step, spec.span))
    window = Window("split", EMPLOYEES, within, arguments, when, spec.span)
    # The condition is demanded above, so that it is told once.
    parts = replace(window, condition=None)
    draft.requirements.append(Requirement(EMPLOYEES, parts, None, Topic.UNTOLD, str(name)))
    return window


def limit_funds(draft: Draft, document: SchemeDocument) -> list[Taking]:
    """Add a line for each fund: what the employee loses where the fund is exceeded."""
    funds = {} if document.limits is None else document.limits.funds
    return [_limit_fund(draft, document, name, spec) for name, spec in funds.items()]


def _limit_fund(draft: Draft, document: SchemeDocument, name: Word, spec: FundSpec) -> Taking:
    span, prefix = spec.span, f"{LIMITS}.{name}"
    within, claim = group_of(draft, name, spec), own(f"{prefix}.claim", span)
    lines = _lines(draft, spec)
    sources = with_group_limits(draft, lines)
    _define_of_fund(draft, (EMPLOYEES, claim.name), total((own(each, span) for each in sources), span), spec)
    fund = _fund(draft, (name, spec), within)
    claims = Reference(within, f"{prefix}.claims", span)
    _define_of_fund(
        draft, (within, claims.name), Aggregate("sum", EMPLOYEES, within, claim, None, span), spec
    )
    step = step_of(document, spec.step, span)
    part = Window("split", EMPLOYEES, within, (Call("floor", (fund, step), span), claim, step), None, span)
    exceeded = compare(">", claims, fund, span)
    cut = choose(exceeded, Binary("-", part, claim, span), zero(span), span)
    label = title_of(name, spec)
    _define_of_fund(draft, (EMPLOYEES, prefix), cut, spec, label)
    shrunk = Logic("and", exceeded, compare(">", claim, zero(span), span), span)
    for line in lines:
        _warn_below_minimum(draft, document, (name, line), (shrunk, Binary("/", part, claim, span)))
    draft.pay_lines.append(PayLine(prefix, label, LineKind.ADJUSTMENT, "", prefix, span, story="fund"))
    return Taking(prefix, sources)


def _lines(draft: Draft, spec: FundSpec) -> list[PayLine]:
    known = earned_names(draft)
    draft.problems.extend(missing_name("KPI219", each, known) for each in spec.lines if each not in known)
    return earned_lines(draft, spec.lines)


def _fund(draft: Draft, fund: tuple[Word, FundSpec], within: str) -> Reference:
    """Add the most that the group may get; a fund below 0 is none."""
    name, spec = fund
    most = read(draft, spec.max)
    require_at(draft, within, (most, Kind.MONEY, Topic.LIMIT), f"{LIMITS}.{name}.max")
    found = Reference(within, f"{LIMITS}.{name}.max", spec.max.span)
    _define_of_fund(draft, (within, found.name), greatest((zero(spec.max.span), most), spec.max.span), spec)
    return found


def _warn_below_minimum(
    draft: Draft, document: SchemeDocument, named: tuple[Word, PayLine], cut: tuple[Expr, Expr]
) -> None:
    """Add a warning for everybody whose line the cut takes below its own `min`."""
    (fund, line), (shrunk, share) = named, cut
    spec = document.pay[Word(line.name, line.span)]
    if not isinstance(spec, EarnedSpec) or spec.min is None:
        return
    left = product([own(line.variable, line.span), share], line.span)
    below = compare("<", left, read(draft, spec.min), line.span)
    short = Logic("and", shrunk, below, line.span)
    name = f"{LIMITS}.{fund}.{line.name}.short"
    draft.definitions.append(
        Definition(EMPLOYEES, name, short, "", Role.LIMIT, fund.span, Kind.FLAG, by_parts=True)
    )
    params = (("fund", str(fund)), ("line", line.name))
    draft.cautions.append(Caution(EMPLOYEES, name, "KPI509", params, fund.span))


def _define_of_fund(draft: Draft, key: tuple[str, str], expr: Expr, spec: FundSpec, label: str = "") -> None:
    grain, name = key
    draft.definitions.append(
        Definition(grain, name, expr, label, Role.LIMIT, spec.span, Kind.MONEY, by_parts=True)
    )
