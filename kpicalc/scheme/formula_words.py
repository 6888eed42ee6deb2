"""The words of a formula in another language: keywords, functions, and what the program names itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import field, replace

from kpicalc.formula.functions import written_functions
from kpicalc.formula.tokens import KEYWORDS, LETTERS
from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.key_names import Names, key_names
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.figure import construct_of, figure_of, section_of
from kpicalc.model.program import Program
from kpicalc.model.source import SourceText

_WORD = rf"[{LETTERS}][{LETTERS}0-9]*"
_PIECE = re.compile(
    rf"\"[^\"\r\n]*\"|'[^'\r\n]*'|[0-9][0-9.{LETTERS}]*|(?P<path>{_WORD}(?:\.{_WORD})*)(?P<called>\s*\()?"
)
_NUMBERED = re.compile(r"(?P<figure>\D+)(?P<number>[0-9]*)")
# What may stand before a point and is one row, or many, of a table that the program knows.
_OWNERS = frozenset({"employee", "team", "employees", "teams", "company", "reports", "direct_reports"})
# Values that the program names itself.
_OWN = frozenset({"index", "total", "fixed", "variable", "attainment"})


@dataclass(slots=True)
class Chosen:
    """The names that the author of a scheme has chosen: they are never translated.

    `constructs` have figures: `выручка.attainment`; `called` are tables that are asked like functions, and
    `rows` those of facts.
    """

    names: set[str] = field(default_factory=set)
    constructs: set[str] = field(default_factory=set)
    called: set[str] = field(default_factory=set)
    rows: set[str] = field(default_factory=set)
    unknown: bool = False
    """True where the names of the scheme stand in another file: any name may then have figures."""


@dataclass(frozen=True, slots=True)
class Change:
    """A word of a text between two offsets, and what stands there instead."""

    start: int
    end: int
    word: str


@dataclass(frozen=True, slots=True)
class WordsBetween:
    """The way of formulas from one language to another; one of the two is English."""

    source: Names
    target: Names
    chosen: Chosen

    def changes(self, text: str) -> Iterator[Change]:
        """Yield the words of a formula that are called otherwise, in order."""
        for found in _PIECE.finditer(text):
            if found["path"] is not None:
                parts = found["path"].split(".")
                yield from _changed(
                    parts, self._path(parts, called=found["called"] is not None), found.start()
                )

    def path(self, text: str) -> str:
        """Return the name of a value in the other language: `выручка.attainment`, `index`."""
        return ".".join(self._path(text.split("."), called=False))

    def _path(self, parts: list[str], *, called: bool) -> list[str]:
        if len(parts) == 1:
            return [self._lone_word(parts[0], called=called)]
        head, last = parts[0], parts[-1]
        if head in self.chosen.constructs:
            return [*parts[:-1], self._figure(last)]
        return self._owned(head, parts, called=called)

    def _owned(self, head: str, parts: list[str], *, called: bool) -> list[str]:
        last = parts[-1]
        english, other = self._english("formulas", head), self._other("formulas", head)
        if (self.chosen.rows | self.chosen.constructs) & {head, other} or english not in _OWNERS | {
            "period",
            "limits",
            "checks",
        }:
            return [*parts[:-1], self._figure(last)] if self.chosen.unknown else parts
        if english == "period":
            return [other, *(self._other("period", each) for each in parts[1:])]
        if english == "checks":
            return [other, *parts[1:]]
        if english == "limits":
            return [other, self._lone_word(parts[1], called=False), *map(self._figure, parts[2:])]
        named = len(parts) == 2 and parts[1] in self.chosen.names
        return [other, *(parts[1:] if named else self._path(parts[1:], called=called))]

    def _lone_word(self, word: str, *, called: bool) -> str:
        english = self._english("formulas", word)
        if english in KEYWORDS:
            # Also before a bracket: `then (a + b)` asks no function.
            return self._other("formulas", word)
        if called and word not in self.chosen.called:
            return self._function(word)
        # In another file than the scheme only the total is nobody's name.
        own = english == "total" if self.chosen.unknown else english in _OWN | _OWNERS
        if not own or word in self.chosen.names or self._other("formulas", word) in self.chosen.names:
            return word
        return self._other("formulas", word)

    def _figure(self, written: str) -> str:
        found = _NUMBERED.fullmatch(written)
        return written if found is None else self._other("figures", found["figure"]) + found["number"]

    def _function(self, word: str) -> str:
        to_russian = self.target.language is Language.RU
        pairs = ((each.name, each.name_ru) for each in written_functions())
        known = dict(pairs) if to_russian else {other: one for one, other in pairs}
        return known.get(word, word)

    def _english(self, table: str, word: str) -> str:
        return _reverse(getattr(self.source, table)).get(word, word)

    def _other(self, table: str, word: str) -> str:
        english = self._english(table, word)
        names: Mapping[str, str] = getattr(self.target, table)
        return names.get(english, english)


def _reverse(names: Mapping[str, str]) -> dict[str, str]:
    return {name: english for english, name in names.items()}


def _changed(before: list[str], after: list[str], start: int) -> Iterator[Change]:
    for one, other in zip(before, after, strict=True):
        if one != other:
            yield Change(start, start + len(one), other)
        start += len(one) + 1


def change_words(source: SourceText, changes: Iterator[Change]) -> SourceText:
    """Return a text with other words; each of them stands in the file where the word before it did."""
    pieces: list[str] = []
    anchors: list[tuple[int, int, int]] = []
    written = taken = 0
    for each in changes:
        anchors += _anchors_between(source, taken, each.start, written)
        pieces.append(source.text[taken : each.start])
        written += each.start - taken
        first, last = source.span(each.start, each.end), source.span(each.end - 1, each.end)
        anchors.append((written, first.line, first.column))
        pieces.append(each.word)
        written += len(each.word)
        anchors.append((written - 1, last.line, last.column))
        taken = each.end
    anchors += _anchors_between(source, taken, len(source.text), written)
    pieces.append(source.text[taken:])
    return SourceText("".join(pieces), source.file, tuple(anchors) or source.anchors)


def _anchors_between(source: SourceText, start: int, end: int, at: int) -> Iterator[tuple[int, int, int]]:
    """Yield where a stretch that stays as it is stands in the file."""
    if start == end:
        return
    first = source.span(start, start + 1)
    yield at, first.line, first.column
    for offset, line, column in source.anchors:
        if start < offset < end:
            yield at + offset - start, line, column


def name_in_keys(name: str, keys: str) -> str:
    """Return the name of a value as one writes it in a scheme of these keys.

    >>> name_in_keys("клавбек.carried", "ru"), name_in_keys("limits.total.before", "ru")
    ('клавбек.перенесено', 'пределы.итого.до_предела')
    >>> name_in_keys("клавбек.carried", "en"), name_in_keys("продажи", "ru")
    ('клавбек.carried', 'продажи')
    """
    if keys == Language.EN:
        return name
    owned = figure_of(name) and section_of(name) is None
    chosen = Chosen(constructs={construct_of(name)} if owned else set())
    return WordsBetween(key_names(Language.EN), key_names(Language(keys)), chosen).path(name)


def call_values(keys: str, names: Iterable[str], problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return problems; those that speak of a scheme of these keys call its values as one writes them there.

    `names` are those of all values of the scheme.
    """
    if keys == Language.EN:
        return tuple(problems)
    known = frozenset(name for name in names if figure_of(name))
    return tuple(_call(each, known) if each.keys == keys else each for each in problems)


def call_values_of(program: Program, problems: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return problems; those that may speak of a program call its values as its scheme does."""
    known = (*(each.key for each in program.inputs), *(each.key for each in program.variables()))
    return call_values(program.keys, (name for _, name in known), problems)


def _call(problem: Diagnostic, known: Collection[str]) -> Diagnostic:
    def called(value: object) -> object:
        match value:
            case str() if value in known:
                return name_in_keys(value, problem.keys)
            case tuple():
                return tuple(map(called, value))
            case Diagnostic():
                return _call(replace(value, keys=problem.keys), known)
            case _:
                return value

    return replace(problem, params=tuple((name, called(value)) for name, value in problem.params))
