"""Remarks on pay lines: why a line pays nothing, and the lines that are told in words by their figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from kpicalc.engine.lens import Lens
from kpicalc.engine.notes import note, note_of_money
from kpicalc.engine.people_notes import STORIES_AMONG_PEOPLE, Story
from kpicalc.engine.reasons import reasons_for_nothing, say_condition, work_out
from kpicalc.model.expr import Call, Expr, If, Number, Reference
from kpicalc.model.fault import Fault
from kpicalc.model.figure import Figure
from kpicalc.model.money import CONTEXT, ZERO
from kpicalc.model.outline import PayLine
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Note


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
    owed, amount = lens.named(names[Figure.OWED]), lens.named(line.variable)
    expr = _as_written(lens, lens.world.variables[EMPLOYEES, names[Figure.OWED]].expr)
    if owed == ZERO or not isinstance(amount, Decimal):
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
    """Return what was written: the compiler gives it a name, refuses it below 0 and rounds it."""
    whole = expr.arguments[0] if isinstance(expr, Call) else expr
    asked = whole.otherwise if isinstance(whole, If) else whole
    return lens.world.variables[asked.grain, asked.name].expr if isinstance(asked, Reference) else asked


def _tell_added_line(lens: Lens, line: PayLine) -> Iterator[Note]:
    """Tell a line that the program adds itself, by the figures it was made from."""
    amount = lens.named(line.variable)
    if not isinstance(amount, Decimal) or amount == ZERO:
        return
    params = {str(figure): lens.named(variable) for figure, variable in line.figures}
    before = params.get(Figure.BEFORE)
    if isinstance(before, Decimal):
        params["after"] = CONTEXT.add(before, amount)
    ending = "added" if amount > ZERO else "taken"
    yield note_of_money(f"{line.story}_{ending}", change=CONTEXT.abs(amount), **params)


_STORIES: Mapping[str, Story] = {"deduction": _tell_deduction, **STORIES_AMONG_PEOPLE}
