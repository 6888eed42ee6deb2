"""Departments closed by themselves: which one is meant, who is in two, whose months rest on whose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path

from kpicalc.facts.join import may_be_one_person, normalise_name
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, Listing, error, warning
from kpicalc.model.month import CarriedAmount, MonthRecord
from kpicalc.model.period import Period
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES
from kpicalc.model.source import FilePlace
from kpicalc.model.spelling import find_nearest
from kpicalc.months.book_file import OpenBook
from kpicalc.months.differences import list_due
from kpicalc.months.month_records import (
    are_together,
    find_called,
    last_words,
    read_labels,
    read_row_keys,
    schemes_of,
)


@dataclass(frozen=True, slots=True)
class Closing:
    """What is about to be closed: a department of a period, with its people by number and name.

    `carried` are the differences that it pays, `shared` the numbers of people who may be paid twice.
    """

    period: Period
    department: str
    people: Mapping[str, str]
    carried: tuple[CarriedAmount, ...] = ()
    shared: frozenset[str] = field(default=frozenset())


def keep_department(records: Iterable[MonthRecord], department: str) -> tuple[MonthRecord, ...]:
    """Return the records that concern a department: its own, and those of everybody."""
    return tuple(each for each in records if are_together(each.department, department))


def choose_department(
    records: Sequence[MonthRecord], asked: Period, named: str, book: Path
) -> Checked[tuple[MonthRecord, ...]]:
    """Return the records of the department of a closed month that is meant: the one named, else the only one.

    A month closed for everybody has none.
    """
    known = sorted({each.department for each in find_called(last_words(records), asked)})
    chosen = named
    if known and named not in known:
        if len(known) > 1 or (named and known[0]):
            told = {"period": asked, "known": Listing(tuple(known))}
            return Checked(None, (error(Problem.DEPARTMENT_UNSAID, FilePlace(str(book)), **told),))
        chosen = known[0]
    return Checked(tuple(each for each in records if each.department == chosen))


def name_people(opened: OpenBook, run: int) -> dict[str, str]:
    """Return the numbers of the people of a record, each with the name."""
    return {
        number: "" if name == number else name
        for scheme in schemes_of(opened, run)
        for number, name in zip(
            read_row_keys(opened, run, scheme, EMPLOYEES),
            read_labels(opened, run, scheme, EMPLOYEES),
            strict=True,
        )
    }


def find_dependent(
    opened: OpenBook, records: Sequence[MonthRecord], first: MonthRecord
) -> Iterator[MonthRecord]:
    """Yield the later closed months that may rest on one: of its department, or with people of it."""
    people: Mapping[str, str] | None = None
    for each in last_words(records):
        if each.period.first_day <= first.period.last_day:
            continue
        if not are_together(each.department, first.department):
            people = name_people(opened, first.number) if people is None else people
            if people.keys().isdisjoint(name_people(opened, each.number)):
                continue
        yield each


def find_unknown(records: Sequence[MonthRecord], closing: Closing, book: Path) -> Iterator[Diagnostic]:
    """Warn of a department that no earlier month knows: it is new, or its name is typed wrongly."""
    before = [each for each in last_words(records) if each.period.first_day < closing.period.first_day]
    known = {each.department for each in before} - {""}
    if not known or closing.department in known:
        return
    near = find_nearest(closing.department, sorted(known)) if closing.department else None
    told = {"department": closing.department or "–", "known": Listing(tuple(sorted(known)))}
    hint = {} if near is None else {"hint": "near", "near": near}
    yield warning(Problem.DEPARTMENT_NEW, FilePlace(str(book)), **told, **hint)


def find_people_of_others(
    opened: OpenBook, records: Sequence[MonthRecord], closing: Closing, book: Path
) -> Iterator[Diagnostic]:
    """Warn of people whom another department pays for the period, and of numbers that stand for two names."""
    latest = {each.department: each for each in last_words(records) if each.period <= closing.period}
    for department, record in latest.items():
        if are_together(department, closing.department):
            continue
        for number, name in name_people(opened, record.number).items():
            ours = closing.people.get(number)
            if ours is None:
                continue
            told = {"number": number, "name": ours, "other": department, "period": record.period}
            if normalise_name(ours) != normalise_name(name):
                yield warning(Problem.NUMBER_OF_TWO_PEOPLE, FilePlace(str(book)), **told, named=name)
            elif record.period == closing.period and number not in closing.shared:
                yield warning(Problem.PAID_BY_OTHER_DEPARTMENT, FilePlace(str(book)), **told)


def find_other_names(
    opened: OpenBook, records: Sequence[MonthRecord], closing: Closing, book: Path
) -> Iterator[Diagnostic]:
    """Warn of numbers that had another name in the last month that was closed before, of the same people.

    A former name in brackets says that it is the same person.
    """
    ours = [each for each in last_words(records) if are_together(each.department, closing.department)]
    before = [each for each in ours if each.period.last_day < closing.period.first_day]
    for record in sorted(before, key=lambda each: each.period.last_day)[-1:]:
        for number, named in name_people(opened, record.number).items():
            name = closing.people.get(number)
            if name and named and not may_be_one_person(name, named):
                told = {"number": number, "name": name, "named": named, "period": record.period}
                yield warning(Problem.NUMBER_NAMED_OTHERWISE, FilePlace(str(book)), **told)


def find_moved_on(
    opened: OpenBook, newer: Sequence[MonthRecord], closing: Closing, book: Path
) -> tuple[Diagnostic, ...]:
    """Return the problem that the book went on since a run looked into it: other pay would come out now."""
    if not newer:
        return ()
    earlier = any(each.period.first_day < closing.period.first_day for each in newer)
    met = any(True for _ in find_people_of_others(opened, newer, closing, book))
    due = (each for each in list_due(opened, closing.period) if each.employee in closing.people)
    paid = {(each.employee, each.name, each.currency): each.amount for each in closing.carried}
    now = {(each.employee, each.name, each.currency): each.amount for each in due}
    if not (earlier or met) and all(now.get(key) == amount for key, amount in paid.items()):
        return ()
    who = newer[-1].signature
    told = {"record": newer[-1].number, "who": who.who, "at": who.at}
    return (error(Problem.BOOK_MOVED_ON, FilePlace(str(book)), period=closing.period, **told),)
