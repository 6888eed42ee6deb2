"""Tie each employee to his superior, whom a column names by number or name."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kpicalc.facts.finish_frame import Built
from kpicalc.facts.join import OTHER_SCHEME, explain_stranger
from kpicalc.facts.unpack import unpack
from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.facts import Frame
from kpicalc.model.program import Grain

_NOBODY = -1
_DASHES = frozenset({"-", "—", "–", "−"})


def link_superiors(grain: Grain, built: Built) -> Checked[Built]:
    """Find the superior of each employee; one paid by another scheme counts as none.

    A superior who is not in the sheet, and a circle of superiors, are errors at their cells.
    """
    if not grain.superior:
        return Checked(built)
    problems: list[Diagnostic] = []
    above = array("l")
    for row, named in enumerate(_texts(built.frame, grain.superior)):
        found = built.index.find(named) if named else _NOBODY
        if found < OTHER_SCHEME:
            problems.append(_stranger(built, grain, row, named))
        above.append(max(found, _NOBODY))
    problems += _circles(built.frame, grain, above)
    if problems:
        return Checked(None, tuple(problems))
    return Checked(replace(built, frame=replace(built.frame, superiors=above)))


def _stranger(built: Built, grain: Grain, row: int, named: str) -> Diagnostic:
    return explain_stranger(
        named, built.index, built.frame.cell(grain.superior, row) or built.index.place(row)
    )


def _texts(frame: Frame, column: str) -> Iterator[str]:
    """Yield the text of each row, "" where the cell names nobody."""
    for value in unpack(frame, column):
        yield value if isinstance(value, str) and value not in _DASHES else ""


def _circles(frame: Frame, grain: Grain, above: Sequence[int]) -> Iterator[Diagnostic]:
    """Yield each circle of superiors once, at the first of its rows."""
    done: set[int] = set()
    for start in range(len(above)):
        path: list[int] = []
        row = start
        while row >= 0 and row not in done:
            done.add(row)
            path.append(row)
            row = above[row]
        if row in path:
            circle = [*path[path.index(row) :], row]
            names = " → ".join(frame.labels[each] or frame.keys[each] for each in circle)
            yield error("KPI462", frame.cell(grain.superior, row), path=names)
