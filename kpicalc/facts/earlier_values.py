"""What closed periods know of the rows of a table: the value, or why there is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

from kpicalc.facts.join import normalise_name, twin_forms
from kpicalc.model.history import Absent, ClosedPeriod, History, Past, PastCell
from kpicalc.model.kind import Scalar
from kpicalc.model.program import COMPANY, EMPLOYEES, Input, Program


class Absence(Enum):
    """Why there is no value; of `NEW` and `BEFORE_BEGIN` it is certain that there can be none."""

    NO_HISTORY = auto()
    BEFORE_BEGIN = auto()
    NEW = auto()
    GAP = auto()
    ROW_ABSENT = auto()
    VALUE_ABSENT = auto()
    OTHER_SCHEME = auto()
    SEVERAL_DEPARTMENTS = auto()
    OTHER_KIND = auto()
    NOT_COMPUTED = auto()
    SAME_NAME = auto()


@dataclass(frozen=True, slots=True)
class FoundValues:
    """The value of a row and its place in a closed period, or why there is none.

    `when` is the period that is spoken of, `other` the scheme, kind or number that stands there instead.
    """

    value: Scalar | None = None
    source: PastCell | None = None
    lack: Absence | None = None
    when: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class _Group:
    """What is looked at for one column: the closed periods of the scheme, of others, and what is earlier."""

    own: tuple[ClosedPeriod, ...]
    others: tuple[ClosedPeriod, ...]
    earlier: tuple[ClosedPeriod, ...]
    absent: Absence


class EarlierValues:
    """The closed periods of a history as one program sees them."""

    def __init__(self, program: Program, history: History) -> None:
        self._program = program
        first = program.period.first_day
        self._before = tuple(each for each in history.periods if each.period.last_day < first)
        self._rows: dict[tuple[int, str], dict[str, int]] = {}

    def of_rows(self, given: Input, keys: Sequence[str], labels: Sequence[str]) -> list[FoundValues]:
        """Return what is known for each row of the table of a column."""
        past = given.past
        assert past is not None  # noqa: S101 - only columns that come from history are asked for
        day = self._day(past)
        if past.since is not None and day < past.since:
            return [FoundValues(lack=Absence.BEFORE_BEGIN)] * len(keys)
        group = self._group(past, day)
        forms = twin_forms(list(keys))
        gone = self._gone(given, group, forms) if past.ago == 1 and given.grain == EMPLOYEES else {}
        found = [self._of_row(given, group, form) for form in forms]
        for row, name in enumerate(labels if gone else ()):
            if found[row].lack is Absence.NEW and (other := gone.get(normalise_name(name))) is not None:
                found[row] = FoundValues(lack=Absence.SAME_NAME, when=str(day), other=other)
        return found

    def _mine(self, past: Past) -> tuple[ClosedPeriod, ...]:
        names = {self._program.scheme, *past.schemes}
        length = self._program.period.length
        return tuple(each for each in self._before if each.scheme in names and each.period.length is length)

    def _day(self, past: Past) -> date:
        """Return the last day of the period that is asked for; of any days those before it are followed."""
        day = self._program.period.first_day - timedelta(days=1)
        if past.ends is not None:
            return past.ends
        for _ in range(past.ago - 1):
            begins = [each.period.first_day for each in self._mine(past) if each.period.last_day == day]
            day = (min(begins) if begins else day) - timedelta(days=1)
        return day

    def _group(self, past: Past, day: date) -> _Group:
        mine = self._mine(past)
        own = tuple(each for each in mine if each.period.last_day == day)
        mine_now = {id(each) for each in own}
        ended = (each for each in self._before if each.period.last_day == day)
        others = tuple(each for each in ended if id(each) not in mine_now)
        earlier = tuple(
            sorted(
                (each for each in self._before if each.period.last_day < day),
                key=lambda each: each.period.last_day,
                reverse=True,
            )
        )
        absent = Absence.NEW
        # What another department closed says nothing of whether this one closed the period.
        ours = [each for each in mine if not each.apart]
        if not any(each.period.last_day == day for each in ours):
            before = any(each.period.last_day < day for each in ours)
            absent = (
                Absence.GAP if before else Absence.NO_HISTORY if ours or not self._before else Absence.NEW
            )
        return _Group(own, others, earlier, absent)

    def _index(self, closed: ClosedPeriod, grain: str) -> dict[str, int]:
        key = id(closed), grain
        if key not in self._rows:
            if grain == COMPANY:
                return {} if closed.apart else {twin_forms([COMPANY])[0]: 0}
            forms = twin_forms(list(closed.keys.get(grain, ())))
            self._rows[key] = {form: row for row, form in enumerate(forms)}
        return self._rows[key]

    def _of_row(self, given: Input, group: _Group, form: str) -> FoundValues:
        past, grain = given.past, given.grain
        assert past is not None  # noqa: S101 - see above
        there = [each for each in group.own if form in self._index(each, grain)]
        having = [each for each in there if not each.apart] or there
        if len(having) == 1:
            return self._read(given, having[0], form)
        if having:
            alike = len({each.scheme for each in having}) == 1
            lack = Absence.SEVERAL_DEPARTMENTS if alike else Absence.OTHER_SCHEME
            return FoundValues(lack=lack, when=str(having[0].period), other=_schemes(having))
        elsewhere = [each for each in group.others if form in self._index(each, grain)]
        if elsewhere and grain != COMPANY:
            return FoundValues(
                lack=Absence.OTHER_SCHEME, when=str(elsewhere[0].period), other=_schemes(elsewhere)
            )
        if group.absent is Absence.GAP:
            return FoundValues(lack=Absence.GAP, when=str(self._day(past)))
        return self._earlier(given, group, form)

    def _earlier(self, given: Input, group: _Group, form: str) -> FoundValues:
        """Say of a row that was not there in the period whether it was in an earlier one."""
        past = given.past
        assert past is not None  # noqa: S101 - see above
        there = next((each for each in group.earlier if form in self._index(each, given.grain)), None)
        if there is None or past.absent is Absent.FIRST:
            return FoundValues(lack=group.absent)
        if past.within_year and there.period.year != self._program.period.year:
            return FoundValues(lack=group.absent)
        if there.scheme not in {self._program.scheme, *past.schemes}:
            return FoundValues(lack=Absence.OTHER_SCHEME, when=str(there.period), other=there.scheme)
        if past.absent is Absent.LAST:
            return self._read(given, there, form)
        return FoundValues(lack=Absence.ROW_ABSENT, when=str(there.period))

    def _read(self, given: Input, closed: ClosedPeriod, form: str) -> FoundValues:
        past, when = given.past, str(closed.period)
        assert past is not None  # noqa: S101 - see above
        name = next((each for each in (past.name, *past.was) if (given.grain, each) in closed.columns), None)
        if name is None:
            return FoundValues(lack=Absence.VALUE_ABSENT, when=when)
        key = given.grain, name
        if closed.kinds.get(key, given.kind) is not given.kind:
            return FoundValues(lack=Absence.OTHER_KIND, when=when, other=str(closed.kinds[key]))
        row = self._index(closed, given.grain)[form]
        value = closed.columns[key][row]
        if value is None:
            return FoundValues(lack=Absence.NOT_COMPUTED, when=when)
        who = closed.keys[given.grain][row]
        return FoundValues(value, PastCell(closed.scheme, closed.period, given.grain, name, who))

    def _gone(self, given: Input, group: _Group, forms: Sequence[str]) -> dict[str, str]:
        """Return the numbers by name of people who were there and are no more: one may have a new number."""
        here = frozenset(forms)
        return dict(_people_not_in(here, (*group.own, *group.others), self, given.grain))

    def rows_of(self, closed: ClosedPeriod, grain: str) -> dict[str, int]:
        """Return the rows of a closed period by the compared forms of their keys."""
        return self._index(closed, grain)


def _schemes(closed: Sequence[ClosedPeriod]) -> str:
    return ", ".join(each.scheme for each in closed)


def _people_not_in(
    here: frozenset[str], periods: Sequence[ClosedPeriod], values: EarlierValues, grain: str
) -> Iterator[tuple[str, str]]:
    for closed in periods:
        labels, keys = closed.labels.get(grain, ()), closed.keys.get(grain, ())
        for form, row in values.rows_of(closed, grain).items():
            if form not in here and row < len(labels) and labels[row] and labels[row] != keys[row]:
                yield normalise_name(labels[row]), keys[row]
