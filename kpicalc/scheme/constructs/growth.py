"""How a fact comes about over the period, as written: a word, or the share that is due by some days."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Annotated

from kpicalc.model.diagnostic import error
from kpicalc.model.growth import Growth, Pace
from kpicalc.model.problem import Problem
from kpicalc.scheme import shapes
from kpicalc.scheme.readers import Refused, accept, read_by, require_scalar, some_entries
from kpicalc.scheme.scalars import read_choice, read_quantity
from kpicalc.scheme.tree import MappingNode, Node

_WORDS = tuple(str(each) for each in Pace if each is not Pace.CURVE)
_WHOLE = Decimal(1)


def _read_growth(node: Node) -> Growth:
    """Read a word, or a curve: `{10: 20%, 20: 60%}`, where the last day of the period has all."""
    if not isinstance(node, MappingNode):
        return Growth(Pace(accept(read_choice(require_scalar(node), _WORDS))))
    points = []
    for day, share in some_entries(node).items():
        due = accept(read_quantity(require_scalar(share))).value
        if not day.isascii() or not day.isdecimal() or int(day) < 1 or not 0 <= due <= _WHOLE:
            raise Refused(error(Problem.PLAN_CURVE_UNFIT, day.span, day=str(day), share=due))
        points.append((int(day), due))
    for (before, less), (after, more) in pairwise(points):
        if after <= before or more < less:
            raise Refused(error(Problem.PLAN_CURVE_UNFIT, node.span, day=str(after), share=more))
    return Growth(Pace.CURVE, tuple(points))


_GROWTH = shapes.any_of({"enum": list(_WORDS)}, shapes.some_entries_of(shapes.QUANTITY))
GrowthField = Annotated[Growth, read_by(_read_growth, _GROWTH, _WORDS)]
