"""Who stands beside whom: the rows that a window compares, or shares a whole among."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kpicalc.model.kind import Kind


@dataclass(frozen=True, slots=True)
class Member:
    """A row with the values of the window's arguments there; kinds are checked before."""

    who: str
    arguments: tuple[Any, ...]
    result: Any


@dataclass(frozen=True, slots=True)
class Standing:
    """The rows of a group that take part, by row: those of the best first; kinds of the arguments."""

    members: Mapping[int, Member]
    kinds: tuple[Kind, ...]
    weights: Any
    winners: tuple[Member, ...]
    others: tuple[Member, ...]
