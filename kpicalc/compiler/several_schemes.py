"""What is wrong between schemes that are used together: one name, or the same people as all the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from kpicalc.model.audience import Audience, Description
from kpicalc.model.diagnostic import Diagnostic, Label, error
from kpicalc.model.plain_text import fold_text
from kpicalc.model.problem import Problem
from kpicalc.model.program import COMPANY, Program


def find_clashes(programs: Sequence[Program]) -> Iterator[Diagnostic]:
    """Yield all that is wrong between schemes that are used together."""
    yield from find_namesakes(programs)
    yield from find_shared_rest(programs)


def find_namesakes(programs: Iterable[Program]) -> Iterator[Diagnostic]:
    """Tell schemes that have the name of one before them."""
    seen: dict[str, Program] = {}
    for program in programs:
        first = seen.setdefault(program.scheme, program)
        if first is not program:
            label = Label(first.grains[COMPANY].span, "first_here")
            yield error(
                Problem.SCHEME_NAME_REPEATED, program.grains[COMPANY].span, label, name=program.scheme
            )


def find_shared_rest(programs: Iterable[Program]) -> Iterator[Diagnostic]:
    """Yield an error for every two schemes that take all the rest of people whom both descriptions fit."""
    rest = [each for each in programs if each.applies_to.otherwise]
    for first, second in combinations(rest, 2):
        if not _are_apart(first.applies_to, second.applies_to):
            label = Label(first.grains[COMPANY].span, "first_here")
            place = second.grains[COMPANY].span
            names = {"first": first.scheme, "second": second.scheme}
            yield error(Problem.REST_OF_TWO_SCHEMES, place, label, **names)


def _are_apart(one: Audience, other: Audience) -> bool:
    """Say whether nobody fits both: a column that cannot hold both, or one is an exception of the other."""
    ours, theirs = _fold(one.named), _fold(other.named)
    if any(ours[heading].isdisjoint(theirs[heading]) for heading in ours.keys() & theirs.keys()):
        return True
    pairs = ((one.exceptions, theirs), (other.exceptions, ours))
    return any(_covers(each, named) for exceptions, named in pairs for each in exceptions)


def _fold(description: Description) -> dict[str, frozenset[str]]:
    return {fold_text(each.heading): frozenset(map(fold_text, each.values)) for each in description}


def _covers(exception: Description, named: dict[str, frozenset[str]]) -> bool:
    """Say whether everybody of a description is an exception."""
    asked = _fold(exception)
    return all(heading in named and named[heading] <= texts for heading, texts in asked.items())
