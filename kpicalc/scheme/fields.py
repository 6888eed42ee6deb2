"""The kinds of field a document has: formula, number, name, heading, choice, rounding."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Annotated

from kpicalc.model.money import Rounding, RoundingMode
from kpicalc.scheme import shapes
from kpicalc.scheme.key_rules import AboveZero, key_rules
from kpicalc.scheme.readers import OneOrItems, accept, read_by, require_scalar, scalar
from kpicalc.scheme.scalars import (
    FLAGS,
    read_choice,
    read_day,
    read_flag,
    read_formula,
    read_name,
    read_quantity,
    read_text,
    read_word,
)
from kpicalc.scheme.spec import Spec, WrittenAs
from kpicalc.scheme.words import Formula, Quantity, Word

if TYPE_CHECKING:
    from pydantic import PlainValidator

FormulaField = Annotated[Formula, scalar(read_formula, shapes.TEXT, formula=True)]
QuantityField = Annotated[Quantity, scalar(read_quantity, shapes.QUANTITY)]
TextField = Annotated[str, scalar(read_text, shapes.TEXT)]
WordField = Annotated[Word, scalar(read_word, shapes.TEXT)]
NameField = Annotated[Word, scalar(read_name, shapes.NAME)]
DayField = Annotated[date, scalar(read_day, shapes.DAY)]
FlagField = Annotated[bool, scalar(read_flag, shapes.FLAG, FLAGS)]
Headings = OneOrItems[WordField]


def choice(words: type[Enum], *only: Enum) -> PlainValidator:
    """Make a field that is one of the words of an enumeration, or of a part of it."""
    options = tuple(str(each.value) for each in only or words)
    return read_by(
        lambda node: words(accept(read_choice(require_scalar(node), options))),
        {"enum": list(options)},
        options,
    )


class RoundingSpec(Spec):
    """A rounding rule as written."""

    step: QuantityField
    mode: Annotated[RoundingMode, choice(RoundingMode)] = RoundingMode.HALF_UP

    between_keys = key_rules(AboveZero("step"))


RoundingField = Annotated[
    Rounding, WrittenAs(RoundingSpec, lambda written: Rounding(written.step.value, written.mode))
]
