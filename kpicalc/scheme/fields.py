"""The kinds of field a document has: formula, number, name, heading, choice, rounding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, Generic, TypeVar

from pydantic import GetCoreSchemaHandler, GetPydanticSchema, PlainValidator
from pydantic_core import CoreSchema, core_schema

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.money import ZERO, Rounding, RoundingMode
from kpicalc.scheme.scalars import (
    read_choice,
    read_flag,
    read_formula,
    read_name,
    read_quantity,
    read_text,
    read_word,
)
from kpicalc.scheme.spec import OneOrItems, Spec, accept, require_scalar, scalar
from kpicalc.scheme.tree import Node
from kpicalc.scheme.words import Formula, Quantity, Word

E = TypeVar("E", bound=Enum)

FormulaField = Annotated[Formula, scalar(read_formula)]
QuantityField = Annotated[Quantity, scalar(read_quantity)]
TextField = Annotated[str, scalar(read_text)]
WordField = Annotated[Word, scalar(read_word)]
NameField = Annotated[Word, scalar(read_name)]
FlagField = Annotated[bool, scalar(read_flag)]
Headings = OneOrItems[WordField]


@dataclass(frozen=True, slots=True)
class ChoiceReader(Generic[E]):
    """Reads one of the words of an enumeration; the rendering for editors lists them."""

    words: type[E]
    options: tuple[str, ...]

    def __call__(self, node: Node) -> E:
        """Return the word of the enumeration, or refuse the node."""
        return self.words(accept(read_choice(require_scalar(node), self.options)))


def choice(words: type[E], *only: E) -> PlainValidator:
    """Make a field that is one of the words of an enumeration, or of a part of it."""
    return PlainValidator(ChoiceReader(words, tuple(str(each.value) for each in only or words)))


class RoundingSpec(Spec):
    """A rounding rule as written."""

    step: QuantityField
    mode: Annotated[RoundingMode, choice(RoundingMode)] = RoundingMode.HALF_UP

    def find_problems(self) -> Iterator[Diagnostic]:
        """A step is above zero."""
        if self.step.value <= ZERO:
            yield error("KPI152", self.step.span)


def _rounding_schema(_source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
    written = handler.generate_schema(RoundingSpec)
    return core_schema.no_info_after_validator_function(_rounding, written)


def _rounding(written: RoundingSpec) -> Rounding:
    return Rounding(written.step.value, written.mode)


RoundingField = Annotated[Rounding, GetPydanticSchema(_rounding_schema)]
