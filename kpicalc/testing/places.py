"""Cells of made-up sheets told as what they are: places in the file of the test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kpicalc.model.diagnostic import Diagnostic, Label
from kpicalc.model.fault import Fault
from kpicalc.model.result import Explanation
from kpicalc.model.source import CellRef, Place, Span

Places = Mapping[CellRef, Span]


def place_diagnostic(problem: Diagnostic, places: Places, test: Span) -> Diagnostic:
    """Return a problem with the places of the test in place of cells; what is nowhere belongs to the test."""
    primary = Label(test) if problem.primary is None else _move_label(problem.primary, places, test)
    others = tuple(_move_label(each, places, test) for each in problem.others)
    return replace(problem, primary=primary, others=others, params=_name_places(problem, places, test))


def place_explanation(explanation: Explanation, places: Places, depth: int) -> Explanation:
    """Return an explanation of so many levels, with the places of the test in place of cells.

    Of a value that cannot be computed only the way to the first thing that is missing is left, however long.
    """
    missing = [each for each in explanation.children if isinstance(each.value, Fault)][:1]
    branches = missing or (explanation.children if depth > 0 else ())
    below = depth if missing else depth - 1
    children = tuple(place_explanation(each, places, below) for each in branches)
    written = None if explanation.cell is None else places.get(explanation.cell)
    if written is None:
        return replace(explanation, children=children)
    return replace(explanation, children=children, cell=None, written=written)


def _move_label(label: Label, places: Places, test: Span) -> Label:
    return replace(label, place=_move_place(label.place, places, test))


def _name_places(problem: Diagnostic, places: Places, test: Span) -> tuple[tuple[str, object], ...]:
    """Name in the sentence, too, the places of the test in place of cells."""
    written = {str(each.place): str(_move_place(each.place, places, test)) for each in problem.others}
    return tuple((name, written.get(str(value), value)) for name, value in problem.params)


def _move_place(place: Place, places: Places, test: Span) -> Place:
    if not isinstance(place, CellRef) or not places:
        return place
    return places.get(place) or places.get(replace(place, column=0), test)
