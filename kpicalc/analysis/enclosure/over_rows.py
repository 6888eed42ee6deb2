"""What an aggregate or window can give over any allowed number of rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from kpicalc.analysis.enclosure.box import Rows, rows_under
from kpicalc.analysis.enclosure.narrow import assume
from kpicalc.analysis.enclosure.scene import Scene, Tell
from kpicalc.model.domain import (
    EITHER,
    NOTHING,
    Choices,
    Domain,
    Interval,
    exactly,
    has_value,
    join,
    make_interval,
    maybe_missing,
    widen,
)
from kpicalc.model.domain_arithmetic import calculate
from kpicalc.model.expr import Aggregate, OverRows, Window
from kpicalc.model.money import CONTEXT, ONE, ZERO, Rounding, round_to_step

_ALWAYS = exactly(value=True)


def over_rows_domain(node: OverRows, scene: Scene, tell: Tell | None = None) -> Domain:
    """Return what an aggregate or window can give at a row of the scene; `tell` hears of the nodes in it."""
    inner = scene.across(node)
    rows = _rows(node, inner)
    holding: Scene | None = inner
    asked: Domain = _ALWAYS
    if node.condition is not None:
        asked = inner.domain_of(node.condition, tell)
        holding = assume(inner, node.condition, truth=True)
        rows = rows if asked == _ALWAYS else Rows(0, rows.most)
    if isinstance(node, Aggregate):
        found = _aggregate(node, holding, rows, tell)
    else:
        found = _window(node, holding, rows, _Told(tell, always=asked == _ALWAYS))
    return maybe_missing(found, missing=asked.missing or found.missing)


def _rows(node: OverRows, scene: Scene) -> Rows:
    program, box = scene.ground.program, scene.ground.box
    if isinstance(node, Window):
        return rows_under(program, box, node.grain, node.within)
    return box.reports if node.through else rows_under(program, box, node.grain, node.target)


def _aggregate(node: Aggregate, holding: Scene | None, rows: Rows, tell: Tell | None) -> Domain:
    if holding is None or rows.most == 0:
        return _of_no_rows(node) if rows.least == 0 else NOTHING
    body = exactly(ONE) if node.body is None else holding.domain_of(node.body, tell)
    if not has_value(body):
        empty = _of_no_rows(node) if rows.least == 0 else NOTHING
        return maybe_missing(empty, missing=empty.missing or body.missing)
    found = _AGGREGATES[node.function](body, rows)
    return maybe_missing(found, missing=found.missing or body.missing)


def _of_no_rows(node: Aggregate) -> Domain:
    return maybe_missing(NOTHING) if node.function in {"avg", "min", "max"} else exactly(ZERO)


def _sum(body: Domain, rows: Rows) -> Domain:
    if rows.least == rows.most == 1:
        return maybe_missing(body, missing=False)
    return widen(calculate("*", maybe_missing(body, missing=False), _number_of(rows)))


def _count(_: Domain, rows: Rows) -> Domain:
    return _number_of(rows)


def _count_distinct(body: Domain, rows: Rows) -> Domain:
    most = rows.most
    if isinstance(body, Choices) and not body.others:
        most = len(body.values) if most is None else min(most, len(body.values))
    elif isinstance(body, Interval) and body.point is not None:
        most = 1
    return _number_of(Rows(min(rows.least, 1), most))


def _mean(body: Domain, rows: Rows) -> Domain:
    found = maybe_missing(body if rows.most == 1 else widen(body), missing=False)
    return maybe_missing(found, missing=rows.least == 0)


def _extreme(body: Domain, rows: Rows) -> Domain:
    return maybe_missing(body, missing=rows.least == 0)


_AGGREGATES: dict[str, Callable[[Domain, Rows], Domain]] = {
    "sum": _sum,
    "count": _count,
    "count_distinct": _count_distinct,
    "avg": _mean,
    "min": _extreme,
    "max": _extreme,
}


def _number_of(rows: Rows) -> Domain:
    return Interval(Decimal(rows.least), None if rows.most is None else Decimal(rows.most))


@dataclass(frozen=True, slots=True)
class _Told:
    """Who hears of the arguments, and whether every row meets the condition."""

    tell: Tell | None
    always: bool


def _window(node: Window, holding: Scene | None, rows: Rows, told: _Told) -> Domain:
    """Rows that do not meet the condition have a zero, or are not the best."""
    rest = exactly(value=False) if node.function == "best" else exactly(ZERO)
    if holding is None:
        return rest
    arguments = [holding.domain_of(each, told.tell) for each in node.arguments]
    missing = any(each.missing for each in arguments)
    if not all(map(has_value, arguments)):
        return maybe_missing(NOTHING if told.always else rest, missing=missing)
    found = _WINDOWS[node.function](arguments, rows)
    return maybe_missing(found if told.always else join(found, rest), missing=missing)


def _before(arguments: list[Domain], rows: Rows) -> Domain:
    most = None if rows.most is None else max(rows.most - 1, 0)
    return _sum(arguments[0], Rows(0, most))


def _rank(_: list[Domain], rows: Rows) -> Domain:
    return make_interval(ONE, None if rows.most is None else Decimal(rows.most))


def _best(_: list[Domain], rows: Rows) -> Domain:
    return exactly(value=True) if rows.most == 1 else EITHER


def _split(arguments: list[Domain], rows: Rows) -> Domain:
    """No part is more than the whole, and none has another sign; a single row has the whole."""
    whole, _, step = arguments
    if not isinstance(whole, Interval) or not isinstance(step, Interval) or step.point is None:
        return Interval()
    low, high = (_settled(end, step.point) for end in (whole.low, whole.high))
    found = Interval(low, high)
    return found if rows.most == 1 else join(found, exactly(ZERO))


def _settled(end: Decimal | None, step: Decimal) -> Decimal | None:
    return None if end is None else CONTEXT.plus(round_to_step(end, Rounding(step)))


_WINDOWS: dict[str, Callable[[list[Domain], Rows], Domain]] = {
    "before": _before,
    "rank": _rank,
    "best": _best,
    "split": _split,
}
