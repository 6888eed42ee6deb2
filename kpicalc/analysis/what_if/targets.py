"""Which cells a what-if means: a fact of everybody, of one person, or of a row that is named by its key."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from kpicalc.engine.world import World
from kpicalc.lab.values import is_fixed
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.problem import Problem
from kpicalc.model.program import COMPANY, EMPLOYEES, Input, Key, Program
from kpicalc.model.result import Settlement
from kpicalc.model.source import SourceText, Span
from kpicalc.model.spelling import propose_name

# Names in one sentence: more of them hide what was meant.
_NAMED = 12


@dataclass(frozen=True, slots=True)
class Target:
    """A fact of one settlement (by its number), and the rows that are meant, in their order.

    Where several tables read one sheet, as the roles of its rows, a cell stands in each of them: there it is
    what it is in the `first`, row by row.
    """

    settlement: int
    given: Input
    rows: tuple[int, ...]
    first: Target | None = None

    @property
    def key(self) -> Key:
        """The grain and the name of the fact."""
        return self.given.key

    def place_of(self, row: int) -> int | None:
        """Return the place of a row among those that are meant; None where it is not."""
        at = bisect_left(self.rows, row)
        return at if self.rows[at : at + 1] == (row,) else None

    def sheet_of(self, settlements: Sequence[Settlement]) -> str:
        """Return the sheet that tables share; only the employees' may have no name of its own."""
        return settlements[self.settlement].program.grains[self.given.grain].sheet

    def other_tables(self, settlement: Settlement) -> Iterator[Target]:
        """Yield the same cells in other tables of the sheet."""
        program, frames = settlement.program, settlement.facts.frames
        sheet, own = program.grains[self.given.grain].sheet, frames[self.given.grain]
        for given in program.inputs if sheet else ():
            same = given.name == self.given.name and given.grain != self.given.grain
            if not same or program.grains[given.grain].sheet != sheet:
                continue
            frame = frames[given.grain]
            places = {frame.row_place(row): row for row in range(frame.size)}
            pairs = sorted(
                (places[place], row) for row in self.rows if (place := own.row_place(row)) in places and place
            )
            if pairs:
                first = replace(self, rows=tuple(row for _, row in pairs))
                yield Target(self.settlement, given, tuple(row for row, _ in pairs), first)


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
        numbers = [each for one in settlements for each in one.facts.frames[EMPLOYEES].keys]
        near = propose_name(meant[0][2], numbers)
        known = near or ", ".join(numbers[:_NAMED]) + (" …" if len(numbers) > _NAMED else "")
        return Checked(None, (error(Problem.WHAT_IF_ROW_UNKNOWN, place, name=meant[0][2], known=known),))
    if any(one.sheet_of(settlements) != other.sheet_of(settlements) for one, other in _doubled(found)):
        names = ", ".join(f"{each.given.grain}.{each.given.name}" for each in found)
        return Checked(None, (error(Problem.WHAT_IF_FACT_UNKNOWN, place, name=text, known=names),))
    return Checked(tuple(_with_same_cells(settlements, found)))


def every_cell(settlements: Sequence[Settlement], at: int, given: Input) -> tuple[Target, ...]:
    """Return all cells of a fact, wherever else they are read."""
    size = settlements[at].facts.frames[given.grain].size
    return tuple(_with_same_cells(settlements, [Target(at, given, tuple(range(size)))]))


def _doubled(found: Sequence[Target]) -> Iterator[tuple[Target, Target]]:
    return ((one, other) for one, other in combinations(found, 2) if one.settlement == other.settlement)


def _with_same_cells(settlements: Sequence[Settlement], found: Sequence[Target]) -> Iterator[Target]:
    """Yield what is meant, each cell first in one table and then in the others that read it."""
    met: set[tuple[int, Key, int]] = set()
    for target in found:
        rows = tuple(row for row in target.rows if (target.settlement, target.key, row) not in met)
        if target.rows and not rows:
            continue
        own = replace(target, rows=rows)
        yield own
        for other in own.other_tables(settlements[target.settlement]):
            met.update((other.settlement, other.key, row) for row in other.rows)
            yield other


def names_fact(settlements: Sequence[Settlement], text: str) -> bool:
    """Say whether a text names a fact, by itself or of somebody."""
    names = [text, *(text[cut + 1 :].strip() for cut in _points(text))]
    return any(True for name in names for _ in _facts_named(settlements, name))


def name_fact(given: Input, settlement: Settlement) -> str:
    """Return what a fact is called among those of all tables: as the sheet and the column are."""
    if given.grain == EMPLOYEES:
        return given.label
    grain, frame = settlement.program.grains[given.grain], settlement.facts.frames[given.grain]
    cell = frame.cell(given.name, 0) if frame.size else None
    sheet = grain.sheet if cell is None else cell.sheet
    return f"{sheet if sheet and grain.label == grain.name else grain.label}: {given.label}"


def _points(text: str) -> Iterator[int]:
    return (at for at, letter in enumerate(text) if letter == ".")


def _facts_named(settlements: Sequence[Settlement], name: str) -> Iterator[tuple[int, Input]]:
    for at, settlement in enumerate(settlements):
        for given in settlement.program.inputs:
            read = given.name in settlement.facts.frames[given.grain].columns
            tables = (given.grain, settlement.program.grains[given.grain].sheet)
            if read and name in {given.name, given.label, *(f"{each}.{given.name}" for each in tables)}:
                yield at, given


def _is_bound(program: Program, given: Input) -> bool:
    """Say whether a fact says who belongs to whom: what hangs on it cannot be hung elsewhere here."""
    # Headings are found whatever the case of their letters.
    asked = {each.heading.casefold() for each in program.applies_to.named}
    told = {each.casefold() for each in given.headings}
    return is_fixed(program, given) or bool(asked & told) or bool(given.run)


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
    chain = world.program.ancestors(grain)
    for below in chain[: chain.index(home)]:
        parents = world.frame(below).parents
        rows = [parents[row] for row in rows]
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
