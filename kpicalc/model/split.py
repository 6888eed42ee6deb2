"""Rows that are shares of one deal."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Split:
    """The columns that name a deal, and that of the row's share; with `overlay` the sum may pass 100 %."""

    deal: tuple[str, ...]
    share: str
    overlay: bool
