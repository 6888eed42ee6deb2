"""The texts of many rows at once, figures among them: what is the same for all is written once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import repeat
from json import JSONEncoder
from json.encoder import encode_basestring
from typing import cast

from kpicalc.engine.column import Column
from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Kind
from kpicalc.report.writers.plain import write_amounts, write_numbers, write_plainly

# A part of the text: the same for all rows, or one for each of them.
Part = str | Sequence[str]

# Other letters than ASCII stay as they are.
quote = JSONEncoder(ensure_ascii=False).encode
quote_text = encode_basestring


def fill_rows(parts: Iterable[Part], size: int) -> Iterator[bytes]:
    """Yield the text of each row as UTF-8, its parts put together; no text of a column has lines.

    >>> list(fill_rows(["a ", ["1", "2"], "%"], 2))
    [b'a 1%', b'a 2%']
    """
    # To put bytes together takes a quarter of what it takes for texts of other letters than ASCII. Many
    # columns stand in several places.
    listed = _join_neighbours(parts)
    columns = {id(each): each for each in listed if not isinstance(each, str)}
    encoded = {key: encode_text("\n".join(each)).split(b"\n") for key, each in columns.items()}
    filled = [
        repeat(encode_text(each), size) if isinstance(each, str) else encoded[id(each)] for each in listed
    ]
    return map(b"".join, zip(*filled, strict=True))


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
        pieces = [
            repeat(each) if isinstance(each, str) else [each[at] for at in places]
            for each in _join_neighbours(parts)
        ]
        for at, written in zip(places, map("".join, zip(*pieces, strict=False)), strict=False):
            texts[at] = written
    yield texts


def chain_parts(several: Iterable[Iterable[Part]]) -> Iterator[Part]:
    """Yield the parts of several texts with a comma between them."""
    for number, parts in enumerate(several):
        if number:
            yield ", "
        yield from parts


def _join_neighbours(parts: Iterable[Part]) -> list[Part]:
    """Return the parts, those that are the same for all rows as one where they stand side by side."""
    joined: list[Part] = []
    for each in parts:
        if joined and isinstance(each, str) and isinstance(joined[-1], str):
            joined[-1] += each
        else:
            joined.append(each)
    return joined


class FigureTexts:
    """Writes the figures of a block; a column that is shown several times is written once."""

    def __init__(self, currency: str) -> None:
        self._currency = currency
        self._written: dict[tuple[int, Kind], tuple[Sequence[Value], Sequence[Part]]] = {}
        # By the number as an object, which is kept: a score is the attainment, a part the score.
        self._numbers: dict[int, str] = {}
        self._kept: list[Sequence[Value]] = []

    def of(self, column: Column, kind: Kind) -> Iterator[Part]:
        """Yield the kind of a column, and its values: codes of problems beside what is not computed."""
        yield f'"kind": "{kind}", "value": '
        values = column.values
        if column.constant or _is_one_object(values):
            yield self._write(values[0], kind)
            return
        place = id(values), kind
        if place not in self._written:
            self._written[place] = values, self._write_all(values, kind)
        yield from self._written[place][1]

    def _write_all(self, values: Sequence[Value], kind: Kind) -> tuple[Part, ...]:
        if set(map(type, values)) != {Decimal}:
            return ([self._write(each, kind) for each in values],)
        if kind is Kind.MONEY:
            return '"', write_amounts(values, self._currency, ""), '"'
        listed, known = list(values), self._numbers
        objects = list(map(id, listed))
        texts = list(map(known.get, objects))
        if None in texts:
            self._kept.append(listed)
            fresh = [each for each, text in zip(listed, texts, strict=True) if text is None]
            known.update(zip(map(id, fresh), write_numbers(fresh), strict=True))
            texts = list(map(known.get, objects))
        return '"', cast("list[str]", texts), '"'

    def _write(self, value: Value, kind: Kind) -> str:
        written = quote(write_plainly(value, kind, self._currency))
        if isinstance(value, Fault):
            return f'{written}, "fault": {quote([cause.code for cause in value.causes])}'
        return written


def _is_one_object(values: Sequence[Value]) -> bool:
    return values[0] is values[-1] and len(set(map(id, values))) == 1
