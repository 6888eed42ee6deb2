"""The text of a scheme file with an even layout, and the proof that it says the same."""

from __future__ import annotations

import re

from kpicalc.model.diagnostic import Checked, has_errors
from kpicalc.scheme.formatting.cut_rows import cut_rows
from kpicalc.scheme.formatting.lay_out import lay_out
from kpicalc.scheme.formatting.same_document import is_same_document
from kpicalc.scheme.nodes import read_nodes

_BOM = "\ufeff"
_BREAK = re.compile(r"\r\n?|\n")


class ChangedDocumentError(RuntimeError):
    """Formatting would have changed what a file says: a fault of the program, nothing was written."""


def format_text(text: str, file: str) -> Checked[str]:
    r"""Return the text with even indents and spaces; one that cannot be read has no value, only problems.

    Words, numbers, quotes, comments, their order, and the kind of line ends are left as they are. Raises
    ChangedDocumentError when the result would say something else.

    >>> format_text("facts:\n    employees:\n      план :  money   # плановый\n", "seller.yaml").value
    'facts:\n  employees:\n    план: money   # плановый\n'
    """
    before = read_nodes(text, file)
    if before.value is None or has_errors(before.diagnostics):
        return Checked(None, before.diagnostics)
    plain = _BREAK.sub("\n", text.removeprefix(_BOM))
    formatted = _with_end("\n".join(lay_out(cut_rows(plain))), plain)
    if not is_same_document(plain, formatted):
        raise ChangedDocumentError
    first = _BREAK.search(text)
    ends = formatted.replace("\n", first[0] if first else "\n")
    return Checked((_BOM if text.startswith(_BOM) else "") + ends, before.diagnostics)


def _with_end(formatted: str, plain: str) -> str:
    """End the last line; where the file did not, and a text after `|` would get longer by it, leave it so."""
    ended = formatted + "\n"
    return ended if plain.endswith("\n") or is_same_document(plain, ended) else formatted
