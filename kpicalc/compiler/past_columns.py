"""Columns that come from history: made for each value whose past is asked for, and how they may be headed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field, replace

from kpicalc.compiler.check import guess_kinds
from kpicalc.compiler.draft import Definition, Draft
from kpicalc.formula.functions.tables import PREVIOUS
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import ENGLISH_KEYS, Diagnostic, error
from kpicalc.model.expr import Reference
from kpicalc.model.figure import owner_of
from kpicalc.model.history import Absent, Past
from kpicalc.model.kind import Kind
from kpicalc.model.period import PayCycle, Period, period_before
from kpicalc.model.problem import Problem
from kpicalc.model.program import COMPANY, EMPLOYEES, TEAMS, Input, Key, Role
from kpicalc.model.source import Span
from kpicalc.scheme.constructs.calendar import HistorySpec
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.formula_words import name_in_keys

# Whose rows can be told apart from period to period without a key that the scheme names.
_KNOWN_BY_THEMSELVES = frozenset({COMPANY, TEAMS, EMPLOYEES})
# How the column of what a period begins with is headed, the value in the place of the braces.
_OPENING = ("{} на начало", "{} на начало периода", "opening {}", "{} at start", "{} brought forward")


@dataclass(frozen=True, slots=True)
class Asked:
    """The past of a value that a formula asks for; `said` is the value of whose past the scheme says more.

    A row that `may_lack` it is right without a past.
    """

    key: Key
    ago: int
    span: Span
    absent: Absent = Absent.REFUSE
    within_year: bool = False
    may_lack: bool = False
    said: Key | None = None


@dataclass(slots=True)
class PastColumns:
    """The columns that one scheme takes over from earlier periods."""

    draft: Draft
    cycle: PayCycle
    period: Period
    keys: str
    inputs: dict[Key, Input] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def said_of(self, key: Key) -> HistorySpec | None:
        """Return what the scheme says of the past of a value."""
        grain, name = key
        for written in (f"{grain}.{name}", name):
            if written in self.draft.history:
                self.used.add(written)
                return self.draft.history[written]
        return None

    def label_of(self, key: Key) -> str:
        """Return the title of a value or column."""
        columns = {each.key: each.label for each in self.draft.inputs}
        return columns.get(key) or next(
            (each.label for each in self.draft.definitions if each.key == key), ""
        )

    def take(self, asked: Asked) -> Reference | Diagnostic:
        """Return what stands in formulas for the past of a value."""
        grain, name = asked.key
        home = self.draft.grains[grain]
        if grain not in _KNOWN_BY_THEMSELVES and not home.key and not home.derived:
            return error(Problem.PAST_WITHOUT_KEY, asked.span, table=grain, name=name)
        called = f"previous({name})" if asked.ago == 1 else f"previous({name}, {asked.ago})"
        key = grain, called
        made = self._input(asked, key)
        before = self.inputs.setdefault(key, made)
        if before.past is not None and made.past is not None and before.past.begins and not made.past.begins:
            self.inputs[key] = made
        return Reference(*key, asked.span)

    def _input(self, asked: Asked, key: Key) -> Input:
        name = asked.key[1]
        spec = self.said_of(asked.said or asked.key)
        written = name_in_keys(name, self.keys)
        title = self.label_of(asked.said or asked.key) or written
        called = self.label_of((asked.key[0], owner_of(name))) or title
        when = period_before(self.cycle, self.period, asked.ago)
        label = f"{title}, {when or -asked.ago}"
        past = Past(
            name,
            asked.ago,
            None if when is None else when.last_day,
            asked.may_lack,
            absent=asked.absent,
            within_year=asked.within_year,
            title=called,
            written="" if written == name else written,
        )
        made = Input(*key, Kind.NUMBER, (), label, asked.span, optional=True, spare=True)
        if spec is None:
            return replace(made, headings=tuple(self._headings(asked, title, label, ())), past=past)
        bounds = (None if each is None else each.value for each in (spec.min, spec.max))
        low, high = bounds
        past = replace(
            past,
            begins=asked.may_lack or spec.first is not None,
            since=spec.since,
            absent=spec.absent or asked.absent,
            was=tuple(map(str, spec.was)),
            schemes=tuple(map(str, spec.schemes)),
        )
        headings = tuple(self._headings(asked, title, label, tuple(map(str, spec.column))))
        return replace(made, headings=headings, past=past, minimum=low, maximum=high)

    def _headings(self, asked: Asked, title: str, label: str, written: tuple[str, ...]) -> Iterator[str]:
        """Yield the headings under which the past may stand in a sheet, each once."""
        name, ago = asked.key[1], asked.ago
        called = name_in_keys(name, self.keys)
        calls = (PREVIOUS.name,) if self.keys == ENGLISH_KEYS else (PREVIOUS.name_ru, PREVIOUS.name)
        own = written if ago == 1 else ()
        ways: list[str] = []
        for each in dict.fromkeys((*own, called, name, title)):
            ways += [way.format(each) for way in _OPENING] if ago == 1 else []
            ways += [f"{call}({each})" if ago == 1 else f"{call}({each}, {ago})" for call in calls]
        yield from dict.fromkeys((*own, *ways, label))


def find_kinds(draft: Draft, columns: PastColumns) -> None:
    """Give each column that comes from history the kind of its value, which may need that of the column.

    A kind that the scheme says is certain. The others follow from the formulas, else they are tried.
    """
    aliases = [_alias(columns, each) for each in columns.inputs.values()]
    known = {each.key: each.kind for each in draft.inputs}
    found: dict[Key, Kind] = dict(known)
    settled = -1
    # A round settles what hangs together; another scheme value may hang on nothing of it.
    while aliases and settled < len(found) and any(each.key not in found for each in aliases):
        settled = len(found)
        found = guess_kinds((*aliases, *draft.definitions), found, draft)
    for key, given in columns.inputs.items():
        draft.inputs.append(replace(given, kind=found.get(key, Kind.NUMBER)))


def _alias(columns: PastColumns, given: Input) -> Definition:
    assert given.past is not None  # noqa: S101 - every column here comes from history
    key = given.grain, given.past.name
    spec = columns.said_of(key)
    kind = None if spec is None else spec.type
    value = Reference(*key, given.span)
    return Definition(*given.key, value, given.label, Role.VALUE, given.span, kind)


def unused_history(
    document: SchemeDocument, used: Iterable[str], streaks: Iterable[str]
) -> Iterator[Diagnostic]:
    """Yield an error for what is said of a past that nothing asks for, or of a streak that is none."""
    asked, in_a_row = frozenset(used), frozenset(streaks)
    for name, spec in document.history.items():
        if name not in asked:
            yield error(Problem.PAST_UNUSED, name.span, name=str(name))
        elif spec.of_streak and name.rpartition(".")[2] not in in_a_row and name not in in_a_row:
            key = spec.of_streak[0]
            yield error(Problem.NO_STREAK, spec.place(key), key=key, name=str(name))
