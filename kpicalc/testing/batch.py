"""Many made-up employees computed at once, and what each of them reaches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import localcontext

from kpicalc.engine.formulas import column_of
from kpicalc.engine.lens import LookingBlock, world_of
from kpicalc.engine.settle import settle
from kpicalc.facts.bind import bind_facts
from kpicalc.facts.packed import unpack
from kpicalc.lab.turns import Located
from kpicalc.lab.witnesses import Candidate
from kpicalc.model.dataclass import dataclass
from kpicalc.model.facts import Frame
from kpicalc.model.fault import Fault, Value
from kpicalc.model.money import CONTEXT
from kpicalc.model.program import COMPANY, EMPLOYEES, Program
from kpicalc.model.result import Settlement
from kpicalc.model.trial import Point
from kpicalc.testing.candidates import is_tied
from kpicalc.testing.forks import Forks
from kpicalc.testing.given import GivenRow, GivenTables, make_sheets
from kpicalc.testing.reach import Place, reach_points


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of one candidate: the points it reaches, and the values of the formulas asked for."""

    candidate: Candidate
    points: frozenset[Point]
    values: tuple[Value | None, ...]


def look_at_all(
    forks: Forks, candidates: Iterable[Candidate], formulas: Sequence[Located] = ()
) -> Iterator[Seen]:
    """Compute candidates and yield what came of those that can be paid.

    Employees who do not depend on each other share one run; the others have a company of their own.
    """
    groups: dict[tuple[object, ...], list[Candidate]] = {}
    alone = is_tied(forks.program)
    for number, each in enumerate(candidates):
        company = tuple(value for (grain, *_), value in each.values.items() if grain == COMPANY)
        groups.setdefault((number,) if alone else company, []).append(each)
    for group in groups.values():
        yield from _look_at_all(forks, group, formulas)


def settle_candidates(program: Program, candidates: Sequence[Candidate]) -> Settlement | None:
    """Compute candidates as the people of one company; None where their facts cannot be bound."""
    book = make_sheets(program, tables_of(program, candidates), "")
    bound = bind_facts(book.program, book.workbook, None)
    return None if bound.value is None else settle(program, bound.value)


def tables_of(program: Program, candidates: Sequence[Candidate]) -> GivenTables:
    """Return the rows of candidates; every candidate has rows of its own in every table but the company."""
    tables: dict[str, tuple[GivenRow, ...]] = {}
    for grain in program.grains.values():
        if not grain.derived:
            rows = [
                row
                for at, each in enumerate(candidates, 1)
                for row in _rows_of_candidate(program, grain.name, each, at)
            ]
            tables[grain.name] = tuple(rows[:1] if grain.name == COMPANY else rows)
    return tables


def _rows_of_candidate(program: Program, grain: str, candidate: Candidate, at: int) -> Iterator[GivenRow]:
    if not all(candidate.rows.get(each, 1) for each in program.ancestors(grain)):
        return  # there is no row above
    names = [each.name for each in program.inputs if each.grain == grain]
    for copy in range(candidate.rows.get(grain, 1)):
        key = f"{at}-{copy + 1}" if copy else str(at)
        cells = candidate.cells(grain, names, copy)
        values = {name: value for name, value in cells.items() if value is not None}
        yield GivenRow(key, str(at), "", values, {}, program.grains[grain].span)


def _look_at_all(
    forks: Forks, candidates: Sequence[Candidate], formulas: Sequence[Located]
) -> Iterator[Seen]:
    settlement = settle_candidates(forks.program, candidates)
    if settlement is None:
        # One whose facts cannot be bound must not take the others with him.
        middle = len(candidates) // 2
        for half in (candidates[:middle], candidates[middle:]) if middle else ():
            yield from _look_at_all(forks, half, formulas)
        return
    members = [at for at, each in enumerate(candidates) for _ in range(each.rows[EMPLOYEES])]
    owners = _find_owners(settlement, members)
    points: list[set[Point]] = [set() for _ in candidates]
    for point, places in reach_points(forks, settlement).items():
        for at in {each for place in places for each in owners.get(place, ())}:
            points[at].add(point)
    values = [_values_by_candidate(settlement, owners, formula, len(candidates)) for formula in formulas]
    # The candidates of whom somebody cannot be paid, or has a fact that is refused.
    refused = {owner for row in settlement.unpaid for owner in owners[EMPLOYEES, row]}
    for frame in settlement.facts.frames.values():
        refused.update(owner for place in _refused_rows(frame) for owner in owners.get(place, ()))
    for at, candidate in enumerate(candidates):
        if at not in refused:
            yield Seen(candidate, frozenset(points[at]), tuple(each[at] for each in values))


def _find_owners(settlement: Settlement, members: Sequence[int]) -> dict[Place, tuple[int, ...]]:
    """Return the candidates whom each row of any table concerns; `members` are those of the employees."""
    world, program = world_of(settlement), settlement.program
    found: dict[Place, list[int]] = {}
    everybody = range(world.frame(EMPLOYEES).size)
    for grain in program.grains:
        rows = range(world.frame(grain).size)
        if EMPLOYEES in program.ancestors(grain):
            owners = LookingBlock(world, grain, rows).rows_above(EMPLOYEES)
            for row, owner in zip(rows, owners, strict=True):
                found.setdefault((grain, row), []).append(members[owner])
        elif grain in program.ancestors(EMPLOYEES):
            above = LookingBlock(world, EMPLOYEES, everybody).rows_above(grain)
            for employee, row in zip(everybody, above, strict=True):
                found.setdefault((grain, row), []).append(members[employee])
    return {place: tuple(each) for place, each in found.items()}


def _values_by_candidate(
    settlement: Settlement, owners: dict[Place, tuple[int, ...]], formula: Located, size: int
) -> list[Value | None]:
    """Return the value of a formula for each candidate, at the first row that concerns him."""
    grain, expr = formula
    world = world_of(settlement)
    rows = list(range(world.frame(grain).size))
    found: list[Value | None] = [None] * size
    with localcontext(CONTEXT):
        column = column_of(expr, LookingBlock(world, grain, rows)).listed(len(rows)) if rows else ()
    for row, value in enumerate(column):
        for at in owners.get((grain, row), ()):
            if found[at] is None:
                found[at] = value
    return found


def _refused_rows(frame: Frame) -> Iterator[Place]:
    for name in frame.faulty:
        for row, value in enumerate(unpack(frame, name)):
            if isinstance(value, Fault) and not value.missing:
                yield frame.grain, row
