"""Why a command cannot begin or end: a wrong use, told by the key of its sentence."""

from __future__ import annotations

from dataclasses import dataclass

from kpicalc.model.diagnostic import Diagnostic


@dataclass(frozen=True, slots=True)
class Refusal:
    """A sentence of the catalogue and what fills its placeholders.

    With `problems` a file that every command needs is wrong: they are told instead of a sentence.
    """

    key: str
    params: tuple[tuple[str, str], ...]
    problems: tuple[Diagnostic, ...] = ()


def refuse(key: str, **params: str) -> Refusal:
    """Make a refusal."""
    return Refusal(key, tuple(params.items()))
