"""Say in words what belongs into a column of a workbook to fill in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from pathlib import PurePath

from kpicalc.facts.blank_workbook import BlankColumn, BlankSheet, ColumnPart, ColumnReader, UsualWords
from kpicalc.i18n.catalogue import Language, words
from kpicalc.i18n.format import format_date, format_value
from kpicalc.i18n.sentence import phrase
from kpicalc.model.audience import Description
from kpicalc.model.dataclass import dataclass
from kpicalc.model.kind import Scalar
from kpicalc.model.period import Period
from kpicalc.model.program import EMPLOYEES, Input, Program

_BOUNDS = {"least": "minimum", "most": "maximum", "above": "above", "below": "below"}
_KEYS = {"min": "least", "max": "most"}
_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Form:
    """In which language a form speaks, and for which period it is, if that is known."""

    language: Language
    period: Period | None

    def say(self, key: str, /, **params: object) -> str:
        """Return a phrase of forms."""
        return phrase(f"form.{key}", self.language, **params)

    def say_part(self, sheet: BlankSheet, column: BlankColumn) -> Iterator[str]:
        """Yield what a column is that names the row or a row of another sheet."""
        match column.part:
            case ColumnPart.NUMBER:
                yield self.say("is.number" if sheet.grain == EMPLOYEES else "is.key")
            case ColumnPart.NAME:
                yield self.say("is.name")
            case ColumnPart.OWNER:
                yield self.say("is.owner", sheet=column.source) if column.source else self.say("is.key")
            case ColumnPart.AUDIENCE:
                yield self.say("is.audience")
            case ColumnPart.FACT if column.source:
                yield self.say("is.superior", sheet=column.source)

    def say_kind(self, column: BlankColumn) -> Iterator[str]:
        """Yield what kind of value a cell holds."""
        if column.part is ColumnPart.FACT and not column.source:
            currencies = dict.fromkeys(each.program.currency for each in column.readers)
            yield self.say(f"kind.{column.kind}", currency=", ".join(currencies))

    def say_choices(self, column: BlankColumn) -> Iterator[str]:
        """Yield which values a cell may hold, or is likely to."""
        if column.choices:
            shown = [word_choice(each, column, self) for each in column.choices[:_SHOWN]]
            rest = [self.say("more")] if len(column.choices) > _SHOWN else []
            yield self.say("one_of" if column.strict else "likely", values="; ".join([*shown, *rest]))

    def say_bounds(self, column: BlankColumn) -> Iterator[str]:
        """Say the bounds; where schemes have different ones, whose they are."""
        said = [(each, " ".join(self._bounds_of_fact(each.spec))) for each in column.readers]
        if len({text for _, text in said}) == 1:
            yield from filter(None, [said[0][1]])
            return
        for reader, text in said:
            if text:
                yield f"{word_audience(reader.program, self) or reader.program.scheme}: {text}"

    def _bounds_of_fact(self, spec: Input) -> Iterator[str]:
        for key, bound in _BOUNDS.items():
            value = getattr(spec, bound)
            if value is not None:
                yield self.say(f"bound.{key}", value=format_value(value, spec.kind, self.language))
        for key, formula in spec.row_bounds:
            yield self.say(f"bound.{_KEYS.get(key, key)}", value=formula)
        if spec.in_period and self.period is not None:
            days = (self.period.first_day, self.period.last_day)
            first, last = (format_date(each, self.language) for each in days)
            yield self.say("bound.between", first=first, last=last)
        elif spec.in_period:
            yield self.say("bound.in_period")

    def say_blank(self, column: BlankColumn) -> str:
        """Say what a blank cell means."""
        fallbacks = dict.fromkeys(
            format_value(each.spec.fallback, each.spec.kind, self.language, each.program.currency)
            for each in column.readers
            if each.spec.fallback is not None
        )
        if not column.may_be_blank:
            return self.say("blank.refused")
        if len(fallbacks) == 1:
            return self.say("blank.value", value=next(iter(fallbacks)))
        return self.say("blank.allowed")

    def say_who_decides(self, column: BlankColumn) -> Iterator[str]:
        """Yield who decides what a cell holds."""
        for who in dict.fromkeys(each.spec.decided_by for each in column.readers if each.spec.decided_by):
            yield self.say("decided_by", who=who)

    def say_audience(self, sheet: BlankSheet, column: BlankColumn) -> Iterator[str]:
        """Yield for whom the column is, where not everybody in the sheet needs it."""
        people = [word_audience(each, self) for each in column.programs]
        if len(column.programs) < len(sheet.programs) and all(people):
            yield self.say("only_for", people="; ".join(people))

    def say_line(self, reader: ColumnReader) -> str:
        """Say on which line of which scheme the column is declared."""
        span = reader.spec.span
        return self.say("scheme_line", file=PurePath(span.file).name, line=span.line)


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """What is said of a column: what a cell holds, what a blank one means, and all of it in a note."""

    what: str
    blank: str
    note: str

    @property
    def rule(self) -> str:
        """Both in a line or two."""
        return f"{self.what} {self.blank}"


def word_column(sheet: BlankSheet, column: BlankColumn, form: Form) -> ColumnWords:
    """Say what a cell of the column holds, whether it may be blank, who decides it and which line asks it."""
    what = [*form.say_part(sheet, column), *form.say_kind(column), *form.say_choices(column)]
    what += [*form.say_bounds(column), *form.say_audience(sheet, column)]
    blank = form.say_blank(column)
    note = [*_other_labels(column), *what, blank, *form.say_who_decides(column)]
    return ColumnWords(
        " ".join(what), blank, "\n".join([*note, *(form.say_line(reader) for reader in column.readers)])
    )


def word_row(sheet: BlankSheet, form: Form) -> str:
    """Say what a row of the sheet is."""
    if sheet.grain in {"company", EMPLOYEES}:
        return form.say(f"row.{sheet.grain}")
    first = sheet.columns[0]
    dated = any(each.grains[sheet.grain].valid for each in sheet.programs if sheet.grain in each.grains)
    if first.part is ColumnPart.NUMBER and not dated:
        return form.say("row.keyed", heading=first.heading)
    return form.say("row.other")


def word_audience(program: Program, form: Form) -> str:
    """Return the values of `applies_to`, "" for everybody."""
    audience = program.applies_to
    people = _word_people(audience.named)
    if audience.otherwise:
        people = form.say("guide.rest_of", people=people) if people else form.say("guide.rest")
    left_out = [form.say("guide.except", people=_word_people(each)) for each in audience.exceptions]
    if left_out and not people:
        people = form.say("guide.everybody")
    return "; ".join([people, *left_out])


def _word_people(description: Description) -> str:
    return "; ".join(", ".join(each.values) for each in description)


def word_choice(value: Scalar, column: BlankColumn, form: Form) -> str:
    """Write one of the values to choose from."""
    return format_value(value, column.kind, form.language)


def _other_labels(column: BlankColumn) -> Iterator[str]:
    labels = dict.fromkeys(each.spec.label for each in column.readers)
    for label in labels:
        if label.casefold() != column.heading.casefold() and label not in column.readers[0].spec.headings:
            yield label


def usual_words(language: Language) -> UsualWords:
    """Return what sheets and columns are called where no scheme says it."""
    return UsualWords(*(words(language)[f"form.{each.name}"] for each in fields(UsualWords)))
