"""Two sets of schemes over the same facts: who is paid what by each, and what makes the difference."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import cast

from kpicalc.analysis.budget import group_of_person, heading_of_groups
from kpicalc.analysis.even_pairs import find_even
from kpicalc.api.attribute import Scene, attribute_changes
from kpicalc.api.run import (
    Request,
    employee_rows,
    load_facts,
    open_facts,
    tell_nobody,
    widen_programs,
)
from kpicalc.api.schemes import compile_schemes
from kpicalc.engine.settle import join_settlements, settle
from kpicalc.facts.assign import Assignment, People, assign_employees, join_people
from kpicalc.facts.bind import bind_facts
from kpicalc.facts.other_periods import drop_other_periods
from kpicalc.facts.unread_sheets import find_unread
from kpicalc.facts.workbook import Workbook
from kpicalc.model.comparison import (
    ComparedScheme,
    LineDifference,
    OneSided,
    PayComparison,
    PersonDifference,
    SchemePair,
)
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, Label, Severity, has_errors
from kpicalc.model.facts import Facts
from kpicalc.model.outline import PayLine
from kpicalc.model.period import Period
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Program
from kpicalc.model.result import Settlement
from kpicalc.model.source import CellRef, Span

Place = tuple[Settlement, int]

# What would make people even takes a second or two for each, so few are looked at unasked.
_MOST_SOUGHT = 5
Paid = tuple[tuple[Program, Facts], ...]


@dataclass(frozen=True, slots=True)
class AskedComparison:
    """People of whom more is asked, and the headings of the columns by which people are grouped."""

    people: tuple[str, ...] = ()
    by: tuple[str, ...] = ()


NOTHING_MORE = AskedComparison()


@dataclass(frozen=True, slots=True)
class _Side:
    """One set of schemes: the file of each, and the people it pays by number, in the order of the sheet."""

    files: Mapping[str, Path]
    places: Mapping[str, Place]
    problems: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Bound:
    """The facts of both sides, whom each pays, and how many of the people in the facts neither pays."""

    sides: tuple[Paid, Paid]
    people: Mapping[str, People]
    left_out: int = 0


def compare_schemes(
    request: Request,
    new: tuple[Path, ...],
    asked: AskedComparison = NOTHING_MORE,
    on_progress: Callable[[str], None] = tell_nobody,
) -> Checked[PayComparison]:
    """Compute the facts of a request by its schemes and by the new ones.

    One scheme against one is compared for everybody whom either pays; sets of schemes pay everybody, as in
    any run. For those of the people asked for who lose (without any: for those who lose most) it is sought
    what would make them even. The comparison is left out when anybody cannot be paid.
    """
    on_progress("reading")
    opened = open_facts(replace(request, schemes=(*request.schemes, *new)))
    if opened.value is None:
        return Checked(None, opened.diagnostics)
    period = opened.value.period
    old_programs, new_programs = (compile_schemes(each, period) for each in (request.schemes, new))
    problems = (*opened.diagnostics, *old_programs.diagnostics, *new_programs.diagnostics)
    if old_programs.value is None or new_programs.value is None:
        return _refused(problems)
    columns = request.columns
    both = (widen_programs(old_programs.value, columns), widen_programs(new_programs.value, columns))
    chosen = drop_other_periods(opened.value.workbook, period, tuple(chain(*both)))
    problems += chosen.diagnostics
    paths = (request.schemes, new)
    if chosen.value is None:
        return _refused(problems)
    bound = _bind_sides(both, chosen.value, paths)
    problems += bound.diagnostics
    if has_errors(problems):
        return _refused(problems)
    assert bound.value is not None  # noqa: S101 - else an error says why
    on_progress("computing")
    sides = [_pay_side(period, *each) for each in zip(paths, both, bound.value.sides, strict=True)]
    problems += tuple(_tell_sides([each.problems for each in sides], paths))
    if has_errors(problems):
        return _refused(problems)
    pairs = tuple(_pair_schemes(sides[0], sides[1], Scene(chosen.value, period, bound.value.people)))
    pairs = tuple(_seek_even(pairs, sides, asked.people))
    pairs = tuple(_tell_groups(pairs, sides, asked.by)) if asked.by else pairs
    alone = (*_one_sided(sides[0], sides[1], "old"), *_one_sided(sides[1], sides[0], "new"))
    groups = heading_of_groups(chain(*(each.places.values() for each in sides)), asked.by)
    compared = PayComparison(period, pairs, alone, bound.value.left_out, grouped_by=groups)
    return Checked(compared, tuple(dict.fromkeys(problems)))


def _refused(problems: tuple[Diagnostic, ...]) -> Checked[PayComparison]:
    return Checked(None, tuple(dict.fromkeys(problems)))


def _tell_sides(
    problems: Sequence[tuple[Diagnostic, ...]], paths: Sequence[tuple[Path, ...]]
) -> Iterator[Diagnostic]:
    """Yield the problems of both sides; beside one that only one side finds in the facts stands which."""
    for at, (own, note) in enumerate(zip(problems, ("old_side", "new_side"), strict=True)):
        beside = Label(Span(str(paths[at][0]), 1, 1, 1, 1), note)
        for each in own:
            match each.primary:
                case Label(place=CellRef()) if each not in problems[1 - at]:
                    yield replace(each, others=(*each.others, beside))
                case _:
                    yield each


def _bind_sides(
    both: tuple[tuple[Program, ...], tuple[Program, ...]],
    workbook: Workbook,
    paths: tuple[tuple[Path, ...], tuple[Path, ...]],
) -> Checked[_Bound]:
    """Read what each side needs: one scheme against one pays the people of both, sets pay their own."""
    if len(both[0]) == len(both[1]) == 1:
        return _bind_pair(both[0][0], both[1][0], workbook, paths)
    loaded = [load_facts(programs, workbook) for programs in both]
    problems = tuple(_tell_sides([each.diagnostics for each in loaded], paths))
    one, other = (each.value for each in loaded)
    if one is None or other is None:
        return Checked(None, problems)
    whom = assign_employees(both[1], workbook).value
    assert whom is not None  # noqa: S101 - the facts of the new side are of these people
    return Checked(_Bound((one, other), whom.people), problems)


def _bind_pair(
    old: Program, new: Program, workbook: Workbook, paths: tuple[tuple[Path, ...], tuple[Path, ...]]
) -> Checked[_Bound]:
    assigned = [assign_employees((program,), workbook) for program in (old, new)]
    untold = [_others(each.diagnostics) for each in assigned]
    problems = tuple(
        each
        for found in assigned
        for each in found.diagnostics
        if each.code != Problem.EMPLOYEE_WITHOUT_SCHEME
    )
    if any(each.value is None for each in assigned):
        return Checked(None, problems)
    whom = [cast("Assignment", each.value) for each in assigned]
    people = join_people(whom[0].people[old.scheme], whom[1].people[new.scheme])
    facts = [bind_facts(program, workbook, people) for program in (old, new)]
    problems += tuple(_tell_sides([each.diagnostics for each in facts], paths))
    one, other = (each.value for each in facts)
    if one is None or other is None:
        return Checked(None, problems)
    named = {old.scheme: people, new.scheme: people}
    problems += tuple(_unread(((old, one), (new, other)), workbook))
    return Checked(_Bound((((old, one),), ((new, other),)), named, len(untold[0] & untold[1])), problems)


def _unread(pairs: Paid, workbook: Workbook) -> Iterator[Diagnostic]:
    """Yield a warning for what neither scheme reads: nobody is paid here, and others may own the sheets."""
    for each in find_unread(pairs, tuple(program for program, _ in pairs), workbook):
        yield replace(each, severity=Severity.WARNING)


def _others(problems: Sequence[Diagnostic]) -> set[object]:
    """Return where the people stand whom a scheme does not pay."""
    return {each.primary for each in problems if each.code == Problem.EMPLOYEE_WITHOUT_SCHEME}


def _pay_side(period: Period, paths: tuple[Path, ...], programs: tuple[Program, ...], paid: Paid) -> _Side:
    run = join_settlements(period, [settle(program, facts) for program, facts in paid])
    files = {program.scheme: path for program, path in zip(programs, paths, strict=True)}
    return _Side(files, {_who(place)[0]: place for place in employee_rows(run)}, run.diagnostics)


def _pair_schemes(old: _Side, new: _Side, scene: Scene) -> Iterator[SchemePair]:
    """Yield the people of each scheme by what pays them on the other side."""
    pairs: dict[tuple[str, str], list[str]] = {}
    for number, (settlement, _) in old.places.items():
        if number in new.places:
            key = settlement.program.scheme, new.places[number][0].program.scheme
            pairs.setdefault(key, []).append(number)
    for (before, after), numbers in pairs.items():
        one, other = old.places[numbers[0]][0], new.places[numbers[0]][0]
        steps = attribute_changes((old.files[before], new.files[after]), (one, other), numbers, scene)
        people = tuple(
            _compare_person(old.places[number], new.places[number], tuple(step.people[at] for step in steps))
            for at, number in enumerate(numbers)
        )
        told = tuple(step.told for step in steps)
        yield SchemePair(_outline(one), _outline(other), told, people)


def _tell_groups(
    pairs: tuple[SchemePair, ...], sides: Sequence[_Side], by: Sequence[str]
) -> Iterator[SchemePair]:
    """Yield the pairs with the group of each person: as the new scheme reads it, else the old one."""
    for pair in pairs:
        people = [
            (each, [group_of_person(side.places[each.number], by) for side in sides]) for each in pair.people
        ]
        yield replace(pair, people=tuple(replace(each, group=new or old) for each, (old, new) in people))


def _seek_even(
    pairs: tuple[SchemePair, ...], sides: Sequence[_Side], wanted: Sequence[str]
) -> Iterator[SchemePair]:
    """Yield the pairs with what would make those even who lose: the people asked for, else who lose most."""
    losing = [each for pair in pairs for each in pair.people if each.new < each.old]
    losing.sort(key=lambda each: each.new - each.old)
    sought = frozenset(wanted or [each.number for each in losing[:_MOST_SOUGHT]])
    for pair in pairs:
        yield replace(pair, people=tuple(_with_even(each, sides, sought) for each in pair.people))


def _with_even(person: PersonDifference, sides: Sequence[_Side], sought: frozenset[str]) -> PersonDifference:
    if person.number not in sought or person.new >= person.old:
        return person
    old, new = (side.places[person.number] for side in sides)
    return replace(person, even=find_even(old, new))


def _outline(settlement: Settlement) -> ComparedScheme:
    program = settlement.program
    return ComparedScheme(program.scheme, program.title, program.currency)


def _compare_person(old: Place, new: Place, parts: tuple[Decimal, ...]) -> PersonDifference:
    number, name = _who(old)
    totals = (_amount(old, old[0].program.total), _amount(new, new[0].program.total))
    return PersonDifference(number, name, *totals, tuple(_compare_lines(old, new)), parts)


def _compare_lines(old: Place, new: Place) -> Iterator[LineDifference]:
    """Yield the money lines of both schemes, those of one name or one title beside each other."""
    before, after = (_money_lines(place) for place in (old, new))
    titles = {line.label: line.name for line in after.values()}
    met: set[str] = set()
    for name, line in before.items():
        other = name if name in after else titles.get(line.label, "")
        met.add(other)
        paid = _amount(new, after[other].variable) if other else None
        yield LineDifference(name, line.label, _amount(old, line.variable), paid)
    for name, line in after.items():
        if name not in met:
            yield LineDifference(name, line.label, None, _amount(new, line.variable))


def _money_lines(place: Place) -> dict[str, PayLine]:
    return {line.name: line for line in place[0].program.pay_lines if line.kind.traits.money}


def _one_sided(side: _Side, other: _Side, name: str) -> Iterator[OneSided]:
    for number, place in side.places.items():
        if number not in other.places:
            yield OneSided(*_who(place), place[0].program.scheme, name)


def _who(place: Place) -> tuple[str, str]:
    frame = place[0].facts.frames[EMPLOYEES]
    return frame.keys[place[1]], frame.labels[place[1]]


def _amount(place: Place, variable: str) -> Decimal:
    # A comparison is made only where everybody is paid, so each of these is an amount.
    return cast("Decimal", place[0].values.columns[EMPLOYEES, variable][place[1]])
