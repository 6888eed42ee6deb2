"""Tell a second list of people, beside the one that is read: whoever stands there only would get nothing."""

from __future__ import annotations

from collections.abc import Iterator

from kpicalc.facts.row_units import PEOPLE, head_text
from kpicalc.facts.row_words import is_label
from kpicalc.facts.sheet_draft import SheetDraft
from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.plain_text import fold_text
from kpicalc.model.problem import Problem


def find_people_beside(draft: SheetDraft) -> Iterator[Diagnostic]:
    """Yield an error for each list beside the table in which somebody stands who is not in the table."""
    reading = draft.reading
    strangers = (each for key, name, _ in draft.strangers for each in (key, name))
    known = {fold_text(each) for each in (*draft.keys, *draft.labels, *strangers)}
    for each in draft.rows.units:
        others = [text for text in each.rows if fold_text(text) not in known and not is_label(text)]
        if each.says == PEOPLE and others:
            number = draft.rows.numbers[each.rows[others[0]][0]]
            yield error(
                Problem.HEADER_REPEATED,
                reading.sheet.cell(number, each.column),
                header=reading.header.row,
                rows=f"{number} `{others[0]}`",
                patterns="",
                heading=head_text(reading.sheet, reading.header.row, each.column),
                hint="beside",
            )
