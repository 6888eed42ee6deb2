"""A mutant put into a running program: its functions get the code of the changed source."""

from __future__ import annotations

import gc
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from types import CodeType, FunctionType, ModuleType
from typing import Any

from tests.mutation.mutants import Mutant


def put_in(mutant: Mutant, path: str, source: str) -> bool:
    """Change the loaded module of a file, and what other modules took from it by name; say if anything is."""
    # What is kept out of the search for garbage is not among the objects that can be listed.
    gc.unfreeze()
    changed = mutant.apply(source)
    old, new = (_by_name(compile(text, path, "exec", dont_inherit=True)) for text in (source, changed))
    put = False
    for function in [each for each in gc.get_objects() if type(each) is FunctionType]:
        code = function.__code__
        if code.co_filename == path and code in old.get(code.co_qualname, ()):
            fitting = new.get(code.co_qualname, [])
            at = old[code.co_qualname].index(code)
            if at < len(fitting) and len(fitting[at].co_freevars) == len(code.co_freevars):
                put |= function.__code__ != fitting[at]
                function.__code__ = fitting[at]
    return _change_values(path, source, changed) or put


def _by_name(code: CodeType) -> dict[str, list[CodeType]]:
    """Return the code of all functions of a module, by the names that lead to them."""
    found: defaultdict[str, list[CodeType]] = defaultdict(list)
    for each in _within(code):
        found[each.co_qualname].append(each)
    return found


def _within(code: CodeType) -> Iterator[CodeType]:
    for each in code.co_consts:
        if isinstance(each, CodeType):
            yield each
            yield from _within(each)


def _change_values(path: str, source: str, changed: str) -> bool:
    """Give the values of a module that the change makes others to all who have them under their name.

    Say whether there are any.
    """
    put = False
    name, module = next(
        (name, each) for name, each in sys.modules.items() if getattr(each, "__file__", None) == path
    )
    before, after = (_run(name, path, text) for text in (source, changed))
    for kept, old, new in zip(*map(_functions_of, (vars(module), before, after)), strict=False):
        if _shown(_defaults(old)) != _shown(_defaults(new)):
            kept.__defaults__, kept.__kwdefaults__ = _defaults(new)
            put = True
    for key, value in after.items():
        if key.startswith("__") or isinstance(value, type | FunctionType | ModuleType):
            continue
        if _shown(before.get(key)) == _shown(value) or key not in vars(module):
            continue
        put = True
        kept = vars(module)[key]
        if _make_like(kept, value):
            continue
        for other in list(sys.modules.values()):
            if getattr(other, "__dict__", {}).get(key) is kept:
                setattr(other, key, value)
    return put


def _functions_of(space: Mapping[str, object]) -> Iterator[FunctionType]:
    """Yield the functions that a module makes, by itself and in its classes, in the order of their names."""
    for _, value in sorted(space.items()):
        if isinstance(value, FunctionType) and value.__module__ == space["__name__"]:
            yield value
        elif isinstance(value, type) and value.__module__ == space["__name__"]:
            members = sorted(vars(value).items())
            yield from (each for _, each in members if isinstance(each, FunctionType))


def _defaults(function: FunctionType) -> tuple[Any, Any]:
    return function.__defaults__, function.__kwdefaults__


def _make_like(kept: Any, value: Any) -> bool:
    """Change a value where it is, for all that hold it; say whether it can be changed."""
    match kept:
        case dict() | set():
            kept.clear()
            kept.update(value)
        case list():
            kept[:] = value
        case _ if is_dataclass(kept):
            for each in fields(kept):
                object.__setattr__(kept, each.name, getattr(value, each.name))
        case _:
            return False
    return True


def _shown(value: object) -> str:
    """Return a value as text, without the places of functions in memory."""
    return re.sub(r" at 0x[0-9a-f]+", "", repr(value))


def _run(name: str, path: str, text: str) -> dict[str, object]:
    space: dict[str, object] = {"__name__": name, "__file__": path, "__package__": name.rpartition(".")[0]}
    exec(compile(text, path, "exec", dont_inherit=True), space)  # noqa: S102 - our own source, changed in one place
    return space
