"""The JSON Schema of what readers read: the smallest shapes, and what is put together of them.

An editor gives values the types of YAML 1.2 (`0.5` is a number, `50%` a text, `true` a flag), while a
scheme is read as text: so a formula or a title may be any of them. Where a value may not be blank, a
text has a visible character, and `null` is refused.
"""

from __future__ import annotations

from typing import Any

from kpicalc.formula.tokens import KEYWORDS, LETTERS

Shape = dict[str, Any]

_NUMBER = r"-?[0-9]+(_[0-9]+)*(\.[0-9]+(_[0-9]+)*)?%?"
_NO_LETTER = r"\s!-,./:-@\[-^`{-~"

DAY_PATTERN = "[0-9]{4}-[0-9]{2}(-[0-9]{2})?"
WHOLE_DAY_PATTERN = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

TEXT: Shape = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
CELL: Shape = {"type": ["string", "number", "boolean", "null"]}
NAME: Shape = {
    "type": "string",
    "pattern": f"^[{LETTERS}][{LETTERS}0-9]*$",
    "not": {"enum": sorted(KEYWORDS)},
}
# `\w` of an editor knows Latin letters only: so what cannot stand there is listed.
IDENTIFIER: Shape = {"type": ["string", "number"], "pattern": rf"^[^-{_NO_LETTER}][^{_NO_LETTER}]*$"}
FLAG: Shape = {"enum": [True, False, "true", "false"]}
QUANTITY: Shape = {"type": ["number", "string"], "pattern": f"^{_NUMBER}$"}
DAY: Shape = {"type": "string", "pattern": f"^{DAY_PATTERN}$"}
CURRENCY: Shape = {"type": "string", "pattern": "^[A-Z]{3}$", "examples": ["RUB", "EUR", "USD"]}


def any_of(*shapes: Shape) -> Shape:
    """Return a shape that is one of several."""
    return {"anyOf": list(shapes)}


def items_of(shape: Shape) -> Shape:
    """Return a list that has something in it."""
    return {"type": "array", "items": shape, "minItems": 1}


def one_or_items_of(shape: Shape) -> Shape:
    """Return one value, or a list of such values."""
    return any_of(shape, items_of(shape))


def entries_of(shape: Shape) -> Shape:
    """Return a mapping whose keys its author chooses."""
    return {"type": "object", "additionalProperties": shape}


def some_entries_of(shape: Shape) -> Shape:
    """Return a mapping whose keys its author chooses, and that is not empty."""
    return {**entries_of(shape), "minProperties": 1}
