"""The columns that a grain needs: its inputs, its key and name, and the link to its parent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kpicalc.facts.find_header import Wanted
from kpicalc.facts.headings import KEY_HEADINGS, NAME_HEADINGS, TEAM_HEADINGS
from kpicalc.model.kind import Kind
from kpicalc.model.program import COMPANY, EMPLOYEES, TEAMS, Grain, Input, Program

KEY, NAME, LINK, LINK_NAME = "key", "name", "link", "link name"


def list_wanted(program: Program, grain: Grain) -> tuple[Wanted, ...]:
    """List the columns to look for in the sheet of a grain; inputs are found under `input <name>`."""
    inputs = tuple(
        Wanted(input_slot(each.name), each.headings, required=not each.spare)
        for each in spread_runs(program.inputs)
        if each.grain == grain.name
    )
    return inputs + _identity(program, grain) + _link(program, grain)


def list_audience(program: Program) -> tuple[Wanted, ...]:
    """List the columns by which a scheme chooses its employees; they are found under their heading."""
    return tuple(Wanted(heading, (heading,)) for heading, _ in program.applies_to)


def spread_runs(inputs: Iterable[Input]) -> Iterator[Input]:
    """Yield the single columns to read; those of a run stand in the place of its sum."""
    for each in inputs:
        if not each.run:
            yield each
        elif not each.counted:
            yield from each.run


def input_slot(name: str) -> str:
    """Return the slot of an input in a header."""
    return f"input {name}"


def is_input_slot(slot: str) -> bool:
    """Say whether a slot of a header is that of an input."""
    return slot.startswith("input ")


def _identity(program: Program, grain: Grain) -> tuple[Wanted, ...]:
    if grain.name == EMPLOYEES:
        others = _named_otherwise(program, grain)
        return (
            _person(KEY, grain.key, KEY_HEADINGS, others),
            _person(NAME, grain.title, NAME_HEADINGS, others),
        )
    name = (Wanted(NAME, grain.title, ranked=True),) if grain.title else ()
    keys = grain.key or (TEAM_HEADINGS if grain.name == TEAMS else ())
    return (Wanted(KEY, keys, ranked=True), *name) if keys else name


def _person(slot: str, named: tuple[str, ...], usual: tuple[str, ...], others: tuple[str, ...]) -> Wanted:
    """Want the headings that the scheme names, else the usual ones, in columns that are nothing else."""
    if named:
        return Wanted(slot, named, ranked=True)
    return Wanted(slot, usual, required=False, ranked=True, beside=others)


def _named_otherwise(program: Program, grain: Grain) -> tuple[str, ...]:
    """Return the slots whose columns the scheme says are not the employee: his superior, team or figures."""
    figures = (
        input_slot(each.name)
        for each in program.inputs
        if each.grain == grain.name and (each.kind is not Kind.TEXT or each.name == grain.superior)
    )
    return (LINK, *figures)


def _link(program: Program, grain: Grain) -> tuple[Wanted, ...]:
    if grain.parent is None or grain.parent == COMPANY:
        return ()
    if grain.link:
        return (Wanted(LINK, grain.link, ranked=True),)
    parent = program.grains[grain.parent]
    if parent.name == EMPLOYEES and not parent.key:
        return (
            Wanted(LINK, KEY_HEADINGS, required=False, ranked=True),
            Wanted(LINK_NAME, NAME_HEADINGS, required=False, ranked=True),
        )
    default = parent.key or (TEAM_HEADINGS if parent.name == TEAMS else ())
    return (Wanted(LINK, default, ranked=True),) if default else ()
