"""The JSON Schema of the smallest parts: one for each reader of a value.

An editor gives values the types of YAML 1.2 (`0.5` is a number, `50%` a text, `true` a flag), while a
scheme is read as text: so a formula or a title may be any of them. Where a value may not be blank, a
text has a visible character, and `null` is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kpicalc.formula.tokens import KEYWORDS, LETTERS
from kpicalc.scheme.constructs.calendar import WEEKDAYS
from kpicalc.scheme.constructs.rules import ANY

Shape = dict[str, Any]

_NUMBER = r"-?[0-9]+(_[0-9]+)*(\.[0-9]+(_[0-9]+)*)?%?"
_DAY = "[0-9]{4}-[0-9]{2}(-[0-9]{2})?"
_NO_LETTER = r"\s!-,./:-@\[-^`{-~"
_WHOLE_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

TEXT: Shape = {"type": ["string", "number", "boolean"], "pattern": r"\S"}
CELL: Shape = {"type": ["string", "number", "boolean", "null"]}
NAME: Shape = {
    "type": "string",
    "pattern": f"^[{LETTERS}][{LETTERS}0-9]*$",
    "not": {"enum": sorted(KEYWORDS)},
}
FLAG: Shape = {"enum": [True, False, "true", "false"]}
QUANTITY: Shape = {"type": ["number", "string"], "pattern": f"^{_NUMBER}$"}
BOUND: Shape = {"type": ["number", "string"], "pattern": f"^({_NUMBER}|{_DAY})$"}
PERIOD: Shape = {"type": ["string", "integer"]}
CODE: Shape = {"type": "string", "pattern": "^KPI[0-9]{3}$"}


def any_of(*shapes: Shape) -> Shape:
    """Return a shape that is one of several."""
    return {"anyOf": list(shapes)}


def items_of(shape: Shape) -> Shape:
    """Return a list that has something in it."""
    return {"type": "array", "items": shape, "minItems": 1}


def one_or_items_of(shape: Shape) -> Shape:
    """Return one value, or a list of such values."""
    return any_of(shape, items_of(shape))


def entries_of(shape: Shape, *, some: bool = False, names: Shape | None = None) -> Shape:
    """Return a mapping whose keys its author chooses; with `some` it may not be empty."""
    found: Shape = {"type": "object", "additionalProperties": shape}
    if some:
        found["minProperties"] = 1
    if names is not None:
        found["propertyNames"] = {key: value for key, value in names.items() if key != "type"}
    return found


_DATED = any_of(
    TEXT,
    {
        "type": "object",
        "patternProperties": {f"^{_DAY}$": TEXT},
        "additionalProperties": False,
        "minProperties": 1,
    },
)
_DAYS = items_of({"type": "string", "pattern": rf"^{_WHOLE_DAY}(\s*\.\.\s*{_WHOLE_DAY})?$"})
_ROW = entries_of(CELL)
_CODES = one_or_items_of(CODE)

# The name of a reader → what it reads.
READERS: Mapping[str, Shape] = {
    "read_bound": BOUND,
    "read_day": {"type": "string", "pattern": f"^{_DAY}$"},
    "read_currency": {"type": "string", "pattern": "^[A-Z]{3}$", "examples": ["RUB", "EUR", "USD"]},
    "read_flag": FLAG,
    "read_formula": TEXT,
    # `\w` of an editor knows Latin letters only: so what cannot stand there is listed.
    "read_identifier": {"type": ["string", "number"], "pattern": rf"^[^-{_NO_LETTER}][^{_NO_LETTER}]*$"},
    "read_name": NAME,
    "read_quantity": QUANTITY,
    "read_text": TEXT,
    "read_word": TEXT,
    "_read_days": _DAYS,
    "_read_weekend": items_of({"enum": list(WEEKDAYS)}),
    "_read_values": _DATED,
    "_read_stopped": any_of({"const": ANY}, items_of(NAME)),
    "_read_period": PERIOD,
    "_read_rows": any_of(_ROW, {"type": "array", "items": _ROW}),
    "_read_files": one_or_items_of(TEXT),
    "_read_expected": entries_of(any_of(TEXT, entries_of(TEXT, some=True)), some=True),
    "_read_expected_codes": any_of(
        _CODES, entries_of(any_of(_CODES, entries_of(_CODES, some=True)), some=True)
    ),
}
