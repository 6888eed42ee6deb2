"""Facts for which values come out as wanted: narrowed by the formulas backwards, then chosen one by one.

There is one row of each table, or none. What is found is a proposal: only the engine says what it pays.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import localcontext

from kpicalc.analysis.enclosure.box import Box
from kpicalc.analysis.enclosure.enclose import Enclosed, enclose
from kpicalc.analysis.enclosure.narrow import require
from kpicalc.analysis.enclosure.row_state import RowState
from kpicalc.analysis.extremes.picks import picks_of
from kpicalc.lab.witnesses import Candidate
from kpicalc.model.domain import NOTHING, Domain, Rows, exactly, maybe_missing
from kpicalc.model.expr import Expr, Reference
from kpicalc.model.kind import NUMERIC, Scalar
from kpicalc.model.money import CONTEXT
from kpicalc.model.program import Input, Program

# Formulas, and what each of them is to give.
Goals = Sequence[tuple[Expr, Domain]]

# So many values are tried in one place before the first of them is taken as it is.
_TRIES = 12


def single_rows(
    program: Program, box: Box, reports: int, without: str = "", *, alike: bool = False
) -> Enclosed:
    """Return what everything can be with one row of each table, and so many employees below the first.

    Of one table there may be no row.
    """
    numbers = {grain: int(grain != without) for grain in program.grains}
    rows = {grain: Rows(number, number) for grain, number in numbers.items()}
    return enclose(program, Box(box.domains, rows, Rows(reports, reports), alike))


def solve(single: Enclosed, goals: Goals, columns: Sequence[Input], start: Candidate) -> Candidate | None:
    """Return a candidate that gives formulas what is wanted of them, as far as can be seen, or None.

    The goals are taken in their order: those that lead to a formula stand before what is wanted of it.
    """
    with localcontext(CONTEXT):
        fixed, found = single.state, dict(start.values)
        narrowed = _pursue_goals(fixed, goals)
        if narrowed is None:
            return None
        for declared in sorted(columns, key=_is_figure):
            slot = (declared.grain, declared.name, 0)
            # Values for a column that the formulas leave open, the usual one first.
            usual = found[slot]
            domain = narrowed.domain_of(Reference(declared.grain, declared.name, declared.span))
            picks = picks_of(narrowed.ground.program, declared, domain)
            figures = (usual, *picks)[:_TRIES] if usual in picks else picks[:_TRIES]
            chosen = _choose_figure(fixed, declared, goals, figures)
            if chosen is not None:
                fixed, narrowed, found[slot] = chosen
    return Candidate(start.rows, found)


def _pursue_goals(state: RowState, goals: Goals) -> RowState | None:
    found: RowState | None = state
    for formula, wanted in goals:
        state.ground.budget.renew()
        found = None if found is None else require(found, formula, wanted)
    return found


def _choose_figure(
    fixed: RowState, declared: Input, goals: Goals, tries: Sequence[Scalar | None]
) -> tuple[RowState, RowState, Scalar | None] | None:
    """Return the first value with which the goals may be met: the state with it, what follows, the value."""
    for value in tries:
        put = fixed.narrow(declared.key, maybe_missing(NOTHING) if value is None else exactly(value))
        left = _pursue_goals(put, goals)
        if left is not None:
            return put, left, value
    return None


def _is_figure(declared: Input) -> bool:
    """Flags and texts come first: they decide what the figures have to be."""
    return declared.kind in NUMERIC and not declared.one_of
