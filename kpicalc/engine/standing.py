"""Who stands beside whom: the rows that a window compares, or shares a whole among."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import localcontext
from typing import Any

from kpicalc.formula.functions.places import BEST, DIVIDING
from kpicalc.model.dataclass import dataclass
from kpicalc.model.fault import Fault
from kpicalc.model.kind import Kind
from kpicalc.model.money import CONTEXT, ZERO


@dataclass(frozen=True, slots=True)
class Member:
    """A row with the values of the window's arguments there; kinds are checked before."""

    who: str
    arguments: tuple[Any, ...]
    result: Any


@dataclass(frozen=True, slots=True)
class Standing:
    """The rows of a group that take part, by row, and the kinds of the arguments.

    Where the best are looked for, `winners` and `others` hold the rows, the best first; where a whole is
    shared, `weights` is the sum of all weights.
    """

    members: Mapping[int, Member]
    kinds: tuple[Kind, ...]
    weights: Any = ZERO
    winners: tuple[Member, ...] = ()
    others: tuple[Member, ...] = ()


def make_standing(members: Mapping[int, Member], kinds: tuple[Kind, ...], function: str) -> Standing | None:
    """Return the standing of a group in a window; None where a figure of it cannot be computed."""
    figures = (value for member in members.values() for value in (*member.arguments, member.result))
    if any(isinstance(value, Fault) for value in figures):
        return None
    if function in DIVIDING:
        with localcontext(CONTEXT):
            return Standing(members, kinds, sum((each.arguments[1] for each in members.values()), ZERO))
    if function != BEST.name:
        return Standing(members, kinds)
    ordered = sorted(members.values(), key=lambda member: member.arguments, reverse=True)
    winners = tuple(member for member in ordered if member.result is True)
    others = tuple(member for member in ordered if member.result is not True)
    return Standing(members, kinds, ZERO, winners, others)
