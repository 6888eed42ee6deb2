"""What earlier periods left: the values of each closed period, and which of them a column takes over."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum

from kpicalc.model.dataclass import dataclass
from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.period import Period

# A value by the grain of its rows and its name, as `kpicalc.model.program.Key`.
ValueKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class ClosedPeriod:
    """What one scheme left in one closed period.

    `keys` identify the rows of each grain and `labels` name them for people; the company has one row with
    the key "". `columns` are parallel to the keys; None stands where there was no value. Mappings may read
    their columns when they are asked for them. What another department left is `apart`: people may have come
    from there. Money is in the `currency`, "" where that is not known.
    """

    scheme: str
    period: Period
    keys: Mapping[str, Sequence[str]]
    labels: Mapping[str, Sequence[str]]
    kinds: Mapping[ValueKey, Kind]
    columns: Mapping[ValueKey, Sequence[Scalar | None]]
    apart: bool = False
    currency: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """All closed periods before the one that is computed; `book` names the file they stand in, "" for none.

    A period stands here once for each scheme, and each department, that paid in it. `everybody` gives the
    numbers of all employees there ever were; None where only the periods tell.
    """

    periods: tuple[ClosedPeriod, ...] = ()
    book: str = ""
    everybody: Callable[[], Iterable[str]] | None = None


NO_HISTORY = History()


class Absent(StrEnum):
    """What a row takes over that was not there in the period asked for, but in an earlier one."""

    REFUSE = "refuse"
    LAST = "last"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class PastCell:
    """The place of a value in a closed period: the scheme that left it, its name, and the key of its row."""

    scheme: str
    period: Period
    grain: str
    name: str
    key: str


@dataclass(frozen=True, slots=True)
class Past:
    """Where a column comes from that is no column of its sheet: the value `name` of `ago` periods before.

    That period ends on the day `ends`; None where it follows from the closed periods alone.

    A row that no earlier period knows has a missing value; `begins` says that the scheme has a value for it,
    `since` from which day on there can be one. `was` are names that the value had before, `schemes` those
    whose value of the name is meant too. What it was in an earlier year counts for nothing `within_year`.
    `title` is that of the value, `written` how its author writes its name where that is another.
    """

    name: str
    ago: int = 1
    ends: date | None = None
    begins: bool = False
    since: date | None = None
    absent: Absent = Absent.REFUSE
    was: tuple[str, ...] = ()
    schemes: tuple[str, ...] = ()
    within_year: bool = False
    title: str = ""
    written: str = ""
