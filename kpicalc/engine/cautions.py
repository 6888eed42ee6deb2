"""Warnings about what was computed: flags of constructs, and results far below their plans."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from kpicalc.engine.faults import name_of_row, place_of_row
from kpicalc.model.diagnostic import Diagnostic, Label, warning
from kpicalc.model.expr import Reference
from kpicalc.model.facts import BLOCK_ROWS, Frame
from kpicalc.model.fault import Value
from kpicalc.model.kind import Kind
from kpicalc.model.outline import Caution
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Program
from kpicalc.model.result import Settlement


def find_warnings(settlement: Settlement) -> Iterator[Diagnostic]:
    """Yield all warnings about what was computed."""
    yield from find_cautions(settlement)
    yield from find_odd_actuals(settlement)


def find_cautions(settlement: Settlement) -> Iterator[Diagnostic]:
    """Yield the warnings of a settlement in the order of the scheme and the rows."""
    for caution in settlement.program.cautions:
        flags = settlement.values.columns[caution.grain, caution.variable]
        for row in _shown(settlement, caution.grain):
            if flags[row] is True:
                yield _warn_of_caution(settlement, caution, row)


def _shown(settlement: Settlement, grain: str) -> Sequence[int]:
    """Return the rows of a table of which may be spoken: where only some people are shown, theirs alone."""
    if settlement.shown is None:
        return range(settlement.facts.frames[grain].size)
    return settlement.shown if grain == EMPLOYEES else ()


def _warn_of_caution(settlement: Settlement, caution: Caution, row: int) -> Diagnostic:
    frame = settlement.facts.frames[caution.grain]
    place = place_of_row(frame, row)
    others = () if place is None else (Label(place, "of_this_row"),)
    who = name_of_row(frame, row)
    return warning(caution.code, caution.span, *others, who=who, **dict(caution.params))


# An attainment is hardly above 200 %, a plan below a thousand may well be met by 1 or 2.
_ATTAINMENT, _PLAN = Decimal(2), Decimal(1000)
# Nobody sells a hundred times his plan; where one column is in thousands it is a thousand times, or a part.
_MANIFOLD = 100


def find_odd_actuals(settlement: Settlement) -> Iterator[Diagnostic]:
    """Yield a warning for each actual that is no amount like its plan, where both are columns of amounts."""
    program, frame = settlement.program, settlement.facts.frames[EMPLOYEES]
    for label, plan, actual, kind in dict.fromkeys(_pairs_of_columns(program)):
        for row, wanted, reached in _rows_mistyped(frame, plan, actual):
            if not isinstance(wanted, Decimal) or not isinstance(reached, Decimal):
                continue
            found = _find_slip(wanted, reached, kind)
            if found is not None:
                shown = {"actual": f"{reached:f}", "plan": f"{wanted:f}", **found}
                who = name_of_row(frame, row)
                yield warning(
                    Problem.ACTUAL_MAY_BE_ATTAINMENT, frame.cell(actual, row), who=who, kpi=label, **shown
                )


def _pairs_of_columns(program: Program) -> Iterator[tuple[str, str, str, Kind]]:
    """Yield label, columns and kind of the KPIs that compare two columns of money or of counts."""
    sources = {each.name: each.expr for each in program.variables() if each.grain == EMPLOYEES}
    kinds = {each.name: each.kind for each in program.inputs if each.grain == EMPLOYEES}
    for kpi in program.kpis:
        plan, actual = (sources.get(name) for name in (kpi.plan, kpi.actual))
        if isinstance(plan, Reference) and isinstance(actual, Reference):
            found = {kinds.get(each.name) for each in (plan, actual)}
            if found in ({Kind.MONEY}, {Kind.COUNT}):
                yield kpi.label, plan.name, actual.name, kinds[actual.name]


def _rows_mistyped(frame: Frame, plan: str, actual: str) -> Iterator[tuple[int, Value, Value]]:
    for start in range(0, frame.size, BLOCK_ROWS):
        block = slice(start, start + BLOCK_ROWS)
        pairs = zip(frame.columns[plan][block], frame.columns[actual][block], strict=True)
        for row, (wanted, reached) in enumerate(pairs, start):
            yield row, wanted, reached


def _find_slip(plan: Decimal, actual: Decimal, kind: Kind) -> dict[str, str] | None:
    """Say whether an actual looks like a share, or an amount in other units; of pieces 1 and 2 are usual."""
    if 0 < actual <= _ATTAINMENT and plan >= _PLAN:
        return {} if kind is Kind.MONEY or actual != actual.to_integral_value() else None
    less, more = sorted((plan, actual))
    apart = kind is Kind.MONEY and less > 0 and more >= less * _MANIFOLD and more >= _PLAN * _MANIFOLD
    return {"hint": "units"} if apart else None
