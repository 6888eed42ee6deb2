"""Link the rows of a table to those above: superiors, shares of deals, rows that hold on some days."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from kpicalc.facts.finish_frame import Built
from kpicalc.facts.join import OTHER_SCHEME, explain_stranger
from kpicalc.facts.packed import unpack
from kpicalc.facts.workbook import RowKind
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, KindedValue, Label, error
from kpicalc.model.facts import Frame, LeftRow
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Kind
from kpicalc.model.money import ONE, ZERO
from kpicalc.model.problem import Problem
from kpicalc.model.program import Grain
from kpicalc.model.writing import Split

_NOBODY = -1


def link_superiors(grain: Grain, built: Built) -> Checked[Built]:
    """Find the superior of each employee; one paid by another scheme counts as none.

    A superior who is not in the sheet, and a circle of superiors, are errors at their cells.
    """
    if not grain.superior:
        return Checked(built)
    problems: list[Diagnostic] = []
    above = array("l")
    for row, named in enumerate(_texts(built.frame, grain.superior)):
        found = built.index.find(named) if named else _NOBODY
        if found < OTHER_SCHEME:
            place = built.frame.cell_read(grain.superior, row)
            problems.append(explain_stranger(named, built.index, place))
        above.append(max(found, _NOBODY))
    problems += _circles(built.frame, grain, above)
    if problems:
        return Checked(None, tuple(problems))
    return Checked(replace(built, frame=replace(built.frame, superiors=above)))


def _texts(frame: Frame, column: str) -> Iterator[str]:
    """Yield the text of each row, "" where the cell names nobody."""
    for value in unpack(frame, column):
        yield value if isinstance(value, str) else ""


def _circles(frame: Frame, grain: Grain, above: Sequence[int]) -> Iterator[Diagnostic]:
    """Yield each circle of superiors once, at the first of its rows."""
    done: set[int] = set()
    for start in range(len(above)):
        path: list[int] = []
        row = start
        while row >= 0 and row not in done:
            done.add(row)
            path.append(row)
            row = above[row]
        if row in path:
            circle = [*path[path.index(row) :], row]
            names = " → ".join(frame.labels[each] for each in circle)
            yield error(Problem.SUPERIORS_IN_CIRCLE, frame.cell(grain.superior, row), path=names)


@dataclass(frozen=True, slots=True)
class Term:
    """From when to when a row holds, both days included."""

    first: date
    last: date
    row: int


def check_terms(grain: Grain, built: Built) -> Checked[Built]:
    """Refuse terms that end before they begin, and two terms of one key on the same day."""
    if grain.valid is None:
        return Checked(built)
    terms = _terms(grain, built.frame)
    problems = [
        problem for key, each in terms.items() for problem in _crossings(grain, built.frame, key, each)
    ]
    return Checked(None if problems else built, tuple(problems))


def pick_owners(grain: Grain, built: Built, owner: Grain, owners: Built) -> Checked[Built]:
    """Tie each row to the row above with its key that holds on its day; a day without one is an error.

    Where other schemes pay the same person on other days, the row is left to them.
    """
    terms, keys = _terms(owner, owners.frame), owners.frame.keys
    left = tuple(_left_to_others(grain, built, owners, terms)) if owner.segmented else ()
    if left:
        from kpicalc.facts.segments import drop_rows  # noqa: PLC0415 - few people are transferred

        built = drop_rows(built, frozenset(each for each, _ in left))
    parents = array("l")
    problems: list[Diagnostic] = []
    for row, day in enumerate(unpack(built.frame, grain.on)):
        key = keys[built.frame.parents[row]]
        found = _on(terms[key], day)
        if found is None:
            shown = day if isinstance(day, date) else "—"
            problems.append(
                error(Problem.TERM_NOT_FOUND, built.frame.cell(grain.on, row), key=key, day=shown)
            )
        else:
            parents.append(found)
    if problems:
        return Checked(None, tuple(problems))
    frame = replace(built.frame, parents=parents)
    return Checked(replace(built, frame=frame, left_rows=tuple(each for _, each in left)))


def _left_to_others(
    grain: Grain, built: Built, owners: Built, terms: Mapping[str, Sequence[Term]]
) -> Iterator[tuple[int, LeftRow]]:
    """Yield the rows whose person has other schemes on other days, and none here on theirs."""
    shared = _paid_by_others(owners)
    if not shared:
        return
    for row, day in enumerate(unpack(built.frame, grain.on)):
        key = owners.frame.keys[built.frame.parents[row]]
        if key in shared and isinstance(day, date) and _on(terms[key], day) is None:
            yield row, LeftRow(key, day, built.frame.cell_read(grain.on, row))


def _paid_by_others(owners: Built) -> set[str]:
    return {key for key, _ in owners.index.strangers} & set(owners.frame.keys)


def check_undated(grain: Grain, built: Built, owner: Grain, owners: Built) -> Checked[Built]:
    """Refuse rows without a day of people who have several rows above: whose they are cannot be told."""
    if not owner.segmented:
        return Checked(built)
    keys = owners.frame.keys
    several = {key for key, count in Counter(keys).items() if count > 1} | _paid_by_others(owners)
    problems = tuple(
        error(Problem.SEGMENT_UNDATED, built.link_place(row), key=keys[parent], table=grain.label)
        for row, parent in enumerate(built.frame.parents if several else ())
        if keys[parent] in several
    )
    return Checked(None if problems else built, problems)


def _crossings(grain: Grain, frame: Frame, key: str, terms: Sequence[Term]) -> Iterator[Diagnostic]:
    assert grain.valid is not None  # noqa: S101 - only rows between two days have terms
    first, last = grain.valid
    for each in terms:
        if each.last < each.first:
            yield error(Problem.TERM_ENDS_BEFORE_BEGIN, frame.cell(last, each.row), key=key)
    for earlier, later in pairwise(terms):
        if later.first <= earlier.last:
            other = Label(frame.cell_read(first, earlier.row))
            yield error(Problem.TERMS_OVERLAP, frame.cell(first, later.row), other, key=key)


def _terms(grain: Grain, frame: Frame) -> dict[str, list[Term]]:
    """Return the terms of each key from the earliest on; a blank end is open."""
    terms: dict[str, list[Term]] = {}
    for row, (first, last) in enumerate(_ends(grain, frame)):
        terms.setdefault(frame.keys[row], []).append(Term(first, last, row))
    return {key: sorted(each, key=lambda term: (term.first, term.last)) for key, each in terms.items()}


def _ends(grain: Grain, frame: Frame) -> Iterator[tuple[date, date]]:
    assert grain.valid is not None  # noqa: S101 - as above
    columns = [unpack(frame, column) for column in grain.valid]
    for first, last in zip(*columns, strict=True):
        yield (
            first if isinstance(first, date) else date.min,
            last if isinstance(last, date) else date.max,
        )


def _on(terms: Sequence[Term], day: Value) -> int | None:
    if not isinstance(day, date):
        return None
    return next((each.row for each in terms if each.first <= day <= each.last), None)


Deal = tuple[Value, ...]


def check_deal_shares(grain: Grain, built: Built) -> Checked[Built]:
    """Put faults in place of the shares of every deal that do not add up to 100 %.

    More than 100 % is right where the scheme allows overlay; less is where rows belong to another scheme.
    """
    if grain.split is None:
        return Checked(built)
    frame, split = built.frame, grain.split
    shares = unpack(frame, split.share)
    problems: list[Diagnostic] = []
    deals: dict[Deal, list[int]] = {}
    for row, deal in enumerate(zip(*(unpack(frame, column) for column in split.deal), strict=True)):
        deals.setdefault(deal, []).append(row)
    for deal, rows in deals.items():
        problem = _problem(built, split, (deal, rows), [shares[row] for row in rows])
        if problem is not None:
            problems.append(problem)
            for row in rows:
                shares[row] = Fault((problem,))
    if not problems:
        return Checked(built)
    columns = {**frame.columns, split.share: shares}
    faulty = frame.faulty | {split.share}
    return Checked(replace(built, frame=replace(frame, columns=columns, faulty=faulty)), tuple(problems))


def _problem(
    built: Built, split: Split, group: tuple[Deal, list[int]], shares: Sequence[Value]
) -> Diagnostic | None:
    deal, rows = group
    known = [share for share in shares if isinstance(share, Decimal)]
    if len(known) < len(rows) or any(isinstance(part, Fault) for part in deal):
        return None
    total = sum(known, ZERO)
    if total == ONE or (total > ONE and split.overlay) or (total < ONE and _shared_with_others(built)):
        return None
    first, *others = [built.frame.cell_read(split.share, row) for row in rows]
    shown = ", ".join(f"{part:f}" if isinstance(part, Decimal) else str(part) for part in deal)
    return error(
        Problem.DEAL_SHARES_SUM, first, *map(Label, others), deal=shown, total=KindedValue(total, Kind.RATIO)
    )


def _shared_with_others(built: Built) -> bool:
    skipped = (each.reason for receipt in built.receipts for each in receipt.skipped)
    return RowKind.OTHER_SCHEME in skipped


def link_rows(grain: Grain, built: Built, parent: tuple[Grain, Built] | None) -> Checked[Built]:
    """Tie employees to superiors and rows to their owners of the day; check terms and the shares of deals."""
    linked = pick_owners(grain, built, *parent) if parent and grain.on else link_superiors(grain, built)
    if parent and not grain.on and linked.value is not None:
        linked = check_undated(grain, linked.value, *parent)
    problems = list(linked.diagnostics)
    for check in (check_terms, check_deal_shares):
        if linked.value is not None:
            linked = check(grain, linked.value)
            problems += linked.diagnostics
    return Checked(linked.value, tuple(problems))
