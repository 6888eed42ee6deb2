"""What may have been meant by a name that is not there."""

from __future__ import annotations

from collections.abc import Iterable

from kpicalc.model.diagnostic import Diagnostic, error
from kpicalc.model.spelling import propose_name
from kpicalc.scheme.words import Word


def missing_name(code: str, word: Word, known: Iterable[str]) -> Diagnostic:
    """Make the problem of an unknown name: it shows the nearest known name, or all of them."""
    names = sorted(map(str, known))
    nearest = propose_name(word, names)
    return error(code, word.span, name=str(word), expected=(nearest,) if nearest else (*names,) or ("—",))
