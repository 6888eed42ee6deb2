"""Nouns behave as dataclasses of the standard library do, few or many of them."""

from __future__ import annotations

import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, field, fields, replace
from typing import Any

import pytest

from kpicalc.model.dataclass import dataclass

Make = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Word:
    """A noun of one field, which another process is sent."""

    text: str


def _nouns(dataclass: Any) -> dict[str, Any]:
    """Return classes of all sorts, made by a decorator."""

    @dataclass(frozen=True, slots=True)
    class Plain:
        name: str
        size: int = 0
        parts: list[int] = field(default_factory=list, compare=False)
        hidden: str = field(default="", repr=False)

    @dataclass(slots=True)
    class Drafted:
        name: str
        notes: dict[str, int] = field(default_factory=dict, init=False)
        doubled: str = field(init=False)

        def __post_init__(self) -> None:
            self.doubled = self.name * 2

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Named:
        size: int
        name: str = "x"

    @dataclass(frozen=True, slots=True, eq=False)
    class Alone:
        name: str

    @dataclass(frozen=True, slots=True)
    class Heir(Plain):
        last: int = 1

    @dataclass(frozen=True, slots=True)
    class Spoken:
        def __repr__(self) -> str:
            return "<>"

    @dataclass(frozen=True, slots=True, order=True)
    class Ranked:
        file: str = ""
        row: int = 1
        note: str = field(default="", compare=False)

    return {each.__name__: each for each in (Plain, Drafted, Named, Alone, Heir, Spoken, Ranked)}


LIBRARY = _nouns(dataclasses.dataclass)
MADE: list[tuple[str, Make]] = [
    ("Plain", lambda make: make("a", 2, [3], "b")),
    ("Plain", lambda make: make("a")),
    ("Plain", lambda make: make("a", hidden="c", size=5)),
    ("Plain", lambda make: replace(make("a"), size=7)),
    ("Plain", lambda make: make()),
    ("Plain", lambda make: make("a", 1, [], "", 5)),
    ("Plain", lambda make: make("a", name="b")),
    ("Plain", lambda make: make("a", wrong=1)),
    ("Plain", lambda make: setattr(make("a"), "size", 1)),
    ("Plain", lambda make: delattr(make("a"), "size")),
    ("Drafted", lambda make: make("a")),
    ("Drafted", lambda make: {make("a"): 1}),
    ("Named", lambda make: make(size=1)),
    ("Named", lambda make: make(1)),
    ("Alone", lambda make: make("a") == make("a")),
    ("Heir", lambda make: make("a", last=4)),
    ("Spoken", lambda make: make()),
    ("Ranked", lambda make: make() < make()),
    ("Ranked", lambda make: str(sorted([make("b"), make("a", 2), make("a", 10)]))),
    (
        "Ranked",
        lambda make: (make("a") < make("a", 1, "x"), make("a") >= make("a", 1), make("b") > make("a")),
    ),
    ("Ranked", lambda make: make("a") < "a"),
]


def _told(make: Make, kind: Any) -> object:
    """Return all that can be seen of what is made, or how it fails."""
    try:
        one, other = make(kind), make(kind)
    except (TypeError, FrozenInstanceError) as failure:
        # What names a forgotten field is a kind of TypeError.
        return next(each for each in (FrozenInstanceError, TypeError) if isinstance(failure, each))
    hashed = hash(one) if kind.__hash__ and kind.__name__ != "Alone" else None
    more = [getattr(one, each.name) for each in fields(kind)] if isinstance(one, kind) else one
    return repr(one), one == other, hashed, more, kind.__match_args__


@pytest.mark.parametrize("many", [False, True])
def test_what_is_made_is_what_the_library_makes(*, many: bool) -> None:
    kinds = _nouns(dataclass)
    if many:
        named = {key: {"name": "a"} for key in ("Plain", "Drafted", "Heir")}
        for name, given in {**named, "Ranked": {"file": "a"}}.items():
            for _ in range(1_000):
                kinds[name](**given)

    assert [_told(make, kinds[name]) for name, make in MADE] == [
        _told(make, LIBRARY[name]) for name, make in MADE
    ]


def test_what_was_hashed_before_many_are_made_is_found_after() -> None:
    kinds = _nouns(dataclass)
    kept = {kinds[name]("a"): name for name in ("Plain", "Heir")}

    found = [kept.get([kinds[name]("a") for _ in range(1_001)][-1]) for name in ("Plain", "Heir")]

    assert found == ["Plain", "Heir"]


def test_nouns_go_to_other_processes() -> None:
    assert pickle.loads(pickle.dumps(Word("a"))) == Word("a")  # noqa: S301 - our own bytes
