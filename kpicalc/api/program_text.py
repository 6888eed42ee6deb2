"""A compiled scheme as text that any later run reads back: plain data, nothing of it is code."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked
from kpicalc.model.program import Program

# All nouns that a program is made of live there; nothing else is ever made from a text.
_HOME = "kpicalc.model."
_PLAIN = frozenset({type(None), bool, int, str})


def write_program(compiled: Checked[Program]) -> str | None:
    """Return a program and its problems as text; None where a value in them is of no kind known here.

    What stands in it twice is written once, and is one thing again when it is read.
    """
    writer = _Writer()
    try:
        writer.write(compiled)
    except (TypeError, RecursionError):
        return None
    return json.dumps(writer.records, ensure_ascii=False, separators=(",", ":"))


def read_program(text: str) -> Checked[Program] | None:
    """Return the program of a text; None where it is no text of ours."""
    makers = dict(_MAKERS)
    made: list[object] = []
    try:
        for name, *parts in json.loads(text):
            if name not in makers:
                makers[name] = _find_noun(name)
            made.append(makers[name](*[made[part[0]] if type(part) is list else part for part in parts]))
    except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError):
        return None
    root = made[-1] if made else None
    return root if isinstance(root, Checked) and isinstance(root.value, Program) else None


@dataclass(slots=True)
class _Writer:
    """Records in the order in which they can be made again: each refers to those before it by `[number]`."""

    records: list[list[object]] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)

    def write(self, value: object) -> object:
        """Return a plain value as it is, else the number of its record."""
        if type(value) in _PLAIN:
            return value
        if isinstance(value, str) and not isinstance(value, Enum):
            return str(value)  # a word of the scheme: a program does not ask where it stands
        number = self.numbers.get(id(value))
        if number is None:
            record = [self.write(part) if at else part for at, part in enumerate(_parts(value))]
            number = self.numbers[id(value)] = len(self.records)
            self.records.append(record)
        return [number]


def _parts(value: object) -> Iterator[object]:
    """Yield the name of a kind of value, and what it is made from."""
    match value:
        case Enum():
            yield from (_noun(value), value.value)
        case tuple() | frozenset():
            yield from (type(value).__name__, *value)
        case Mapping():
            yield from ("dict", *(part for pair in value.items() for part in pair))
        case Decimal() | date():
            yield from (type(value).__name__, str(value))
        case _ if is_dataclass(value):
            yield from (_noun(value), *(getattr(value, each.name) for each in fields(value)))
        case _:
            raise TypeError(value)


def _noun(value: object) -> str:
    kind = type(value)
    if not kind.__module__.startswith(_HOME):
        raise TypeError(value)
    return f"{kind.__module__.removeprefix(_HOME)}.{kind.__name__}"


def _find_noun(name: str) -> Callable[..., object]:
    """Return the noun of a module and a name; what makes a program has loaded all that it is made of."""
    module, _, noun = name.rpartition(".")
    found = getattr(sys.modules[_HOME + module], noun, None)
    if not isinstance(found, type) or not (is_dataclass(found) or issubclass(found, Enum)):
        raise TypeError(name)
    return found


_MAKERS: Mapping[str, Callable[..., object]] = {
    "tuple": lambda *parts: parts,
    "frozenset": lambda *parts: frozenset(parts),
    "dict": lambda *parts: dict(zip(parts[::2], parts[1::2], strict=True)),
    "Decimal": Decimal,
    "date": date.fromisoformat,
}
