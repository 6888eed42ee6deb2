"""A mutant put into a running program: its functions get the code of the changed source."""

from __future__ import annotations

import gc
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

from tests.mutation.mutants import Mutant

# The functions that are loaded from a file.
Loaded = Mapping[str, Sequence[FunctionType]]


def list_functions() -> Loaded:
    """Return all functions there are by their files; asked once, for this looks at every object."""
    # What is kept out of the search for garbage is not among the objects that can be listed.
    gc.unfreeze()
    found: defaultdict[str, list[FunctionType]] = defaultdict(list)
    for each in gc.get_objects():
        if type(each) is FunctionType:
            found[each.__code__.co_filename].append(each)
    return found


def put_in(mutant: Mutant, path: str, source: str, loaded: Loaded) -> bool:
    """Change the loaded module of a file, and what other modules took from it by name; say if anything is."""
    changed = mutant.apply(source)
    old, new = (_by_name(compile(text, path, "exec", dont_inherit=True)) for text in (source, changed))
    put = False
    for function in loaded.get(path, ()):
        code = function.__code__
        if code in old.get(code.co_qualname, ()):
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

    So are the values that other modules of the program make of them. Say whether there are any.
    """
    module = next(each for each in sys.modules.values() if getattr(each, "__file__", None) == path)
    before, after = (_run(module, text) for text in (source, changed))
    if not _differences(before, after):
        return False
    later = [(each, text, _run(each, text)) for each, text in _made_of(module)]
    _take_over(module, before, after)
    for each, text, earlier in later:
        _take_over(each, earlier, _run(each, text))
    return True


def _differences(before: Mapping[str, object], after: Mapping[str, object]) -> list[str]:
    """Return the names of values that are others; that of each function whose defaults are."""
    changed = [
        new.__qualname__
        for old, new in zip(_functions_of(before), _functions_of(after), strict=False)
        if _shown(_defaults(old)) != _shown(_defaults(new))
    ]
    return changed + [
        key
        for key, value in after.items()
        if not key.startswith("__")
        and not isinstance(value, type | FunctionType | ModuleType)
        and _shown(before.get(key)) != _shown(value)
    ]


def _made_of(module: ModuleType) -> list[tuple[ModuleType, str]]:
    """Return the loaded modules that a module goes into, with their sources, each behind those it imports."""
    package = module.__name__.partition(".")[0]
    texts = {
        name: Path(str(each.__file__)).read_text(encoding="utf-8")
        for name, each in sys.modules.items()
        if name.startswith(f"{package}.") and getattr(each, "__file__", None)
    }
    needs = {name: _imported(name, text) for name, text in texts.items()}
    found = {module.__name__}
    while more := {name for name, needed in needs.items() if needed & found} - found:
        found |= more
    order = TopologicalSorter(
        {name: needs[name] & found for name in found - {module.__name__}}
    ).static_order()
    return [(sys.modules[name], texts[name]) for name in order if name != module.__name__]


def _imported(name: str, text: str) -> set[str]:
    """Return the modules that a module takes in while it is loaded."""
    inside = {each.__name__ for each in vars(sys.modules[name]).values() if isinstance(each, ModuleType)}
    return (inside | set(re.findall(r"^from ([\w.]+) import", text, re.MULTILINE))) - {name}


def _take_over(module: ModuleType, before: Mapping[str, object], after: Mapping[str, object]) -> None:
    changed = _differences(before, after)
    for kept, new in zip(*map(_functions_of, (vars(module), after)), strict=False):
        if new.__qualname__ in changed:
            kept.__defaults__, kept.__kwdefaults__ = _defaults(new)
    for key in changed:
        if key not in after or key not in vars(module):
            continue
        kept = vars(module)[key]
        if _make_like(kept, after[key]):
            continue
        for other in list(sys.modules.values()):
            if getattr(other, "__dict__", {}).get(key) is kept:
                setattr(other, key, after[key])


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
    """Return a value as text, without the places of functions in memory, and with long patterns whole."""
    match value:
        case re.Pattern():
            return str(value.pattern)
        case dict():
            return _shown(tuple(value.items()))
        case tuple() | list():
            return " ".join(map(_shown, value))
        case _:
            return re.sub(r" at 0x[0-9a-f]+", "", repr(value))


def _run(module: ModuleType, text: str) -> dict[str, object]:
    name, path = module.__name__, str(module.__file__)
    space: dict[str, object] = {"__name__": name, "__file__": path, "__package__": name.rpartition(".")[0]}
    exec(compile(text, path, "exec", dont_inherit=True), space)  # noqa: S102 - our own source, changed in one place
    return space
