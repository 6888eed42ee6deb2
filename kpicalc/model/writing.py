"""How the cells of a column are written, as far as it is declared: decimal mark, dates, scale, unit."""

from __future__ import annotations

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
    """How hours are written: as a clock shows them, or as a number."""

    CLOCK = "h:mm"
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
