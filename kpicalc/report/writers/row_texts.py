"""The texts of many rows at once: what is the same for all is written once, the rest comes from columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from json import JSONEncoder

# A part of the text: the same for all rows, or one for each of them.
Part = str | Sequence[str]

# Other letters than ASCII stay as they are.
quote = JSONEncoder(ensure_ascii=False).encode


def fill_rows(parts: Iterable[Part], size: int) -> Iterator[bytes]:
    """Yield the text of each row as UTF-8, its parts put together; no text of a column has lines.

    >>> list(fill_rows(["a ", ["1", "2"], "%"], 2))
    [b'a 1%', b'a 2%']
    """
    template, columns = _lay_out(parts)
    if not columns:
        return repeat(encode_text(template % ()), size)
    # To put letters of one byte each together takes a sixth of what it takes for texts of other letters.
    encoded = (encode_text("\n".join(each)).split(b"\n") for each in columns)
    return map(encode_text(template).__mod__, zip(*encoded, strict=True))


def encode_text(text: str) -> bytes:
    """Return a text of JSON as UTF-8; a lone surrogate is written as the escape that JSON has for it."""
    return text.encode("utf-8", "backslashreplace")


def choose_rows(chosen: Iterable[tuple[Sequence[int], Iterable[Part]]], size: int) -> Iterator[Part]:
    """Yield the parts of all rows where some are written one way and some another: by their places.

    >>> list(choose_rows([((0, 2), ["a"]), ((1,), ["b", ["1", "2", "3"]])], 3))
    [['a', 'b2', 'a']]
    """
    texts = [""] * size
    for places, parts in chosen:
        if len(places) == size:
            yield from parts
            return
        template, columns = _lay_out(parts)
        for at in places:
            texts[at] = template % tuple([each[at] for each in columns])
    yield texts


def chain_parts(several: Iterable[Iterable[Part]]) -> Iterator[Part]:
    """Yield the parts of several texts with a comma between them."""
    for number, parts in enumerate(several):
        if number:
            yield ", "
        yield from parts


def _lay_out(parts: Iterable[Part]) -> tuple[str, list[Sequence[str]]]:
    """Return a template, and the columns that fill it."""
    listed = list(parts)
    template = "".join(each.replace("%", "%%") if isinstance(each, str) else "%s" for each in listed)
    return template, [each for each in listed if not isinstance(each, str)]
