"""The curves of a scheme: one for each fact of a person that moves his pay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from kpicalc.analysis.curves.breakpoints import Track, on_grid, outcomes_at, sample_at
from kpicalc.analysis.curves.curve import BEYOND_MEASURE, Reach, Traced, trace_curve
from kpicalc.analysis.curves.settled import SettledProof
from kpicalc.analysis.curves.study import study_curve
from kpicalc.lab.behind import Behind
from kpicalc.lab.laboratory import Laboratory
from kpicalc.lab.turns import TurnFinder
from kpicalc.lab.values import greatest_of, least_of, step_of, usual_number
from kpicalc.lab.witnesses import number_at
from kpicalc.model.analysis import Curve, Ends, Witness
from kpicalc.model.kind import NUMERIC
from kpicalc.model.money import ONE, ZERO
from kpicalc.model.outline import KpiOutline
from kpicalc.model.program import EMPLOYEES, Input, Key, Program
from kpicalc.model.ticks import round_ticks

# As many rows as a table of a curve may have and still be taken in at once.
_TICKS = 12


def draw_curves(
    lab: Laboratory,
    reference: Witness,
    ranges: Mapping[Key, Ends],
    tolerance: Decimal,
    only: Key | None = None,
) -> Iterator[Curve]:
    """Yield the curve of each fact that moves the total: first results of KPIs, then as the scheme has them.

    `ranges` replace the ranges that the scheme declares; `only` one fact is moved where it is named.
    """
    program, finder = lab.program, TurnFinder(lab.program)
    proof = SettledProof(program, reference, finder.coarse)
    behind = Behind(program)
    needed = behind.facts_of((EMPLOYEES, program.total))
    plans, results = _facts_of(program, behind, "plan"), _facts_of(program, behind, "actual")
    numeric = [each for each in program.inputs if _is_measured(each) and each.key in needed]
    drivers = [each for each in numeric if each.key not in plans - results]
    for given in sorted(drivers, key=lambda each: each.key not in results):
        key = given.key
        if only not in {None, key}:
            continue
        at_rest = number_at(reference, key)
        reach = _choose_reach(given, program, ranges.get(key, (None, None)), at_rest)
        if reach.last <= reach.low:
            continue
        track = Track(lab, reference, key, step_of(given, program.currency), finder.turns(key))
        if ranges.get(key, (None, None))[0] is None:
            reach = _without_pole(track, reach, at_rest)
        traced = trace_curve(track, reach, tolerance, proof.of(key))
        if traced is not None:
            curve = _make_curve(track, given, traced)
            yield replace(curve, points=tuple(_choose_points(track, curve, tolerance)))


def _is_measured(given: Input) -> bool:
    return given.kind in NUMERIC and not given.one_of


def _facts_of(program: Program, behind: Behind, figure: str) -> frozenset[Key]:
    names = [getattr(kpi, figure) for kpi in program.kpis]
    return frozenset().union(*(behind.facts_of((EMPLOYEES, name)) for name in names if name))


def _choose_reach(given: Input, program: Program, asked: Ends, at_rest: Decimal) -> Reach:
    declared = least_of(given, program.currency), greatest_of(given, program.currency)
    low = max((each for each in (asked[0], declared[0]) if each is not None), default=ZERO)
    high = min((each for each in (asked[1], declared[1]) if each is not None), default=None)
    if high is not None:
        return Reach(low, high, high, at_rest)
    usual = at_rest if at_rest > ZERO else usual_number(given, program.currency, of_kpi=False)
    return Reach(low, max(low, usual) * 2, None, at_rest)


def _without_pole(track: Track, reach: Reach, at_rest: Decimal) -> Reach:
    """Begin at a tenth of the usual value where pay grows beyond measure towards 0, as if divided by it."""
    near, usual = sample_at(track, [max(reach.low, track.step), at_rest])
    if near.pay is None or usual.pay is None or near.pay <= max(usual.pay, ONE) * BEYOND_MEASURE:
        return reach
    return replace(reach, low=max(reach.low, on_grid(at_rest / 10, track.step)))


def _make_curve(track: Track, given: Input, traced: Traced) -> Curve:
    kpi, whole = _kpi_of(track)
    lower = _ends_lower(track, traced) if kpi is None else _falls_with_fact(track, kpi.attainment)
    return Curve(
        driver=track.driver,
        label=given.label,
        kind=given.kind,
        whole=whole,
        lower_is_better=lower,
        reference=track.reference,
        pieces=traced.pieces,
        exact=traced.exact,
        last=traced.last,
        step=track.step,
        points=(),
        plan="" if kpi is None else kpi.plan,
    )


def _ends_lower(track: Track, traced: Traced) -> bool:
    """Say whether pay ends lower than it began, and does not rise where the fact rests."""
    at_rest = number_at(track.reference, track.driver)
    here = [each for each in traced.pieces if each.start <= at_rest]
    rises = bool(here) and here[-1].pay_before_end > here[-1].pay_at_start
    return traced.pieces[-1].pay_before_end < traced.pieces[0].pay_at_start and not rises


def _choose_points(track: Track, curve: Curve, tolerance: Decimal) -> Iterator[tuple[Decimal, Decimal]]:
    """Yield the pay at round values of the fact (or percents of the plan), at cliffs and ends of zones."""
    unit = curve.whole or ONE
    first = curve.pieces[0].start
    ticks = round_ticks(first / unit, curve.last / unit, _TICKS)
    wanted = {first, curve.last, *(on_grid(tick * unit, track.step) for tick in ticks)}
    study = study_curve(curve, tolerance)
    before = track.step if curve.lower_is_better else -track.step
    for cliff in study.notable_cliffs[:_TICKS]:
        wanted |= {cliff.at, cliff.at + before}
    for zone in study.notable_zones[:_TICKS]:
        wanted |= {zone.start, curve.last if zone.end is None else zone.end}
    looks = sample_at(track, sorted(point for point in wanted if first <= point <= curve.last))
    yield from ((look.at, look.pay) for look in looks if look.pay is not None)


def _kpi_of(track: Track) -> tuple[KpiOutline | None, Decimal | None]:
    """Return the KPI whose actual the fact is, and its plan: seen by moving the fact."""
    at_rest = number_at(track.reference, track.driver)
    points = [at_rest, at_rest + track.step]
    outcomes = outcomes_at(track, points)
    for kpi in track.lab.program.kpis:
        if kpi.plan and outcomes.named(kpi.actual) == points:
            plans = outcomes.named(kpi.plan)
            if isinstance(plans[0], Decimal) and plans[0] == plans[1] and plans[0] > ZERO:
                return kpi, plans[0]
    return None, None


def _falls_with_fact(track: Track, name: str) -> bool:
    """Say whether a value falls as the fact grows."""
    at_rest = number_at(track.reference, track.driver)
    one, other = outcomes_at(track, (at_rest, at_rest + track.step)).named(name)
    return isinstance(one, Decimal) and isinstance(other, Decimal) and other < one
