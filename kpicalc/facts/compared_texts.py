"""The texts with which a scheme compares a column: what its cells are likely to say."""

from __future__ import annotations

from kpicalc.model.expr import Compare, Expr, Reference, Text, walk
from kpicalc.model.program import Input, Program


def find_compared_texts(program: Program, spec: Input) -> tuple[str, ...]:
    """Return the texts in the order in which the formulas name them."""
    found: dict[str, None] = {}
    for variable in program.variables():
        for part in walk(variable.expr):
            if isinstance(part, Compare):
                found.update(dict.fromkeys(_text_beside(part.left, part.right, spec)))
                found.update(dict.fromkeys(_text_beside(part.right, part.left, spec)))
    return tuple(found)


def _text_beside(one: Expr, other: Expr, spec: Input) -> tuple[str, ...]:
    asked = isinstance(one, Reference) and (one.grain, one.name) == (spec.grain, spec.name)
    return (other.value,) if asked and isinstance(other, Text) else ()
