"""What an aggregate or window can give over any allowed number of rows."""

from __future__ import annotations

from dataclasses import dataclass

from kpicalc.analysis.enclosure.box import rows_under
from kpicalc.analysis.enclosure.narrow import assume
from kpicalc.analysis.enclosure.row_state import RowState, Visit
from kpicalc.formula.functions import AGGREGATES, WINDOWS
from kpicalc.model.domain import (
    NOTHING,
    Domain,
    Rows,
    exactly,
    has_value,
    join,
    maybe_missing,
)
from kpicalc.model.expr import Aggregate, OverRows, Window
from kpicalc.model.money import ONE

_ALWAYS = exactly(value=True)


def over_rows_domain(node: OverRows, state: RowState, visit: Visit | None = None) -> Domain:
    """Return what an aggregate or window can give at a row of the state; `visit` hears of the nodes in it."""
    inner = state.across(node)
    rows = _rows_met(node, inner)
    holding: RowState | None = inner
    asked: Domain = _ALWAYS
    if node.condition is not None:
        asked = inner.domain_of(node.condition, visit)
        holding = assume(inner, node.condition, truth=True)
        rows = rows if asked == _ALWAYS else Rows(0, rows.most)
    if isinstance(node, Aggregate):
        found = _aggregate_domain(node, holding, rows, visit)
    else:
        found = _window_domain(node, holding, rows, _Told(visit, always=asked == _ALWAYS))
    return maybe_missing(found, missing=asked.missing or found.missing)


def _rows_met(node: OverRows, state: RowState) -> Rows:
    program, box = state.ground.program, state.ground.box
    if isinstance(node, Window):
        return rows_under(program, box, node.grain, node.within)
    return box.reports if node.through else rows_under(program, box, node.grain, node.target)


def _aggregate_domain(node: Aggregate, holding: RowState | None, rows: Rows, visit: Visit | None) -> Domain:
    if holding is None or rows.most == 0:
        return _of_no_rows(node) if rows.least == 0 else NOTHING
    body = exactly(ONE) if node.body is None else holding.domain_of(node.body, visit)
    if not has_value(body):
        empty = _of_no_rows(node) if rows.least == 0 else NOTHING
        return maybe_missing(empty, missing=empty.missing or body.missing)
    found = AGGREGATES[node.function].domain(body, rows)
    return maybe_missing(found, missing=found.missing or body.missing)


def _of_no_rows(node: Aggregate) -> Domain:
    value = AGGREGATES[node.function].of_no_rows
    return maybe_missing(NOTHING) if value is None else exactly(value)


@dataclass(frozen=True, slots=True)
class _Told:
    """Who hears of the arguments, and whether every row meets the condition."""

    visit: Visit | None
    always: bool


def _window_domain(node: Window, holding: RowState | None, rows: Rows, told: _Told) -> Domain:
    """Rows that do not meet the condition have a zero, or are not the best."""
    function = WINDOWS[node.function]
    rest = exactly(function.for_the_rest)
    if holding is None:
        return rest
    arguments = [holding.domain_of(each, told.visit) for each in node.arguments]
    missing = any(each.missing for each in arguments)
    if not all(map(has_value, arguments)):
        return maybe_missing(NOTHING if told.always else rest, missing=missing)
    found = function.domain(arguments, rows)
    return maybe_missing(found if told.always else join(found, rest), missing=missing)
