"""The values of a column as text and back: numbers as they are written, what is missing as a mark."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from operator import ne

from kpicalc.model.fault import Fault, Value
from kpicalc.model.kind import Kind, Scalar
from kpicalc.model.money import COUNTING

# Of a number that does not end the book keeps so many digits: more than any amount has, few enough to store.
KEPT = COUNTING.copy()
KEPT.prec = 24

_LONG = KEPT.prec * 2
# What has more digits than this is longer than _LONG, which a comparison tells in half the time of writing.
_LONGEST = COUNTING.copy()
_LONGEST.prec = _LONG

_ABSENT = "?"
_FLAGS = {True: "+", False: "-"}


def write_column(values: Iterable[Value]) -> bytes:
    r"""Return the text of a column, a line for each value.

    >>> write_column([Decimal("1.50"), True, date(2026, 3, 1), "a", Fault(())])
    b'1.50\n+\n2026-03-01\n=a\n?'
    >>> [write_column([each, Fault(())]) for each in (True, Decimal("1E+3"))]
    [b'+\n?', b'1000\n?']
    """
    listed = tuple(values)
    # Most columns are of one kind, and most of those are numbers.
    kinds = set(map(type, listed))
    if kinds <= {Decimal, Fault}:
        texts = [_ABSENT if type(each) is Fault else str(each) for each in listed]
        joined = "\n".join(texts)
        if "E" not in joined and max(map(len, texts), default=0) <= _LONG:
            return joined.encode()
    write = _WRITERS.get(kinds.pop(), _write_value) if len(kinds) == 1 else _write_value
    return "\n".join(map(write, listed)).encode("utf-8", "surrogatepass")


def write_exact_numbers(numbers: Iterable[Decimal]) -> bytes:
    r"""Return the text of a column of numbers that end, without a look at each of them.

    >>> write_exact_numbers([Decimal("1.50"), Decimal("1E+3")])
    b'1.50\n1000'
    """
    listed = tuple(numbers)
    text = "\n".join(map(str, listed))
    # Decimal writes very small and very large numbers with an exponent.
    return write_column(listed) if "E" in text else text.encode()


def write_cut_numbers(numbers: Iterable[Decimal]) -> bytes:
    r"""Return the text of a column of numbers of which some do not end.

    >>> write_cut_numbers([Decimal("1.50"), COUNTING.divide(Decimal(1), Decimal(3))])
    b'1.50\n0.33333333333333333333333'
    """
    listed = tuple(numbers)
    longer = map(ne, listed, map(_LONGEST.plus, listed))
    cut = [KEPT.normalize(each) if long else each for each, long in zip(listed, longer, strict=True)]
    texts = list(map(str, cut))
    joined = "\n".join(texts)
    plain = "E" not in joined and max(map(len, texts), default=0) <= _LONG
    return joined.encode() if plain else write_column(listed)


def read_column(text: bytes, kind: str) -> list[Scalar | None]:
    r"""Return the values of a column of a kind; None where there is none.

    >>> read_column(b"1.50\n?", "money")
    [Decimal('1.50'), None]
    """
    lines = text.decode("utf-8", "surrogatepass").split("\n")
    if kind in {Kind.TEXT, Kind.FLAG, Kind.DATE}:
        return [_read_word(line, kind) for line in lines]
    if _ABSENT not in lines:
        return list(map(Decimal, lines))
    return [None if line == _ABSENT else Decimal(line) for line in lines]


def write_words(words: Sequence[str]) -> bytes:
    r"""Return the text of keys or names, a line for each.

    >>> write_words(["a", "b"]), write_words(["a\nb"]), write_words([])
    (b'=a\n=b', b'=a\\nb', b'')
    """
    joined = "\n=".join(words)
    if "\\" in joined or joined.count("\n") >= len(words):
        return write_column(words)
    return f"={joined}".encode("utf-8", "surrogatepass")


def read_words(text: bytes) -> list[str]:
    """Return the keys or names of a text."""
    if not text:
        return []
    if b"\\" in text:
        return [str(each) for each in read_column(text, Kind.TEXT)]
    # Each line begins with the mark of a text, and a text has no line of its own.
    return text[1:].decode("utf-8", "surrogatepass").split("\n=")


def _write_value(value: Value) -> str:
    if isinstance(value, Decimal):
        return _write_number(value)
    if isinstance(value, bool):
        return _FLAGS[value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fault):
        return _ABSENT
    return "=" + value.replace("\\", "\\\\").replace("\n", "\\n")


def _write_number(value: Decimal) -> str:
    text = _write_plainly(value)
    # What is cut has all digits of the context: few figures of people come near that.
    return text if len(text) <= _LONG else _write_plainly(KEPT.normalize(value))


def _write_plainly(value: Decimal) -> str:
    text = str(value)
    return format(value, "f") if "E" in text else text


_WRITERS: Mapping[type, Callable[..., str]] = {Decimal: _write_number, bool: _FLAGS.__getitem__}


def _read_word(line: str, kind: str) -> Scalar | None:
    if line == _ABSENT:
        return None
    if kind == Kind.FLAG:
        return line == _FLAGS[True]
    if kind == Kind.DATE:
        return date.fromisoformat(line)
    parts = line[1:].split("\\\\")
    return "\\".join(part.replace("\\n", "\n") for part in parts)
