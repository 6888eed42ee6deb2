"""Pay that depends on other people: prizes for the best, shared pools, and funds with a limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import reduce

from kpicalc.compiler.constructs.lines import (
    AddLine,
    Taking,
    earned_lines,
    earned_names,
    open_gate,
    pay_line_of,
    round_line,
    step_of_line,
    with_group_limits,
)
from kpicalc.compiler.constructs.rules import factors_of_line, read_shares
from kpicalc.compiler.draft import Construct, Draft, Topic, titled_construct
from kpicalc.compiler.terms import (
    bounded,
    choose,
    compare,
    greatest,
    missing_name,
    number,
    one,
    own,
    product,
    read,
    read_optional_as,
    rounded,
    takes_employees_together,
    total,
    zero,
)
from kpicalc.model.diagnostic import error
from kpicalc.model.expr import (
    Aggregate,
    Binary,
    Call,
    ComparisonSign,
    Expr,
    Logic,
    Number,
    Reference,
    Window,
)
from kpicalc.model.figure import Figure, Section, name_figure, name_in_section
from kpicalc.model.kind import Kind
from kpicalc.model.money import Rounding
from kpicalc.model.outline import Caution, LineKind, PayLine
from kpicalc.model.problem import Problem
from kpicalc.model.program import COMPANY, EMPLOYEES, TEAMS, Role
from kpicalc.model.source import Span
from kpicalc.scheme.constructs.lines import EarnedSpec, LineSpec
from kpicalc.scheme.constructs.people import Among, FundSpec, Leftover, PoolSpec, PrizeSpec, Ties
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.words import Quantity, Word


def _group_of(draft: Draft, name: Word, spec: PrizeSpec | PoolSpec | FundSpec) -> str:
    """Return the table whose row is the group; a scheme without teams has none but the company."""
    if spec.among is Among.TEAM and draft.grains[EMPLOYEES].parent != TEAMS:
        draft.problems.append(error(Problem.TEAMS_MISSING, spec.place("among"), name=str(name)))
        return COMPANY
    return spec.among.grain


def _step_of(document: SchemeDocument, step: Quantity | None, span: Span) -> Expr:
    """Return the step of the parts, that of all pay lines unless another is written."""
    return number(step_of_line(document, None) if step is None else step.value, span)


def add_prize(draft: Draft, document: SchemeDocument, name: Word, spec: PrizeSpec) -> None:
    """Add the values `<prize>.enters`, `<prize>.winner`, `<prize>.amount` and the line itself."""
    span, within, made = spec.span, _group_of(draft, name, spec), titled_construct(Role.PAY_LINE, name, spec)
    enters = _define_entry(draft, name, spec)
    results = tuple(read(draft, each) for each in (spec.best, *spec.then))
    winner = f"{name}.winner"
    draft.define(
        made, winner, Window("best", EMPLOYEES, within, results, enters, span), Kind.FLAG, whole=True
    )
    prize = _prize_of_winner(draft, document, (name, spec), within)
    stops = factors_of_line(document, name, spec.group)
    stopped = product([prize, *(own(each, span) for each in stops)], span)
    expr = round_line(document, choose(own(winner, span), stopped, zero(span), span), None, span)
    draft.define(made, str(name), expr, Kind.MONEY)
    line = pay_line_of(name, spec)
    draft.pay_lines.append(
        replace(line, stop_factors=stops, story="prize", figures=((Figure.WINNER, winner),))
    )


def _define_entry(draft: Draft, name: Word, spec: PrizeSpec) -> Expr | None:
    """Add whether an employee takes part, and return its name; None when everybody does."""
    conditions: list[Expr] = []
    if spec.when is not None:
        conditions.append(read(draft, spec.when))
    for bound in (spec.above, spec.from_):
        if bound is not None:
            sign: ComparisonSign = ">" if bound is spec.above else ">="
            conditions.append(compare(sign, read(draft, spec.best), read(draft, bound), bound.span))
    for condition in conditions:
        draft.demand(Topic.CONDITION, condition, Kind.FLAG, name)
    if not conditions:
        return None
    enters = reduce(lambda left, right: Logic("and", left, right, spec.span), conditions)
    made = titled_construct(Role.PAY_LINE, name, spec)
    return own(draft.define(made, f"{name}.enters", enters, Kind.FLAG).name, spec.span)


def _prize_of_winner(
    draft: Draft, document: SchemeDocument, line: tuple[Word, PrizeSpec], within: str
) -> Expr:
    """Return what a winner gets: the whole prize, or a part of it where several have won."""
    name, spec = line
    amount = _amount_of_prize(draft, line, within)
    if spec.ties is Ties.ALL:
        return amount
    winner, step = own(f"{name}.winner", spec.span), _step_of(document, spec.step, spec.span)
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
    grain = within if takes_employees_together(amount) else EMPLOYEES
    draft.demand(Topic.AMOUNT, amount, Kind.MONEY, name, grain)
    if isinstance(amount, Number):
        return amount
    made = replace(titled_construct(Role.PAY_LINE, name, spec, grain), span=spec.amount.span)
    return draft.define(made, f"{name}.amount", amount, Kind.MONEY)


def add_pool(draft: Draft, document: SchemeDocument, name: Word, spec: PoolSpec) -> None:
    """Add the whole as `<line>.pool` of the group, and the employee's part of it as the line."""
    part, stops = _part_of_pool(draft, document, name, spec), factors_of_line(document, name, spec.group)
    made = titled_construct(Role.PAY_LINE, name, spec)
    figures: tuple[tuple[Figure, str], ...] = ()
    if spec.changes_parts or spec.rest is Leftover.TELL:
        divided = draft.define(made, name_figure(str(name), Figure.PART), part, Kind.MONEY)
        figures, part = ((Figure.PART, divided.name),), _changed_part(draft, (name, spec), divided)
    if spec.rest is Leftover.TELL:
        _define_rest(draft, document, (name, spec))
    if stops or spec.changes_parts:
        stopped = product([part, *(own(each, spec.span) for each in stops)], spec.span)
        low = read_optional_as(draft, Topic.LIMIT, Kind.MONEY, spec.min, f"{name}.min")
        high = read_optional_as(draft, Topic.LIMIT, Kind.MONEY, spec.max, f"{name}.max")
        part = round_line(document, bounded(stopped, low, high, spec.span), None, spec.span)
    draft.define(made, str(name), part, Kind.MONEY)
    line = pay_line_of(name, spec)
    draft.pay_lines.append(replace(line, stop_factors=stops, story="pool", figures=figures))


