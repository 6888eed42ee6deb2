"""How a command ends: its exit code, and why it could not begin or go on."""

from __future__ import annotations

from enum import IntEnum

from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic


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

    With `problems` a file that every command needs is wrong: they are told instead of a sentence.
    """

    key: str
    params: tuple[tuple[str, str | tuple[str, ...]], ...]
    problems: tuple[Diagnostic, ...] = ()


def refuse(key: str, **params: str | tuple[str, ...]) -> Refusal:
    """Make a refusal."""
    return Refusal(key, tuple(params.items()))
