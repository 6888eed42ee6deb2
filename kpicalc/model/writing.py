"""How a sheet is written, as far as it is declared: marks, dates, scales, units, rows without pay."""

from __future__ import annotations

import codecs
from dataclasses import fields, replace
from enum import StrEnum

from kpicalc.model.dataclass import dataclass


class DecimalMark(StrEnum):
    """What stands before the decimals."""

    COMMA = "comma"
    POINT = "point"


class DayOrder(StrEnum):
    """The order of day, month and year in a date."""

    DMY = "dmy"
    MDY = "mdy"
    YMD = "ymd"


class TimeOfDay(StrEnum):
    """What becomes of a time beside a date."""

    DROP = "drop"
    REFUSE = "refuse"


class HoursForm(StrEnum):
    """How hours are written: as a clock shows them, as its digits without a colon, or as a number."""

    CLOCK = "h:mm"
    DIGITS = "hhmm"
    DECIMAL = "decimal"


class PercentScale(StrEnum):
    """What a bare number in a column of shares counts: 0.95, or 95."""

    FRACTION = "fraction"
    PERCENT = "percent"


class NumberFormats(StrEnum):
    """What counts where a number format shows another number than the cell holds."""

    REFUSE = "refuse"
    STORED = "stored"


class CreditSign(StrEnum):
    """Whether what is marked as a credit adds to the others or is taken off them."""

    PLUS = "plus"
    MINUS = "minus"


class Unit(StrEnum):
    """What the numbers are counted in; ones, whatever a heading seems to say."""

    ONE = "one"
    HUNDRED = "hundred"
    THOUSAND = "thousand"
    LAKH = "lakh"
    MILLION = "million"
    CRORE = "crore"
    BILLION = "billion"


@dataclass(frozen=True, slots=True)
class Writing:
    """What is declared of cells: on a column, a file or a table; None where nothing is said."""

    decimal: DecimalMark | None = None
    dates: DayOrder | None = None
    time: TimeOfDay | None = None
    hours: HoursForm | None = None
    scale: PercentScale | None = None
    unit: Unit | None = None
    formats: NumberFormats | None = None
    credit: CreditSign | None = None

    def over(self, other: Writing) -> Writing:
        """Return what holds where this is said nearer to the cells than `other`."""
        said = {each.name: value for each in fields(self) if (value := getattr(self, each.name)) is not None}
        return replace(other, **said)


UNSAID = Writing()
"""Nothing is declared."""


_SAMPLE = "1;a\n"
# They decode texts, but no program saves a table so.
_NO_FILES = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "utf-7"})


def find_codec(name: str) -> str:
    """Return the codec of an encoding, "" for a name that is none of a text file.

    >>> find_codec("UTF-8"), find_codec("windows-1252"), find_codec("rot13"), find_codec("idna")
    ('utf-8-sig', 'cp1252', '', '')
    """
    try:
        found = codecs.lookup(name).name
        _SAMPLE.encode(found)
    except (LookupError, ValueError, TypeError, AttributeError):
        return ""
    if found.replace("_", "-") in _NO_FILES:
        return ""
    return "utf-8-sig" if found == "utf-8" else found


class Groups(StrEnum):
    """Which rows are sums of groups: those that prove it, those of a lower outline level, or none."""

    PROVEN = "proven"
    OUTLINE = "outline"
    NONE = "none"


class PrintedTotals(StrEnum):
    """Whether the total that the sheet prints has to be the sum of the rows that were read."""

    CHECK = "check"
    IGNORE = "ignore"


class OwnerNames(StrEnum):
    """Whether the names beside the numbers of a table have to be those of the people with these numbers."""

    CHECK = "check"
    IGNORE = "ignore"


class Unlinked(StrEnum):
    """What becomes of a row that names nobody in its link: an error, or it is left out."""

    REFUSE = "refuse"
    SKIP = "skip"


class Shaded(StrEnum):
    """What becomes of rows that are struck out, or hidden, or stand twice."""

    KEEP = "keep"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class RowRules:
    """Patterns (`*` and `?` stand for any letters) of texts in the columns that say who or what a row is.

    Rows like `skip` are left out, rows like `keep` are read whatever else is seen of them; the first row
    like `end_at` ends the table. Of rows that are struck out, hidden or repeated nothing may be said.
    """

    skip: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    end_at: tuple[str, ...] = ()
    groups: Groups = Groups.PROVEN
    total: PrintedTotals = PrintedTotals.CHECK
    unlinked: Unlinked = Unlinked.REFUSE
    struck: Shaded | None = None
    hidden: Shaded | None = None
    repeated: Shaded | None = None
    names: OwnerNames = OwnerNames.CHECK


NO_RULES = RowRules()


@dataclass(frozen=True, slots=True)
class Split:
    """The columns that name a deal, and that of the row's share; with `overlay` the sum may pass 100 %."""

    deal: tuple[str, ...]
    share: str
    overlay: bool
