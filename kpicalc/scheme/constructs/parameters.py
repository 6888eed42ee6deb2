"""Parameters: constants of the regulation, with one value, values from date to date, or one for each role."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field

from kpicalc.model.diagnostic import Diagnostic, Label, error
from kpicalc.model.kind import Kind
from kpicalc.model.problem import Problem
from kpicalc.scheme import shapes
from kpicalc.scheme.fields import FormulaField, TextField, choice
from kpicalc.scheme.readers import Refused, SomeEntries, accept, read_by, require_scalar
from kpicalc.scheme.scalars import read_day, read_formula
from kpicalc.scheme.spec import PartChoice, Spec
from kpicalc.scheme.tree import MappingNode, Node, ScalarNode
from kpicalc.scheme.words import Formula

DatedFormula = tuple[date | None, Formula]


def _read_values(node: Node) -> tuple[DatedFormula, ...]:
    """Read one formula, or a formula for each date, in the order of the dates."""
    if not isinstance(node, MappingNode):
        return ((None, read_formula(require_scalar(node))),)
    if not node.entries:
        raise Refused(error(Problem.LIST_EMPTY, node.span))
    keys: dict[date, ScalarNode] = {}
    values: dict[date, Formula] = {}
    problems: list[Diagnostic] = []
    for key, value in node.entries:
        try:
            since = _new_date(key, keys)
            keys[since] = key
            values[since] = read_formula(require_scalar(value))
        except Refused as refused:
            problems.extend(refused.diagnostics)
    if problems:
        raise Refused(*problems)
    return tuple(sorted(values.items()))


def _new_date(key: ScalarNode, keys: dict[date, ScalarNode]) -> date:
    since = accept(read_day(key))
    if since in keys:
        first = keys[since]
        raise Refused(error(Problem.DATE_REPEATED, key.span, Label(first.span, "first_here"), date=since))
    return since


_DATED = shapes.any_of(
    shapes.TEXT,
    {
        "type": "object",
        "patternProperties": {f"^{shapes.DAY_PATTERN}$": shapes.TEXT},
        "additionalProperties": False,
        "minProperties": 1,
    },
)
DatedField = Annotated[tuple[DatedFormula, ...], read_by(_read_values, _DATED, formula=True)]


class ParameterSpec(Spec):
    """A constant; `values` begin on their dates (ascending), an undated value has None."""

    short_form = "value"

    values: DatedField = Field(alias="value")
    type: Annotated[Kind, choice(Kind)] | None = None
    title: TextField = ""

    @classmethod
    def stands_for(cls, node: Node) -> str:
        """Dates as keys are the dated short form."""
        dated = isinstance(node, MappingNode) and any(key.text[:1].isdigit() for key, _ in node.entries)
        return cls.short_form if dated else super().stands_for(node)


class ChosenParameterSpec(Spec):
    """A constant for each value of a column (`by`), itself from date to date."""

    by: FormulaField
    values: SomeEntries[DatedField]
    otherwise: DatedField | None = None
    type: Annotated[Kind, choice(Kind)] | None = None
    title: TextField = ""


def _shape_of_parameter(node: Node) -> type[Spec]:
    keys = {key.text for key, _ in node.entries} if isinstance(node, MappingNode) else set[str]()
    return ChosenParameterSpec if keys & {"by", "values"} else ParameterSpec


AnyParameterSpec = Annotated[
    ParameterSpec | ChosenParameterSpec,
    PartChoice({ParameterSpec: (), ChosenParameterSpec: ()}, "", _shape_of_parameter),
]
