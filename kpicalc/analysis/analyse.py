"""All that can be said of a scheme before anyone is paid by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal, localcontext
from itertools import chain

from kpicalc.analysis.curves.drivers import draw_curves
from kpicalc.analysis.curves.row_curves import draw_row_curves
from kpicalc.analysis.curves.study import study_curve
from kpicalc.analysis.enclosure.box import box_of, with_range, with_rows
from kpicalc.analysis.extremes.bounds import find_bounds, study_checks
from kpicalc.analysis.mix import find_mixes
from kpicalc.analysis.reference import rest_at
from kpicalc.formula.functions import stepping_of
from kpicalc.lab.behind import Behind
from kpicalc.lab.laboratory import prepare_laboratory
from kpicalc.lab.values import least_of
from kpicalc.model.analysis import Analysis, Ends
from kpicalc.model.expr import Call, Expr, Number
from kpicalc.model.kind import NUMERIC, Scalar
from kpicalc.model.money import CONTEXT, ZERO, minor_unit
from kpicalc.model.program import EMPLOYEES, Key, Program


def analyse_program(program: Program, ranges: Mapping[Key, Ends], pinned: Mapping[Key, Scalar]) -> Analysis:
    """Return the bounds of pay, the curves with what stands out on them, and the mix of pay.

    `ranges` replace the declared ranges of facts; that of (table, "") is the number of its rows. `pinned`
    facts rest at the value given.
    """
    box = box_of(program)
    for (grain, name), (low, high) in ranges.items():
        if name:
            box = with_range(box, (grain, name), low, high)
        else:
            box = with_rows(box, grain, int(low or ZERO), None if high is None else int(high))
    lines, total = find_bounds(program, box)
    with localcontext(CONTEXT):
        lab, tolerance = prepare_laboratory(program), _sum_up_roundings(program)
        reference = rest_at(lab, pinned)
        curves = chain(
            draw_curves(lab, reference, ranges, tolerance), draw_row_curves(lab, reference, ranges, tolerance)
        )
        return Analysis(
            scheme=program.scheme,
            title=program.title,
            currency=program.currency,
            period=program.period,
            lines=lines,
            total=total,
            checks=study_checks(program, box),
            curves=tuple(study_curve(curve, tolerance) for curve in curves),
            mixes=find_mixes(lab, reference, frozenset(pinned), tolerance),
            facts=program.inputs,
            assumed=tuple(_assumed(program, ranges)),
            tables=tuple((each.name, each.sheet or each.label) for each in program.grains.values()),
        )


def _sum_up_roundings(program: Program) -> Decimal:
    """Return how far the roundings of all pay lines can shift the total."""
    steps = {each.key: _step_of_rounding(each.expr, program) for each in program.variables()}
    shifts = [steps[EMPLOYEES, line.variable] for line in program.pay_lines]
    return sum(shifts, ZERO) + minor_unit(program.currency)


def _step_of_rounding(expr: Expr, program: Program) -> Decimal:
    match expr:
        case Call() if (stepping := stepping_of(expr)) is not None:
            step = stepping.step(expr)
            return step.value if isinstance(step, Number) else minor_unit(program.currency)
    return minor_unit(program.currency)


def _assumed(
    program: Program, ranges: Mapping[Key, Ends]
) -> Iterator[tuple[str, Decimal | None, Decimal | None]]:
    """Yield the facts of which the scheme does not say how small they can be: they are taken from 0."""
    needed = Behind(program).facts_of((EMPLOYEES, program.total))
    for each in program.inputs:
        key = each.key
        undeclared = not each.one_of and least_of(each, program.currency) is None
        if each.kind in NUMERIC and key in needed and undeclared and ranges.get(key, (None, None))[0] is None:
            yield each.label, ZERO, None
