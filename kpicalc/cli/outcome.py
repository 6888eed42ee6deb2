"""How a command ends: its exit code, and why it could not begin or go on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from enum import IntEnum
from pathlib import Path
from typing import TypeVar

from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic

Read = TypeVar("Read")


class ExitCode(IntEnum):
    """How a command ended."""

    OK = 0
    PROBLEMS = 1
    USAGE = 2
    BUG = 70
    INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Refusal:
    """A wrong use, told by a sentence of the catalogue and what fills its placeholders; a tuple is a choice.

    With `problems` a file that every command needs is wrong: they are told instead of a sentence. `more` are
    refusals of other things that were typed, told after it.
    """

    key: str
    params: tuple[tuple[str, str | tuple[str, ...]], ...]
    problems: tuple[Diagnostic, ...] = ()
    more: tuple[Refusal, ...] = ()


def refuse(key: str, **params: str | tuple[str, ...]) -> Refusal:
    """Make a refusal."""
    return Refusal(key, tuple(params.items()))


def refuse_afar(paths: Iterable[Path]) -> Refusal | None:
    """Refuse the address of a store where a file or folder of this machine is needed."""
    for path in paths:
        if ":/" in path.as_posix():
            from kpicalc.facts.read_files import find_address  # noqa: PLC0415 - heavy, and few are typed so

            if address := find_address(path):
                return refuse("usage.afar", path=address)
    return None


def find_refused(read: Iterable[object]) -> Refusal | None:
    """Return all refusals among what was read, as one; None where nothing was refused."""
    told = [one for each in read if isinstance(each, Refusal) for one in (replace(each, more=()), *each.more)]
    return replace(told[0], more=tuple(told[1:])) if told else None


def read_each(texts: Iterable[str], read: Callable[[str], Read | Refusal]) -> tuple[Read, ...] | Refusal:
    """Return what was typed several times, each as it is read, or all refusals as one."""
    found = [read(each) for each in texts]
    return find_refused(found) or tuple(each for each in found if not isinstance(each, Refusal))
