"""Tables that must have a row for each kind of thing; where one was forgotten, it and the table are named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class ForgottenFaceError(KeyError):
    """A mistake of the program: its words hold names of the program only, and may be shown to anybody."""

    def __init__(self, table: str, name: str) -> None:
        super().__init__(f"{table}: {name}")


class Faces(dict[K, V]):
    """A table that says what it is called when it is asked for what it lacks."""

    def __init__(self, table: str, rows: Mapping[K, V]) -> None:
        super().__init__(rows)
        self._table = table

    def __missing__(self, key: K) -> NoReturn:
        raise ForgottenFaceError(self._table, key.__name__ if isinstance(key, type) else str(key))
