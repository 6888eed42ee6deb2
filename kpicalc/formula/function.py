"""One function of the closed list: its names, its arguments, its meaning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kpicalc.model.kind import Kind, Scalar


@dataclass(frozen=True, slots=True)
class Function:
    """A function of formulas.

    `least` and `most` bound the number of arguments (None: any number). `kind_of` gives the kind of
    the result for kinds of arguments of a right number, None when they do not fit. `meaning` is pure;
    it raises ArithmeticError or ValueError when there is no answer. With `catches_missing` the first
    argument may be a missing value, which the engine deals with before it asks for the meaning.
    """

    name: str
    name_ru: str
    parameters: tuple[str, ...]
    least: int
    most: int | None
    kind_of: Callable[[tuple[Kind, ...]], Kind | None]
    meaning: Callable[..., Scalar]
    doc_en: str
    doc_ru: str
    catches_missing: bool = False
