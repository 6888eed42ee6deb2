"""Pay as the number of rows of a table grows, each row like that of the reference."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from kpicalc.analysis.curves.breakpoints import Sample, StraightWay, join_strokes, pieces_of, sampled_pay
from kpicalc.analysis.curves.study import study_curve
from kpicalc.analysis.extremes.picks import row_numbers
from kpicalc.lab.behind import Behind
from kpicalc.lab.laboratory import Laboratory
from kpicalc.model.analysis import Curve, Ends, FactRow, Witness
from kpicalc.model.expr import Aggregate, walk
from kpicalc.model.kind import Kind
from kpicalc.model.money import ONE, ZERO
from kpicalc.model.program import EMPLOYEES, Key, Program

# As many rows as are looked at where formulas name no greater number; where they do, twice as many as that.
_USUAL, _MOST = 10, 120


def draw_row_curves(
    lab: Laboratory, reference: Witness, ranges: Mapping[Key, Ends], tolerance: Decimal
) -> Iterator[Curve]:
    """Yield a curve for each table with whose number of rows the total jumps, falls or stands still."""
    for grain in _tables_of_total(lab.program):
        low, high = ranges.get((grain, ""), (None, None))
        most = max((_USUAL, *(2 * each for each in row_numbers(lab.program, grain))))
        numbers = range(int(low or ZERO), min(most, _MOST, _MOST if high is None else int(high)) + 1)
        samples = _longest_paid(_sample_rows(lab, reference, grain, numbers))
        if len({sample.pay for sample in samples}) > 1:
            strokes = [StraightWay(sample, sample) for sample in samples]
            pieces = tuple(pieces_of(join_strokes(strokes, ONE, tolerance)))
            curve = Curve(
                driver=(grain, ""),
                label=lab.program.grains[grain].label,
                kind=Kind.COUNT,
                whole=None,
                lower_is_better=pieces[-1].pay_before_end < pieces[0].pay_at_start,
                reference=reference,
                pieces=pieces,
                exact=True,
                last=samples[-1].at,
                step=ONE,
                points=tuple((sample.at, sampled_pay(sample)) for sample in samples),
            )
            study = study_curve(curve, tolerance)
            if study.notable_cliffs or study.notable_zones:
                yield curve


def _tables_of_total(program: Program) -> list[str]:
    """Return the tables below the employees over whose rows the total is formed."""
    variables = Behind(program).formulas(program.total)
    parts = [part for each in variables for part in walk(each.expr)]
    folded = {part.grain for part in parts if isinstance(part, Aggregate)}
    return [name for name, grain in program.grains.items() if grain.parent == EMPLOYEES and name in folded]


def _sample_rows(lab: Laboratory, reference: Witness, grain: str, numbers: Sequence[int]) -> Iterator[Sample]:
    pays = lab.settle_all([_with_rows(lab.program, reference, grain, each) for each in numbers])
    for number, pay in zip(numbers, pays.named(lab.program.total), strict=True):
        paid = pay if isinstance(pay, Decimal) else None
        yield Sample(Decimal(number), paid, (paid is None,), ())


def _with_rows(program: Program, reference: Witness, grain: str, number: int) -> Witness:
    """Return the reference with another number of rows of a table; what lies below hangs on the first."""
    rows: list[FactRow] = []
    for row in reference.rows:
        if row.grain == grain:
            rows += [row] * number
        elif number or grain not in program.ancestors(row.grain):
            rows.append(row)
    return replace(reference, rows=tuple(rows), parents=())


def _longest_paid(samples: Iterator[Sample]) -> list[Sample]:
    runs = [list(run) for paid, run in groupby(samples, key=lambda each: each.pay is not None) if paid]
    return max(runs, key=len, default=[])
