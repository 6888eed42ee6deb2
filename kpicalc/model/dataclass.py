"""The decorator of our nouns: that of the standard library, but no text is compiled for their methods.

`dataclasses.dataclass` writes up to six methods of each class as text and compiles it. That takes 0.75 ms
(Python 3.11), and of a small month, which needs 260 classes, a quarter of the whole time. Here it finds the
fields and makes the slots (0.05 ms); the methods are closures that do what its own do. Classes stay its
dataclasses: `fields`, `replace` and `match` know them, and type checkers see nothing else.

A noun made without a field, and a table without a row for one of its kinds, name what was forgotten.
"""

from __future__ import annotations

import dataclasses
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, Literal, NoReturn, TypeVar

__all__ = ["Faces", "ForgottenFaceError", "dataclass", "find_face"]

# Of a class with so many, those of the library have won back what it takes to compile them: 1.2 ms beside
# 0.2 µs for each that is frozen and 0.8 µs for others. A small month has no class with so many.
_MANY = 4_000
_Class = TypeVar("_Class")
_Key = TypeVar("_Key")
_Row = TypeVar("_Row")
_Methods = dict[str, Callable[..., Any] | None]
_Fields = Sequence[Field[Any]]
_IN_ORDER: Mapping[str, Callable[[Any, Any], bool]] = {
    f"__{each.__name__}__": each for each in (operator.lt, operator.le, operator.gt, operator.ge)
}


def _make_dataclass(
    *, slots: Literal[True], frozen: bool = False, eq: bool = True, order: bool = False, kw_only: bool = False
) -> Callable[[type[_Class]], type[_Class]]:
    """Return what makes a class a dataclass with slots."""

    def make(kind: type[_Class]) -> type[_Class]:
        bare = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots, kw_only=kw_only)(kind)
        fields = dataclasses.fields(bare)  # type: ignore[arg-type] # the line above makes it one
        methods = {
            "__init__": _make_init(bare, fields),
            "__repr__": _make_repr(fields),
            **(_compare_values(fields, order=order) if eq else {}),
            **(_keep_values(bare, fields) if frozen else {"__hash__": None}),
        }
        for name, method in methods.items():
            if name not in vars(kind):
                setattr(bare, name, method)
        return bare

    return make


def _make_init(kind: type, fields: _Fields) -> Callable[..., None]:
    """Return an `__init__` that puts the values into their slots, which no `__setattr__` can forbid."""
    taken = sorted((each for each in fields if each.init), key=lambda each: each.kw_only is True)
    made = tuple(each for each in fields if not each.init and each.default_factory is not MISSING)
    puts = tuple(getattr(kind, each.name).__set__ for each in (*taken, *made))
    in_place = sum(not each.kw_only for each in taken)
    # Where there is no default to take as it is, the field stands for it.
    rest = [(each.name, each if each.default is MISSING else each.default) for each in taken]
    # By how many values are given in their places, and no others: what is added to them.
    tails: dict[int, tuple[object, ...]] = {}
    for at in range(len(rest), -1, -1) if in_place == len(puts) else ():
        if at < len(rest) and isinstance(rest[at][1], Field):
            break
        tails[at] = tuple(default for _, default in rest[at:])
    finish = getattr(kind, "__post_init__", None)
    left = _MANY

    def init(self: object, /, *given: object, **named: object) -> None:
        nonlocal left
        left -= 1
        if not left:
            _take_library_methods(kind)
        if not named and len(given) in tails:
            given += tails[len(given)]
        else:
            if len(given) > in_place:
                raise TypeError(kind, "places", in_place, given)
            given = (*given, *_find_rest(kind, rest[len(given) :], named), *map(_make_default, made))
        for put, value in zip(puts, given):  # noqa: B905 - `strict` takes half as long again
            put(self, value)
        if finish is not None:
            finish(self)

    return init


