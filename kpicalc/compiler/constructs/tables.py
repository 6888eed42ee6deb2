"""Tables: bands as printed become ascending bands without holes, or problems; a matrix has two axes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from kpicalc.compiler.bands import BandExtent, axis_of, find_band_problems, intervals_of
from kpicalc.compiler.constructs.ladders import lay_out_bands
from kpicalc.compiler.constructs.table_versions import Version, settle_numbers, written_formulas
from kpicalc.compiler.draft import Draft, TableVersion
from kpicalc.compiler.known_values import known_values
from kpicalc.formula.functions import is_function
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.expr import Expr, Text
from kpicalc.model.kind import Kind
from kpicalc.model.money import ZERO
from kpicalc.model.plain_text import clean_text
from kpicalc.model.problem import Problem
from kpicalc.model.program import Band, Outside, Table, TableMode
from kpicalc.scheme.constructs.bands import BandSpec, BoundsSpec, TableNumber, quantities
from kpicalc.scheme.constructs.tables import AnyTable, versions_of
from kpicalc.scheme.document import CoefficientTable, MatrixAxis, MatrixTable, SchemeDocument
from kpicalc.scheme.words import Word


def translate_tables(draft: Draft, document: SchemeDocument, first_day: date) -> None:
    """Add the tables in force; holes, overlaps and bands out of order are named one by one."""
    known = known_values(draft)
    for name, written in document.tables.items():
        if is_function(name):
            draft.problems.append(error(Problem.TABLE_NAMED_AS_FUNCTION, name.span, name=str(name)))
        spec = _in_force(draft, name, versions_of(written), first_day)
        computed = bool(written_formulas(spec))
        versions = [
            _make_version(draft, name, each, again=computed)
            for each in settle_numbers(draft, known, name, spec)
        ]
        tables = [each.table for each in versions if isinstance(each.table, Table)]
        draft.tables[str(name)] = tables[0] if tables else _empty_table(name, spec)
        if len(versions) > 1:
            draft.versions[str(name)] = tuple(versions)


def _in_force(
    draft: Draft, name: Word, versions: Sequence[tuple[date | None, AnyTable]], first_day: date
) -> AnyTable:
    """Return the last version that has begun; where there is none, that is told, and the first one stands."""
    begun = [spec for since, spec in versions if since is None or since <= first_day]
    if not begun:
        draft.problems.append(
            error(Problem.TABLE_NOT_BEGUN, name.span, name=str(name), first=versions[0][0], day=first_day)
        )
    return (begun or [versions[0][1]])[-1]


def _make_version(draft: Draft, name: Word, version: Version, *, again: bool) -> TableVersion:
    """Return one version as a table; what formulas came to is looked at like what is written."""
    if not isinstance(version.spec, AnyTable):
        return TableVersion(version.conditions, version.spec)
    if again:
        draft.problems.extend(_find_problems(version.spec))
    marked = Word(f"{name}[{version.mark}]", name.span) if version.mark else name
    table = _table_of(draft, marked, version.spec)
    label = version.spec.title or str(name)
    return TableVersion(version.conditions, replace(table, written=str(name), label=label))


def _find_problems(spec: AnyTable) -> Iterator[Diagnostic]:
    yield from spec.find_problems()
    if isinstance(spec, MatrixTable):
        yield from (*spec.rows.find_problems(), *spec.columns.find_problems())
    else:
        yield from (
            found for band in spec.bands for rule in band.between_keys for found in rule.problems(band)
        )


def _empty_table(name: Word, spec: AnyTable) -> Table:
    """Stand in for a table whose numbers are not known: nothing more is said of formulas that ask it."""
    bands = spec.bands if isinstance(spec, CoefficientTable) else spec.values
    table = Table(
        name=str(name),
        mode=spec.mode,
        bands=(Band(None, ZERO, name.span),) * len(bands),
        below=spec.below,
        beyond=spec.beyond,
        snap=None,
        axis_kind=Kind.NUMBER,
        value_kind=spec.value_kind,
        label="",
        span=name.span,
    )
    return table if isinstance(spec, CoefficientTable) else replace(table, columns=table, cells=((ZERO,),))


def _table_of(draft: Draft, name: Word, spec: AnyTable) -> Table:
    return (
        _table_of_bands(draft, name, spec)
        if isinstance(spec, CoefficientTable)
        else matrix_of(draft, name, spec)
    )


def _table_of_bands(draft: Draft, name: Word, spec: CoefficientTable) -> Table:
    spec = lay_out_bands(draft, spec)
    bounds = [bound for band in spec.bands for bound in quantities(band.bounds())]
    axis = axis_of(name, spec.snap, bounds, beyond_is_told="beyond" in spec.key_spans)
    intervals = intervals_of(spec.bands)
    draft.problems.extend(find_band_problems(axis, intervals))
    values = [each.value for each in quantities(band.given for band in spec.bands)]
    bands = ascending_bands(intervals, values)
    pays_no_more = spec.mode is TableMode.MARGINAL and spec.beyond is Outside.ZERO
    return Table(
        name=str(name),
        mode=spec.mode,
        bands=_unpaid_beyond(bands) if pays_no_more else bands,
        below=spec.below,
        beyond=spec.beyond,
        snap=spec.snap,
        axis_kind=spec.axis_kind,
        value_kind=spec.value_kind,
        label=spec.title or name,
        span=name.span,
    )


def _unpaid_beyond(bands: tuple[Band, ...]) -> tuple[Band, ...]:
    """Let a marginal table pay nothing for what lies above its end; the slices below it stay as they are."""
    last = bands[-1]
    if last.upper is None:
        return bands
    opened = replace(last, upper=None, upper_included=False)
    more = Band(last.upper, ZERO, last.span, after=last.upper_included)
    return (*bands[:-1], opened, more)


def ascending_bands(intervals: Iterable[BandExtent], values: Iterable[Decimal]) -> tuple[Band, ...]:
    """Return the bands of intervals without holes and overlaps; only the last keeps its upper end."""
    pairs = sorted(zip(intervals, values, strict=True), key=lambda pair: pair[0].start)
    last = pairs[-1][0]
    return tuple(
        Band(
            lower=each.low,
            after=each.start[1],
            upper=each.high if each is last else None,
            upper_included=each is last and each.end[1],
            value=value,
            span=each.spec.span,
            formulas=tuple(_formulas_in(each.spec)),
            **(_goes_on(each.spec) if each is last else {}),
        )
        for each, value in pairs
    )


def _goes_on(spec: BoundsSpec) -> dict[str, Decimal]:
    """Return by what a ladder goes on by itself."""
    if not isinstance(spec, BandSpec) or spec.every is None:
        return {}
    every, adds = quantities([spec.every, spec.adds])
    return {"every": every.value, "adds": adds.value}


def _formulas_in(spec: BoundsSpec) -> Iterator[tuple[str, Expr]]:
    """Yield the formulas of a band, each with its key."""
    for field, info in type(spec).model_fields.items():
        for number in quantities([getattr(spec, field)]):
            if number.expr is not None:
                yield info.alias or field, number.expr


def matrix_of(draft: Draft, name: Word, spec: MatrixTable) -> Table:
    """Return a matrix; both axes are checked like the bands of any table."""
    rows, columns = (_axis_of_matrix(draft, name, spec, axis) for axis in (spec.rows, spec.columns))
    return replace(
        rows,
        mode=TableMode.MATRIX,
        columns=columns,
        cells=tuple(tuple(each.value for each in quantities(row)) for row in spec.values),
        cell_formulas=tuple(tuple(map(_formula_of, row)) for row in spec.values),
    )


def _formula_of(number: TableNumber) -> Expr | None:
    return next((each.expr for each in quantities([number])), None)


def _axis_of_matrix(draft: Draft, name: Word, spec: MatrixTable, axis: MatrixAxis) -> Table:
    """Return an axis as a table that gives the place of the row or column among the written ones, from 0."""
    bounds = [bound for each in axis.bounds for bound in quantities(each.bounds())]
    if axis.texts:
        return _axis_of_texts(name, spec, axis)
    told = "beyond" in axis.key_spans or "beyond" in spec.key_spans
    intervals = intervals_of(axis.bounds)
    draft.problems.extend(
        find_band_problems(axis_of(name, axis.snap, bounds, beyond_is_told=told), intervals)
    )
    return Table(
        name=str(name),
        mode=TableMode.LOOKUP,
        bands=ascending_bands(intervals, map(Decimal, range(len(intervals)))),
        below=axis.below or spec.below,
        beyond=axis.beyond or spec.beyond,
        snap=axis.snap,
        axis_kind=axis.axis_kind,
        value_kind=spec.value_kind,
        label=spec.title or name,
        span=name.span,
    )


def _axis_of_texts(name: Word, spec: MatrixTable, axis: MatrixAxis) -> Table:
    """Return an axis on which each text has a place of its own; there is nothing outside of them."""
    return Table(
        name=str(name),
        mode=TableMode.LOOKUP,
        bands=tuple(Band(Decimal(at), Decimal(at), word.span) for at, word in enumerate(axis.texts)),
        below=Outside.ERROR,
        beyond=Outside.ERROR,
        snap=None,
        axis_kind=Kind.NUMBER,
        value_kind=spec.value_kind,
        label=spec.title or name,
        span=name.span,
        texts=tuple(Text(clean_text(word), word.span) for word in axis.texts),
    )
