"""What closed periods know of the rows of a table: the value, or why there is none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, timedelta
from enum import Enum, auto
from itertools import pairwise, starmap

from kpicalc.facts.closed_rows import ClosedRows, MatchedRows
from kpicalc.facts.join import may_be_one_person, normalise_name, twin_forms
from kpicalc.model.dataclass import dataclass
from kpicalc.model.history import Absent, ClosedPeriod, History, Past, PastCell, ValueKey
from kpicalc.model.kind import Kind, Scalar
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
    OTHER_NAME = auto()


@dataclass(frozen=True, slots=True)
class MissingPast:
    """Why a row has no value: `when` is the period that is spoken of.

    `other` is the scheme, kind, number or name that stands there instead.
    """

    absence: Absence
    when: str = ""
    other: str = ""


@dataclass(frozen=True, slots=True)
class _PastColumn:
    """A column of a closed period, and the rows that are taken over from it: those there by those here."""

    closed: ClosedPeriod
    key: ValueKey
    there: Mapping[int, int]

    def place(self, row: int) -> PastCell:
        """Return the place of the value of a row."""
        who = self.closed.keys[self.key[0]][self.there[row]]
        return PastCell(self.closed.scheme, self.closed.period, *self.key, who)


@dataclass(slots=True)
class FoundColumn(Mapping[int, PastCell]):
    """The value of each row, None where there is none; as a mapping, its place in a closed period.

    `lacks` say why there is none. `labels` are the names of the rows.
    """

    column: list[Scalar | None]
    labels: Sequence[str]
    parts: list[_PastColumn] = field(default_factory=list)
    lacks: dict[int, MissingPast] = field(default_factory=dict)

    def __getitem__(self, row: int) -> PastCell:
        if row not in self.lacks:
            for part in self.parts:
                if row in part.there:
                    return part.place(row)
        raise KeyError(row)

    def __iter__(self) -> Iterator[int]:
        return (row for part in self.parts for row in part.there if row not in self.lacks)

    def __len__(self) -> int:
        return sum(1 for _ in self)


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
        self._rows = ClosedRows(history)
        self._away: dict[tuple[int, ...], dict[str, str]] = {}
        self._matched: dict[tuple[str, tuple[int, ...]], tuple[list[MatchedRows], dict[int, str]]] = {}

    def of_rows(self, given: Input, keys: Sequence[str], labels: Sequence[str]) -> FoundColumn:
        """Return what is known for each row of the table of a column."""
        past = given.past
        assert past is not None  # noqa: S101 - only columns that come from history are asked for
        found = FoundColumn([None] * len(keys), labels)
        day = self._day(past)
        if past.since is not None and day < past.since:
            found.lacks.update(dict.fromkeys(range(len(keys)), MissingPast(Absence.BEFORE_BEGIN)))
            return found
        group = self._group(past, day)
        # The same periods are asked for by many columns, and have the same rows for all of them.
        asked = given.grain, tuple(map(id, group.own))
        if asked not in self._matched:
            self._matched[asked] = self._rows.match(group.own, given.grain, keys)
        matched, others = self._matched[asked]
        for each in matched:
            self._read(given, each, found)
        around = self._look_around(given, group, others)
        found.lacks.update(around)
        unknown = {row: form for row, form in others.items() if row not in around}
        self._look_back(given, group, unknown, found)
        if past.ago == 1 and given.grain == EMPLOYEES:
            self._doubt_new_numbers(group, (keys, labels), found, str(day))
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
            ended = (each.period.first_day for each in self._mine(past) if each.period.last_day == day)
            day = next(ended, day) - timedelta(days=1)
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

    def _look_around(self, given: Input, group: _Group, unknown: Mapping[int, str]) -> dict[int, MissingPast]:
        """Say which rows stand in several closed periods, or in those of others, or in none that is there."""
        past, grain = given.past, given.grain
        assert past is not None  # noqa: S101 - see above
        lacks: dict[int, MissingPast] = {}
        forms = unknown.values()
        own = self._rows.find_everywhere(group.own, grain, forms)
        others = self._rows.find_everywhere(group.others, grain, () if grain == COMPANY else forms)
        for row, form in unknown.items():
            there = [group.own[at] for at in own.get(form, ())]
            having = [each for each in there if not each.apart] or there
            elsewhere = [group.others[at] for at in others.get(form, ())]
            if having:
                alike = len({each.scheme for each in having}) == 1
                absence = Absence.SEVERAL_DEPARTMENTS if alike else Absence.OTHER_SCHEME
                lacks[row] = MissingPast(absence, str(having[0].period), _schemes(having))
            elif elsewhere:
                lacks[row] = MissingPast(Absence.OTHER_SCHEME, str(elsewhere[0].period), _schemes(elsewhere))
            elif group.absent is Absence.GAP:
                lacks[row] = MissingPast(Absence.GAP, str(self._day(past)))
        return lacks

    def _look_back(self, given: Input, group: _Group, unknown: Mapping[int, str], found: FoundColumn) -> None:
        """Say of rows that were not there in the period whether they were in an earlier one."""
        past, grain = given.past, given.grain
        assert past is not None  # noqa: S101 - see above
        year = self._program.period.year
        periods = [each for each in group.earlier if not past.within_year or each.period.year == year]
        if past.absent is Absent.FIRST:
            periods = []
        known = self._rows.find_everywhere(periods, grain, unknown.values())
        for row, form in unknown.items():
            at, there = next(iter(known.get(form, {}).items()), (-1, -1))
            if at < 0:
                found.lacks[row] = MissingPast(group.absent)
                continue
            last = periods[at]
            if last.scheme not in {self._program.scheme, *past.schemes}:
                found.lacks[row] = MissingPast(Absence.OTHER_SCHEME, str(last.period), last.scheme)
            elif past.absent is Absent.LAST:
                self._read(given, MatchedRows(last, {row: there}), found)
            else:
                found.lacks[row] = MissingPast(Absence.ROW_ABSENT, str(last.period))

    def _read(self, given: Input, matched: MatchedRows, found: FoundColumn) -> None:
        """Take a column of a closed period over, or say for all its rows why it cannot be."""
        past, closed, when = given.past, matched.closed, str(matched.closed.period)
        assert past is not None  # noqa: S101 - see above
        name = next((each for each in (past.name, *past.was) if (given.grain, each) in closed.columns), None)
        key = given.grain, name or ""
        kind = closed.kinds.get(key, given.kind)
        money = kind is given.kind and kind is Kind.MONEY
        foreign = closed.currency if money and closed.currency != self._program.currency else ""
        if name is None or kind is not given.kind or foreign:
            other = "" if name is None else foreign or str(kind)
            absence = Absence.VALUE_ABSENT if name is None else Absence.OTHER_KIND
            found.lacks.update(dict.fromkeys(matched.there, MissingPast(absence, when, other)))
            return
        column = closed.columns[key]
        values = map(column.__getitem__, matched.there.values())
        for row, value in zip(matched.there, values, strict=True):
            found.column[row] = value
        found.parts.append(_PastColumn(closed, key, matched.there))
        for row, name in self._find_other_names(given, matched, found.labels):
            found.column[row] = None
            found.lacks[row] = MissingPast(Absence.OTHER_NAME, when, name)
        # To compare each number with nothing takes longer.
        if type(None) in set(map(type, column)):
            lacking = (row for row, at in matched.there.items() if column[at] is None)
            empty = [row for row in lacking if row not in found.lacks]
            found.lacks.update(dict.fromkeys(empty, MissingPast(Absence.NOT_COMPUTED, when)))

    def _find_other_names(
        self, given: Input, matched: MatchedRows, labels: Sequence[str]
    ) -> Iterator[tuple[int, str]]:
        """Yield the rows of employees whose number somebody of another name had, with that name.

        A name that changed since is known where the closed periods after that one lead from it to the new
        one. What other departments left is compared when a month is closed.
        """
        if given.grain != EMPLOYEES or matched.closed.apart:
            return
        closed = matched.closed
        keys, names = closed.keys[EMPLOYEES], closed.labels[EMPLOYEES]
        for row, at in matched.there.items():
            name = names[at]
            if name == labels[row] or name in {"", keys[at]} or not any(map(str.isalpha, labels[row])):
                continue
            later = (each for each in self._before if each.period.last_day > closed.period.last_day)
            chain = [name, *self._names_since(keys[at], later), labels[row]]
            if not all(starmap(may_be_one_person, pairwise(chain))):
                yield row, name

    def _names_since(self, key: str, periods: Iterable[ClosedPeriod]) -> Iterator[str]:
        """Yield how a number was called in some closed periods, the earliest first."""
        for closed in sorted(periods, key=lambda each: each.period.last_day):
            at = self._rows.rows_of(closed, EMPLOYEES).get(key)
            if at is not None and closed.labels[EMPLOYEES][at] not in {"", key}:
                yield closed.labels[EMPLOYEES][at]

    def _doubt_new_numbers(
        self, group: _Group, people: tuple[Sequence[str], Sequence[str]], found: FoundColumn, day: str
    ) -> None:
        """Ask about people who are new under a name of somebody who is no more: one may have a new number."""
        keys, labels = people
        new = [row for row, lack in found.lacks.items() if lack.absence is Absence.NEW]
        asked = tuple(map(id, (*group.own, *group.others)))
        if new and asked not in self._away:
            self._away[asked] = dict(self._list_away(group, frozenset(keys)))
        for row in new:
            other = self._away[asked].get(normalise_name(labels[row]))
            if other is not None:
                found.lacks[row] = MissingPast(Absence.SAME_NAME, day, other)

    def _list_away(self, group: _Group, here: frozenset[str]) -> Iterator[tuple[str, str]]:
        """Yield by name the numbers of people who were there and are no more."""
        for closed in (*group.own, *group.others):
            rows, labels = self._rows.rows_of(closed, EMPLOYEES), closed.labels.get(EMPLOYEES, ())
            away = [key for key in rows if key not in here]
            spelt_anew = frozenset(twin_forms(list(here - rows.keys())))
            # In the order of the rows: of two with one name the last is told.
            for key, form in zip(away, twin_forms(away), strict=True):
                name = labels[rows[key]]
                if name and name != key and form not in spelt_anew:
                    yield normalise_name(name), key


def _schemes(closed: Sequence[ClosedPeriod]) -> str:
    return ", ".join(each.scheme for each in closed)
