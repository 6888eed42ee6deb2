"""What is done with one part, wherever that is: read, evaluated as far as it goes, paid, written to a file."""

from __future__ import annotations

import gc
import hashlib
import os
import pickle
import tempfile
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from kpicalc import __version__
from kpicalc.api.run import load_facts
from kpicalc.engine.aggregates import FoldState
from kpicalc.engine.checks import hold_back
from kpicalc.engine.part_steps import Passed, pass_steps, spread_grains, take_agreed
from kpicalc.engine.settle import join_settlements, settle_values
from kpicalc.engine.windows import WindowState
from kpicalc.facts.find_period import find_period
from kpicalc.facts.join import name_forms, twin_forms
from kpicalc.facts.read_files import read_listed
from kpicalc.facts.unread_sheets import drop_other_periods
from kpicalc.facts.workbook import Workbook
from kpicalc.model.diagnostic import Checked, Diagnostic, has_errors
from kpicalc.model.expr import OverRows, Window
from kpicalc.model.facts import Facts, Frame, LeftOut, SheetReceipt
from kpicalc.model.period import Period
from kpicalc.model.program import EMPLOYEES, Program
from kpicalc.model.result import Settlement, Values
from kpicalc.model.settings import Settings
from kpicalc.model.source import CellRef
from kpicalc.spread.parts import Part

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
    """A part as a worker keeps it between two rounds: its facts, and what is computed of them."""

    pairs: tuple[Pair, ...] = ()
    passed: tuple[Passed, ...] = ()
    problems: tuple[Diagnostic, ...] = ()
    complete: bool = False
    period: Period | None = None
    left_out: tuple[LeftOut, ...] = ()


@dataclass(frozen=True, slots=True)
class TableSeen:
    """A sheet of a table of a scheme: which columns and roles it has, and its file."""

    scheme: str
    grain: str
    file: str
    sheet: str
    columns: frozenset[str]
    rows: int


@dataclass(frozen=True, slots=True)
class Person:
    """An employee of a part: the number, how it looks, and its first cell; `segmented` may have several rows."""

    key: str
    form: str
    place: CellRef | None
    segmented: bool


@dataclass(frozen=True, slots=True)
class News:
    """What a part tells of itself: problems, tables, people (eight bytes of the digest of each number).

    `derived` are the rows that a table without a sheet has here, by scheme and table, each with the cell
    that names it first; `states` what it brings to values over all parts, by scheme; `frames` who the rows
    are that windows over all parts look at. `version` is that of the program there.
    """

    problems: tuple[Diagnostic, ...]
    complete: bool
    period: Period | None
    tables: tuple[TableSeen, ...]
    people: bytes
    derived: Mapping[tuple[str, str], tuple[tuple[str, CellRef | None], ...]]
    states: Mapping[str, States]
    frames: Mapping[str, Mapping[str, Frame]]
    version: str = __version__


@dataclass(frozen=True, slots=True)
class Agreed:
    """What all parts found together: rows of derived tables, and for each scheme the values over parts."""

    derived: Mapping[tuple[str, str], tuple[str, ...]]
    values: Mapping[str, Values]


