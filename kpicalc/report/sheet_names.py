"""How the files of employee sheets are called: safe on every system, and the same in every run."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from hashlib import sha256

# What may stand in the name of a file everywhere; no point, so that no name climbs out of its folder.
_UNSAFE = re.compile(r"[^\w-]+")
_LONGEST = 40
_DIGEST = 8


def name_sheets(period: str, numbers: Sequence[str]) -> tuple[str, ...]:
    """Return the name of each employee's file, without a suffix.

    The name is that of the number alone. One that had to be changed bears a piece of its fingerprint, as do
    two that a system might take for one: so nobody's sheet is written over another's.

    >>> name_sheets("2026-03", ["0101", "../x", "T1", "t1"])
    ('2026-03_0101', '2026-03_x-d6b96a97', '2026-03_T1-1f93603d', '2026-03_t1-628b49d9')
    """
    plain = [make_safe(each) for each in numbers]
    folded = Counter(map(_fold, plain))
    marked = (
        safe if safe == number and folded[_fold(safe)] == 1 else f"{safe}-{_fingerprint(number)}"
        for number, safe in zip(numbers, plain, strict=True)
    )
    return tuple(f"{make_safe(period)}_{each}" for each in marked)


def make_safe(text: str) -> str:
    """Return a text as a piece of a name of a file: letters, digits, `-` and `_`.

    >>> make_safe("CON"), make_safe("a b/c"), make_safe("2026-02-26..2026-03-25")
    ('CON', 'a_b_c', '2026-02-26_2026-03-25')
    >>> [len(make_safe("x" * count)) for count in (40, 41)]
    [40, 40]
    """
    cleaned = _UNSAFE.sub("_", unicodedata.normalize("NFC", text)).strip("_-")
    return cleaned[:_LONGEST].strip("_-")


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _fingerprint(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]
