"""What no sentence of a problem may hold: words of Python, open placeholders, impossible places."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kpicalc.i18n.catalogue import Language
from kpicalc.i18n.sentence import help_text, sentence
from kpicalc.model.diagnostic import Diagnostic
from kpicalc.model.source import CellRef, Span

_FLAW = re.compile(r"\b(?:True|False|None|nan)\b|Decimal\(|\{[a-z_]+\}|(?<!`)``(?!`)|\([a-z_]+=|C-1|!-1")


def find_flaws(problems: Iterable[Diagnostic]) -> list[str]:
    """Return the sentences, helps and places that hold such a thing."""
    found = []
    for each in problems:
        said = [say(each, language) for language in Language for say in (sentence, help_text)]
        found += [f"{each.code}: {text}" for text in said if _FLAW.search(text)]
        labels = [*each.others, *([each.primary] if each.primary else [])]
        found += [f"{each.code} at {label.place}" for label in labels if not _is_place(label.place)]
    return found


def _is_place(place: object) -> bool:
    match place:
        case Span(line=line, column=column, end_line=last, end_column=end):
            return line > 0 < column and (last, end) >= (line, column)
        case CellRef(row=row, column=column):
            return row >= 0 <= column
        case _:
            return True
