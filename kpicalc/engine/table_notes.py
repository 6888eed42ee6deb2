"""Remarks on tables: the band, the slices, the line between two points, the cell, the rules that hold."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import date
from decimal import ROUND_DOWN, Decimal

from kpicalc.engine.breakdown import rule_fired
from kpicalc.engine.lens import Lens
from kpicalc.engine.notes import note, notes_of_formula
from kpicalc.engine.tables import (
    Found,
    OutsideBandsError,
    axes_of,
    cell_at,
    ends_of_line,
    finder,
    lower_end,
    slices_of,
    steps_in_band,
    value_in_band,
)
from kpicalc.formula.printer import print_formula, print_stretch
from kpicalc.model.expr import Expr, Lookup, Number, children
from kpicalc.model.fault import Fault
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, COUNTING
from kpicalc.model.outline import FactorOutline, RulesOutline
from kpicalc.model.program import Band, Outside, Program, Table, TableMode, Variable
from kpicalc.model.result import Note
from kpicalc.model.source import Span

# More decimals than anybody reads.
_READABLE = Decimal("1e-12")


def notes_of_lookup(lens: Lens, lookup: Lookup) -> Iterator[Note]:
    """Yield what a table did with the asked value: the band, the slices, the line between two points."""
    table = lens.world.program.tables[lookup.table]
    if table.columns is None:
        found = yield from _tell_band(lens, table, lookup.axis)
        if found is not None:
            yield from _tell_inside(table, found)
    else:
        down, across = children(lookup)
        row = yield from _tell_band(lens, table, down)
        column = yield from _tell_band(lens, table.columns, across)
        if row is not None and column is not None:
            yield from _tell_cell(table, table.columns, row, column)
    written = dict.fromkeys(f"{key}: {print_formula(expr)}" for key, expr in formulas_taken(lens, lookup))
    if written:
        yield note("table_formulas", formulas="; ".join(written))


def formulas_taken(lens: Lens, lookup: Lookup) -> tuple[tuple[str, Expr], ...]:
    """Return the formulas of the bands that a table went by at a row, each with its key."""
    table = lens.world.program.tables[lookup.table]
    asked = zip(axes_of(table), children(lookup), strict=False)
    found = [_band_of(lens, axis, expr) for axis, expr in asked]
    places = [each for each in found if each is not None]
    if len(places) < len(axes_of(table)):
        return ()
    bands = [
        band for axis, place in zip(axes_of(table), places, strict=True) for band in _bands_taken(axis, place)
    ]
    cells = [table.cell_formulas[places[0].position][places[1].position]] if table.columns is not None else []
    return (
        *(formula for band in bands for formula in band.formulas),
        *(("value", cell) for cell in cells if cell is not None),
    )


def _bands_taken(table: Table, found: Found) -> tuple[Band, ...]:
    """Return the bands whose numbers count: in a marginal table those below too, of a line both ends."""
    match table.mode:
        case TableMode.MARGINAL:
            return table.bands[: found.position + 1]
        case TableMode.INTERPOLATE:
            left, right = ends_of_line(table, found)
            return (left,) if left is right else (left, right)
        case _:
            return table.bands[found.position : found.position + 1]


def _band_of(lens: Lens, table: Table, asked: Expr) -> Found | None:
    """Return the band of a value, None where it has none."""
    axis = lens.value(asked)
    if not isinstance(axis, Decimal | date):
        return None
    try:
        return finder(table)(COUNTING.plus(axis), axis) if isinstance(axis, Decimal) else finder(table)(axis)
    except OutsideBandsError:
        return None


def _tell_band(lens: Lens, table: Table, asked: Expr) -> Generator[Note, None, Found | None]:
    """Tell how a value was rounded and whether it is outside; return its band, None where it has none."""
    axis, found = lens.value(asked), _band_of(lens, table, asked)
    if found is None:
        return None
    if isinstance(axis, Decimal) and found.asked != axis:
        yield note(
            "snapped", **{"from": _show_axis_value(table, axis), "to": _show_axis_value(table, found.asked)}
        )
    if found.outside in {Outside.ZERO, Outside.FIRST}:
        yield note("below_bands", table=table.name, value=_show_axis_value(table, found.asked))
    elif found.outside is not None:
        yield note("beyond_bands", table=table.name, value=_show_axis_value(table, found.asked))
    return found


def _tell_cell(table: Table, columns: Table, row: Found, column: Found) -> Iterator[Note]:
    if Outside.ZERO not in {row.outside, column.outside}:
        yield note(
            "cell",
            table=table.name,
            row=band_text(table, row.position),
            column=band_text(columns, column.position),
            value=_value(table, cell_at(table, row, column)),
        )


def _tell_inside(table: Table, found: Found) -> Iterator[Note]:
    if found.outside is Outside.ZERO:
        return
    match table.mode:
        case TableMode.MARGINAL:
            for each in slices_of(table, found):
                ends = {"from": _show_axis_value(table, each.start), "to": _show_axis_value(table, each.end)}
                amount = each.end - each.start
                yield note("slice", **ends, amount=amount, rate=_value(table, each.rate), pay=each.pay)
        case TableMode.INTERPOLATE if (
            found.outside is not Outside.FIRST and found.outside is not Outside.LAST
        ):
            left, right = ends_of_line(table, found)
            yield note(
                "interpolated",
                left=_tell_point(table, left),
                right=_tell_point(table, right),
                at=_show_axis_value(table, found.asked),
            )
        case _:
            band = table.bands[found.position]
            value = _value(table, value_in_band(band, found.asked))
            yield note("band", table=table.name, band=band_text(table, found.position), value=value)
            if band.every is not None:
                every = _write_figure(band.every, table.axis_kind, table.span)
                adds = _write_figure(band.adds, table.value_kind, table.span)
                yield note("further_steps", count=steps_in_band(band, found.asked), every=every, adds=adds)


def band_text(table: Table, position: int) -> str:
    """Return a band as text: `80% <= x < 100%`; of an axis of texts the text."""
    if table.texts:
        return table.texts[position].value
    band = table.bands[position]
    last = position == len(table.bands) - 1
    after = None if last else table.bands[position + 1]
    upper, included = band.upper, band.upper_included
    if after is not None:
        upper, included = after.lower, after.after
    low, high = ("" if end is None else _show_axis_value(table, end) for end in (band.lower, upper))
    return print_stretch(low, high, low_open=band.after, high_open=not included)


def bound_text(table: Table, position: int) -> str:
    """Return the lower bound of a band as text: `80%`."""
    return _show_axis_value(table, lower_end(table.bands[position]))


def _tell_point(table: Table, point: Band) -> str:
    return f"{_show_axis_value(table, lower_end(point))} → {_value(table, point.value)}"


def _show_axis_value(table: Table, value: Decimal) -> str:
    if table.axis_kind is Kind.DATE:
        return date.fromordinal(int(value)).isoformat()
    return _write_table_number(value, table.axis_kind, table.span)


def _value(table: Table, value: Decimal) -> str:
    return _write_table_number(value, table.value_kind, table.span)


def _write_figure(value: Decimal, kind: Kind, span: Span) -> Decimal | str:
    """Return a number as it is, to be written as the reader's language does; a share as a percent."""
    return _write_table_number(value, kind, span) if kind is Kind.RATIO else value


