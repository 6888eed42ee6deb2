"""Which cells a what-if means: a fact of everybody, of one person, or of a row that is named by its key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kpicalc.engine.world import World
from kpicalc.lab.values import is_fixed
from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.problem import Problem
from kpicalc.model.program import COMPANY, EMPLOYEES, Input, Key, Program
from kpicalc.model.result import Settlement
from kpicalc.model.source import SourceText, Span
from kpicalc.model.spelling import propose_name

_NAMED = 12


@dataclass(frozen=True, slots=True)
class Target:
    """A fact of one settlement (by its number), and the rows that are meant."""

    settlement: int
    given: Input
    rows: tuple[int, ...]

    @property
    def key(self) -> Key:
        """The grain and the name of the fact."""
        return self.given.key


def find_targets(settlements: Sequence[Settlement], written: SourceText) -> Checked[tuple[Target, ...]]:
    """Return the cells that are meant in each scheme that has the fact, or say what is wrong with the name.

    What stands before the fact, up to a point, is the number or the name of a person, or the key of a row.
    """
    text, place = written.text, written.span(0, max(1, len(written.text)))
    whole = [(at, each, "") for at, each in _facts_named(settlements, text)]
    parted = [
        (at, given, text[:cut].strip())
        for cut in _points(text)
        for at, given in _facts_named(settlements, text[cut + 1 :].strip())
    ]
    meant = whole or parted
    if not meant:
        return Checked(None, (_unknown(settlements, text, place),))
    refused = next((each for at, each, _ in meant if _is_bound(settlements[at].program, each)), None)
    if refused is not None:
        return Checked(None, (error(Problem.WHAT_IF_FACT_BOUND, place, name=refused.name),))
    found = [Target(at, given, tuple(_rows(settlements[at], given, who))) for at, given, who in meant]
    found = [each for each in found if each.rows or not meant[0][2]]
    if not found:
        return Checked(None, (_no_row(settlements, meant[0][2], place),))
    twice = {each.settlement for each in found}
    if len(twice) < len(found):
        names = ", ".join(f"{each.given.grain}.{each.given.name}" for each in found)
        return Checked(None, (error(Problem.WHAT_IF_FACT_UNKNOWN, place, name=text, known=names),))
    return Checked(tuple(found))


def name_fact(given: Input) -> str:
    """Return what a fact is called among those of all tables."""
    return given.label if given.grain == EMPLOYEES else f"{given.grain}.{given.name}"


def _points(text: str) -> Iterator[int]:
    return (at for at, letter in enumerate(text) if letter == ".")


def _facts_named(settlements: Sequence[Settlement], name: str) -> Iterator[tuple[int, Input]]:
    for at, settlement in enumerate(settlements):
        for given in settlement.program.inputs:
            read = given.name in settlement.facts.frames[given.grain].columns
            if read and name in {given.name, given.label, f"{given.grain}.{given.name}"}:
                yield at, given


def _is_bound(program: Program, given: Input) -> bool:
    """Say whether a fact says who belongs to whom: what hangs on it cannot be hung elsewhere here."""
    asked = {each.heading for each in program.applies_to.named}
    return is_fixed(program, given) or bool(asked & set(given.headings)) or bool(given.run)


def _rows(settlement: Settlement, given: Input, who: str) -> Iterator[int]:
    """Yield the rows of a fact: all, or those of the row named and below it."""
    world = World(settlement.program, settlement.facts)
    size = world.frame(given.grain).size
    if not who:
        yield from range(size)
        return
    for home in settlement.program.ancestors(given.grain):
        frame = world.frame(home)
        named = {row for row in range(frame.size) if who in _names(frame.keys, frame.labels, row)}
        if home != COMPANY and named:
            owners = _owners(world, given.grain, home)
            yield from (row for row in range(size) if owners[row] in named)
            return


def _names(keys: Sequence[str], labels: Sequence[str], row: int) -> set[str]:
    return {names[row] for names in (keys, labels) if names}


def _owners(world: World, grain: str, home: str) -> Sequence[int]:
    """Return for each row of a grain the row above it in another one."""
    rows: Sequence[int] = range(world.frame(grain).size)
    below = grain
    while below != home:
        parents = world.frame(below).parents
        rows = [parents[row] for row in rows]
        below = world.program.grains[below].parent or COMPANY
    return rows


def _unknown(settlements: Sequence[Settlement], text: str, place: Span) -> Diagnostic:
    names = list(dict.fromkeys(each.name for one in settlements for each in one.program.inputs))
    parameters = {
        each.name for one in settlements for each in one.program.variables() if each.grain == COMPANY
    }
    if text in parameters:
        return error(Problem.WHAT_IF_FACT_BOUND, place, name=text, hint="parameter")
    near = propose_name(text.rpartition(".")[2], names)
    known = near or ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
    return error(Problem.WHAT_IF_FACT_UNKNOWN, place, name=text, known=known)


def _no_row(settlements: Sequence[Settlement], who: str, place: Span) -> Diagnostic:
    numbers = [each for one in settlements for each in one.facts.frames[EMPLOYEES].keys]
    near = propose_name(who, numbers)
    known = near or ", ".join(numbers[:_NAMED]) + (" …" if len(numbers) > _NAMED else "")
    return error(Problem.WHAT_IF_ROW_UNKNOWN, place, name=who, known=known)
