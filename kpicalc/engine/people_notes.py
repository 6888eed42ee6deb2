"""Remarks on pay lines: why one pays nothing; prizes, pools, funds and others that are told in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, localcontext
from typing import cast

from kpicalc.engine.faults import name_of_row
from kpicalc.engine.formulas import column_of
from kpicalc.engine.kinds import tell_kinds
from kpicalc.engine.lens import Lens, LookingBlock
from kpicalc.engine.notes import note, note_of_money, reasons_for_nothing, say_condition, work_out
from kpicalc.engine.world import Member, Standing, World, make_standing
from kpicalc.formula.functions.rounding import without_rounding
from kpicalc.model.expr import Binary, Call, Expr, If, Number, Reference, Window, walk
from kpicalc.model.fault import Fault
from kpicalc.model.figure import Figure, name_figure
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.outline import PayLine
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Note


def tell_prize(lens: Lens, line: PayLine) -> Iterator[Note]:
    """Tell whether the prize was won: the own result, that of the winner, and by how much."""
    window = _window_of(lens.world.variables[lens.grain, dict(line.figures)[Figure.WINNER]].expr)
    found = _standing_of(lens, window)
    if found is None:
        yield from _left_out(lens, window)
    elif found[1].result is True:
        yield _tell_won(*found)
    else:
        yield _tell_lost(*found)


def tell_pool(lens: Lens, line: PayLine) -> Iterator[Note]:
    """Tell the whole, the own weight of all weights, and the part that comes of it."""
    divided = dict(line.figures).get(Figure.PART, line.variable)
    window = _window_of(lens.world.variables[lens.grain, divided].expr)
    found = _standing_of(lens, window)
    if found is None:
        yield from _left_out(lens, window)
        return
    standing, mine = found
    if mine.arguments[0] == ZERO:
        above = Lens(lens.world, window.within, lens.row_above(window.within))
        pool = lens.world.variables[window.within, name_figure(line.name, Figure.POOL)]
        yield from reasons_for_nothing(above, pool.expr)
    figures = {"whole": mine.arguments[0], "weights": standing.weights, "part": mine.result}
    if isinstance(window.arguments[1], Number):
        # The weights are how many share it.
        yield note_of_money("pool_equal", kind=Kind.NUMBER, **figures)
    else:
        yield note_of_money("pool", weight=mine.arguments[1], kind=standing.kinds[1], **figures)
    rest = window.within, name_figure(line.name, Figure.REST)
    if rest in lens.world.variables:
        above = Lens(lens.world, window.within, lens.row_above(window.within))
        left = above.named(rest[1])
        if left != ZERO:
            yield note_of_money("pool_rest", whole=mine.arguments[0], left=left)
    if line.figures:
        paid = without_rounding(lens.world.variables[lens.grain, line.variable].expr)
        if not isinstance(paid, Reference):
            yield note("pool_changed", formula=work_out(lens, paid))


def tell_fund(lens: Lens, line: PayLine) -> Iterator[Note]:
    """Tell what everybody's lines come to, what the fund pays, and what is left of the own lines."""
    window = _window_of(lens.world.variables[lens.grain, line.variable].expr)
    found, change = _standing_of(lens, window), cast("Decimal", lens.named(line.variable))
    if change != ZERO:
        # Everybody has a place in the division of the fund that cuts him.
        standing, mine = cast("tuple[Standing, Member]", found)
        whole, claim, _ = mine.arguments
        yield note_of_money(
            "fund",
            claims=standing.weights,
            whole=whole,
            claim=claim,
            part=mine.result,
            change=CONTEXT.abs(change),
        )


Story = Callable[[Lens, PayLine], Iterator[Note]]
"""Tells a line in words, by the figures it was made from."""

STORIES_AMONG_PEOPLE: Mapping[str, Story] = {"prize": tell_prize, "pool": tell_pool, "fund": tell_fund}


def _left_out(lens: Lens, window: Window) -> Iterator[Note]:
    """Yield why the row takes no part; a condition of the window does not hold there."""
    yield say_condition(lens, cast("Expr", window.condition), holds=False)


def _tell_won(standing: Standing, mine: Member) -> Note:
    kind, result = standing.kinds[0], mine.arguments[0]
    if len(standing.winners) > 1:
        names = tuple(each.who for each in standing.winners)
        return note("prize_shared", result=result, who=names, kind=kind)
    if not standing.others:
        return note("prize_alone", result=result, kind=kind)
    best = standing.others[0]
    margin = result - best.arguments[0]
    key = "prize_won" if margin else "prize_won_by_next"
    return note(key, result=result, next=best.who, other=best.arguments[0], margin=margin, kind=kind)


def _tell_lost(standing: Standing, mine: Member) -> Note:
    winners, result = standing.winners, mine.arguments[0]
    best = winners[0].arguments[0]
    names = tuple(each.who for each in winners)
    key = "prize_lost" if best - result else "prize_lost_by_next"
    return note(key, result=result, who=names, other=best, margin=best - result, kind=standing.kinds[0])


