"""Read the first rows of a sheet as lines of headings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from kpicalc.facts.headings import normalise_heading, trim_unit
from kpicalc.facts.workbook import Broken, Percent, Raw, Sheet

HEADER_ROWS = 30


@dataclass(frozen=True, slots=True)
class HeadRow:
    """A row of the head as headings: all of it, its texts alone, and the forms of both kinds of cells."""

    shown: tuple[str, ...]
    texts: tuple[str, ...]
    text_forms: frozenset[str]
    figure_forms: frozenset[str]

    def read(self, forms: frozenset[str]) -> tuple[str, ...]:
        """Return the headings; numbers and dates are headings when one of them is a wanted one.

        All of them or none: below a line of headings, a row of data is no second line for the sake of one
        number.
        """
        return self.texts if forms.isdisjoint(self.figure_forms) else self.shown

    def has_any(self, forms: frozenset[str]) -> bool:
        """Say whether at least one cell is a wanted heading."""
        return not (forms.isdisjoint(self.text_forms) and forms.isdisjoint(self.figure_forms))


def reaches_data(head: Sequence[HeadRow], lines: range, forms: frozenset[str]) -> bool:
    """Say whether a number stands right under a wanted heading: then its line is one of data."""
    last = head[lines[-1]]
    if len(lines) == 1 or last.shown == last.texts or not forms.isdisjoint(last.figure_forms):
        return False
    above = {
        column
        for line in lines[:-1]
        for column, text in enumerate(head[line].texts)
        if text and not forms.isdisjoint((normalise_heading(text), trim_unit(text)))
    }
    figures = (at for at in above if last.shown[at : at + 1] != last.texts[at : at + 1])
    return any(figures)


def read_head(sheet: Sheet) -> list[HeadRow]:
    """Return the head as headings; it is looked at once for all schemes."""
    if HeadRow not in sheet.shared:
        sheet.shared[HeadRow] = [_read_row(row) for row in sheet.head[:HEADER_ROWS]]
    found: list[HeadRow] = sheet.shared[HeadRow]
    return found


def _read_row(row: Sequence[Raw]) -> HeadRow:
    shown = tuple(map(heading_text, row))
    texts = tuple(text if isinstance(cell, str) else "" for cell, text in zip(row, shown, strict=True))
    figures = (text for cell, text in zip(row, shown, strict=True) if not isinstance(cell, str))
    return HeadRow(shown, texts, _forms_of(texts), _forms_of(figures))


def _forms_of(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(form for text in texts if text for form in (normalise_heading(text), trim_unit(text)))


def heading_text(cell: Raw) -> str:
    """Return a cell as a heading: a year or the number of a day by its digits, a date as 2026-03-01.

    >>> heading_text(2026.0), heading_text(date(2026, 3, 1)), heading_text(" План ")
    ('2026', '2026-03-01', 'План')
    """
    match cell:
        case str():
            return " ".join(cell.split())
        case bool() | Percent() | Broken() | time() | timedelta():
            return ""
        case date():
            return cell.isoformat()
        case _:
            return format(cell, ".15g")
