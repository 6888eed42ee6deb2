"""Records made by chance from the types of their fields, the same each time."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cache
from random import Random
from typing import Any, get_args, get_origin

_TEXTS = ("", "a", "b", "план", "Два слова")
_NUMBERS = ("0", "0", "1", "-1", "2", "0.5", "-0.005", "1234.5", "99999.99", "100000", "0.3333333333333")
_DATES = (date(2026, 3, 1), date(2026, 3, 31), date(2025, 12, 15))
_PLAIN: Mapping[object, Callable[[Random], Any]] = {
    type(None): lambda _: None,
    bool: lambda chance: chance.random() < 0.5,
    int: lambda chance: chance.choice((0, 1, 2, 3, 7, 1000)),
    str: lambda chance: chance.choice(_TEXTS),
    object: lambda chance: chance.choice(_TEXTS),
    bytes: lambda chance: chance.choice(_TEXTS).encode(),
    Decimal: lambda chance: Decimal(chance.choice(_NUMBERS)),
    date: lambda chance: chance.choice(_DATES),
}


class Maker:
    """Makes values of types; `ways` says how those are made that cannot be made of their fields alone.

    Its keys are types, and pairs of a class and the name of a field.
    """

    def __init__(self, seed: int, ways: Mapping[object, Callable[[Maker], Any]]) -> None:
        self.chance = Random(seed)  # noqa: S311 - no secret
        self.ways = ways

    def make(self, kind: Any) -> Any:
        """Make a value."""
        if kind in self.ways:
            return self.ways[kind](self)
        if kind in _PLAIN:
            return _PLAIN[kind](self.chance)
        origin, inner = get_origin(kind), get_args(kind)
        if origin in {typing.Union, types.UnionType}:
            return self.make(self.chance.choice(inner))
        if origin is typing.Literal:
            return self.chance.choice(inner)
        if origin is not None:
            return self._make_many(origin, inner)
        return self.make_fields(kind) if is_dataclass(kind) else self._choose(kind)

    def make_fields(self, kind: Any, **given: Any) -> Any:
        """Make a record of its fields, some of which are given."""
        made = {
            name: self.ways[kind, name](self) if (kind, name) in self.ways else self.make(hint)
            for name, hint in _hints_of(kind).items()
            if name not in given
        }
        return kind(**made, **given)

    def several(self, kind: Any, least: int = 0, most: int = 3) -> tuple[Any, ...]:
        """Make so many values."""
        return tuple(self.make(kind) for _ in range(self.chance.randint(least, most)))

    def records(self, kind: Any, **given: Callable[[], Any]) -> tuple[Any, ...]:
        """Make up to three records, of which some fields are made as is said."""
        return tuple(
            self.make_fields(kind, **{name: make() for name, make in given.items()})
            for _ in range(self.chance.randint(0, 3))
        )

    def _make_many(self, origin: Any, inner: tuple[Any, ...]) -> Any:
        if origin is tuple and inner[-1] is not Ellipsis:
            return tuple(map(self.make, inner))
        if issubclass(origin, Mapping):
            return {each: self.make(inner[1]) for each in self.several(inner[0])}
        several = self.several(inner[0])
        return several if origin in {Sequence, Iterable} else origin(several)

    def _choose(self, kind: Any) -> Any:
        if issubclass(kind, Enum):
            return self.chance.choice(list(kind))
        raise TypeError(kind)


@cache
def _hints_of(kind: type) -> Mapping[str, Any]:
    hints = typing.get_type_hints(kind)
    return {each.name: hints[each.name] for each in fields(kind) if each.init}
