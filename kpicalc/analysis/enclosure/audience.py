"""What a column of texts may hold because `applies_to` says whom the scheme pays."""

from __future__ import annotations

from collections.abc import Iterator

from kpicalc.facts.claims import fold_value
from kpicalc.facts.headings import normalise_heading
from kpicalc.model.domain import ANY_TEXT, Choices, Domain
from kpicalc.model.expr import Compare, Text, walk
from kpicalc.model.program import EMPLOYEES, Input, Program


def texts_of_audience(declared: Input, program: Program) -> Domain:
    """Return any text but those in the scheme that an employee it pays cannot have there.

    In a sheet the values of `applies_to` may be spelt in other letters, so they are not all of its texts.
    """
    applied = _applied(declared, program)
    if not applied:
        return ANY_TEXT
    strange = frozenset(text for text in _written(declared, program) if fold_value(text) not in applied)
    return Choices(others=True, without=strange)


def _applied(declared: Input, program: Program) -> frozenset[str]:
    """Return the values for this column as they compare, if it is surely the one that `applies_to` means."""
    if declared.grain != EMPLOYEES:
        return frozenset()
    own = {normalise_heading(each) for each in declared.headings}
    asked = (values for heading, values in program.applies_to if own == {normalise_heading(heading)})
    return frozenset(fold_value(value) for values in asked for value in values)


def _written(declared: Input, program: Program) -> Iterator[str]:
    """Yield the texts that the column lists, and those that formulas compare with."""
    yield from (value for value in declared.one_of if isinstance(value, str))
    for variable in program.variables():
        compared = (part for part in walk(variable.expr) if isinstance(part, Compare))
        sides = (side for part in compared for side in (part.left, part.right))
        yield from (side.value for side in sides if isinstance(side, Text))
