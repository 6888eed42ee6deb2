"""Numbers and names of rows whose letters are lost or of two alphabets: told before they are paid."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kpicalc.facts.sheet_draft import SheetDraft
from kpicalc.model.diagnostic import Diagnostic, error, warning
from kpicalc.model.plain_text import DAMAGED, find_mixed_word

# Letters beside those of another alphabet, or beside digits when they are no Latin ones: «О002».
_OTHER = "\u0370-\u03ff\u0400-\u04ff"
# Two patterns are twice as fast as one: there may be a hundred thousand names.
_SUSPECT = re.compile(f"[A-Za-z0-9][{_OTHER}]"), re.compile(f"[{_OTHER}][A-Za-z0-9]")
_ZERO_OF_LETTERS = re.compile(r"[ОоЗзΟο0-9]*[ОоЗзΟο][ОоЗзΟο0-9]*")


def find_spoilt_names(draft: SheetDraft) -> Iterator[Diagnostic]:
    """Yield keys with lost letters as errors, such names, and mixed alphabets, as warnings."""
    reading = draft.reading
    if reading.key_column:
        yield from _look_through(draft, draft.keys, reading.key_column)
    if reading.name_column and reading.name_column != reading.key_column:
        yield from _look_through(draft, draft.labels, reading.name_column)


def _look_through(draft: SheetDraft, texts: Sequence[str], column: int) -> Iterator[Diagnostic]:
    joined = "\n".join(texts)
    if joined.isascii() or not (DAMAGED in joined or any(each.search(joined) for each in _SUSPECT)):
        return
    identifies = column == draft.reading.key_column
    for text, number in zip(texts, draft.rows.numbers, strict=True):
        place = draft.reading.sheet.cell(number, column)
        if DAMAGED in text:
            tell = error if identifies else warning
            yield tell("KPI468", place, found=text, what=draft.reading.grain.label)
        elif word := find_mixed_word(text) or _number_of_letters(text):
            yield warning("KPI469", place, found=text, word=word)


def _number_of_letters(text: str) -> str:
    digits = any(map(str.isdigit, text))
    return text if digits and _ZERO_OF_LETTERS.fullmatch(text) else ""