def _changed_part(draft: Draft, line: tuple[Word, PoolSpec], part: Expr) -> Expr:
    """Return the part × share × factors."""
    return product([part, *read_shares(draft, *line)], line[1].span)


def _define_rest(draft: Draft, document: SchemeDocument, line: tuple[Word, PoolSpec]) -> None:
    """Add what the parts, each rounded by itself, leave of the whole, as a value of the group."""
    (name, spec), span = line, line[1].span
    within = _group_of(draft, name, spec)
    made = titled_construct(Role.PAY_LINE, name, spec, within)
    pool = Reference(within, name_figure(str(name), Figure.POOL), span)
    part = own(name_figure(str(name), Figure.PART), span)
    parts = Aggregate("sum", EMPLOYEES, within, part, None, span)
    step = step_of_line(document, None) if spec.step is None else spec.step.value
    rest = Binary("-", rounded(pool, Rounding(step), span), parts, span)
    draft.define(made, name_figure(str(name), Figure.REST), rest, Kind.MONEY)


def _whole_of_pool(draft: Draft, name: Word, spec: PoolSpec, within: str) -> Expr:
    """Return the amount that is shared: none of it below the gate."""
    amount = read(draft, spec.amount)
    draft.demand(Topic.AMOUNT, amount, Kind.MONEY, name, within)
    if spec.gate is None:
        return amount
    return choose(open_gate(draft, spec.gate, amount, name, within), amount, zero(spec.span), spec.span)


