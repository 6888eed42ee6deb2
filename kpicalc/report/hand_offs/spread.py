"""Lines of pay beside each other: a row for each employee, a column for each line."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kpicalc.model.hand_off import Profile, Template
from kpicalc.model.money import CONTEXT, ZERO, minor_unit
from kpicalc.report.hand_offs.entries import LINE_WORDS, Entry
from kpicalc.report.hand_offs.row_values import Row
from kpicalc.report.hand_offs.spelling import Cell, fill_template, spell


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