def _take_library_methods(kind: type) -> None:
    """Give a class of which there are many what the library compiles: it takes two thirds of the time."""
    frozen = kind.__setattr__ is _refuse_change
    parts = [(each.name, each.type, each) for each in dataclasses.fields(kind)]
    own = {"__post_init__": kind.__post_init__} if hasattr(kind, "__post_init__") else {}
    order = "__lt__" in vars(kind)
    twin = dataclasses.make_dataclass(
        kind.__name__, parts, slots=True, frozen=frozen, order=order, namespace=own
    )
    for name in ("__init__", "__eq__", "__hash__", *_IN_ORDER):
        if getattr(vars(kind).get(name), "__module__", "") == __name__:
            setattr(kind, name, vars(twin)[name])


def _find_rest(kind: type, rest: Sequence[tuple[str, Any]], named: dict[str, object]) -> Sequence[object]:
    """Return the values of the fields that are not given in their places."""
    values = [named.pop(name, default) for name, default in rest]
    if named:
        raise TypeError(kind, "knows no", *named)
    if Field not in map(type, values):
        return values
    lacking = [each.name for each in values if isinstance(each, Field) and each.default_factory is MISSING]
    if lacking:
        raise ForgottenFaceError(kind.__name__, ", ".join(lacking))
    return [*map(_make_default, values)]


def _make_default(value: Any) -> object:
    return value.default_factory() if isinstance(value, Field) else value  # type: ignore[operator] # none lacks a value


def _make_repr(fields: _Fields) -> Callable[[object], str]:
    names = tuple(each.name for each in fields if each.repr)

    def show(self: object) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    return show


def _compare_values(fields: _Fields, *, order: bool) -> _Methods:
    """Return what compares two of a class by the fields that are compared, and hashes one by the same."""
    names = [each.name for each in fields if each.compare]
    get: Callable[[object], Any] = operator.attrgetter(*names) if names else lambda _: ()
    # A tuple also of one field: a hash is the same as that of the library, which may take its place.
    value_of = (lambda self: (get(self),)) if len(names) == 1 else get

    def compare(by: Callable[[Any, Any], bool]) -> Callable[[object, object], bool]:
        return lambda self, other: (
            by(value_of(self), value_of(other)) if other.__class__ is self.__class__ else NotImplemented
        )

    signs = {"__eq__": operator.eq, **(_IN_ORDER if order else {})}
    methods: _Methods = {name: compare(by) for name, by in signs.items()}
    methods["__hash__"] = lambda self: hash(value_of(self))
    return methods


def _keep_values(kind: type, fields: _Fields) -> _Methods:
    """Return what lets nothing change, and carries the values to another process nevertheless."""
    names = tuple(each.name for each in fields)
    puts = tuple(getattr(kind, name).__set__ for name in names)

    def take_state(self: object, state: Sequence[object]) -> None:
        for put, value in zip(puts, state, strict=True):
            put(self, value)

    return {
        "__setattr__": _refuse_change,
        "__delattr__": _refuse_change,
        "__getstate__": lambda self: [getattr(self, name) for name in names],
        "__setstate__": take_state,
    }


def _refuse_change(self: object, name: str, *_: object) -> NoReturn:
    raise FrozenInstanceError(type(self), name)


class ForgottenFaceError(KeyError, TypeError):
    """A mistake of the program: a noun lacks a field (as a TypeError), a table a row (as a KeyError).

    Its words hold names of the program only, and may be shown to anybody.
    """

    def __init__(self, table: str, name: str) -> None:
        super().__init__(f"{table}: {name}")


class Faces(dict[_Key, _Row]):
    """A table that says what it is called when it is asked for what it lacks."""

    def __init__(self, table: str, rows: Mapping[_Key, _Row]) -> None:
        super().__init__(rows)
        self._table = table

    def __missing__(self, key: _Key) -> NoReturn:
        raise ForgottenFaceError(self._table, key.__name__ if isinstance(key, type) else str(key))


def find_face(table: str, place: str) -> Any:
    """Return what a row of a table names as `module:name`; a ForgottenFaceError where there is none."""
    try:
        return resolve_name(place)
    except (AttributeError, ModuleNotFoundError) as lacking:
        if lacking.name in place.split(":"):
            raise ForgottenFaceError(table, place) from lacking
        raise


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = _make_dataclass