def _part_of_pool(draft: Draft, document: SchemeDocument, name: Word, spec: PoolSpec) -> Expr:
    """Return the part of the whole by weight, of those for whom the condition holds."""
    within = _group_of(draft, name, spec)
    made = replace(titled_construct(Role.PAY_LINE, name, spec, within), span=spec.amount.span)
    whole = _whole_of_pool(draft, name, spec, within)
    pool = draft.define(made, name_figure(str(name), Figure.POOL), whole, Kind.MONEY)
    when = read_optional_as(draft, Topic.CONDITION, Kind.FLAG, spec.when, name)
    weight = one(spec.by.span) if spec.equal else read(draft, spec.by)
    arguments = pool, weight, _step_of(document, spec.step, spec.span)
    # The condition is demanded above, so that it is told once.
    dividing = "portion" if spec.rest is Leftover.TELL else "split"
    window = Window(dividing, EMPLOYEES, within, arguments, None, spec.span)
    draft.demand(Topic.UNTOLD, window, None, name)
    return replace(window, condition=when)


LINES_AMONG_PEOPLE: Mapping[type[LineSpec], AddLine] = {PrizeSpec: add_prize, PoolSpec: add_pool}


def limit_funds(draft: Draft, document: SchemeDocument) -> list[Taking]:
    """Add a line for each fund: what the employee loses where the fund is exceeded."""
    funds = {} if document.limits is None else document.limits.funds
    return [_limit_fund(draft, document, name, spec) for name, spec in funds.items()]


def _limit_fund(draft: Draft, document: SchemeDocument, name: Word, spec: FundSpec) -> Taking:
    span, prefix, within = spec.span, name_in_section(Section.LIMITS, name), _group_of(draft, name, spec)
    known = earned_names(draft)
    draft.problems.extend(
        missing_name(Problem.PAY_LINE_UNKNOWN, each, known) for each in spec.lines if each not in known
    )
    lines = earned_lines(draft, spec.lines)
    sources = with_group_limits(draft, lines)
    mine, of_all = Construct(Role.LIMIT, span), Construct(Role.LIMIT, span, grain=within)
    claimed = total((own(each, span) for each in sources), span)
    claim = draft.define(mine, f"{prefix}.claim", claimed, Kind.MONEY)
    fund = _define_fund(draft, (name, spec), of_all)
    everybody = Aggregate("sum", EMPLOYEES, within, claim, None, span)
    claims = draft.define(of_all, f"{prefix}.claims", everybody, Kind.MONEY)
    step = _step_of(document, spec.step, span)
    part = Window("split", EMPLOYEES, within, (Call("floor", (fund, step), span), claim, step), None, span)
    exceeded = compare(">", claims, fund, span)
    cut = choose(exceeded, Binary("-", part, claim, span), zero(span), span)
    label = spec.title or str(name)
    draft.define(replace(mine, label=label), prefix, cut, Kind.MONEY)
    shrunk = Logic("and", exceeded, compare(">", claim, zero(span), span), span)
    for line in lines:
        _warn_below_minimum(draft, document, (name, line), (shrunk, Binary("/", part, claim, span)))
    draft.pay_lines.append(PayLine(prefix, label, LineKind.ADJUSTMENT, "", prefix, span, story="fund"))
    return Taking(prefix, sources)


def _define_fund(draft: Draft, fund: tuple[Word, FundSpec], of_all: Construct) -> Reference:
    """Add the most that the group may get; a fund below 0 is none."""
    name, spec = fund
    most, span = read(draft, spec.max), spec.max.span
    full = name_figure(name_in_section(Section.LIMITS, name), Figure.MAX)
    draft.demand(Topic.LIMIT, most, Kind.MONEY, full, of_all.grain)
    found = draft.define(of_all, full, greatest((zero(span), most), span), Kind.MONEY)
    return replace(found, span=span)


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
    name = f"{name_in_section(Section.LIMITS, fund)}.{line.name}.short"
    draft.define(Construct(Role.LIMIT, fund.span), name, Logic("and", shrunk, below, line.span), Kind.FLAG)
    params = (("fund", str(fund)), ("line", line.name))
    draft.cautions.append(Caution(name, Problem.FUND_BELOW_MINIMUM, params, fund.span))