def _window_of(expr: Expr) -> Window:
    return next(each for each in walk(expr) if isinstance(each, Window))


def _standing_of(lens: Lens, window: Window) -> tuple[Standing, Member] | None:
    """Return the group of a row and its own place there, if it has one; groups are made once for all rows."""
    kept = lens.world.standings
    if window not in kept:
        with localcontext(CONTEXT):
            kept[window] = _find_standing(lens.world, window)
    standing = kept[window].get(lens.row_above(window.within))
    return (
        None
        if standing is None or lens.row not in standing.members
        else (standing, standing.members[lens.row])
    )


def _find_standing(world: World, window: Window) -> Mapping[int, Standing]:
    frame = world.frame(window.grain)
    block, size = LookingBlock(world, window.grain, range(frame.size)), frame.size
    columns = [column_of(each, block).listed(size) for each in window.arguments]
    condition = None if window.condition is None else column_of(window.condition, block).listed(size)
    owners, results = block.rows_above(window.within), world.aggregates[window]
    groups: dict[int, dict[int, Member]] = {}
    for row in range(size):
        if condition is None or condition[row] is True:
            arguments = tuple(column[row] for column in columns)
            member = Member(name_of_row(frame, row), arguments, results[row])
            groups.setdefault(owners[row], {})[row] = member
    kinds = tuple(map(tell_kinds(world.program), window.arguments))
    made = {owner: make_standing(members, kinds, window.function) for owner, members in groups.items()}
    return {owner: standing for owner, standing in made.items() if standing is not None}


def notes_of_line(lens: Lens, line: PayLine) -> Iterator[Note]:
    """Yield what is to be said of a line beside its formula."""
    amount = lens.named(line.variable)
    if isinstance(amount, Fault):
        return
    earned = lens.named(line.earned) if line.earned else None
    if isinstance(earned, Decimal):
        yield note_of_money("earned", amount=earned, whole=amount)
    if not line.kind.traits.money:
        yield from _reasons_of_right(lens, line)
    elif line.story:
        yield from _STORIES.get(line.story, _tell_added_line)(lens, line)
    elif (amount if earned is None else earned) == ZERO:
        expr = lens.world.variables[EMPLOYEES, line.earned or line.variable].expr
        yield from reasons_for_nothing(lens, expr)


def _reasons_of_right(lens: Lens, line: PayLine) -> Iterator[Note]:
    """Yield the condition of a right, whether it holds or not."""
    expr = lens.world.variables[EMPLOYEES, line.variable].expr
    value = lens.named(line.variable)
    if isinstance(value, bool):
        yield say_condition(lens, expr, holds=value)
    elif isinstance(expr, If) and isinstance(expr.otherwise, Number) and expr.otherwise.value == ZERO:
        yield say_condition(lens, expr.condition, holds=lens.value(expr.condition) is True)


def _tell_deduction(lens: Lens, line: PayLine) -> Iterator[Note]:
    """Tell what was to be taken and how it was found, what there was, and what is taken."""
    names = dict(line.figures)
    owed, amount = lens.named(names[Figure.OWED]), cast("Decimal", lens.named(line.variable))
    expr = _as_written(lens, lens.world.variables[EMPLOYEES, names[Figure.OWED]].expr)
    if owed == ZERO:
        yield from reasons_for_nothing(lens, expr)
        return
    titles = {each.name: each.label or each.name for each in lens.world.program.pay_lines}
    sources = tuple(titles[each] for each in line.sources)
    figures = {"owed": owed, "available": lens.named(names[Figure.AVAILABLE]), "change": CONTEXT.abs(amount)}
    yield note_of_money("deduction", sources=sources, **figures)
    taken = lens.branch(expr) if isinstance(expr, If) else expr
    if not isinstance(taken, Number):
        yield note("owed", formula=work_out(lens, taken))


def _as_written(lens: Lens, expr: Expr) -> Expr:
    """Return what was written: the compiler names it, refuses it below 0, rounds it, adds what was left."""
    if isinstance(expr, Binary):
        return replace(expr, left=_as_written(lens, expr.left))
    whole = cast("Call", expr).arguments[0]
    asked = whole.otherwise if isinstance(whole, If) else whole
    return lens.world.variables[cast("Reference", asked).key].expr


def _tell_added_line(lens: Lens, line: PayLine) -> Iterator[Note]:
    """Tell a line that the program adds itself, by the figures it was made from."""
    amount = cast("Decimal", lens.named(line.variable))
    if amount == ZERO:
        return
    params = {str(figure): lens.named(variable) for figure, variable in line.figures}
    before = params.get(Figure.BEFORE)
    if isinstance(before, Decimal):
        params["after"] = CONTEXT.add(before, amount)
    ending = "taken" if amount.is_signed() else "added"
    yield note_of_money(f"{line.story}_{ending}", change=CONTEXT.abs(amount), **params)


_STORIES: Mapping[str, Story] = {"deduction": _tell_deduction, **STORIES_AMONG_PEOPLE}
