"""Rules between the keys of a part: declared once, told by the loader, and shown to editors.

A setting is written as messages show it: `base` is a key with any value, `better: lower` one with this
value, `hit: first|max` one with a value of several.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.money import ZERO
from kpicalc.model.problem import Problem
from kpicalc.model.source import Span
from kpicalc.scheme.shapes import Shape
from kpicalc.scheme.words import Quantity

# An editor takes a flag for one, and what stands in quotes for a text.
_AS_EDITORS_READ: Mapping[str, tuple[object, ...]] = {"true": (True, "true"), "false": (False, "false")}


class Part(Protocol):
    """What rules ask of a part of a document."""

    @property
    def span(self) -> Span:
        """The place of the part."""
        ...

    def place(self, key: str) -> Span:
        """Return where a key is written."""
        ...

    def has(self, key: str) -> bool:
        """Say whether a key is written, and with something in it."""
        ...

    def value_of(self, key: str) -> object:
        """Return the value of a key, written or not."""
        ...

    def word_of(self, key: str) -> str:
        """Return the value of a key as a scheme writes it."""
        ...

    @classmethod
    def default_word(cls, key: str) -> str:
        """Return what stands for a key that is not written, as a scheme would write it."""
        ...


class KeyRule(Protocol):
    """A rule between keys with both its faces."""

    def problems(self, part: Part) -> Iterator[Diagnostic]:
        """Yield what a part says against the rule."""
        ...

    def shape(self, part: type[Part]) -> Shape:
        """Return the condition that an editor checks."""
        ...


@dataclass(frozen=True, slots=True)
class Setting:
    """A key with one of some words as its value, or with any value; `shown` where messages say it shorter."""

    key: str
    words: tuple[str, ...] = ()
    shown: str = ""

    def holds(self, part: Part) -> bool:
        """Say whether a part has the setting."""
        return part.word_of(self.key) in self.words if self.words else part.has(self.key)

    def told(self, part: Part) -> str:
        """Return the setting as the part has it."""
        return self.shown or (f"{self.key}: {part.word_of(self.key)}" if self.words else self.key)

    def wanted(self) -> str:
        """Return the setting as it may be written."""
        return self.shown or (f"{self.key}: {'|'.join(self.words)}" if self.words else self.key)

    def shape(self, part: type[Part]) -> Shape:
        """Return the condition that the setting is there, be it by default."""
        if not self.words:
            return {"required": [self.key]}
        there: Shape = {"properties": {self.key: {"enum": self._as_editors_read()}}}
        return there if part.default_word(self.key) in self.words else {**there, "required": [self.key]}

    def refusal(self) -> Shape:
        """Return the condition that the setting is not there."""
        refused = {"not": {"enum": self._as_editors_read()}} if self.words else False
        return {"properties": {self.key: refused}}

    def _as_editors_read(self) -> list[object]:
        return [read for word in self.words for read in _AS_EDITORS_READ.get(word, (word,))]


@dataclass(frozen=True, slots=True)
class OneOf:
    """One key of several is needed; `told` are those that the message names, none where others tell it."""

    keys: tuple[str, ...]
    told: tuple[str, ...]

    def problems(self, part: Part) -> Iterator[Diagnostic]:
        """Yield the lack of all of them."""
        if self.told and not any(map(part.has, self.keys)):
            yield error(Problem.KEY_NEEDED_OF_SEVERAL, part.span, keys=self.told)

    def shape(self, _part: type[Part]) -> Shape:
        """Return the condition that one is there."""
        return {"anyOf": [{"required": [key]} for key in self.keys]}


@dataclass(frozen=True, slots=True)
class Apart:
    """Two settings exclude each other; the second is the one that is shown."""

    first: Setting
    second: Setting

    def problems(self, part: Part) -> Iterator[Diagnostic]:
        """Yield the second beside the first."""
        if self.first.holds(part) and self.second.holds(part):
            place = part.place(self.second.key)
            yield error(
                Problem.KEYS_EXCLUSIVE, place, first=self.first.told(part), second=self.second.told(part)
            )

    def shape(self, part: type[Part]) -> Shape:
        """Return the condition that the second does not stand beside the first."""
        return {"if": self.first.shape(part), "then": self.second.refusal()}


@dataclass(frozen=True, slots=True)
class Needs:
    """A setting goes with another key only."""

    setting: Setting
    key: str

    def problems(self, part: Part) -> Iterator[Diagnostic]:
        """Yield the setting without the key."""
        if self.setting.holds(part) and not part.has(self.key):
            place = part.place(self.setting.key)
            yield error(Problem.SETTING_NEEDS_KEY, place, setting=self.setting.told(part), key=self.key)

    def shape(self, part: type[Part]) -> Shape:
        """Return the condition that the key stands beside the setting."""
        return {"if": self.setting.shape(part), "then": {"required": [self.key]}}


@dataclass(frozen=True, slots=True)
class OnlyWith:
    """A setting means nothing without another one."""

    setting: Setting
    other: Setting

    def problems(self, part: Part) -> Iterator[Diagnostic]:
        """Yield the setting where the other one is not there."""
        if self.setting.holds(part) and not self.other.holds(part):
            place = part.place(self.setting.key)
            yield error(
                Problem.KEY_NEEDS_SETTING, place, key=self.setting.told(part), setting=self.other.wanted()
            )

    def shape(self, part: type[Part]) -> Shape:
        """Return the condition that the setting is not there without the other one."""
        return {"if": self.other.shape(part), "else": self.setting.refusal()}


@dataclass(frozen=True, slots=True)
class AboveZero:
    """A number that is above zero, where it is written."""

    key: str

    def problems(self, part: Part) -> Iterator[Diagnostic]:
        """Yield a number that is not."""
        number = part.value_of(self.key)
        if isinstance(number, Quantity) and number.value <= ZERO:
            yield error(Problem.ROUNDING_STEP_NOT_POSITIVE, number.span)

    def shape(self, _part: type[Part]) -> Shape:
        """Return the condition on a number; a text (`0%`) is left to the loader."""
        return {"properties": {self.key: {"exclusiveMinimum": 0}}}


@dataclass(frozen=True, slots=True)
class Where:
    """Rules that are asked only where one of some keys is written or, if not `there`, none of them."""

    keys: tuple[str, ...]
    there: bool
    rules: tuple[KeyRule, ...]

    def problems(self, part: Part) -> Iterator[Diagnostic]:
        """Yield what is said against the rules, where they are asked."""
        if any(map(part.has, self.keys)) is self.there:
            for rule in self.rules:
                yield from rule.problems(part)

    def shape(self, part: type[Part]) -> Shape:
        """Return the conditions of the rules, where they are asked."""
        written = {"anyOf": [{"required": [key]} for key in self.keys]}
        conditions = {"allOf": [rule.shape(part) for rule in self.rules]}
        return {"if": written, "then" if self.there else "else": conditions}


def key_rules(*several: KeyRule) -> tuple[KeyRule, ...]:
    """Put the rules of a part together."""
    return several


def setting(text: str, shown: str = "") -> Setting:
    """Read a setting; `shown` is how messages call it, where they say it shorter."""
    key, _, words = text.partition(": ")
    return Setting(key, tuple(words.split("|")) if words else (), shown)


def one_of(*keys: str, told: tuple[str, ...] | None = None) -> OneOf:
    """Need one of several keys; with `told=()` the lack is told by the part in other words."""
    return OneOf(keys, keys if told is None else told)


def apart(first: str, second: str) -> Apart:
    """Refuse the second setting beside the first."""
    return Apart(setting(first), setting(second))


def needs(text: str, key: str) -> Needs:
    """Refuse a setting without another key."""
    return Needs(setting(text), key)


def only_with(inner: str | Setting, other: str | Setting) -> OnlyWith:
    """Refuse a setting without another one."""
    one, two = (each if isinstance(each, Setting) else setting(each) for each in (inner, other))
    return OnlyWith(one, two)


def without(key: str, *rules: KeyRule) -> Where:
    """Ask rules only where a key is not written."""
    return Where((key,), there=False, rules=rules)


def with_any(keys: tuple[str, ...], *rules: KeyRule) -> Where:
    """Ask rules only where one of some keys is written."""
    return Where(keys, there=True, rules=rules)