def _write_table_number(value: Decimal, kind: Kind, span: Span) -> str:
    """Write a number of a table; what a formula came to may have more digits than anybody reads."""
    # Cut apart, for a number of any length can be told, whatever digits the caller reckons with.
    whole = value.to_integral_value(ROUND_DOWN)
    near = CONTEXT.add(whole, CONTEXT.subtract(value, whole).quantize(_READABLE))
    text = print_formula(Number(value if value == near else near, kind is Kind.RATIO, span))
    return text if value == near else f"≈{text}"


# A rule that holds is told by its title, not as a branch of the formula made of the rules.
_BRANCHES = frozenset({"branch_then", "branch_else"})


def rules_of(program: Program, variable: Variable) -> RulesOutline | None:
    """Return the rule table that a variable is made from."""
    key = variable.key
    return next((each for each in program.rules if (each.grain, each.variable) == key), None)


def notes_of_stop_factor(lens: Lens, factor: FactorOutline) -> Iterator[Note]:
    """Yield the rule that fired, or that none did; nothing where that cannot be computed."""
    value, fired = lens.named(factor.variable), rule_fired(lens, factor.rules)
    if not isinstance(value, Fault):
        yield note("no_rule") if fired is None else note("rule_fired", rule=fired.label, factor=value)


def notes_of_rules(lens: Lens, outline: RulesOutline, variable: Variable) -> Iterator[Note]:
    """Yield the rules that hold; where the first decides, only that one."""
    asked = [lens.named(rule.condition) for rule in outline.rules]
    open_ones = [at for at, holds in enumerate(asked) if holds is not False]
    if not open_ones:
        yield note("no_rule")
    for at in open_ones[:1] if outline.first_decides else open_ones:
        if asked[at] is not True:
            continue  # whether it holds cannot be computed
        label = outline.rules[at].label
        if outline.gives:
            yield note("rule_holds", rule=label, value=lens.named(outline.gives[at]))
        else:
            yield note("rule_counted", rule=label)
    yield from (each for each in notes_of_formula(lens, variable.expr) if each.key not in _BRANCHES)
