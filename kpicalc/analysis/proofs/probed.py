"""What the engine gives for all probes of a program at once."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from kpicalc.analysis.proofs.probes import probes_of
from kpicalc.analysis.proofs.show_domain import show_number
from kpicalc.lab.laboratory import Outcomes, prepare_laboratory
from kpicalc.lab.witnesses import values_of
from kpicalc.model.analysis import Witness
from kpicalc.model.expr import Expr, walk
from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.program import COMPANY, Key, Program
from kpicalc.model.source import Span

# As many facts of a row as a reader takes in at once.
_SHOWN = 5
# Enough for a scheme of two hundred columns; a larger one is searched less thoroughly, not more slowly.
_MOST = 2000


@dataclass(frozen=True, slots=True)
class Probed:
    """The probes of a program, and what came of each."""

    program: Program
    probes: Sequence[Witness]
    outcomes: Outcomes


def probe(program: Program) -> Probed:
    """Settle all probes of a program."""
    probes = list(islice(probes_of(program), _MOST))
    return Probed(program, probes, prepare_laboratory(program).settle_all(probes))


@dataclass(slots=True)
class Probing:
    """The probes of a program, settled when they are first asked for: most schemes need none."""

    program: Program
    _settled: Probed | None = None

    def settled(self) -> Probed:
        """Return the probes with what they give."""
        if self._settled is None:
            self._settled = probe(self.program)
        return self._settled


def show_probe(program: Program, probed: Probed, number: int, behind: Container[Key]) -> str:
    """Write those facts of a probe that a formula rests on, what is unusual first: `план = 0, факт = 100`."""
    usual, given = values_of(probed.probes[0]), values_of(probed.probes[number])
    wanted = [each for each in program.inputs if each.key in behind]
    wanted.sort(key=lambda each: given.get(each.key) == usual[each.key])
    shown = [f"{each.name} = {_shown(given[each.key], each.kind)}" for each in wanted if each.key in given]
    return ", ".join([*_missing_tables(program, probed.probes[number]), *shown][:_SHOWN])


def _missing_tables(program: Program, witness: Witness) -> list[str]:
    present = {row.grain for row in witness.rows}
    return [f"count({grain}) = 0" for grain in program.grains if grain not in {COMPANY, *present}]


def _shown(value: Scalar | None, kind: Kind) -> str:
    match value:
        case None:
            return '""'
        case bool():
            return str(value).lower()
        case Decimal():
            return show_number(value, kind)
        case _:
            return str(value)


def part_written_at(expr: Expr, place: Span) -> Expr | None:
    """Return the outermost part of a formula that is written at a place of the scheme."""
    return next((part for part in walk(expr) if _lies_in(part.span, place)), None)


def _lies_in(part: Span, place: Span) -> bool:
    start, end = (part.line, part.column), (part.end_line, part.end_column)
    return (
        part.file == place.file
        and (place.line, place.column) <= start
        and end <= (place.end_line, place.end_column)
    )
