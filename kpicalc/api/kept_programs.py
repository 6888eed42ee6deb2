"""Compiled schemes kept in a folder of the user as text: plain data that any later run reads back."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from tempfile import NamedTemporaryFile

import kpicalc
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked
from kpicalc.model.period import Period
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
    makers = dict(_MAKERS_OF_NOUNS)
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


_MAKERS_OF_NOUNS: Mapping[str, Callable[..., object]] = {
    "tuple": lambda *parts: parts,
    "frozenset": lambda *parts: frozenset(parts),
    "dict": lambda *parts: dict(zip(parts[::2], parts[1::2], strict=True)),
    "Decimal": Decimal,
    "date": date.fromisoformat,
}


# What a program is made by: a file of these packages that changes makes all that is kept useless.
_MAKERS = ("api", "compiler", "formula", "i18n", "model", "scheme")
# So many programs are kept; of more, those that were made first are dropped.
_MOST, _FEWER = 512, 256
_OF_OTHERS = 0o022


@dataclass(frozen=True, slots=True)
class Shelf:
    """The folder of the programs, and the state of our own files that they were made by."""

    folder: Path
    made_by: str

    def file(self, text: str, shown: str, period: Period) -> Path:
        """Return where the program of a scheme's text for a period is kept."""
        said = (self.made_by, shown, str(period.length), str(period.first_day), text)
        return self.folder / f"{_digest(chr(0).join(said))}.json"


def open_shelf(folder: Path | None) -> Shelf | None:
    """Return the programs of a folder; None where others may write into it, or it cannot be made."""
    if folder is None:
        return None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        state = folder.stat()
        stamp = "\n".join((kpicalc.__version__, sys.version, *_our_files(Path(kpicalc.__file__).parent)))
    except OSError:
        return None
    if hasattr(os, "getuid") and (state.st_uid != os.getuid() or state.st_mode & _OF_OTHERS):
        return None
    return Shelf(folder, _digest(stamp))


def recall_program(file: Path) -> Checked[Program] | None:
    """Return the program that a file keeps; None where there is none or it is damaged."""
    try:
        digest, _, text = file.read_bytes().decode().partition("\n")
    except (OSError, UnicodeDecodeError):
        return None
    return read_program(text) if _digest(text) == digest else None


def keep_program(file: Path, compiled: Checked[Program]) -> None:
    """Keep a program; that it cannot be kept is nobody's problem."""
    text = write_program(compiled) if compiled.ok else None
    if text is None:
        return
    with suppress(OSError):
        _drop_oldest(file.parent)
        with NamedTemporaryFile(dir=file.parent, delete=False) as made:
            made.write(f"{_digest(text)}\n{text}".encode())
        Path(made.name).replace(file)


def _drop_oldest(folder: Path) -> None:
    kept = list(folder.iterdir())
    if len(kept) > _MOST:
        kept.sort(key=lambda each: each.stat().st_mtime)
        for each in kept[:-_FEWER]:
            each.unlink(missing_ok=True)


def _our_files(package: Path) -> Iterator[str]:
    """Yield the state of each file that programs are made by."""
    for name in _MAKERS:
        yield from sorted(_files_below(str(package / name)))


def _files_below(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for each in entries:
            if each.is_dir():
                yield from () if each.name == "__pycache__" else _files_below(each.path)
            else:
                state = each.stat()
                yield f"{each.path} {state.st_size} {state.st_mtime_ns}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
