"""Bounds of a column that each row has values for: formulas name the column as far as it keeps them.

A column `x` with such a bound becomes the value `x (bounded)`, which has none where the bound is broken.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kpicalc.compiler.constructs.terms import choose, compare, number, read
from kpicalc.compiler.draft import Construct, Draft, Topic
from kpicalc.formula.rewrite import BOUNDED, no_answer
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.expr import ComparisonSign, Expr, Reference
from kpicalc.model.kind import NUMERIC
from kpicalc.model.problem import Problem
from kpicalc.model.program import Input, Role
from kpicalc.scheme.constructs.facts import ColumnSpec
from kpicalc.scheme.document import SchemeDocument
from kpicalc.scheme.words import Formula

_SIGNS: Mapping[str, ComparisonSign] = {"min": ">=", "max": "<=", "above": ">", "below": "<"}
_AS_SHOWN = {">=": "≥", "<=": "≤"}


def translate_column_bounds(draft: Draft, document: SchemeDocument) -> None:
    """Add the value of each column that has a bound by row, for formulas to name in its place."""
    inputs = {each.key: each for each in draft.inputs}
    for grain, table in document.facts.items():
        for name, spec in table.columns.items():
            bounds = {key: each for key, each in spec.bounds.items() if isinstance(each, Formula)}
            given = inputs.get((str(grain), str(name)))
            if given is not None and bounds and not spec.columns and spec.type in NUMERIC:
                _bound_column(draft, given, bounds)


def _bound_column(draft: Draft, given: Input, bounds: Mapping[str, Formula]) -> None:
    column: Expr = Reference(*given.key, given.span)
    kept = column
    for key, written in bounds.items():
        bound, span = read(draft, written), written.span
        draft.demand(Topic.LIMIT, bound, given.kind, f"{given.name}.{key}", given.grain)
        sign = _SIGNS[key]
        broken = no_answer(Problem.COLUMN_BOUND_BROKEN, _AS_SHOWN.get(sign, sign), span, column, bound)
        kept = choose(compare(sign, column, bound, span), kept, broken, span)
    if given.fallback is not None:
        # What a blank cell stands for is right by itself: nothing was decided there.
        blank = number(given.fallback, given.span)  # type: ignore[arg-type] # the column is one of numbers
        kept = choose(compare("=", column, blank, given.span), column, kept, given.span)
    made = Construct(Role.VALUE, given.span, given.label, given.grain)
    found = draft.define(made, f"{given.name}{BOUNDED}", kept, given.kind)
    draft.bounded[given.key] = found
    written_bounds = tuple((key, each.text) for key, each in bounds.items())
    position = next(at for at, each in enumerate(draft.inputs) if each.key == given.key)
    draft.inputs[position] = replace(given, row_bounds=written_bounds)


def refuse_bounds_by_row(column: ColumnSpec) -> Iterator[Diagnostic]:
    """Yield the bounds by row of a column that the program reads itself, not through a formula."""
    for key, bound in column.bounds.items():
        if isinstance(bound, Formula):
            yield error(Problem.BOUND_BY_ROW_UNFIT, bound.span, key=key)
