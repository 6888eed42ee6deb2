"""People whom two jobs of a batch pay for one period: found by their numbers, told apart by their names."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from kpicalc.model.batch import JobOutcome, JobPerson
from kpicalc.model.diagnostic import Diagnostic, Label, error, warning
from kpicalc.model.period import Period
from kpicalc.model.problem import Problem

_Met = tuple[JobOutcome, JobPerson]


def find_shared_people(outcomes: Iterable[JobOutcome], allowed: Collection[str] = ()) -> Iterator[Diagnostic]:
    """Yield the people whom two jobs pay for one period; those with allowed numbers may be.

    Where one number belongs to people of different names, it is told once of all such numbers: departments
    may count their people each for itself.
    """
    seen: dict[tuple[Period | None, str], _Met] = {}
    strangers: list[tuple[_Met, _Met]] = []
    for outcome in outcomes:
        for person in outcome.people:
            if person.number in allowed:
                continue
            first = seen.setdefault((outcome.period, person.number), (outcome, person))
            if first[0] is outcome:
                continue
            if _fold_name(first[1].name) == _fold_name(person.name):
                yield _tell_twice(first, (outcome, person))
            else:
                strangers.append((first, (outcome, person)))
    if strangers:
        yield _tell_strangers(*strangers[0], len({second.number for _, (_, second) in strangers}))


def _tell_twice(first: _Met, second: _Met) -> Diagnostic:
    (one, person), (other, again) = first, second
    labels = () if person.place is None else (Label(person.place),)
    named = {"number": person.number, "name": person.name or person.number}
    return error(Problem.PERSON_OF_TWO_JOBS, again.place, *labels, **named, one=one.name, other=other.name)


def _tell_strangers(first: _Met, second: _Met, count: int) -> Diagnostic:
    (one, person), (other, again) = first, second
    labels = () if person.place is None else (Label(person.place),)
    return warning(
        Problem.NUMBERS_OF_JOBS_OVERLAP,
        again.place,
        *labels,
        count=count,
        number=person.number,
        first=person.name or "—",
        second=again.name or "—",
        one=one.name,
        other=other.name,
    )


def _fold_name(name: str) -> str:
    return " ".join(name.casefold().replace("ё", "е").split())
