"""Functions that see a row among others: what came before it, its place, its part of a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from kpicalc.formula.function import (
    AND_SO_ON,
    Arguments,
    Domains,
    GridOf,
    WindowFunction,
    no_grid,
    says_nothing,
    whole_numbers,
)
from kpicalc.formula.functions.choosing import ORDERED
from kpicalc.formula.functions.rounding import step_grid, within_step
from kpicalc.formula.functions.rows import sum_domain
from kpicalc.model.domain import EITHER, Domain, Interval, Rows, exactly, join, make_interval
from kpicalc.model.expr import Expr
from kpicalc.model.fault import Value
from kpicalc.model.kind import NUMERIC, Kind
from kpicalc.model.money import CONTEXT, COUNTING, ONE, ZERO, Rounding, round_to_step, split_in_proportion
from kpicalc.model.problem import Problem


def _sums_before(arguments: Arguments) -> Sequence[Value]:
    amounts, *keys = arguments
    order = sorted(range(len(amounts)), key=lambda at: [values[at] for values in keys])
    sums: list[Value] = [ZERO] * len(amounts)
    running = ZERO
    for at in order:
        sums[at] = running
        running += amounts[at]
    return sums


def _equal_in_order(arguments: Arguments) -> tuple[str, int] | None:
    """Rows that the order does not tell apart have no sum before them."""
    seen: set[tuple[Any, ...]] = set()
    for at, keys in enumerate(zip(*arguments[1:], strict=True)):
        if keys in seen:
            return Problem.ROW_ORDER_TIED, at
        seen.add(keys)
    return None


def _ranks(arguments: Arguments) -> Sequence[Value]:
    metric = arguments[0]
    order = sorted(metric, reverse=True)
    first: dict[Any, int] = {}
    for place, value in enumerate(order, 1):
        first.setdefault(value, place)
    return [ZERO + first[value] for value in metric]


def _are_best(arguments: Arguments) -> Sequence[Value]:
    keys = list(zip(*arguments, strict=True))
    greatest = max(keys)
    return [key == greatest for key in keys]


def _parts(arguments: Arguments) -> Sequence[Value]:
    whole, weights, step = arguments
    if not COUNTING.plus(whole[0]):
        return [ZERO] * len(weights)
    return split_in_proportion(whole[0], weights, step[0])


def _parts_one_by_one(arguments: Arguments) -> Sequence[Value]:
    """Divide a whole, each part rounded by itself: they need not add up to it."""
    whole, weights, (step, *_) = arguments
    total = sum(weights, ZERO)
    shares = [CONTEXT.divide(CONTEXT.multiply(whole[0], each), total) if total else ZERO for each in weights]
    return [round_to_step(each, Rounding(step)) for each in shares]


def _weights_that_cannot_split(arguments: Arguments) -> tuple[str, int] | None:
    whole, weights = COUNTING.plus(arguments[0][0]), list(map(COUNTING.plus, arguments[1]))
    negative = next((at for at, weight in enumerate(weights) if weight < ZERO), None)
    if negative is not None:
        return Problem.SHARE_NEGATIVE, negative
    return None if any(weights) or not whole else (Problem.SHARES_ALL_ZERO, 0)


def _no_problem(_: Arguments) -> None:
    return None


def _domain_before(arguments: Domains, rows: Rows) -> Domain:
    most = None if rows.most is None else max(rows.most - 1, 0)
    return sum_domain(arguments[0], Rows(0, most))


def _domain_of_rank(_: Domains, rows: Rows) -> Domain:
    return make_interval(ONE, None if rows.most is None else Decimal(rows.most))


def _domain_of_best(_: Domains, rows: Rows) -> Domain:
    return exactly(value=True) if rows.most == 1 else EITHER


def _domain_of_part(arguments: Domains, rows: Rows) -> Domain:
    """No part is more than the whole, and none has another sign; a single row has the whole."""
    whole, _, step = arguments
    if not isinstance(whole, Interval) or not isinstance(step, Interval) or step.point is None:
        return Interval()
    low, high = (_settled(end, step.point) for end in (whole.low, whole.high))
    found = Interval(low, high)
    return found if rows.most == 1 else join(found, exactly(ZERO))


def _settled(end: Decimal | None, step: Decimal) -> Decimal | None:
    return None if end is None else CONTEXT.plus(round_to_step(end, Rounding(step)))


def _whole_of_the_only_row(wanted: Interval, arguments: Domains) -> Sequence[Domain | None]:
    """The only row has the whole, rounded to the step."""
    return [within_step(wanted, arguments[2]), None, None]


def _grid_of_sums(arguments: Sequence[Expr], grid_of: GridOf) -> Decimal | None:
    return grid_of(arguments[0])


def _grid_of_parts(arguments: Sequence[Expr], _: GridOf) -> Decimal | None:
    return step_grid(arguments[2])


BEFORE = WindowFunction(
    name="before",
    name_ru="до_этого",
    parameters=("x", "table"),
    doc_en="the sum of x over the rows that come earlier in the `order` of their table",
    doc_ru="сумма x по строкам, которые раньше по порядку `order` своей таблицы",
    measured=1,
    measures=NUMERIC,
    kind=None,
    meaning=_sums_before,
    problem=_equal_in_order,
    for_the_rest=ZERO,
    reckoned=1,
    keeps_digits=True,
    ordered=True,
    widest=False,
    domain=_domain_before,
    inverse=says_nothing,
    grid=_grid_of_sums,
)
RANK = WindowFunction(
    name="rank",
    name_ru="место",
    parameters=("x", "table"),
    doc_en="the place of the row by x: 1 for the greatest, equal ones share the better place",
    doc_ru="место строки по x: 1 у наибольшего, равные делят лучшее место",
    measured=1,
    measures=ORDERED,
    kind=Kind.COUNT,
    meaning=_ranks,
    problem=_no_problem,
    for_the_rest=ZERO,
    reckoned=0,
    keeps_digits=False,
    ordered=False,
    widest=True,
    domain=_domain_of_rank,
    inverse=says_nothing,
    grid=whole_numbers,
)
BEST = WindowFunction(
    name="best",
    name_ru="",
    parameters=("x", AND_SO_ON),
    doc_en="whether the row has the greatest x, of equal ones the greatest of what follows; made by prizes",
    doc_ru="наибольшее ли x у строки, а при равных — наибольшее ли следующее; так считаются призы",
    measured=None,
    measures=ORDERED,
    kind=Kind.FLAG,
    meaning=_are_best,
    problem=_no_problem,
    for_the_rest=False,
    reckoned=0,
    keeps_digits=False,
    ordered=False,
    widest=False,
    domain=_domain_of_best,
    inverse=says_nothing,
    grid=no_grid,
)
SPLIT = WindowFunction(
    name="split",
    name_ru="",
    parameters=("whole", "weight", "step"),
    doc_en="the row's part of the whole by its weight, to multiples of the step; made by pools and prizes",
    doc_ru="часть целого по весу строки, кратная шагу; так считаются пулы, фонды и призы",
    measured=2,
    measures=NUMERIC,
    kind=None,
    meaning=_parts,
    problem=_weights_that_cannot_split,
    for_the_rest=ZERO,
    reckoned=3,
    keeps_digits=False,
    ordered=False,
    widest=False,
    domain=_domain_of_part,
    inverse=_whole_of_the_only_row,
    grid=_grid_of_parts,
)

# Pools whose parts are rounded each by itself.
PORTION = replace(
    SPLIT,
    name="portion",
    doc_en="the row's part of the whole by its weight, rounded by itself; made by pools with `rest: tell`",
    doc_ru="часть целого по весу строки, округлённая сама по себе; так считаются пулы с `rest: tell`",
    meaning=_parts_one_by_one,
)
DIVIDING = frozenset({SPLIT.name, PORTION.name})

WINDOWS = (BEFORE, RANK, BEST, SPLIT, PORTION)
