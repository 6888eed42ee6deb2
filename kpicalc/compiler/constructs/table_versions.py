"""Tables whose numbers are formulas over parameters: one table of numbers for all that these can be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date
from decimal import Decimal
from itertools import islice

from kpicalc.compiler.draft import Draft
from kpicalc.compiler.known_values import Answer, Chosen, KnownValues, Unanswered, Undecided, Untold
from kpicalc.compiler.terms import read
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.expr import Compare, Expr
from kpicalc.model.kind import NUMERIC, Kind
from kpicalc.model.money import ZERO
from kpicalc.model.problem import Problem
from kpicalc.scheme.constructs.bands import BoundsSpec, TableNumber
from kpicalc.scheme.constructs.tables import AnyTable
from kpicalc.scheme.document import CoefficientTable, MatrixAxis
from kpicalc.scheme.words import Formula, Quantity, Word

# More tables of numbers than this, made from one, nobody can check.
_MOST_VERSIONS = 500


@dataclass(frozen=True, slots=True)
class Version:
    """A table with its numbers, for rows that meet all conditions and those of no version before it.

    Where a parameter has no value for such rows, it is what they are refused with. `mark` has the values of
    what the parameters depend on, `*` for all others.
    """

    conditions: tuple[Compare, ...]
    spec: AnyTable | Expr
    mark: str = ""


def settle_numbers(draft: Draft, known: KnownValues, name: Word, spec: AnyTable) -> tuple[Version, ...]:
    """Return a table for each value of what its parameters depend on.

    There is none where a number cannot be computed: why not is told in the draft.
    """
    formulas = {each: read(draft, each) for each in written_formulas(spec)}
    if not formulas:
        return (Version((), spec),)
    known = replace(known, table=str(name))
    numbers = _Numbers(known, formulas, {each: known.kind(expr) for each, expr in formulas.items()})
    found = tuple(islice(_branches(numbers, spec, {}, ()), _MOST_VERSIONS + 1))
    problems = [*numbers.clashes(), *dict.fromkeys(numbers.problems)]
    if len(found) > _MOST_VERSIONS:
        problems.append(
            error(Problem.TABLE_VERSIONS_TOO_MANY, name.span, table=str(name), limit=_MOST_VERSIONS)
        )
    elif not any(isinstance(each.spec, AnyTable) for each in found):
        problems.append(error(Problem.TABLE_NUMBER_UNFIT, name.span, table=str(name), hint="never"))
    draft.problems.extend(problems)
    unread = any(isinstance(numbers.known.value(each, {}), Untold) for each in formulas.values())
    return () if problems or unread else found


def _branches(
    numbers: _Numbers, spec: AnyTable, chosen: Chosen, conditions: tuple[Compare, ...]
) -> Iterator[Version]:
    """Yield the versions that are left when a part of it all is chosen; the most specific come first."""
    waiting = numbers.waiting(chosen)
    if isinstance(waiting, Undecided):
        keys = numbers.known.keys[waiting.by.path]
        for key, asked in keys.items():
            condition = replace(asked, left=waiting.by)
            yield from _branches(numbers, spec, {**chosen, waiting.by.path: key}, (*conditions, condition))
        yield from _branches(numbers, spec, {**chosen, waiting.by.path: None}, conditions)
    elif isinstance(waiting, Unanswered):
        yield Version(conditions, waiting.answer)
    else:
        settled = with_numbers(spec, lambda each: numbers.number(each, chosen))
        mark = ", ".join("*" if key is None else str(key) for key in chosen.values())
        yield Version(conditions, settled, mark)


@dataclass(slots=True)
class _Numbers:
    """The formulas of one table, and what is wrong with them."""

    known: KnownValues
    formulas: Mapping[Formula, Expr]
    kinds: Mapping[Formula, tuple[Kind | None, tuple[Diagnostic, ...]]]
    problems: list[Diagnostic] = field(default_factory=list)

    def clashes(self) -> Iterator[Diagnostic]:
        """Yield the clashes of kinds inside the formulas."""
        return (problem for _, told in self.kinds.values() for problem in told)

    def waiting(self, chosen: Chosen) -> Answer | None:
        """Return what the first formula that cannot be computed yet waits for."""
        found = (self.known.value(expr, chosen) for expr in self.formulas.values())
        return next((each for each in found if isinstance(each, Undecided | Unanswered)), None)

    def number(self, written: TableNumber, chosen: Chosen) -> Quantity:
        """Return a number as written, or what its formula comes to; 0 after a problem."""
        if isinstance(written, Quantity):
            return written
        expr, (kind, clashes) = self.formulas[written], self.kinds[written]
        found = self.known.value(expr, chosen)
        number = Decimal(found.toordinal()) if isinstance(found, date) else found
        known = isinstance(number, Decimal) and kind in {*NUMERIC, Kind.DATE}
        if not known and not clashes:
            self._refuse(found, written)
        return Quantity(
            number if isinstance(number, Decimal) else ZERO,
            percent=kind is Kind.RATIO,
            span=written.span,
            dated=kind is Kind.DATE,
            kind=kind,
            expr=self.known.tied(expr),
        )

    def _refuse(self, found: Answer, written: Formula) -> None:
        if not isinstance(found, Untold):
            self.problems.append(
                error(Problem.TABLE_NUMBER_UNFIT, written.span, table=self.known.table, hint="kind")
            )
        elif found.problem is not None:
            self.problems.append(found.problem)


def written_formulas(spec: AnyTable) -> tuple[Formula, ...]:
    """Return the formulas among the numbers of a table, each once."""
    return tuple(dict.fromkeys(each for each in _numbers_of(spec) if isinstance(each, Formula)))


def _numbers_of(spec: AnyTable) -> Iterator[TableNumber | None]:
    if isinstance(spec, CoefficientTable):
        for band in spec.bands:
            yield from (getattr(band, field) for field in _FIELDS)
    else:
        for axis in (spec.rows, spec.columns):
            yield from (bound for each in axis.bounds for bound in each.bounds())
        yield from (value for row in spec.values for value in row)


# The fields of a band that hold numbers; a stretch of an axis has the bounds alone.
_FIELDS = ("from_", "above", "to", "below", "value", "rate", "adds", "every", "slope")

_Compute = Callable[[TableNumber], Quantity]


def with_numbers(spec: AnyTable, compute: _Compute) -> AnyTable:
    """Return a table with each of its numbers as `compute` gives it."""
    if isinstance(spec, CoefficientTable):
        return spec.model_copy(update={"bands": _with_bounds(spec.bands, compute)})
    axes = {"rows": _axis_with(spec.rows, compute), "columns": _axis_with(spec.columns, compute)}
    values = tuple(tuple(compute(value) for value in row) for row in spec.values)
    return spec.model_copy(update={**axes, "values": values})


def _axis_with(axis: MatrixAxis, compute: _Compute) -> MatrixAxis:
    return axis.model_copy(update={"bounds": _with_bounds(axis.bounds, compute)})


def _with_bounds(stretches: Iterable[BoundsSpec], compute: _Compute) -> tuple[BoundsSpec, ...]:
    return tuple(_with_numbers_of(each, compute) for each in stretches)


def _with_numbers_of(stretch: BoundsSpec, compute: _Compute) -> BoundsSpec:
    written = {field: getattr(stretch, field) for field in _FIELDS if field in type(stretch).model_fields}
    return stretch.model_copy(
        update={field: compute(number) for field, number in written.items() if number is not None}
    )
