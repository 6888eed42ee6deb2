"""What is done with one part, wherever that is: read, evaluated as far as it goes, paid, put in a file."""

from __future__ import annotations

import gc
from array import array
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from kpicalc import __version__
from kpicalc.api.run import load_facts
from kpicalc.engine.checks import hold_back
from kpicalc.engine.part_steps import Passed, pass_steps, spread_grains, take_agreed
from kpicalc.engine.settle import join_settlements, settle_values
from kpicalc.facts.assign import People
from kpicalc.facts.bind import bind_facts
from kpicalc.facts.find_period import find_period
from kpicalc.facts.join import normalise_name
from kpicalc.facts.other_periods import drop_other_periods
from kpicalc.facts.read_files import read_listed
from kpicalc.facts.workbook import Workbook
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Diagnostic, has_errors, tell_of_keys
from kpicalc.model.expr import OverRows, Window
from kpicalc.model.facts import Facts
from kpicalc.model.program import EMPLOYEES, Program
from kpicalc.model.result import Settlement
from kpicalc.model.source import CellRef
from kpicalc.spread.held_part import Agreed, Held, Pair, Plan, derived_grains
from kpicalc.spread.part_news import PersonOfPart, find_wanted_people, tell_part
from kpicalc.spread.parts import DealtPart, PaidPart, Written, put_part


@contextmanager
def _without_collector() -> Iterator[None]:
    """Look for no garbage meanwhile: what is read stays until the part is done, the looking costs a third.

    Afterwards the process, which may be another's, looks for it again.
    """
    looked = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if looked:
            gc.enable()


@_without_collector()
def open_part(plan: Plan, part: DealtPart) -> Held:
    """Read a part with all checks of one process."""
    if plan.version != __version__:
        return Held()
    read = read_listed(part.files, plan.encoding, plan.settings, lambda: plan.words)
    if read.value is None:
        return Held(problems=read.diagnostics)
    named = find_period(read.value)
    problems = read.diagnostics + (() if plan.asked else named.diagnostics)
    if named.value is None and not plan.asked:
        return Held(problems=problems)
    chosen = drop_other_periods(read.value, plan.period, plan.programs)
    problems += chosen.diagnostics
    if chosen.value is None:
        return Held(problems=problems, named=named.value)
    bound = load_facts(plan.programs, chosen.value)
    problems += bound.diagnostics
    if bound.value is None:
        return Held(problems=problems, named=named.value)
    idle = tuple(bind_idle(plan.programs, bound.value, chosen.value))
    pairs = (*bound.value, *((each.program, each.facts) for each in idle if each.facts is not None))
    held = Held(
        pairs=pairs,
        passed=(Passed(),) * len(pairs),
        problems=problems,
        complete=True,
        named=named.value,
        left_out=chosen.value.left_out,
        idle={each.program.scheme: each.problems for each in idle},
        unread=frozenset(each.program.scheme for each in idle if each.facts is None),
    )
    # Rows of a table that has no sheet are first made the same in all parts.
    return held if any(map(derived_grains, plan.programs)) else _go_on(plan, held)


def _go_on(plan: Plan, held: Held) -> Held:
    if has_errors(held.problems) and not plan.allow_partial:
        return held
    passed = tuple(
        pass_steps(program, facts, each, keep_all=plan.keep_all)
        for (program, facts), each in zip(held.pairs, held.passed, strict=True)
    )
    return replace(held, passed=passed)


@_without_collector()
def advance(plan: Plan, held: Held, agreed: Agreed) -> Held:
    """Go on with a part from what all parts agreed on."""
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


def find_people_of(plan: Plan, part: DealtPart, wanted: frozenset[bytes]) -> tuple[PersonOfPart, ...]:
    """Return the people of a part, which is read once more, whose digests are asked for."""
    return find_wanted_people(open_part(plan, part), wanted)


def list_names(plan: Plan, part: DealtPart) -> dict[str, CellRef | None]:
    """Return the names of the people of a part, which is read once more, as they are compared, with a row."""
    frames = [facts.frames[EMPLOYEES] for _, facts in open_part(plan, part).pairs]
    named = ((name, frame, row) for frame in frames for row, name in enumerate(frame.labels) if name)
    return {normalise_name(name): frame.row_place(row) for name, frame, row in named}


@_without_collector()
def pay_part(plan: Plan, part: DealtPart, held: Held, folder: Path) -> Written:
    """Settle a part and write what it comes to into a file, under its name only when it is whole."""
    if not held.complete or (has_errors(held.problems) and not plan.allow_partial):
        return Written("", "")
    settlements = [
        hold_back(settle_values(program, facts, each.values))
        for (program, facts), each in zip(held.pairs, held.passed, strict=True)
    ]
    told = join_settlements(plan.period, settlements).diagnostics
    paid = PaidPart(tuple(map(_without_details, settlements)), told, held.left_out)
    return put_part(folder, part.number, paid)


def pay_part_alone(plan: Plan, part: DealtPart, folder: Path) -> Written:
    """Read, settle and write a part in one go: right where nothing is found over several parts."""
    held = open_part(plan, part)
    return replace(pay_part(plan, part, held, folder), news=tell_part(held))


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


@dataclass(frozen=True, slots=True)
class IdleScheme:
    """A scheme without people in a part, its facts there as far as they could be read, and their problems."""

    program: Program
    facts: Facts | None
    problems: tuple[Diagnostic, ...]


def bind_idle(programs: Sequence[Program], pairs: Sequence[Pair], workbook: Workbook) -> Iterator[IdleScheme]:
    """Yield what the part has for schemes that pay people in other parts only: deals of nobody, say.

    The lists of employees are none of theirs, so nothing is told of these.
    """
    paying = {program.scheme for program, _ in pairs}
    frames = [facts.frames[EMPLOYEES] for _, facts in pairs]
    read = {
        (each.file, each.sheet) for _, facts in pairs for each in facts.receipts if each.grain == EMPLOYEES
    }
    sheets = tuple(each for each in workbook.sheets if (each.file, each.name) in read)
    elsewhere = [name for frame in frames for name in zip(frame.keys, frame.labels, strict=True)]
    people = People(sheets, dict.fromkeys(read, frozenset()), elsewhere)
    for program in programs if sheets else ():
        if program.scheme in paying:
            continue
        bound = bind_facts(program, workbook, people)
        told = tell_of_keys(program.keys, (each for each in bound.diagnostics if _place_in(each) not in read))
        facts = bound.value
        if facts is not None:
            receipts = tuple(each for each in facts.receipts if each.grain != EMPLOYEES)
            facts = replace(facts, receipts=receipts)
        yield IdleScheme(program, facts, told)


def _place_in(problem: Diagnostic) -> tuple[str, str] | None:
    place = problem.primary.place if problem.primary else None
    return (place.file, place.sheet) if isinstance(place, CellRef) else None
