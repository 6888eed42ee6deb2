"""The decorator of our nouns: that of the standard library, but no text is compiled for their methods.

`dataclasses.dataclass` writes up to six methods of each class as text and compiles it. That takes 0.75 ms
(Python 3.11), and of a small month, which needs 260 classes, a quarter of the whole time. Here it finds the
fields and makes the slots (0.05 ms); the methods are closures that do what its own do. Classes stay its
dataclasses: `fields`, `replace` and `match` know them, and type checkers see nothing else.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

__all__ = ["dataclass"]

# Of a class with so many the library's methods have won back by then what it takes to compile them.
_MANY = 1_000
_Class = TypeVar("_Class")
_Methods = dict[str, Callable[..., Any] | None]
_Fields = Sequence[Field[Any]]


def _make_dataclass(
    *, slots: bool, frozen: bool = False, eq: bool = True, order: bool = False, kw_only: bool = False
) -> Callable[[type[_Class]], type[_Class]]:
    """Return what makes a class a dataclass with slots. Few are in order: those are left to the library."""
    if order or not slots:
        return dataclasses.dataclass(frozen=frozen, slots=slots, eq=eq, order=order, kw_only=kw_only)

    def make(kind: type[_Class]) -> type[_Class]:
        bare = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(kind)
        fields = dataclasses.fields(bare)  # type: ignore[arg-type] # the line above makes it one
        methods = {
            "__init__": _make_init(bare, fields),
            "__repr__": _make_repr(fields),
            **(_compare_values(fields) if eq else {}),
            **(_keep_values(bare, fields) if frozen else {"__hash__": None} if eq else {}),
        }
        for name, method in methods.items():
            if name not in vars(kind):
                setattr(bare, name, method)
        return bare

    return make


def _make_init(kind: type, fields: _Fields) -> Callable[..., None]:
    """Return an `__init__` that puts the values into their slots, which no `__setattr__` can forbid."""
    taken = sorted((each for each in fields if each.init), key=lambda each: each.kw_only is True)
    made = tuple(each for each in fields if not each.init and _has_default(each))
    puts = tuple(getattr(kind, each.name).__set__ for each in (*taken, *made))
    in_place = sum(not each.kw_only for each in taken)
    # What is given in places alone, all of it, is what there is.
    count = in_place if in_place == len(puts) else -1
    finish = getattr(kind, "__post_init__", None)
    left = _MANY

    def init(self: object, /, *given: object, **named: object) -> None:
        nonlocal left
        left -= 1
        if not left:
            _take_library_methods(kind)
        if named or len(given) != count:
            if len(given) > in_place:
                raise TypeError(kind, "places", in_place, given)
            given = (*given, *_find_rest(kind, taken[len(given) :], named), *map(_default_of, made))
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
    twin = dataclasses.make_dataclass(kind.__name__, parts, slots=True, frozen=frozen, namespace=own)
    for name in ("__init__", "__eq__", "__hash__"):
        if getattr(vars(kind).get(name), "__module__", "") == __name__:
            setattr(kind, name, vars(twin)[name])


def _find_rest(kind: type, fields: _Fields, named: dict[str, object]) -> Iterator[object]:
    """Yield the values of the fields that are not given in their places."""
    for each in fields:
        if each.name in named:
            yield named.pop(each.name)
        elif _has_default(each):
            yield _default_of(each)
        else:
            raise TypeError(kind, "needs", each.name)
    if named:
        raise TypeError(kind, "knows no", *named)


def _has_default(field: Field[Any]) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING


def _default_of(field: Field[Any]) -> object:
    return field.default if field.default_factory is MISSING else field.default_factory()


def _make_repr(fields: _Fields) -> Callable[[object], str]:
    names = tuple(each.name for each in fields if each.repr)

    def show(self: object) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    return show


def _compare_values(fields: _Fields) -> _Methods:
    """Return what compares two of a class by the fields that are compared, and hashes one by the same."""
    names = [each.name for each in fields if each.compare]
    get: Callable[[object], Any] = attrgetter(*names) if names else lambda _: ()
    # A tuple also of one field: a hash is the same as that of the library, which may take its place.
    value_of = (lambda self: (get(self),)) if len(names) == 1 else get

    def equal(self: object, other: object) -> bool:
        return value_of(self) == value_of(other) if other.__class__ is self.__class__ else NotImplemented

    return {"__eq__": equal, "__hash__": lambda self: hash(value_of(self))}


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


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = _make_dataclass
