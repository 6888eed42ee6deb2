"""Bands that nothing reaches, that could be one, and values that no band or condition meets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby, pairwise

from kpicalc.analysis.enclosure.table_domains import BELOW, axis_parts
from kpicalc.analysis.proofs.conditions import written_variables
from kpicalc.analysis.proofs.cuts import BESIDE, NONE, Cut, CutChoice, find_cut_choices, written_condition
from kpicalc.analysis.proofs.show_domain import show_domain
from kpicalc.analysis.proofs.sightings import AskedAxes, Overview, Sightings, go_through_any_period
from kpicalc.analysis.proofs.subject import Subject, tables_asked_by_number
from kpicalc.formula.printer import print_formula, print_stretch
from kpicalc.model.diagnostic import Diagnostic, Label, advice, warning
from kpicalc.model.domain import Domain, has_value
from kpicalc.model.expr import Compare, Unary, walk
from kpicalc.model.kind import Kind
from kpicalc.model.problem import Problem
from kpicalc.model.program import Outside, Table, TableMode, formulas_in_table


def find_unreached_bands(subject: Subject, overview: Overview) -> Iterator[Diagnostic]:
    """Name the bands that are never reached; what a table of dates is asked with depends on the period."""
    seen = overview.seen
    asked = [each for axes in (seen.axes, seen.columns) for told in axes.values() for each in told.axes]
    if any(subject.is_of_period(axis) for axis in asked):
        seen = go_through_any_period(subject.program)
    tables = subject.program.tables.values()
    versions = {name: list(group) for name, group in groupby(tables, lambda table: table.written_name)}
    for group in versions.values():
        told = [list(_unreached_in(subject, each, seen)) for each in group]
        places = [{problem.primary for problem in each} for each in told]
        # A band that another version of the table reaches is there for that one.
        yield from (each for each in told[0] if all(each.primary in others for others in places))


def _unreached_in(subject: Subject, table: Table, seen: Sightings) -> Iterator[Diagnostic]:
    yield from _unreached(subject, table, seen.axes.get(table.name))
    if table.columns is not None:
        yield from _unreached(subject, table.columns, seen.columns.get(table.name))


def _unreached(subject: Subject, table: Table, asked: AskedAxes | None) -> Iterator[Diagnostic]:
    if asked is None or table.axis_kind is Kind.DATE or not has_value(asked.domain):
        return
    if any(subject.is_fixed(axis) for axis in asked.axes):
        return
    touched = _touched(table, asked.domain)
    reached = [each.value for at, each in enumerate(table.texts) if at in touched]
    shown = ", ".join(reached) or show_domain(asked.domain, table.axis_kind)
    for position, band in enumerate(table.bands):
        if position not in touched:
            label = Label(asked.axes[0].span, "asked_here")
            yield warning(Problem.BAND_UNREACHABLE, band.span, label, table=table.name, axis=shown)


def _touched(table: Table, asked: Domain) -> set[int]:
    """Return the bands whose value can count: in a marginal table also those below, of a line both ends."""
    last = len(table.bands) - 1
    reached = {position for position, _ in axis_parts(table, asked)}
    if BELOW in reached and table.below is Outside.FIRST:
        reached.add(0)
    if last + 1 in reached and table.beyond in {Outside.LAST, Outside.EXTEND}:
        reached |= {last - 1, last} if table.beyond is Outside.EXTEND else {last}
    match table.mode:
        case TableMode.MARGINAL:
            return set(range(max(reached) + 1))
        case TableMode.INTERPOLATE:
            return reached | {position + 1 for position in reached if position >= 0}
        case _:
            return reached


def find_redundant_bands(subject: Subject) -> Iterator[Diagnostic]:
    """Advise on bands of the same value.

    A curve is level between two equal points, a table of dates keeps the history, and a formula may ask
    for a band by its number: there nothing is said.
    """
    numbered = tables_asked_by_number(subject.document)
    for table in subject.program.tables.values():
        if formulas_in_table(table):
            continue  # where numbers are computed, equal ones may be a matter of one role or one year
        if table.columns is not None:
            yield from _equal_neighbours(table, table.cells)
            yield from _equal_neighbours(table.columns, tuple(zip(*table.cells, strict=True)))
        elif table.mode is not TableMode.INTERPOLATE and table.name not in numbered:
            yield from _equal_neighbours(table, [band.value for band in table.bands])


def _equal_neighbours(table: Table, given: Sequence[object]) -> Iterator[Diagnostic]:
    if table.axis_kind is Kind.DATE or table.texts:
        return  # two texts may well give the same
    for (first, value), (second, same) in pairwise(zip(table.bands, given, strict=True)):
        if value == same:
            yield advice(Problem.BANDS_EQUAL, second.span, Label(first.span, "band_same"), table=table.name)


def find_holes(subject: Subject) -> Iterator[Diagnostic]:
    """Name each place between two conditions that has no answer, or an answer that neither side has."""
    for variable in written_variables(subject):
        for choice in find_cut_choices(subject, variable):
            if not _is_turned_round(choice):
                yield from _holes(choice)


def _is_turned_round(choice: CutChoice) -> bool:
    """Say whether some condition is a `not`, or asks for one value exactly: then no bound can be moved."""
    asked = (written_condition(choice.subject, each.condition) for each in choice.choices())
    turned = any(isinstance(part, Unary) and part.sign == "not" for each in asked for part in walk(each))
    return turned or any(cut.sign in {"=", "!="} for cut in choice.cuts)


def _holes(choice: CutChoice) -> Iterator[Diagnostic]:
    """Places come as stretch, point, stretch …: a hole is a run of them with an answer on either side."""
    start = 0
    for end in range(1, len(choice.places)):
        before, last = start, end - 1
        if choice.gives[end] == NONE:
            continue
        if last > before and choice.gives[before] != NONE:
            yield from _told(choice, before + 1, last)
        elif choice.places[end].cut is None and _stands_out(choice, end - 1):
            yield from _told(choice, end - 1, end - 1)
        start = end


def _stands_out(choice: CutChoice, point: int) -> bool:
    """Say whether at one point a number is given that lies outside those on its two different sides."""
    around = choice.gives[point - 1 : point + 2]
    numbers = [each for each in around if isinstance(each, Decimal)]
    if len(numbers) < len(around):
        return False
    below, here, above = numbers
    return below != above and not min(below, above) <= here <= max(below, above)


def _told(choice: CutChoice, first: int, last: int) -> Iterator[Diagnostic]:
    """Visit a hole by the condition above it, which may begin where the one below ends."""
    edges = [place.cut for place in choice.places[first - 1 : last + 2] if place.cut is not None]
    lower, upper = edges[0], edges[-1]
    inclusive = choice.places[first].cut is not None
    opening = _cut_at(choice, upper, {">", ">="})
    closing = _cut_at(choice, lower, {"<", "<="})
    if opening is None or closing is None:
        return
    params = {
        "name": choice.variable.name,
        "hole": _shown(choice, (closing, opening), (inclusive, choice.places[last].cut is not None)),
        "mend": _mend(opening, closing, inclusive=inclusive),
    }
    label = Label(closing.comparison.span, "condition_below")
    yield warning(Problem.CONDITIONS_HOLE, opening.comparison.span, label, **params)


def _cut_at(choice: CutChoice, bound: Decimal, signs: set[str]) -> Cut | None:
    return next((cut for cut in choice.cuts if cut.bound == bound and cut.sign in signs), None)


def _shown(choice: CutChoice, ends: tuple[Cut, Cut], inside: tuple[bool, bool]) -> str:
    """Show the hole as a condition: `ПДЗ = 10%`, `80% <= x < 90%`."""
    lower, upper = ends
    if lower.bound == upper.bound:
        one, _, other = choice.measure.partition(BESIDE)
        return f"{one} = {other or print_formula(upper.written)}"
    low, high = print_formula(lower.written), print_formula(upper.written)
    low_inside, high_inside = inside
    return print_stretch(
        low, high, low_open=not low_inside, high_open=not high_inside, measure=choice.measure
    )


def _mend(opening: Cut, closing: Cut, *, inclusive: bool) -> str:
    """Return the upper condition begun where the lower one ends."""
    comparison = opening.comparison
    flipped = comparison.sign in {"<", "<="}
    bound = comparison.left if flipped else comparison.right
    if opening.bound != closing.bound:
        bound = closing.written
    equal = "=" if inclusive else ""
    if flipped:
        mended: Compare = replace(comparison, sign="<=" if equal else "<", left=bound)
    else:
        mended = replace(comparison, sign=">=" if equal else ">", right=bound)
    return print_formula(mended)
