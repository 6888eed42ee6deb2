"""The nouns of a run over parts: the plan of all, what a worker holds of one, what all have agreed on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from kpicalc import __version__
from kpicalc.engine.aggregates import FoldState
from kpicalc.engine.part_steps import Passed, spread_grains
from kpicalc.engine.windows import WindowState
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.expr import OverRows
from kpicalc.model.facts import Facts, LeftOut
from kpicalc.model.period import Period
from kpicalc.model.program import Program
from kpicalc.model.result import Values
from kpicalc.model.settings import Settings
from kpicalc.model.source import Place

Pair = tuple[Program, Facts]
States = Mapping[OverRows, FoldState | WindowState]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is the same for all parts: the schemes, the period, and how facts are read and kept.

    Where the period was not `asked` for, each part has to name the same. `version` is that of the program
    that made the plan.
    """

    programs: tuple[Program, ...]
    period: Period
    asked: bool
    encoding: str
    settings: Settings
    words: frozenset[str]
    keep_all: bool
    allow_partial: bool
    version: str = __version__


@dataclass(frozen=True, slots=True)
class Held:
    """A part as a worker keeps it between two rounds: its facts, and what is computed of them.

    `named` is the period that its files name, and where; `idle` are the schemes that pay nobody here, with
    what is wrong with their facts, `unread` those of them that could not be read.
    """

    pairs: tuple[Pair, ...] = ()
    passed: tuple[Passed, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    complete: bool = False
    named: tuple[Period, Place | None] | None = None
    left_out: tuple[LeftOut, ...] = ()
    idle: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Agreed:
    """What all parts found together: rows of derived tables, and for each scheme the values over parts."""

    derived: Mapping[tuple[str, str], tuple[str, ...]]
    values: Mapping[str, Values]


def derived_grains(program: Program) -> tuple[str, ...]:
    """Return the tables without a sheet whose rows employees, or rows below them, name."""
    spread = spread_grains(program)
    named = {program.grains[name].parent for name in spread}
    return tuple(name for name, grain in program.grains.items() if grain.derived and name in named - spread)
