"""Facts: what one row of each sheet is, the columns to read, and the values computed per row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from enum import StrEnum
from typing import Annotated, Any, cast

from pydantic import Field, ValidationInfo, field_validator

from kpicalc.model import writing as written
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.kind import NUMERIC, Kind, Scalar
from kpicalc.model.problem import Problem
from kpicalc.scheme import shapes
from kpicalc.scheme.constructs.bands import BOUNDS, ColumnBoundField, TableNumber, find_unfit_bounds
from kpicalc.scheme.constructs.calendar import GrowthField
from kpicalc.scheme.constructs.short_table import ShortTable
from kpicalc.scheme.fields import (
    FlagField,
    FormulaField,
    Headings,
    NameField,
    RoundingField,
    TextField,
    WordField,
    choice,
)
from kpicalc.scheme.key_rules import Setting, apart, key_rules, only_with, setting
from kpicalc.scheme.readers import Fixed, OneOrItems, Refused, Section, Shaped, require_items, require_scalar
from kpicalc.scheme.scalars import find_meant_word, read_choice, read_scalar
from kpicalc.scheme.spec import Spec
from kpicalc.scheme.tree import Node
from kpicalc.scheme.words import Word


class WritingSpec(Spec):
    """What is declared of cells."""

    decimal: Annotated[written.DecimalMark, choice(written.DecimalMark)] | None = None
    dates: Annotated[written.DayOrder, choice(written.DayOrder)] | None = None
    time: Annotated[written.TimeOfDay, choice(written.TimeOfDay)] | None = None
    hours: Annotated[written.HoursForm, choice(written.HoursForm)] | None = None
    scale: Annotated[written.PercentScale, choice(written.PercentScale)] | None = None
    unit: Annotated[written.Unit, choice(written.Unit)] | None = None
    formats: Annotated[written.NumberFormats, choice(written.NumberFormats)] | None = None
    credit: Annotated[written.CreditSign, choice(written.CreditSign)] | None = None

    @property
    def writing(self) -> written.Writing:
        """What is declared, without its places."""
        return written.Writing(**{each.name: getattr(self, each.name) for each in fields(written.Writing)})


class RowsSpec(Spec):
    """Patterns of rows to leave out, to read in any case, and at which the table ends."""

    skip: Headings = ()
    keep: Headings = ()
    end_at: Headings = ()
    groups: Annotated[written.Groups, choice(written.Groups)] = written.Groups.PROVEN
    total: Annotated[written.PrintedTotals, choice(written.PrintedTotals)] = written.PrintedTotals.CHECK
    unlinked: Annotated[written.Unlinked, choice(written.Unlinked)] = written.Unlinked.REFUSE
    struck: Annotated[written.Shaded, choice(written.Shaded)] | None = None
    hidden: Annotated[written.Shaded, choice(written.Shaded)] | None = None
    repeated: Annotated[written.Shaded, choice(written.Shaded)] | None = None
    names: Annotated[written.OwnerNames, choice(written.OwnerNames)] = written.OwnerNames.CHECK

    @property
    def rules(self) -> written.RowRules:
        """What the readers of sheets are told."""
        skip, keep, end_at = (tuple(map(str, each)) for each in (self.skip, self.keep, self.end_at))
        looks = self.unlinked, self.struck, self.hidden, self.repeated, self.names
        return written.RowRules(skip, keep, end_at, self.groups, self.total, *looks)


class SplitSpec(Spec):
    """Which rows are shares of one deal: their shares make up the whole, or more where credit may overlap."""

    deal: OneOrItems[NameField]
    share: NameField
    overlay: FlagField = False


class ValidSpec(Spec):
    """From when to when a row holds: two columns of dates, both days included."""

    from_: NameField = Field(alias="from")
    to: NameField


class Lack(StrEnum):
    """What it means where a person, or a day, is not there: an error, or that it is right so."""

    REFUSE = "refuse"
    ALLOW = "allow"


class RoleSpec(Spec):
    """A role in which a row credits somebody: the heading of the column that names him."""

    short_form = "link"

    link: Headings
    missing: Annotated[Lack, choice(Lack)] = Lack.REFUSE


class SegmentsSpec(ValidSpec):
    """A person may have several rows, each for its own days: from a day to a day, both included."""

    holes: Annotated[Lack, choice(Lack)] = Lack.REFUSE


# What a key that speaks of cells goes with; messages name the first.
_OF_KINDS: dict[str | Setting, tuple[Kind, ...]] = {
    "columns": (Kind.HOURS, *(each for each in Kind if each in NUMERIC - {Kind.RATIO})),
    setting("in_period: true", shown="in_period"): (Kind.DATE,),
    "others": (Kind.TEXT,),
    "decimal": tuple(each for each in Kind if each in NUMERIC),
    "formats": tuple(each for each in Kind if each is not Kind.TEXT),
    "credit": (Kind.MONEY, Kind.NUMBER),
    **dict.fromkeys(("dates", "time"), (Kind.DATE,)),
    "hours": (Kind.HOURS,),
    "scale": (Kind.RATIO,),
    "unit": (Kind.MONEY, Kind.COUNT, Kind.NUMBER),
}
EACH_DAY = "days"
"""Stands at `columns` for a column for each day of the period."""


@dataclass(frozen=True, slots=True)
class BlankRule:
    """What a blank cell means: a refusal, a missing value (`optional`), or the `fallback`."""

    optional: bool = False
    fallback: Scalar | None = None


_WORDS_OF_BLANKS = "refuse", (_ALLOW := "allow")
_MISSING = shapes.any_of({"enum": [*_WORDS_OF_BLANKS]}, shapes.QUANTITY, shapes.FLAG, shapes.TEXT)
_BlankField = Annotated[BlankRule, Shaped(_MISSING), Fixed(_WORDS_OF_BLANKS)]


class CodeSpec(Spec):
    """A code that may stand in place of a number; its texts are the name itself where none are given."""

    short_form = "title"

    title: TextField = ""
    text: Headings = ()


class ColumnSpec(WritingSpec):
    """A column to read; `column` is empty when the heading is the name itself."""

    short_form = "type"

    type: Annotated[Kind, choice(Kind)]
    column: Headings = ()
    columns: Annotated[Headings, Fixed((EACH_DAY,))] = ()
    codes: Section[CodeSpec] = Field(default_factory=dict)
    min: ColumnBoundField | None = None
    max: ColumnBoundField | None = None
    above: ColumnBoundField | None = None
    below: ColumnBoundField | None = None
    one_of: Annotated[tuple[Scalar, ...], Shaped(shapes.items_of(shapes.TEXT))] = ()
    blank: _BlankField = Field(default=BlankRule(), alias="missing")
    in_period: FlagField = False
    decided_by: TextField = ""
    influenced: FlagField | None = None
    grows: GrowthField | None = None
    others: Headings = ()
    title: TextField = ""

    between_keys = key_rules(
        only_with("codes", setting("columns", shown="columns: days")),
        *(
            only_with(key, Setting("type", kinds, shown=f"type: {kinds[0]}"))
            for key, kinds in _OF_KINDS.items()
        ),
    )

    @property
    def optional(self) -> bool:
        """True when a blank cell is a missing value that formulas may catch."""
        return self.blank.optional

    @property
    def fallback(self) -> Scalar | None:
        """The value that a blank cell stands for, None when it stands for none."""
        return self.blank.fallback

    @field_validator("one_of", mode="plain")
    @classmethod
    def _read_one_of(cls, node: Any, info: ValidationInfo) -> tuple[Scalar, ...]:
        results = [_read_by_type(each, info) for each in require_items(node)]
        problems = [each for each in results if isinstance(each, Diagnostic)]
        if problems:
            raise Refused(*problems)
        return tuple(cast("list[Scalar]", results))

    @field_validator("blank", mode="plain")
    @classmethod
    def _read_missing(cls, node: Any, info: ValidationInfo) -> BlankRule:
        scalar = require_scalar(node)
        if scalar.text in _WORDS_OF_BLANKS:
            return BlankRule(optional=scalar.text == _ALLOW)
        meant = find_meant_word(scalar.text, _WORDS_OF_BLANKS)
        value = _read_by_type(node, info) if meant is None else read_choice(scalar, _WORDS_OF_BLANKS)
        if isinstance(value, Diagnostic):
            raise Refused(value)
        return BlankRule(fallback=value)

    @classmethod
    def known_keys(cls) -> tuple[str, ...]:
        """The keys of a column before those that it shares with `reading`."""
        shared = WritingSpec.known_keys()
        return (*(each for each in super().known_keys() if each not in shared), *shared)

    @property
    def bounds(self) -> dict[str, TableNumber]:
        """The bounds that are written, by their keys."""
        bounds = {key: getattr(self, key) for key in BOUNDS}
        return {key: each for key, each in bounds.items() if each is not None}

    def find_problems(self) -> Iterator[Diagnostic]:
        """Bounds go with numbers, and must fit what the column measures."""
        if self.type in NUMERIC:
            yield from find_unfit_bounds(self.type, self.bounds, run=bool(self.columns))
        for key in () if self.type in NUMERIC else self.bounds:
            yield error(Problem.BOUND_FOR_OTHER_KIND, self.place(key), key=key, kind=self.type)


class ValueSpec(Spec):
    """A named formula per row; `type` says what it measures, where its formula does not tell."""

    short_form = "formula"

    formula: FormulaField
    type: Annotated[Kind, choice(Kind)] | None = None
    title: TextField = ""
    round: RoundingField | None = None


class FactTable(ShortTable):
    """A sheet: what its rows are, where they belong, and their columns."""

    sheet: WordField | None = None
    of: Annotated[NameField, Fixed(tables=True)] | None = None
    key: Headings = ()
    name: Headings = ()
    link: Headings = ()
    roles: Section[RoleSpec] = Field(default_factory=dict)
    derived: FlagField = False
    title: TextField = ""
    order: OneOrItems[NameField] = ()
    manager: Headings = ()
    split: SplitSpec | None = None
    valid: ValidSpec | None = None
    segments: SegmentsSpec | None = None
    on: NameField | None = None
    reading: WritingSpec | None = None
    grows: GrowthField | None = None
    rows: RowsSpec | None = None
    columns: Section[ColumnSpec] = Field(default_factory=dict)
    values: Section[ValueSpec] = Field(default_factory=dict)
    rows_of: str = Field(default="", alias="\0rows")

    between_keys = key_rules(
        *(apart("roles", each) for each in ("link", "derived", "split", "manager")),
        apart("valid", "segments"),
        apart("manager", "segments"),
    )

    def in_roles(self, name: Word) -> Iterator[tuple[Word, FactTable]]:
        """Yield a table for each role in which its rows credit somebody; else the table itself."""
        if not self.roles:
            yield name, self
        for role, spec in self.roles.items():
            changes = {"link": spec.link, "roles": {role: spec}, "rows_of": str(name)}
            yield role, self.model_copy(update={"sheet": self.sheet or Word(name, name.span), **changes})

    @property
    def row_rules(self) -> written.RowRules:
        """Which rows are none of the table's own; one without a person is none where its role allows it."""
        rules = written.NO_RULES if self.rows is None else self.rows.rules
        allowed = any(role.missing is Lack.ALLOW for role in self.roles.values())
        return replace(rules, unlinked=written.Unlinked.SKIP) if allowed else rules


def _read_by_type(node: Node, info: ValidationInfo) -> Scalar | Diagnostic:
    # A wrong `type` is reported by itself; the text then stands in for the value.
    return read_scalar(require_scalar(node), info.data.get("type", Kind.TEXT))
