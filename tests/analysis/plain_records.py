"""Records of the program as plain text, to be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal

from kpicalc.model.analysis import Analysis
from kpicalc.model.program import Program
from kpicalc.model.result import Settlement
from kpicalc.model.source import Span


def tell_plainly(value: object) -> str:
    """Return a record as one text; of programs and settlements, which are large, their scheme only."""
    match value:
        case Program():
            return value.scheme
        case Settlement():
            return value.program.scheme
        case Span():
            return f"{value.line}:{value.column}"
        case Analysis():
            return "\n".join(tell_plainly(getattr(value, each.name)) for each in fields(value))
        case Decimal():
            return str(value)
        case tuple() | list():
            return f"({', '.join(map(tell_plainly, value))})"
        case Mapping():
            return tell_plainly(tuple(value.items()))
        case frozenset():
            return f"{{{', '.join(sorted(map(tell_plainly, value)))}}}"
        case _ if is_dataclass(value):
            told = (f"{each.name}={tell_plainly(getattr(value, each.name))}" for each in fields(value))
            return f"{type(value).__name__}({', '.join(told)})"
        case _:
            return repr(value)
