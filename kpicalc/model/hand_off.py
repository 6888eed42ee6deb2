"""Profiles of hand-offs: what another program or a bank is given, as a company's file describes it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from kpicalc.model.dataclass import dataclass
from kpicalc.model.source import Span
from kpicalc.model.writing import DecimalMark


class Takes(StrEnum):
    """What the sums are to whom they are given."""

    NET = "net"
    GROSS = "gross"


class Each(StrEnum):
    """What there is a row for."""

    EMPLOYEE = "employee"
    LINE = "line"


class Unusual(StrEnum):
    """What is done with a sum that is no ordinary one: zero, or below it."""

    KEEP = "keep"
    LEAVE_OUT = "leave_out"
    REFUSE = "refuse"


class Uncoded(StrEnum):
    """What stands for a line of pay that has no code."""

    TITLE = "title"
    LINE = "line"
    REFUSE = "refuse"


class Check(StrEnum):
    """What a text must be, beyond not being blank."""

    ACCOUNT = "account"
    BIK = "bik"
    CARD = "card"
    DAY = "day"
    DIGITS = "digits"
    INN = "inn"


class DayForm(StrEnum):
    """How days are written."""

    DOTTED = "dd.mm.yyyy"
    ISO = "yyyy-mm-dd"
    COMPACT = "yyyymmdd"


class FormulaSigns(StrEnum):
    """What becomes of a text that a spreadsheet would take for a formula."""

    QUOTE = "quote"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of a value in a template."""

    name: str


@dataclass(frozen=True, slots=True)
class Template:
    """A text with places for values; one that is a single place gives the value as it is."""

    parts: tuple[str | Slot, ...]
    span: Span

    @property
    def names(self) -> tuple[str, ...]:
        """The values that it asks for."""
        return tuple(part.name for part in self.parts if isinstance(part, Slot))


@dataclass(frozen=True, slots=True)
class ProfileField:
    """A value that is one for the whole hand-off; without a value it must be given, if it is asked for."""

    value: str
    check: Check | None
    optional: bool
    span: Span


@dataclass(frozen=True, slots=True)
class ProfileFact:
    """A column of the sheet of employees; an `optional` one may be absent, or blank for somebody."""

    headings: tuple[str, ...]
    check: Check | None
    optional: bool
    span: Span


@dataclass(frozen=True, slots=True)
class LineCode:
    """What the other program calls a pay line, and where the profile names the line."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Element:
    """A part of a document: its attributes, and its text or the parts within it.

    A `repeated` one stands for each row, an `optional` one is left out where its text is blank.
    """

    name: str
    attributes: tuple[Attribute, ...]
    parts: tuple[Element, ...]
    text: Template | None
    repeated: bool = False
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute of an element; an `optional` one is left out where it is blank."""

    name: str
    text: Template
    optional: bool = False


@dataclass(frozen=True, slots=True)
class TextForm:
    """How a table is written as text; a sign between fields that needs quotes is refused without them."""

    delimiter: str = ";"
    encoding: str = "utf-8"
    mark: bool = False
    decimal: DecimalMark = DecimalMark.POINT
    quotes: bool = True
    headings: bool = True
    formulas: FormulaSigns = FormulaSigns.REFUSE
    first: tuple[tuple[Template, ...], ...] = ()
    last: tuple[tuple[Template, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Profile:
    """What is handed to one program or bank, and how.

    `net` is the column of the sums where they are no pay that was computed here, `others` what is done with
    pay in another currency than `currency` ("" where every one may stand, apart from the others). A `title`
    that is the name of a profile of ours is said in the language in use.
    """

    name: str
    title: str
    takes: Takes
    each: Each
    net: ProfileFact | None
    currency: str
    currency_span: Span
    others: Unusual
    zero: Unusual
    negative: Unusual
    shared_accounts: bool
    days: DayForm
    fields: Mapping[str, ProfileField]
    facts: Mapping[str, ProfileFact]
    codes: Mapping[str, LineCode]
    uncoded: Uncoded
    columns: tuple[tuple[Template, Template], ...]
    text: TextForm
    root: Element | None
    xml_encoding: str
    span: Span

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The files in which it can be written."""
        return (*((".csv", ".txt", ".xlsx") if self.columns else ()), *((".xml",) if self.root else ()))

    def templates(self, suffix: str) -> tuple[Template, ...]:
        """Return all templates that a file with a suffix is made of."""
        if suffix == ".xml":
            assert self.root is not None  # noqa: S101 - no other profile has this suffix
            return tuple(_templates_of(self.root))
        around = () if suffix == ".xlsx" else (*self.text.first, *self.text.last)
        pairs = tuple(template for pair in self.columns for template in pair)
        return (*pairs, *(template for line in around for template in line))


def _templates_of(element: Element) -> list[Template]:
    own = [each.text for each in element.attributes] + ([element.text] if element.text else [])
    return own + [template for part in element.parts for template in _templates_of(part)]
