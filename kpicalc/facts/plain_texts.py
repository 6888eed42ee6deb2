"""Read texts and days of a workbook that are written plainly: one look, no signs in other forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from kpicalc.facts.workbook import Raw

_STRING = re.compile(
    rb'\s*<si>(?:<t( xml:space="preserve")?>([^<]*)</t></si>|(?:(?!</?si>|<!)<[^>]*>|[^<])*</si>)\s*'
)
_TABLE = re.compile(rb"\s*(?:<\?xml[^>]*\?>)?\s*<sst(?: [^>]*)?>")
_SIGNS = ((b"&lt;", b"<"), (b"&gt;", b">"), (b"&quot;", b'"'), (b"&apos;", b"'"), (b"&amp;", b"&"))
_UNUSUAL = (b"_x", b"\r", b"]]>")
# What stands before the first day of March 1900 is no day for certain, nor what lies behind the year 9999.
_FIRST_DAY, _LAST_DAY = 61, 2_950_000
_OTHER_SIGN = re.compile(rb"&(?!(?:lt|gt|quot|apos|amp);)")


class UnusualError(Exception):
    """Something stands in the sheet that only the other readers know."""


def read_shared(table: bytes) -> Sequence[str | None] | None:
    r"""Read the texts that cells point to, None for each that is written unusually; None for such a table.

    >>> read_shared(b"<sst><si><t>A &amp; B</t></si><si><r><t>C</t></r></si></sst>")
    ['A & B', None]
    >>> read_shared(b"<sst><si>")
    """
    begin = _TABLE.match(table)
    texts: list[str | None] = []
    at = len(table) if begin is None else begin.end()
    while found := _STRING.match(table, at):
        texts.append(_try_text(found[2], kept=found[1] is not None))
        at = found.end()
    return texts if table[at:].strip() == b"</sst>" else None


def _try_text(text: bytes | None, *, kept: bool) -> str | None:
    try:
        return None if text is None else read_plain_text(text, kept=kept)
    except (UnusualError, UnicodeDecodeError):
        return None


def read_plain_text(text: bytes, *, kept: bool = False) -> str:
    """Return a text as it is meant; spaces at its ends are left to the other readers unless they are kept."""
    if any(sign in text for sign in _UNUSUAL):
        raise UnusualError
    if b"&" in text:
        if _OTHER_SIGN.search(text):
            raise UnusualError
        for sign, meant in _SIGNS:
            text = text.replace(sign, meant)
    read = text.decode()
    if not kept and read != read.strip():
        raise UnusualError
    return read


def read_plain_texts(joined: bytes, size: int) -> Sequence[Raw]:
    """Read texts, a line each, that are written as they are."""
    read = joined.decode().split("\n")
    if len(read) != size or any(sign in joined for sign in _UNUSUAL) or list(map(str.strip, read)) != read:
        raise UnusualError
    return read


def read_plain_days(numbers: Sequence[bytes], day_zero: date) -> Sequence[Raw]:
    """Return the days that whole numbers stand for; cells that have the same one share it."""
    known: dict[bytes, date] = {}
    for number in set(numbers):
        if not _FIRST_DAY <= int(number) <= _LAST_DAY:
            raise UnusualError
        known[number] = day_zero + timedelta(days=int(number))
    return list(map(known.__getitem__, numbers))
