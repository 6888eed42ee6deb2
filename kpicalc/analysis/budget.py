"""What a month costs and could cost, from the run that pays it, also by department."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, localcontext

from kpicalc.analysis.calibrate.measure import aim_at, left_over
from kpicalc.analysis.enclosure.box import box_of
from kpicalc.analysis.extremes.bounds import find_bounds
from kpicalc.engine.settle import settle, total_lines
from kpicalc.engine.world import World
from kpicalc.model.budget import (
    BaseShare,
    BudgetQuestion,
    CapEffect,
    Cost,
    CutEffect,
    CutPay,
    FundUse,
    GreatestCost,
    MonthBudget,
)
from kpicalc.model.diagnostic import Checked, Diagnostic
from kpicalc.model.figure import (
    Figure,
    Section,
    figure_of,
    name_figure,
    owner_of,
    section_of,
    word_in_section,
)
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, ZERO, minor_unit, split_in_proportion
from kpicalc.model.outline import PayShare
from kpicalc.model.period import Period
from kpicalc.model.program import COMPANY, EMPLOYEES, TEAMS
from kpicalc.model.result import Settlement
from kpicalc.model.source import SourceText
from kpicalc.scheme.load import load_tree


def group_of_person(place: tuple[Settlement, int], headings: Sequence[str]) -> str:
    """Return the text in one of the columns, else the team; "" where neither is there."""
    settlement, row = place
    wanted = {each.casefold() for each in headings}
    frame = settlement.facts.frames[EMPLOYEES]
    world = World(settlement.program, settlement.facts)
    for given in settlement.program.inputs:
        called = {each.casefold() for each in (*given.headings, given.label, given.name)}
        asked = given.grain == EMPLOYEES and given.kind is Kind.TEXT and called & wanted
        value = world.whole_column(given.key)[row] if asked and given.name in frame.columns else None
        if isinstance(value, str):
            return value
    teams = settlement.facts.frames.get(TEAMS)
    if teams is None or settlement.program.grains[EMPLOYEES].parent != TEAMS:
        return ""
    return teams.labels[frame.parents[row]]


def heading_of_groups(places: Iterable[tuple[Settlement, int]], headings: Sequence[str]) -> str:
    """Return the first of the headings under which something was read; the first where nothing was."""
    read = {
        heading.casefold()
        for each in {id(settlement): settlement for settlement, _ in places}.values()
        for given in each.program.inputs
        if given.name in each.facts.frames[EMPLOYEES].columns
        for heading in given.headings
    }
    return next((each for each in headings if each.casefold() in read), "".join(headings[:1]))


Place = tuple[Settlement, int]


def plan_budget(places: Sequence[Place], period: Period, asked: BudgetQuestion) -> Checked[MonthBudget]:
    """Return what a month costs, with the answers to what is asked; everybody in it is paid."""
    settlements = tuple({id(each): each for each, _ in places}.values())
    currency = settlements[0].program.currency
    with localcontext(CONTEXT):
        base = _find_base(settlements, asked)
        if base.diagnostics:
            return Checked(None, base.diagnostics)
        paid = [(place, _amount(place, place[0].program.total)) for place in places]
        people = len({_number(place) for place in places})
        budget = MonthBudget(
            period=period,
            currency=currency,
            total=sum((amount for _, amount in paid), ZERO),
            people=people,
            schemes=_sum_by([(place[0].program.title, place, amount) for place, amount in paid]),
            departments=_sum_by(
                [(group_of_person(place, asked.by), place, amount) for place, amount in paid]
            ),
            lines=tuple(_cost_lines(settlements)),
            funds=tuple(_measure_funds(settlements)),
            base=base.value,
            caps=tuple(_apply_cap(paid, cap) for cap in asked.caps),
            cut=None if asked.fund is None else _cut_to_fund(paid, asked.fund, asked.floor),
            greatest=tuple(_bound_schemes(settlements)) if asked.greatest else (),
        )
    return Checked(budget)


def _number(place: Place) -> str:
    return place[0].facts.frames[EMPLOYEES].keys[place[1]]


def _name(place: Place) -> str:
    return place[0].facts.frames[EMPLOYEES].labels[place[1]]


def _amount(place: Place, variable: str) -> Decimal:
    value = place[0].values.columns[EMPLOYEES, variable][place[1]]
    return value if isinstance(value, Decimal) else ZERO


def _sum_by(named: Sequence[tuple[str, Place, Decimal]]) -> tuple[Cost, ...]:
    """Return the cost of each name, the dearest first."""
    people: dict[str, set[str]] = {}
    sums: dict[str, Decimal] = {}
    for name, place, amount in named:
        people.setdefault(name, set()).add(_number(place))
        sums[name] = sums.get(name, ZERO) + amount
    costs = (Cost(name, len(people[name]), amount, label=name) for name, amount in sums.items())
    return tuple(sorted(costs, key=lambda each: (-each.amount, each.name)))


def _cost_lines(settlements: Sequence[Settlement]) -> Iterator[Cost]:
    """Yield what each line of each scheme costs; what comes to nothing is left out."""
    for settlement in settlements:
        program = settlement.program
        lines = {line.name: line for line in program.pay_lines}
        for total in total_lines(settlement):
            if total.line and total.amount:
                line = lines[total.line]
                column = settlement.values.columns[EMPLOYEES, line.variable]
                count = sum(bool(value) for value in column)
                yield Cost(line.name, count, total.amount, line.kind.traits.share, line.label, program.title)


def _measure_funds(settlements: Sequence[Settlement]) -> Iterator[FundUse]:
    for settlement in settlements:
        columns = settlement.values.columns
        for grain, name in columns:
            claimed = grain == COMPANY and figure_of(name) is Figure.CLAIMS
            if not claimed or section_of(name) is not Section.LIMITS:
                continue
            claims = columns[COMPANY, name][0]
            most = columns.get((COMPANY, name_figure(owner_of(name), Figure.MAX)), (None,))[0]
            if isinstance(claims, Decimal) and isinstance(most, Decimal):
                yield FundUse(settlement.program.scheme, word_in_section(name), claims, most)


def _find_base(settlements: Sequence[Settlement], asked: BudgetQuestion) -> Checked[BaseShare]:
    """Return what a formula comes to, over all schemes that can read it."""
    if asked.base is None:
        return Checked(None)
    amounts: list[Decimal] = []
    problems: tuple[Diagnostic, ...] = ()
    aim = SourceText(f"{asked.base.text} = 0", asked.base.file, asked.base.anchors)
    for settlement in settlements:
        tree = load_tree(settlement.program.pay_lines[0].span.file)
        aimed = Checked(None) if tree is None else aim_at(tree, aim, settlement.program.period)
        problems = problems or aimed.diagnostics
        if aimed.value is not None and aimed.value.grain == COMPANY:
            left, _ = left_over(settle(aimed.value.program, settlement.facts), aimed.value, 0)
            amounts += [left] if isinstance(left, Decimal) else []
    if not amounts:
        return Checked(None, problems)
    return Checked(BaseShare(asked.base.text, sum(amounts, ZERO), asked.part))


def _apply_cap(paid: Sequence[tuple[Place, Decimal]], cap: Decimal) -> CapEffect:
    above = [(place, amount) for place, amount in paid if amount > cap]
    saved = sum((amount - cap for _, amount in above), ZERO)
    return CapEffect(cap, saved, tuple((_number(place), _name(place), amount) for place, amount in above))


def _cut_to_fund(paid: Sequence[tuple[Place, Decimal]], fund: Decimal, part: Decimal | None) -> CutEffect:
    """Cut what each has above his floor in proportion, to whole minor units by largest remainders.

    A floor is fixed pay, or that part of pay where it is more, and never above pay. Of equal remainders who
    comes earlier in the sheet gets the unit. Nothing is added where the fund is not used up.
    """
    floors = [_floor_of_cut(place, amount, part) for place, amount in paid]
    above = [amount - floor for (_, amount), floor in zip(paid, floors, strict=True)]
    kept, rest = sum(floors, ZERO), fund - sum(floors, ZERO)
    if rest < ZERO:
        return CutEffect(fund, kept, ())
    unit = minor_unit(paid[0][0][0].program.currency)
    parts = above if sum(above, ZERO) <= rest else split_in_proportion(rest, above, unit)
    people = (
        CutPay(_number(place), _name(place), amount, floor, floor + part)
        for (place, amount), floor, part in zip(paid, floors, parts, strict=True)
    )
    return CutEffect(fund, kept, tuple(people))


def _floor_of_cut(place: Place, amount: Decimal, part: Decimal | None) -> Decimal:
    lines = (line for line in place[0].program.pay_lines if line.kind.traits.share is PayShare.FIXED)
    fixed = sum((_amount(place, line.variable) for line in lines), ZERO)
    wished = fixed if part is None else max(fixed, amount * part)
    unit = minor_unit(place[0].program.currency)
    whole = (wished / unit).to_integral_value() * unit
    return min(amount, max(whole, min(amount, ZERO)))


def _bound_schemes(settlements: Sequence[Settlement]) -> Iterator[GreatestCost]:
    """Yield for each scheme the greatest pay of one person, by the ranges that it declares."""
    for settlement in settlements:
        _, total = find_bounds(settlement.program, box_of(settlement.program))
        people = len(set(settlement.facts.frames[EMPLOYEES].keys))
        bound = total.highest
        yield GreatestCost(settlement.program.title, people, bound.value, bound.tight, bound.grows_with)