@dataclass(frozen=True, slots=True)
class PaidPart:
    """What the file of a part holds: the settlements without rows below employees, and their problems."""

    settlements: tuple[Settlement, ...]
    problems: tuple[Diagnostic, ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """The file of a part, "" for none, the SHA-256 of its bytes, and what a part that was alone tells."""

    name: str
    digest: str
    news: News | None = None


def open_part(plan: Plan, part: Part) -> Held:
    """Read a part with all checks of one process."""
    # What is read stays until the part is done: looking for garbage in it costs a third of the time.
    gc.disable()
    if plan.version != __version__:
        return Held()
    read = read_listed(part.files, plan.encoding, plan.settings, plan.words)
    if read.value is None:
        return Held(problems=read.diagnostics)
    chosen = _choose_period(plan, read.value)
    problems = read.diagnostics + chosen.diagnostics
    if chosen.value is None:
        return Held(problems=problems)
    workbook, period = chosen.value
    bound = load_facts(plan.programs, workbook)
    problems += bound.diagnostics
    if bound.value is None:
        return Held(problems=problems, period=period)
    passed = (Passed(),) * len(bound.value)
    held = Held(bound.value, passed, problems, complete=True, period=period, left_out=workbook.left_out)
    # Rows of a table that has no sheet are first made the same in all parts.
    return held if any(map(derived_grains, plan.programs)) else _go_on(plan, held)


def _choose_period(plan: Plan, workbook: Workbook) -> Checked[tuple[Workbook, Period]]:
    if plan.asked:
        chosen = drop_other_periods(workbook, plan.period, plan.programs)
        return Checked(None if chosen.value is None else (chosen.value, plan.period), chosen.diagnostics)
    found = find_period(workbook)
    return Checked(None if found.value is None else (workbook, found.value[0]), found.diagnostics)


def derived_grains(program: Program) -> tuple[str, ...]:
    """Return the tables without a sheet whose rows employees, or rows below them, name."""
    spread = spread_grains(program)
    named = {program.grains[name].parent for name in spread}
    return tuple(name for name, grain in program.grains.items() if grain.derived and name in named - spread)


def _go_on(plan: Plan, held: Held) -> Held:
    if has_errors(held.problems) and not plan.allow_partial:
        return held
    passed = tuple(
        pass_steps(program, facts, each, keep_all=plan.keep_all)
        for (program, facts), each in zip(held.pairs, held.passed, strict=True)
    )
    return replace(held, passed=passed)


def advance(plan: Plan, held: Held, agreed: Agreed) -> Held:
    """Go on with a part from what all parts agreed on."""
    gc.disable()
    pairs = tuple((program, _take_rows(program, facts, agreed)) for program, facts in held.pairs)
    passed = tuple(
        _take_values(program, each, agreed) for (program, _), each in zip(pairs, held.passed, strict=True)
    )
    return _go_on(plan, replace(held, pairs=pairs, passed=passed))


def _take_values(program: Program, passed: Passed, agreed: Agreed) -> Passed:
    values = agreed.values.get(program.scheme)
    if values is None or passed.states is None:
        return passed
    return take_agreed(passed, values)


def _take_rows(program: Program, facts: Facts, agreed: Agreed) -> Facts:
    """Give derived tables the rows that they have over all parts."""
    frames = dict(facts.frames)
    for name in derived_grains(program):
        keys = agreed.derived.get((program.scheme, name))
        if keys is None or tuple(frames[name].keys) == keys:
            continue
        place = {key: at for at, key in enumerate(keys)}
        moved = [place[key] for key in frames[name].keys]
        frames[name] = replace(
            frames[name], size=len(keys), keys=keys, labels=keys, parents=array("l", [0] * len(keys))
        )
        for child, grain in program.grains.items():
            if grain.parent == name:
                parents = array("l", [moved[each] for each in frames[child].parents])
                frames[child] = replace(frames[child], parents=parents)
    return replace(facts, frames=frames)


def tell(held: Held) -> News:
    """Tell of a part what the others have to know."""
    states = {
        program.scheme: each.states
        for (program, _), each in zip(held.pairs, held.passed, strict=True)
        if each.states is not None
    }
    return News(
        problems=held.problems,
        complete=held.complete,
        period=held.period,
        tables=tuple(_list_tables(held)),
        people=b"".join(digest for _, digest in _list_people(held)),
        derived=dict(_list_derived(held)),
        states=states,
        frames=dict(_list_frames(held, states)),
    )


def _list_tables(held: Held) -> Iterator[TableSeen]:
    for program, facts in held.pairs:
        for each in facts.receipts:
            columns = frozenset(column.name for column in each.columns)
            roles = frozenset(f"={role.role}" for role in each.roles)
            yield TableSeen(
                program.scheme, each.grain, each.file, each.sheet, columns | roles, each.rows_read
            )


def _list_people(held: Held) -> Iterator[tuple[Person, bytes]]:
    """Yield each employee of each scheme once, with the digest of how his number looks."""
    for _, facts in held.pairs:
        frame = facts.frames[EMPLOYEES]
        columns = {
            (each.file, each.sheet): _identity(each) for each in facts.receipts if each.grain == EMPLOYEES
        }
        rows: dict[str, int] = {}
        for row, key in enumerate(frame.keys):
            rows.setdefault(key, row)
        named = any(role == "name" for role, _ in columns.values())
        forms = name_forms(list(rows)) if named else twin_forms(list(rows))
        segmented = len(rows) < frame.size
        for (key, row), form in zip(rows.items(), forms, strict=True):
            place = frame.row_place(row)
            if place is not None:
                place = replace(place, column=columns[place.file, place.sheet][1])
            yield Person(key, form, place, segmented), hash_form(form)


def hash_form(form: str) -> bytes:
    """Return eight bytes that tell a number from all others but by a rare chance."""
    return hashlib.blake2b(form.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def _identity(receipt: SheetReceipt) -> tuple[str, int]:
    """Return the role and the column by which people are told apart in a sheet."""
    roles = {each.role: each.column for each in receipt.roles}
    return ("key", roles["key"]) if "key" in roles else ("name", roles.get("name", 0))


def find_people(held: Held, wanted: frozenset[bytes]) -> tuple[Person, ...]:
    """Return the people of a part whose digests are asked for."""
    return tuple(person for person, digest in _list_people(held) if digest in wanted)


def find_people_of(plan: Plan, part: Part, wanted: frozenset[bytes]) -> tuple[Person, ...]:
    """Return the people of a part, which is read once more, whose digests are asked for."""
    return find_people(open_part(plan, part), wanted)


def _list_derived(
    held: Held,
) -> Iterator[tuple[tuple[str, str], tuple[tuple[str, CellRef | None], ...]]]:
    for program, facts in held.pairs:
        for name in derived_grains(program):
            frame = facts.frames[name]
            child = next(each for each, grain in program.grains.items() if grain.parent == name)
            first: dict[int, int] = {}
            for row, parent in enumerate(facts.frames[child].parents):
                first.setdefault(parent, row)
            places = (facts.frames[child].row_place(first[at]) for at in range(frame.size))
            yield (program.scheme, name), tuple(zip(frame.keys, places, strict=True))


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


def pay_part(plan: Plan, part: Part, held: Held, folder: Path) -> Written:
    """Settle a part and write what it comes to into a file, under its name only when it is whole."""
    gc.disable()
    if not held.complete or (has_errors(held.problems) and not plan.allow_partial):
        return Written("", "")
    settlements = [
        hold_back(settle_values(program, facts, each.values))
        for (program, facts), each in zip(held.pairs, held.passed, strict=True)
    ]
    told = join_settlements(plan.period, settlements).diagnostics
    paid = PaidPart(tuple(map(_without_details, settlements)), told, held.left_out)
    data = pickle.dumps(paid, protocol=pickle.HIGHEST_PROTOCOL)
    digest = hashlib.sha256(data).hexdigest()
    name = f"part-{part.number:05d}-{digest[:16]}"
    _put_file(folder / name, data)
    return Written(name, digest)


def pay_alone(plan: Plan, part: Part, folder: Path) -> Written:
    """Read, settle and write a part in one go: right where nothing is found over several parts."""
    held = open_part(plan, part)
    return replace(pay_part(plan, part, held, folder), news=tell(held))


def _without_details(settlement: Settlement) -> Settlement:
    """Leave out rows below employees: they are many, and no sum of people asks for them."""
    below = spread_grains(settlement.program) - {EMPLOYEES}
    frames = {name: each for name, each in settlement.facts.frames.items() if name not in below}
    columns = {key: each for key, each in settlement.values.columns.items() if key[0] not in below}
    aggregates = {
        node: each for node, each in settlement.values.aggregates.items() if value_grain(node) not in below
    }
    values = replace(settlement.values, columns=columns, aggregates=aggregates)
    return replace(settlement, facts=replace(settlement.facts, frames=frames), values=values)


def value_grain(node: OverRows) -> str:
    """Return the grain whose rows have the value of an aggregate or a window."""
    return node.grain if isinstance(node, Window) else node.target


def _put_file(path: Path, data: bytes) -> None:
    handle, made = tempfile.mkstemp(prefix=".part-", dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    Path(made).replace(path)
