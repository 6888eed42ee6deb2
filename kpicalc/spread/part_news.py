"""What a part tells of itself: its problems, tables and people, and what it brings to values over parts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import field, replace

from kpicalc import __version__
from kpicalc.engine.part_steps import spread_grains
from kpicalc.facts.join import name_forms, twin_forms
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.expr import Window
from kpicalc.model.facts import Facts, Frame, SheetReceipt
from kpicalc.model.period import Period
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.source import CellRef, Place
from kpicalc.spread.held_part import Held, States, derived_grains


@dataclass(frozen=True, slots=True)
class TableSeen:
    """A sheet of a table of a scheme: which columns and roles it has, and its file."""

    scheme: str
    grain: str
    file: str
    sheet: str
    columns: frozenset[str]
    rows: int

    @property
    def place(self) -> CellRef:
        """The sheet as a place."""
        return CellRef(self.file, self.sheet)


@dataclass(frozen=True, slots=True)
class PersonOfPart:
    """An employee of a part: number, how it looks, first cell; `segmented` ones may have several rows."""

    key: str
    form: str
    place: CellRef | None
    segmented: bool


@dataclass(frozen=True, slots=True)
class News:
    """What a part tells of itself: problems, tables, people (eight bytes of the digest of each number).

    `derived` are the rows that a table without a sheet has here, by scheme and table, each with the cell
    that names it first; `states` what it brings to values over all parts, by scheme; `frames` who the rows
    are that windows over all parts look at; `idle` what is wrong with facts of schemes that pay nobody here,
    `unread` those of them that could not be read.
    With `by_name` rows are tied to people by their names. `version` is that of the program there.
    """

    problems: tuple[Diagnostic, ...] = ()
    complete: bool = True
    named: tuple[Period, Place | None] | None = None
    tables: tuple[TableSeen, ...] = ()
    people: bytes = b""
    derived: Mapping[tuple[str, str], tuple[tuple[str, CellRef | None], ...]] = field(default_factory=dict)
    states: Mapping[str, States] = field(default_factory=dict)
    frames: Mapping[str, Mapping[str, Frame]] = field(default_factory=dict)
    idle: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    by_name: bool = False
    version: str = __version__


def tell_part(held: Held) -> News:
    """Tell of a part what the others have to know."""
    known = tell_more(held)
    return replace(
        known,
        problems=held.problems,
        complete=held.complete,
        named=held.named,
        tables=tuple(_list_tables(held)),
        people=b"".join(digest for _, digest in _list_people(held)),
        derived=dict(_list_derived(held)),
        idle=held.idle,
        unread=held.unread,
        by_name=any(facts.by_name for _, facts in held.pairs),
    )


def tell_more(held: Held) -> News:
    """Tell what a part brings to values over all parts; the rest has been told before."""
    states = {
        program.scheme: each.states
        for (program, _), each in zip(held.pairs, held.passed, strict=True)
        if each.states is not None
    }
    return News(states=states, frames=dict(_list_frames(held, states)))


def _list_tables(held: Held) -> Iterator[TableSeen]:
    for program, facts in held.pairs:
        for each in facts.receipts:
            columns = frozenset(column.name for column in each.columns)
            roles = frozenset(f"={role.role}" for role in each.roles)
            yield TableSeen(
                program.scheme, each.grain, each.file, each.sheet, columns | roles, each.rows_read
            )


def _list_people(held: Held) -> Iterator[tuple[PersonOfPart, bytes]]:
    """Yield each employee of each scheme once, with the digest of how his number looks."""
    for _, facts in held.pairs:
        frame = facts.frames[EMPLOYEES]
        columns = {
            (each.file, each.sheet): _identity(each)[1] for each in facts.receipts if each.grain == EMPLOYEES
        }
        rows: dict[str, tuple[int, str]] = {}
        for row, (key, form) in enumerate(zip(frame.keys, form_people(facts), strict=True)):
            rows.setdefault(key, (row, form))
        segmented = len(rows) < frame.size
        for key, (row, form) in rows.items():
            place = frame.row_place(row)
            if place is not None:
                place = replace(place, column=columns[place.file, place.sheet])
            yield PersonOfPart(key, form, place, segmented), hash_form(form)


def form_people(facts: Facts) -> list[str]:
    """Return of each row of the employees the form that is equal for all that could be the same person."""
    named = any(_identity(each)[0] == "name" for each in facts.receipts if each.grain == EMPLOYEES)
    keys = list(facts.frames[EMPLOYEES].keys)
    return name_forms(keys) if named else twin_forms(keys)


def hash_form(form: str) -> bytes:
    """Return eight bytes that tell a number from all others but by a rare chance."""
    return hashlib.blake2b(form.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _identity(receipt: SheetReceipt) -> tuple[str, int]:
    """Return the role and the column by which people are told apart in a sheet."""
    roles = {each.role: each.column for each in receipt.roles}
    return ("key", roles["key"]) if "key" in roles else ("name", roles.get("name", 0))


def find_wanted_people(held: Held, wanted: frozenset[bytes]) -> tuple[PersonOfPart, ...]:
    """Return the people of a part whose digests are asked for."""
    return tuple(person for person, digest in _list_people(held) if digest in wanted)


def _list_derived(
    held: Held,
) -> Iterator[tuple[tuple[str, str], tuple[tuple[str, CellRef | None], ...]]]:
    for program, facts in held.pairs:
        for name in derived_grains(program):
            child = next(each for each, grain in program.grains.items() if grain.parent == name)
            columns = dict(_link_columns(facts, child))
            places: dict[int, CellRef | None] = {}
            for row, parent in reversed(list(enumerate(facts.frames[child].parents))):
                places[parent] = _find_link(facts.frames[child], row, columns)
            keys = facts.frames[name].keys
            yield (program.scheme, name), tuple((key, places[at]) for at, key in enumerate(keys))


def _link_columns(facts: Facts, grain: str) -> Iterator[tuple[tuple[str, str], int]]:
    """Yield the column of each sheet of a table that names the row above."""
    for receipt in facts.receipts:
        for role in receipt.roles:
            if receipt.grain == grain and role.role == "link":
                yield (receipt.file, receipt.sheet), role.column


def _find_link(frame: Frame, row: int, columns: Mapping[tuple[str, str], int]) -> CellRef | None:
    place = frame.row_place(row)
    return None if place is None else replace(place, column=columns.get((place.file, place.sheet), 0))


def _list_frames(held: Held, states: Mapping[str, States]) -> Iterator[tuple[str, Mapping[str, Frame]]]:
    """Yield who the rows are that a window over all parts looks at, and the rows above all parts."""
    for program, facts in held.pairs:
        if program.scheme not in states:
            continue
        spread = spread_grains(program)
        looked = {node.grain for node in states[program.scheme] if isinstance(node, Window)}
        yield (
            program.scheme,
            {
                name: replace(frame, columns={}, faulty=frozenset()) if name in spread else frame
                for name, frame in facts.frames.items()
                if name in looked or name not in spread
            },
        )
