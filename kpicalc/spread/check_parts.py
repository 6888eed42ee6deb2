"""What shows only between parts: other columns, tables in the wrong place, people who stand twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kpicalc.engine.part_steps import spread_grains
from kpicalc.facts.join import find_twins, name_forms, twin_forms
from kpicalc.model.diagnostic import Diagnostic, Label, error
from kpicalc.model.problem import Problem
from kpicalc.model.program import EMPLOYEES, Program
from kpicalc.model.source import CellRef, Place
from kpicalc.spread.part_news import News, PersonOfPart, TableSeen, hash_form
from kpicalc.spread.parts import DealtPart

# Two of a million people share eight bytes once in 37 million runs, and then a name is asked for.
DIGEST_BYTES = 8
_NAMES_NOBODY = frozenset({Problem.OWNER_UNKNOWN, Problem.OWNER_MISSPELT})


def check_places(
    programs: Iterable[Program], parts: Sequence[DealtPart], news: Sequence[News]
) -> Iterator[Diagnostic]:
    """Yield an error for a table of people among the shared files, and for one above them in a part.

    The first would be counted in every part, the second in one of them only.
    """
    spread = {each.scheme: spread_grains(each) for each in programs}
    shared = {shown for part in parts for _, shown in part.shared}
    for each in dict.fromkeys(table for told in news for table in told.tables):
        if (each.grain in spread[each.scheme]) == (each.file in shared):
            place = CellRef(each.file, each.sheet)
            hint = "shared" if each.file in shared else "part"
            yield error(Problem.TABLE_NOT_IN_ITS_PLACE, place, table=each.grain, hint=hint)


def check_alike(news: Sequence[News]) -> Iterator[Diagnostic]:
    """Yield an error for each sheet that has other columns, or another period, than that of earlier parts."""
    first: dict[tuple[str, str], TableSeen] = {}
    for each in (table for told in news for table in told.tables):
        known = first.setdefault((each.scheme, each.grain), each)
        if known.columns != each.columns:
            names = ", ".join(sorted(name.strip("=") for name in known.columns ^ each.columns))
            yield _differ(each.place, known.place, names)
    periods = dict(reversed([told.named for told in news if told.named is not None]))
    earliest = next((told.named for told in news if told.named is not None), None)
    for period, place in periods.items():
        if earliest is not None and period != earliest[0]:
            yield _differ(place, earliest[1], f"{period} ≠ {earliest[0]}")


def _differ(place: Place | None, other: Place | None, what: str) -> Diagnostic:
    others = () if other is None else (Label(other),)
    return error(Problem.PARTS_DIFFER, place, *others, what=what, other=str(other or ""))


def find_repeated(news: Sequence[News]) -> dict[int, frozenset[bytes]]:
    """Return by number of the part the digests of people who may stand in another part, too."""
    seen = [_cut(each.people) for each in news]
    everywhere = sum(map(len, seen))
    if len(set().union(*seen)) == everywhere:
        return {}
    counts = Counter(digest for each in seen for digest in each)
    found = ((number, frozenset(one for one in each if counts[one] > 1)) for number, each in enumerate(seen))
    return {number: each for number, each in found if each}


def _cut(people: bytes) -> frozenset[bytes]:
    return frozenset(people[at : at + DIGEST_BYTES] for at in range(0, len(people), DIGEST_BYTES))


def check_people(people: Sequence[PersonOfPart]) -> list[Diagnostic]:
    """Return an error for each person who stands in several parts, as one process says it.

    Who may have several rows would have to have them in one part.
    """
    whole = [each for each in people if not each.segmented]
    places = [each.place or CellRef("", "") for each in whole]
    found = find_twins([each.key for each in whole], [each.form for each in whole], places.__getitem__)
    first: dict[str, PersonOfPart] = {}
    for each in people:
        known = first.setdefault(each.form, each)
        if known is not each and (known.segmented or each.segmented):
            others = () if known.place is None else (Label(known.place),)
            shown = {"key": each.key, "hint": "rows"}
            found.append(error(Problem.EMPLOYEE_IN_TWO_PARTS, each.place, *others, **shown))
    return found


def check_names_of_parts(names: Iterable[Mapping[str, CellRef | None]]) -> Iterator[Diagnostic]:
    """Yield an error for each name that people of two parts have: rows that give a name could mean either."""
    first: dict[str, CellRef | None] = {}
    for each in names:
        for name in (one for one in each if one in first):
            other = first[name]
            others = () if other is None else (Label(other),)
            yield error(Problem.EMPLOYEE_IN_TWO_PARTS, each[name], *others, key=name, hint="name")
        first |= each


def point_at_parts(problems: Iterable[Diagnostic], news: Sequence[News]) -> Iterator[Diagnostic]:
    """Say of a row that names nobody in its part where the person stands, if that is another part."""
    everybody: frozenset[bytes] | None = None
    for each in problems:
        if each.code not in _NAMES_NOBODY:
            yield each
            continue
        key = str(dict(each.params)["key"])
        if everybody is None:
            everybody = frozenset().union(*(_cut(told.people) for told in news))
        known = hash_form(twin_forms([key])[0]) in everybody
        yield (
            replace(each, code=Problem.EMPLOYEE_IN_TWO_PARTS, params=(("hint", "row"), ("key", key)))
            if known
            else each
        )


def find_idle_problems(news: Sequence[News]) -> Iterator[Diagnostic]:
    """Yield what parts say of schemes that pay nobody there, as far as these pay somebody in another part."""
    paying = _list_paying(news)
    for told in news:
        for scheme, problems in told.idle.items():
            yield from problems if scheme in paying else ()


def are_complete(news: Sequence[News]) -> bool:
    """Say whether everything was read that a scheme with people needs."""
    paying = _list_paying(news)
    return all(told.complete and paying.isdisjoint(told.unread) for told in news)


def _list_paying(news: Sequence[News]) -> frozenset[str]:
    tables = (table for told in news for table in told.tables if table.grain == EMPLOYEES)
    return frozenset(table.scheme for table in tables)


def join_derived(
    news: Sequence[News],
) -> tuple[Mapping[tuple[str, str], tuple[str, ...]], list[Diagnostic]]:
    """Return the rows of each table without a sheet over all parts, and names that are easily confused."""
    rows: dict[tuple[str, str], dict[str, CellRef | None]] = {}
    for told in news:
        for table, named in told.derived.items():
            known = rows.setdefault(table, {})
            for key, place in named:
                known.setdefault(key, place)
    problems: list[Diagnostic] = []
    for known in rows.values():
        keys, places = list(known), [each or CellRef("", "") for each in known.values()]
        problems += find_twins(keys, name_forms(keys), places.__getitem__)
    return {table: tuple(known) for table, known in rows.items()}, problems
