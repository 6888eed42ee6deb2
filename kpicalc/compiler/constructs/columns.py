"""Columns that become more: runs of one for each day, the counts of their codes, bounds by row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from kpicalc.compiler.draft import Construct, Draft, Topic
from kpicalc.compiler.terms import choose, compare, number, read
from kpicalc.formula.rewrite import no_answer
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.expr import ComparisonSign, Expr, Reference
from kpicalc.model.figure import name_bounded
from kpicalc.model.kind import NUMERIC, Kind
from kpicalc.model.period import Period, PeriodLength
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Input, Role
from kpicalc.scheme.constructs.facts import EACH_DAY, CodeSpec, ColumnSpec
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.words import Formula, Word

# `1..31`, `01..31`, `Неделя 1..Неделя 5`.
_RANGE = re.compile(r"(?P<text>.*?)(?P<first>[0-9]+) *\.\. *(?P=text)(?P<last>[0-9]+)")
_MOST = 400
# The shortest month has as many, the longest so many.
_SURE_DAYS, _MOST_DAYS = 28, 31
_ZERO = Decimal(0)
HOURS_OF_DAY = 24

_Column = tuple[tuple[str, ...], bool]


def run_inputs(given: Input, spec: ColumnSpec, period: Period) -> tuple[Input, ...]:
    """Return the sum of a run of columns, and beside it the number of cells with each code."""
    columns = _columns_of_run(spec.columns, period)
    codes = tuple(_codes_of_texts(spec))
    day = replace(given, available=_time_of_column(given, columns, spec, period))
    run = tuple(_input_of_column(day, names, codes, spare=spare) for names, spare in columns)
    if not spec.title:
        given = replace(given, label=given.name)
    given = replace(given, headings=columns[0][0], run=run)
    return (given, *(_count_input(given, name, code) for name, code in spec.codes.items()))


def _time_of_column(
    given: Input, columns: Sequence[_Column], spec: ColumnSpec, period: Period
) -> Decimal | None:
    """Return what one person has of a day, in a column for each or for most of a month."""
    numbers = {int(names[0]) for names, _ in columns if names[0].isdecimal()} & set(range(1, _MOST_DAYS + 1))
    monthly = period.length is PeriodLength.MONTH and len(numbers) >= _SURE_DAYS
    bounded = spec.max is not None or spec.below is not None
    if given.grain != EMPLOYEES or bounded or not (monthly or [*map(str, spec.columns)] == [EACH_DAY]):
        return given.available
    return {Kind.HOURS: Decimal(HOURS_OF_DAY), Kind.DAYS: Decimal(1)}.get(given.kind)


def _count_input(given: Input, name: Word, code: CodeSpec) -> Input:
    """Return the number of cells with a code; bounds of the fact itself do not bound it."""
    return Input(
        given.grain,
        f"{given.name}.{name}",
        Kind.COUNT,
        given.headings,
        code.title or str(name),
        name.span,
        fallback=None if given.fallback is None else _ZERO,
        optional=given.optional,
        run=given.run,
        counted=str(name),
        growth=given.growth,
    )


def _input_of_column(
    given: Input, headings: tuple[str, ...], codes: tuple[tuple[str, str], ...], *, spare: bool
) -> Input:
    heading = headings[0]
    day = replace(given, name=f"{given.name}: {heading}", headings=headings, label=heading, run_of=given.name)
    if not spare:
        return replace(day, codes=codes)
    # A day that the month does not have: its column may be there, with nothing in it.
    return replace(day, spare=True, fallback=_ZERO, minimum=_ZERO, maximum=_ZERO, one_of=())


def _codes_of_texts(spec: ColumnSpec) -> Iterator[tuple[str, str]]:
    for name, code in spec.codes.items():
        for text in code.text or (name,):
            yield text.casefold(), str(name)


def _columns_of_run(written: Sequence[Word], period: Period) -> list[_Column]:
    """Return the accepted headings of each column of a run, and whether it need not be there."""
    if [str(each) for each in written] == [EACH_DAY]:
        return list(_columns_of_days(period))
    return [column for each in written for column in _spread_range(str(each), period)]


def _columns_of_days(period: Period) -> Iterator[_Column]:
    """Yield a column for each day, headed by its number where no two days share it, or by its date."""
    days = [period.first_day + timedelta(days=at) for at in range(period.days)]
    numbered = len({day.day for day in days}) == len(days)
    for day in days:
        numbers = (f"{day.day}", f"{day.day:02}") if numbered else ()
        yield tuple(dict.fromkeys((*numbers, day.isoformat()))), False


def _spread_range(text: str, period: Period) -> Iterator[_Column]:
    found = _RANGE.fullmatch(text)
    if found is None or not 0 <= int(found["last"]) - int(found["first"]) < _MOST:
        yield (text,), False
        return
    first, last = int(found["first"]), int(found["last"])
    of_days = not found["text"] and period.length is PeriodLength.MONTH and last <= _MOST_DAYS
    known = {(period.first_day + timedelta(days=at)).day for at in range(period.days)}
    for day in range(first, last + 1):
        plain, padded = f"{found['text']}{day}", f"{found['text']}{day:0{len(found['first'])}}"
        headings = tuple(dict.fromkeys((plain, padded)))
        yield headings, of_days and day not in known


_SIGNS: Mapping[str, ComparisonSign] = {"min": ">=", "max": "<=", "above": ">", "below": "<"}
_AS_SHOWN = {">=": "≥", "<=": "≤"}


def translate_column_bounds(draft: Draft, document: SchemeDocument) -> None:
    """Add the value of each column that has a bound by row, for formulas to name in its place."""
    inputs = {each.key: each for each in draft.inputs}
    for grain, table in document.facts.items():
        for name, spec in table.columns.items():
            bounds = {key: each for key, each in spec.bounds.items() if isinstance(each, Formula)}
            given = inputs.get((str(grain), str(name)))
            if given is not None and bounds and not spec.columns and spec.type in NUMERIC:
                _bound_column(draft, given, bounds)


def _bound_column(draft: Draft, given: Input, bounds: Mapping[str, Formula]) -> None:
    column: Expr = Reference(*given.key, given.span)
    kept = column
    for key, written in bounds.items():
        bound, span = read(draft, written), written.span
        draft.demand(Topic.LIMIT, bound, given.kind, f"{given.name}.{key}", given.grain)
        sign = _SIGNS[key]
        broken = no_answer(Problem.COLUMN_BOUND_BROKEN, _AS_SHOWN.get(sign, sign), span, column, bound)
        kept = choose(compare(sign, column, bound, span), kept, broken, span)
    if given.fallback is not None:
        # What a blank cell stands for is right by itself: nothing was decided there.
        blank = number(given.fallback, given.span)  # type: ignore[arg-type] # the column is one of numbers
        kept = choose(compare("=", column, blank, given.span), column, kept, given.span)
    made = Construct(Role.VALUE, given.span, given.label, given.grain)
    found = draft.define(made, name_bounded(given.name), kept, given.kind)
    draft.bounded[given.key] = found
    written_bounds = tuple((key, each.text) for key, each in bounds.items())
    position = next(at for at, each in enumerate(draft.inputs) if each.key == given.key)
    draft.inputs[position] = replace(given, row_bounds=written_bounds)


def refuse_bounds_by_row(column: ColumnSpec) -> Iterator[Diagnostic]:
    """Yield the bounds by row of a column that the program reads itself, not through a formula."""
    for key, bound in column.bounds.items():
        if isinstance(bound, Formula):
            yield error(Problem.BOUND_BY_ROW_UNFIT, bound.span, key=key)
