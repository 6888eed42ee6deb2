"""A hand-off made from a run: its rows and sums, whole or not at all; lines beside each other where asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from kpicalc.i18n.catalogue import Language
from kpicalc.model.dataclass import dataclass
from kpicalc.model.diagnostic import Checked, Diagnostic, error
from kpicalc.model.hand_off import Element, Profile, Template
from kpicalc.model.money import CONTEXT, ZERO, minor_unit
from kpicalc.model.problem import Problem
from kpicalc.model.result import Run, Settlement
from kpicalc.model.spelling import propose_name
from kpicalc.model.writing import DecimalMark
from kpicalc.report.hand_offs.entries import (
    LINE_WORDS,
    Entry,
    collect_entries,
    find_net_doubt,
    names_of,
    spread_lines,
    sum_up,
)
from kpicalc.report.hand_offs.row_values import FieldValues, Row, fill_row, open_values
from kpicalc.report.hand_offs.spelling import Cell, fill_template, spell


@dataclass(frozen=True, slots=True)
class FilledElement:
    """An element of a document with everything filled in."""

    name: str
    attributes: tuple[tuple[str, str], ...]
    parts: tuple[FilledElement, ...]
    text: str


@dataclass(frozen=True, slots=True)
class HandOff:
    """What is written: a table with lines around it, or a document; how many rows, and the sums.

    `left_out` counts the rows that are not written, by the reason; no row asks for `idle_codes`.
    """

    profile: Profile
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    first: tuple[tuple[Cell, ...], ...]
    last: tuple[tuple[Cell, ...], ...]
    root: FilledElement | None
    count: int
    totals: Mapping[str, Decimal]
    left_out: Mapping[str, int]
    idle_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HandOffOrder:
    """What is handed off: a run in the order of its sheets, for a file with a suffix, in a language.

    Somebody says that the amounts are net where `amounts_are_net` is set.
    """

    run: Run
    places: Sequence[tuple[Settlement, int]]
    suffix: str
    language: Language
    amounts_are_net: bool = False


def make_hand_off(profile: Profile, wanted: HandOffOrder) -> Checked[HandOff]:
    """Make a hand-off, or tell everything that stands in its way."""
    collected = collect_entries(profile, wanted.places)
    values = open_values(profile, wanted.suffix, wanted.run.period, wanted.language)
    rows = [fill_row(values, each, position) for position, each in enumerate(collected.entries, 1)]
    doubts = find_net_doubt(profile, amounts_are_net=wanted.amounts_are_net)
    idle, slips = _list_idle_codes(profile, collected.entries, wanted.suffix)
    problems = (*doubts, *collected.problems, *values.problems, *slips)
    if not rows and not problems:
        problems = (error(Problem.HAND_OFF_EMPTY, profile.span, profile=profile.name),)
    if problems:
        return Checked(None, tuple(dict.fromkeys(problems)))
    headings = tuple(key for key, _ in profile.columns)
    table = tuple("".join(map(str, key.parts)) for key in headings), _fill_columns(values, rows)
    if spread_lines(profile):
        table = spread_rows(profile, collected.entries, rows)
    totals = sum_up(collected.entries)
    values.common |= {"count": len(table[1]), "total": _only_total(totals)}
    made = HandOff(
        profile=profile,
        headings=table[0],
        rows=table[1],
        first=_fill_lines(profile.text.first, values),
        last=_fill_lines(profile.text.last, values),
        root=_build_root(values, rows) if wanted.suffix == ".xml" else None,
        count=len(table[1]),
        totals=totals,
        left_out=collected.left_out,
        idle_codes=idle,
    )
    return Checked(made)


def _list_idle_codes(
    profile: Profile, entries: Iterable[Entry], suffix: str
) -> tuple[tuple[str, ...], tuple[Diagnostic, ...]]:
    """Return the lines that have a code which no row asks for: of schemes that were not run, or a slip.

    One that is near to the name of a line without a code is a slip: the line would stand under its title.
    """
    asked = any("code" in each.names for each in profile.templates(suffix))
    named = dict.fromkeys(names_of(each, each.line) for each in entries if asked and each.line is not None)
    used = {name for names in named for name in names}
    uncoded = [name for names in named if profile.codes.keys().isdisjoint(names) for name in names]
    idle = {name: code for name, code in profile.codes.items() if name not in used}
    slips = tuple(
        error(Problem.PROFILE_WORD_UNKNOWN, code.span, name=name, known=(near,))
        for name, code in idle.items()
        if (near := propose_name(name, uncoded)) is not None
    )
    return tuple(idle), slips


def _only_total(totals: Mapping[str, Decimal]) -> Cell:
    """Return the sum where there is one currency; a profile that tells it allows no more."""
    if len(totals) != 1:
        return ""
    currency, total = next(iter(totals.items()))
    return CONTEXT.quantize(total, minor_unit(currency))


def _fill_columns(values: FieldValues, rows: Sequence[Row]) -> tuple[tuple[Cell, ...], ...]:
    columns = values.profile.columns
    return tuple(tuple(fill_template(value, row, values.profile) for _, value in columns) for row in rows)


def _fill_lines(lines: Sequence[Sequence[Template]], values: FieldValues) -> tuple[tuple[Cell, ...], ...]:
    return tuple(tuple(fill_template(each, values.common, values.profile) for each in line) for line in lines)


def _build_root(values: FieldValues, rows: Sequence[Row]) -> FilledElement | None:
    root = values.profile.root
    assert root is not None  # noqa: S101 - no other profile has this suffix
    return next(_build(root, values.common, rows, values.profile), None)


def _build(element: Element, row: Row, rows: Sequence[Row], profile: Profile) -> Iterator[FilledElement]:
    """Build an element, once or for each row; what is optional and blank is left out."""
    for each in rows if element.repeated else (row,):
        text = "" if element.text is None else _say(element.text, each, profile)
        if element.optional and element.text is not None and not text:
            continue
        attributes = ((at.name, _say(at.text, each, profile), at.optional) for at in element.attributes)
        yield FilledElement(
            element.name,
            tuple((name, said) for name, said, optional in attributes if said or not optional),
            tuple(part for below in element.parts for part in _build(below, each, rows, profile)),
            text,
        )


def _say(template: Template, row: Row, profile: Profile) -> str:
    return spell(fill_template(template, row, profile), profile, DecimalMark.POINT)


def spread_rows(
    profile: Profile, entries: Sequence[Entry], rows: Sequence[Row]
) -> tuple[tuple[str, ...], tuple[tuple[Cell, ...], ...]]:
    """Return headings and rows: lines of one title have a column in common, two of one row do not."""
    people: dict[tuple[str, str], tuple[Entry, Row, dict[str, Decimal]]] = {}
    titles: dict[str, None] = {}
    taken: set[tuple[int, int, str]] = set()
    spread = next(key for key, _ in profile.columns if is_spread(key))
    for entry, row in zip(entries, rows, strict=True):
        person = (entry.number, entry.currency)
        *_, amounts = people.setdefault(person, (entry, row | {"position": len(people) + 1}, {}))
        title = spell(fill_template(spread, row, profile), profile)
        while (id(entry.settlement), entry.row, title) in taken:
            title += " (2)"
        taken.add((id(entry.settlement), entry.row, title))
        titles.setdefault(title)
        amounts[title] = CONTEXT.add(amounts.get(title, ZERO), entry.amount)
    headings = [
        heading
        for key, _ in profile.columns
        for heading in (titles if is_spread(key) else ("".join(map(str, key.parts)),))
    ]
    table = (_fill_row(profile, each, tuple(titles)) for each in people.values())
    return tuple(headings), tuple(table)


def is_spread(heading: Template) -> bool:
    """Say whether a heading stands for a column of each line."""
    return not LINE_WORDS.isdisjoint(heading.names)


def _fill_row(
    profile: Profile, person: tuple[Entry, Row, dict[str, Decimal]], titles: tuple[str, ...]
) -> tuple[Cell, ...]:
    entry, row, amounts = person
    step = minor_unit(entry.currency)
    cells: list[Cell] = []
    for key, value in profile.columns:
        if is_spread(key):
            cells += [CONTEXT.quantize(amounts.get(title, ZERO), step) for title in titles]
        else:
            cells.append(fill_template(value, row, profile))
    return tuple(cells)
