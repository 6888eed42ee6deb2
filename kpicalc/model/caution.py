"""Warnings about what was computed."""

from __future__ import annotations

from dataclasses import dataclass

from kpicalc.model.source import Span


@dataclass(frozen=True, slots=True)
class Caution:
    """A warning with a code for each row where a variable, a flag, holds; `params` fill its sentence."""

    grain: str
    variable: str
    code: str
    params: tuple[tuple[str, str], ...]
    span: Span
