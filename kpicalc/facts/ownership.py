"""Rows above that hold from day to day: the owner of a client on the day of a purchase."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from kpicalc.facts.finish_frame import Built
from kpicalc.facts.unpack import unpack
from kpicalc.model.diagnostic import Checked, Diagnostic, Label, error
from kpicalc.model.facts import Frame
from kpicalc.model.fault import Value
from kpicalc.model.program import Grain


@dataclass(frozen=True, slots=True)
class Term:
    """From when to when a row holds, both days included."""

    first: date
    last: date
    row: int


def check_terms(grain: Grain, built: Built) -> Checked[Built]:
    """Refuse terms that end before they begin, and two terms of one key on the same day."""
    if grain.valid is None:
        return Checked(built)
    terms = _terms(grain, built.frame)
    problems = [
        problem for key, each in terms.items() for problem in _crossings(grain, built.frame, key, each)
    ]
    return Checked(None if problems else built, tuple(problems))


def pick_owners(grain: Grain, built: Built, owner: Grain, owners: Built) -> Checked[Built]:
    """Tie each row to the row above with its key that holds on its day; a day without one is an error."""
    terms, keys = _terms(owner, owners.frame), owners.frame.keys
    parents = array("l")
    problems: list[Diagnostic] = []
    for row, day in enumerate(unpack(built.frame, grain.on)):
        key = keys[built.frame.parents[row]]
        found = _on(terms[key], day)
        if found is None:
            shown = day.isoformat() if isinstance(day, date) else "—"
            problems.append(error("KPI466", built.frame.cell(grain.on, row), key=key, day=shown))
        parents.append(-1 if found is None else found)
    if problems:
        return Checked(None, tuple(problems))
    return Checked(replace(built, frame=replace(built.frame, parents=parents)))


def _crossings(grain: Grain, frame: Frame, key: str, terms: Sequence[Term]) -> Iterator[Diagnostic]:
    first, last = grain.valid or ("", "")
    for each in terms:
        if each.last < each.first:
            yield error("KPI464", frame.cell(last, each.row), key=key)
    for earlier, later in pairwise(terms):
        if later.first <= earlier.last:
            cell = frame.cell(first, earlier.row)
            others = () if cell is None else (Label(cell),)
            yield error("KPI465", frame.cell(first, later.row), *others, key=key)


def _terms(grain: Grain, frame: Frame) -> dict[str, list[Term]]:
    """Return the terms of each key from the earliest on; a blank end is open."""
    terms: dict[str, list[Term]] = {}
    for row, (first, last) in enumerate(_ends(grain, frame)):
        terms.setdefault(frame.keys[row], []).append(Term(first, last, row))
    return {key: sorted(each, key=lambda term: (term.first, term.last)) for key, each in terms.items()}


def _ends(grain: Grain, frame: Frame) -> Iterator[tuple[date, date]]:
    columns = [unpack(frame, column) for column in grain.valid or ()]
    for first, last in zip(*columns, strict=True):
        yield (
            first if isinstance(first, date) else date.min,
            last if isinstance(last, date) else date.max,
        )


def _on(terms: Sequence[Term], day: Value) -> int | None:
    if not isinstance(day, date):
        return None
    return next((each.row for each in terms if each.first <= day <= each.last), None)
