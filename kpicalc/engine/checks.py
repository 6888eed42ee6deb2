"""The checks that a scheme states: where they fail, whom that holds back, how each came out for a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import cast

from kpicalc.engine.block import Block
from kpicalc.engine.faults import label_row, name_of_row
from kpicalc.engine.kinds import tell_kinds
from kpicalc.engine.lens import Lens, world_of
from kpicalc.model.diagnostic import Diagnostic, KindedValue, Listing, Severity, error, warning
from kpicalc.model.expr import Compare, Expr, If
from kpicalc.model.fault import Fault
from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.outline import CheckOutline
from kpicalc.model.problem import Problem
from kpicalc.model.program import COMPANY, EMPLOYEES
from kpicalc.model.result import CheckResult, Settlement


def hold_back(settlement: Settlement) -> Settlement:
    """Take the totals from all whom an error among the checks concerns; they are unpaid."""
    held: dict[int, tuple[Diagnostic, ...]] = {}
    for check in settlement.program.checks:
        if check.severity is Severity.ERROR:
            for row, problems in _failed_people(settlement, check):
                held[row] = (*held.get(row, ()), *problems)
    if not held:
        return settlement
    faults = {row: Fault(tuple(dict.fromkeys(problems))) for row, problems in held.items()}
    return replace(settlement, unpaid=tuple(sorted({*settlement.unpaid, *faults})), held=faults)


def find_failed_checks(settlement: Settlement) -> Iterator[Diagnostic]:
    """Yield each check that fails, or that cannot be computed, in the order of the scheme and the rows."""
    told = set(settlement.unpaid) - settlement.held.keys()
    for check in settlement.program.checks:
        for row, problems in _rows_that_fail(settlement, check):
            if check.grain != EMPLOYEES or row not in told:
                yield from problems


def check_person(lens: Lens, check: CheckOutline) -> CheckResult:
    """Say how a check came out in the row of an employee."""
    above = Lens(lens.world, check.grain, lens.row_above(check.grain))
    asked = lens.world.variables[check.grain, check.name].expr
    applies = not isinstance(asked, If) or above.value(asked.condition) is not False
    that = asked.then if isinstance(asked, If) else asked
    return CheckResult(
        name=check.name,
        label=check.label,
        grain=check.grain,
        severity=check.severity,
        value=above.named(check.name) if applies else None,
        expr=that,
        operands=above.operands(that) if applies else {},
    )


_Failures = Iterator[tuple[int, tuple[Diagnostic, ...]]]


def _failed_people(settlement: Settlement, check: CheckOutline) -> _Failures:
    """Yield the employees whom a failed check concerns."""
    if check.grain == EMPLOYEES:
        yield from _rows_that_fail(settlement, check)
        return
    failed = dict(_rows_that_fail(settlement, check))
    everybody = range(settlement.facts.frames[EMPLOYEES].size)
    if check.grain == COMPANY:
        yield from ((row, problems) for problems in failed.values() for row in everybody)
        return
    above = Block(world_of(settlement), EMPLOYEES, everybody).rows_above(check.grain)
    yield from ((row, failed[owner]) for row, owner in enumerate(above) if owner in failed)


def _rows_that_fail(settlement: Settlement, check: CheckOutline) -> _Failures:
    """Yield the rows of the table of a check where it does not hold.

    Where only some people are shown, the figures of what stands above them are not told.
    """
    values = settlement.values.columns[check.grain, check.name]
    rows = [row for row, value in enumerate(values) if value is not True]
    if not rows:
        return
    world, kind_of = world_of(settlement), tell_kinds(settlement.program)
    asked = world.variables[check.grain, check.name].expr
    narrowed = settlement.shown is not None
    told = frozenset(settlement.rows) if check.grain == EMPLOYEES else frozenset(rows)
    for row in filter(told.__contains__, rows):
        value = values[row]
        if isinstance(value, Fault):
            yield row, tuple(replace(each, severity=check.severity) for each in value.causes)
        else:
            silent = narrowed and check.grain != EMPLOYEES
            found = _NO if silent else _figures_compared(Lens(world, check.grain, row), asked, kind_of)
            yield row, (_tell_failure(settlement, check, row, found),)


_NO = KindedValue(value=False, kind=Kind.FLAG)


def _figures_compared(lens: Lens, asked: Expr, kind_of: Callable[[Expr], Kind]) -> object:
    """Return what is compared, in figures; that it is not so where nothing is."""
    that = lens.branch(asked) if isinstance(asked, If) else asked
    if not isinstance(that, Compare):
        return _NO
    sides = [(each, lens.value(each)) for each in (that.left, that.right)]
    left, right = (KindedValue(cast("Scalar", value), kind_of(each)) for each, value in sides)
    return Listing((left, that.sign, right), " ")


def _tell_failure(settlement: Settlement, check: CheckOutline, row: int, found: object) -> Diagnostic:
    frame = settlement.facts.frames[check.grain]
    others = label_row(frame, row)
    who = () if check.grain == COMPANY else (name_of_row(frame, row),)
    shown = {"check": Listing((*who, check.label), " · "), "that": check.written, "found": found}
    if check.severity is Severity.ERROR:
        return error(Problem.CHECK_FAILED, check.span, *others, **shown)
    return warning(Problem.CHECK_NOT_MET, check.span, *others, **shown)
