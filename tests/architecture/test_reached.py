"""Nothing of the package stands alone: every module is loaded by another, every name used by another line."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from pkgutil import resolve_name

from tests.architecture.sources import PACKAGE, Source, imports, snippet, sources, walk

# What is loaded when it is asked for is told as `module:name`.
PLACE = re.compile(rf"{PACKAGE}(?:\.\w+)+:\w+")
# Loaded by the script that is installed.
BEGINNING = "kpicalc.cli.entry"


def unloaded_modules(every: Sequence[Source]) -> list[str]:
    """Return the modules that no other imports or tells; packages and the beginning are loaded by others."""
    loaded = {each.target for source in every for each in imports(source)}
    loaded |= {target.rpartition(".")[0] for target in loaded}
    loaded |= {place.partition(":")[0] for place in places_told(every)}
    return [
        source.name
        for source in every
        if source.name not in loaded | {BEGINNING} and not source.path.endswith("__init__.py")
    ]


def unused_names(every: Sequence[Source], tests: Sequence[Source] = ()) -> list[str]:
    """Return the functions, classes and constants of modules that no line, even of a test, speaks of."""
    used = {name for source in (*every, *tests) for name in _used(source.tree)}
    return [
        f"{source.place(node)}: {name}"
        for source in every
        for node in source.tree.body
        for name in _made(node)
        if name not in used and not name.startswith("__")
    ]


def places_told(every: Sequence[Source]) -> list[str]:
    """Return what is told as `module:name`."""
    return [
        node.value
        for source in every
        for node in walk(source.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and PLACE.fullmatch(node.value)
    ]


def _made(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.AnnAssign(target=ast.Name(id=name)):
            yield name
        case ast.Assign(targets=targets):
            yield from (target.id for target in targets if isinstance(target, ast.Name))


def _used(tree: ast.Module) -> Iterator[str]:
    for node in walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name) | ast.alias(name=name):
                yield name
            case ast.Constant(value=str() as text) if PLACE.fullmatch(text):
                yield text.partition(":")[2]


def test_every_module_is_loaded() -> None:
    assert unloaded_modules(sources(PACKAGE)) == []


def test_every_name_is_used() -> None:
    assert unused_names(sources(PACKAGE), sources("tests")) == []


def test_every_place_that_is_told_is_there() -> None:
    told = places_told(sources(PACKAGE))

    assert [place for place in told if not callable(resolve_name(place))] == []
    assert len(told) > 10


def test_what_nobody_loads_or_names_is_found() -> None:
    text = 'def one(): ...\ndef two(): ...\nTHREE = 3\nfour: int = two()\n"kpicalc.model.told:one"\n'
    every = [snippet(text), snippet("", "kpicalc.model.told"), snippet("", BEGINNING)]

    assert unused_names(every) == ["sample.py:3: THREE", "sample.py:4: four"]
    assert unloaded_modules(every) == ["kpicalc.model.sample"]
