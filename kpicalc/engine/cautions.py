"""Warnings about what was computed: of every row where the flag of a caution holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpicalc.engine.faults import name_of_row, place_of_row
from kpicalc.model.caution import Caution
from kpicalc.model.diagnostic import Diagnostic, Label, warning
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.result import Settlement


def find_cautions(settlement: Settlement) -> Iterator[Diagnostic]:
    """Yield the warnings of a settlement in the order of the scheme and the rows."""
    for caution in settlement.program.cautions:
        flags = settlement.values.columns[caution.grain, caution.variable]
        for row in _shown(settlement, caution.grain):
            if flags[row] is True:
                yield _warn(settlement, caution, row)


def _shown(settlement: Settlement, grain: str) -> Sequence[int]:
    """Return the rows of a table of which may be spoken: where only some people are shown, theirs alone."""
    if settlement.shown is None:
        return range(settlement.facts.frames[grain].size)
    return settlement.shown if grain == EMPLOYEES else ()


def _warn(settlement: Settlement, caution: Caution, row: int) -> Diagnostic:
    frame = settlement.facts.frames[caution.grain]
    place = place_of_row(frame, row)
    others = () if place is None else (Label(place, "of_this_row"),)
    who = name_of_row(frame, row)
    return warning(caution.code, caution.span, *others, who=who, **dict(caution.params))
