"""Coefficient tables as written: of one axis with bands, or of two with a value in each cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated

from kpicalc.formula.tokens import LETTERS
from kpicalc.model.diagnostic import Diagnostic, Label, error
from kpicalc.model.kind import Kind
from kpicalc.model.plain_text import clean_text
from kpicalc.model.problem import Problem
from kpicalc.model.program import Outside, TableMode
from kpicalc.scheme import shapes
from kpicalc.scheme.constructs.bands import (
    AXIS_KINDS,
    VALUE_KINDS,
    BandSpec,
    BoundsSpec,
    NumberField,
    find_foreign_bounds,
    find_foreign_values,
    kind_of_axis,
    kind_of_values,
)
from kpicalc.scheme.fields import RoundingField, TextField, WordField, choice
from kpicalc.scheme.key_rules import apart, key_rules, one_of, only_with
from kpicalc.scheme.readers import SOME_ENTRIES, Items, accept, read_by
from kpicalc.scheme.scalars import check_day, parse_day
from kpicalc.scheme.spec import Spec, choose_by
from kpicalc.scheme.tree import Node, ScalarNode, SequenceNode
from kpicalc.scheme.words import Word

_PAYS_RATE = frozenset({TableMode.SLAB, TableMode.MARGINAL})
_PICKS_A_BAND = frozenset({TableMode.LOOKUP, TableMode.SLAB})

AxisKind = Annotated[Kind, choice(Kind, *AXIS_KINDS)]
ValueKind = Annotated[Kind, choice(Kind, *VALUE_KINDS)]
BelowField = Annotated[Outside, choice(Outside, Outside.ERROR, Outside.ZERO, Outside.FIRST)]


class CoefficientTable(Spec):
    """A table that formulas ask like a function; `axis` and `gives` say kinds that literals do not tell."""

    title: TextField = ""
    mode: Annotated[TableMode, choice(TableMode)]
    bands: Items[BandSpec]
    below: BelowField = Outside.ERROR
    beyond: Annotated[Outside, choice(Outside, Outside.ERROR, Outside.ZERO, Outside.LAST, Outside.EXTEND)] = (
        Outside.ERROR
    )
    snap: RoundingField | None = None
    axis: AxisKind | None = None
    gives: ValueKind | None = None

    between_keys = key_rules(only_with("beyond: extend", "mode: interpolate"))

    @property
    def axis_kind(self) -> Kind:
        """The kind of the value that picks a band."""
        return kind_of_axis(self.axis, (bound for band in self.bands for bound in band.bounds()))

    @property
    def value_kind(self) -> Kind:
        """The kind of the values or rates."""
        return kind_of_values(
            self.gives, (each for band in self.bands for each in (band.given, band.adds) if each is not None)
        )

    def find_problems(self) -> Iterator[Diagnostic]:
        """Every band has what the mode needs."""
        kind = self.axis_kind
        for band, before in zip(self.bands, (None, *self.bands), strict=False):
            expected, other = ("rate", "value") if self.mode in _PAYS_RATE else ("value", "rate")
            risen = before is not None and "slope" in before.key_spans
            if other in band.key_spans:
                yield _other_mode(band, self.mode, expected, other)
            elif risen and expected in band.key_spans:
                # What the slope of the point before comes to here is the value.
                yield error(Problem.KEYS_EXCLUSIVE, band.place(expected), first="slope", second=expected)
            elif not risen and not {expected, "adds"} & set(band.key_spans):
                yield error(Problem.KEY_MISSING, band.span, key=expected)
            yield from self._wrong_step(band)
            if self.mode is TableMode.INTERPOLATE:
                yield from _no_point(band)
            yield from find_foreign_bounds(kind, band.bounds())
        given = [each for band in self.bands for each in (band.given, band.adds) if each is not None]
        yield from find_foreign_values(self.value_kind, given)
        yield from self._dates()

    def _dates(self) -> Iterator[Diagnostic]:
        """A date picks a band: there is nothing to multiply by a date, and nothing to round."""
        if self.axis_kind is not Kind.DATE:
            return
        if self.mode not in _PICKS_A_BAND:
            yield error(Problem.DATE_TABLE_MODE, self.place("mode"), mode=self.mode)
        if self.snap is not None:
            yield error(Problem.DATE_TABLE_SNAP, self.place("snap"))

    def _wrong_step(self, band: BandSpec) -> Iterator[Diagnostic]:
        """Find keys of steps and slopes in tables of other modes, and where they cannot go on."""
        expected = "rate" if self.mode in _PAYS_RATE else "value"
        for key, modes in _STEPS.items():
            if key in band.key_spans and self.mode not in modes:
                yield _other_mode(band, self.mode, expected, key)
        last = band is self.bands[-1]
        if "every" in band.key_spans and not last:
            yield error(Problem.LADDER_GOES_ON_INSIDE, band.place("every"))
        if "every" in band.key_spans and not {"from", "above"} & set(band.key_spans):
            yield error(Problem.KEY_MISSING, band.span, key="from")
        if "slope" in band.key_spans and last and "beyond" in self.key_spans:
            told = f"beyond: {self.word_of('beyond')}"
            yield error(Problem.KEYS_EXCLUSIVE, self.place("beyond"), first="slope", second=told)


# The keys by which a band says what it gives without a value of its own, and the modes that know them.
_STEPS = {
    "adds": frozenset({TableMode.LOOKUP, TableMode.SLAB, TableMode.MARGINAL}),
    "every": _PICKS_A_BAND,
    "slope": frozenset({TableMode.INTERPOLATE}),
}


def _other_mode(band: BandSpec, mode: TableMode, expected: str, found: str) -> Diagnostic:
    return error(Problem.BAND_KEY_OF_OTHER_MODE, band.place(found), mode=mode, expected=expected, found=found)


def _no_point(band: BandSpec) -> Iterator[Diagnostic]:
    for key in ("above", "to", "below"):
        if key in band.key_spans:
            yield error(Problem.POINT_WITH_END, band.place(key), key=key)
    if not {"from", "above"} & set(band.key_spans):
        yield error(Problem.KEY_MISSING, band.span, key="from")


_BeyondField = Annotated[Outside, choice(Outside, Outside.ERROR, Outside.ZERO, Outside.LAST)]


# Words, maybe several of them: no number, no date, no formula.
_TEXT = re.compile(rf"[{LETTERS}][{LETTERS}0-9 .,&'’«»№]*(?:-[{LETTERS}0-9][{LETTERS}0-9 .,&'’«»№]*)*")


class MatrixAxis(Spec):
    """One axis of a matrix: bounds of an amount, or texts of which one picks the row or column.

    A list is the short form: of words it gives the texts. Of values outside, the table has the second word.
    """

    whole_form = "bounds"

    bounds: Items[BoundsSpec] = ()
    texts: Items[WordField] = ()
    below: BelowField | None = None
    beyond: _BeyondField | None = None
    snap: RoundingField | None = None
    axis: AxisKind | None = None

    between_keys = key_rules(
        one_of("bounds", "texts"),
        apart("bounds", "texts"),
        apart("texts", "below"),
        apart("texts", "beyond"),
        apart("texts", "snap"),
        apart("texts", "axis"),
    )

    @classmethod
    def stands_for(cls, node: Node) -> str:
        """A list of words gives the texts, any other one the bounds."""
        if not isinstance(node, SequenceNode):
            return super().stands_for(node)
        words = [isinstance(each, ScalarNode) and bool(_TEXT.fullmatch(each.text)) for each in node.items]
        return "texts" if all(words) else cls.whole_form

    @property
    def size(self) -> int:
        """How many rows or columns the axis has."""
        return len(self.texts or self.bounds)

    @property
    def axis_kind(self) -> Kind:
        """The kind of the value that picks a row or column."""
        return kind_of_axis(self.axis, (bound for each in self.bounds for bound in each.bounds()))

    def find_problems(self) -> Iterator[Diagnostic]:
        """All bounds are of one kind, and dates are not rounded."""
        kind = self.axis_kind
        for each in self.bounds:
            yield from find_foreign_bounds(kind, each.bounds())
        if kind is Kind.DATE and self.snap is not None:
            yield error(Problem.DATE_TABLE_SNAP, self.place("snap"))
        first: dict[str, Word] = {}
        for word in self.texts:
            if (before := first.setdefault(clean_text(word), word)) is not word:
                label = Label(before.span, "first_here")
                yield error(Problem.AXIS_TEXT_REPEATED, word.span, label, text=str(word))


class MatrixTable(Spec):
    """A table asked with two values: the first picks the row, the second the column."""

    title: TextField = ""
    mode: Annotated[TableMode, choice(TableMode)]
    rows: MatrixAxis
    columns: MatrixAxis
    values: Items[Items[NumberField]]
    below: BelowField = Outside.ERROR
    beyond: _BeyondField = Outside.ERROR
    gives: ValueKind | None = None

    @property
    def value_kind(self) -> Kind:
        """The kind of the values in the cells."""
        return kind_of_values(self.gives, (value for row in self.values for value in row))

    def find_problems(self) -> Iterator[Diagnostic]:
        """There is a row of values for each row, and a value in it for each column."""
        wanted, given = self.rows.size, len(self.values)
        if wanted != given:
            yield error(Problem.MATRIX_ROW_COUNT, self.place("values"), wanted=wanted, given=given)
        columns = self.columns.size
        for number, row in enumerate(self.values, 1):
            if len(row) != columns:
                yield error(
                    Problem.MATRIX_COLUMN_COUNT, row[0].span, number=number, wanted=columns, given=len(row)
                )
        yield from find_foreign_values(self.value_kind, (value for row in self.values for value in row))


_OF_BANDS = tuple(mode.value for mode in TableMode if mode is not TableMode.MATRIX)
_MODES: Mapping[type[Spec], tuple[str, ...]] = {
    CoefficientTable: _OF_BANDS,
    MatrixTable: (TableMode.MATRIX.value,),
}

AnyTable = CoefficientTable | MatrixTable
DayKey = Annotated[Word, read_by(lambda word: accept(check_day(word)), shapes.DAY)]
TableVersionField = Annotated[AnyTable, choose_by("mode", _MODES)]


class DatedTable(Spec):
    """A table from date to date: the last one that begins not after the first day of the period."""

    whole_form = "versions"

    versions: Annotated[dict[DayKey, TableVersionField], SOME_ENTRIES]

    @classmethod
    def stands_for(cls, _: Node) -> str:
        """All keys are dates."""
        return cls.whole_form

    @property
    def dated(self) -> tuple[tuple[date, AnyTable], ...]:
        """The versions in the order of the days on which they begin."""
        return tuple(sorted((_day_of(key), spec) for key, spec in self.versions.items()))

    def find_problems(self) -> Iterator[Diagnostic]:
        """No two versions begin on one day."""
        first: dict[date, Word] = {}
        for key in self.versions:
            day = _day_of(key)
            if first.setdefault(day, key) is not key:
                yield error(Problem.DATE_REPEATED, key.span, Label(first[day].span, "first_here"), date=day)


def _day_of(key: Word) -> date:
    day = parse_day(key)
    assert day is not None  # noqa: S101 - keys of a dated table are days
    return day


TableSpec = Annotated[
    CoefficientTable | MatrixTable | DatedTable,
    choose_by("mode", {**_MODES, DatedTable: ()}, named="^[0-9]"),
]


def versions_of(spec: AnyTable | DatedTable) -> tuple[tuple[date | None, AnyTable], ...]:
    """Return a table with the days on which its versions begin; one without dates is always in force."""
    return spec.dated if isinstance(spec, DatedTable) else ((None, spec),)
