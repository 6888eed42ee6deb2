"""The core runs no text as code, knows no binary floats and keeps no state between calls."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

import pytest

from tests.architecture.sources import CORE, PACKAGE, Function, Source, functions, snippet, sources, walk

RUNS_TEXT = frozenset({"eval", "exec", "compile", "__import__"})
MUTATING = frozenset(
    {
        "append",
        "extend",
        "insert",
        "add",
        "update",
        "setdefault",
        "pop",
        "popitem",
        "remove",
        "discard",
        "clear",
    }
)
CONSTANT = re.compile(r"_{0,2}[A-Z][A-Z0-9_]*$|__\w+__$")
_MUTABLE = ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp
_MAKERS = frozenset({"list", "dict", "set", "defaultdict", "deque", "Counter", "OrderedDict", "bytearray"})


def calls_of(names: frozenset[str], every: Sequence[Source]) -> list[str]:
    """Return the places that call one of these builtins by its plain name."""
    return [
        f"{source.place(node)}: {node.func.id}()"
        for source in every
        for node in walk(source.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
    ]


def float_literals(every: Sequence[Source]) -> list[str]:
    """Return the places where a binary float is written, a cutoff of likeness of words left out."""
    return [
        f"{source.place(node)}: {node.value}"
        for source in every
        for node in set(walk(source.tree)) - _cutoffs(source)
        if isinstance(node, ast.Constant) and isinstance(node.value, float)
    ]


def kept_state(every: Sequence[Source]) -> list[str]:
    """Return the places where a module keeps something that calls change."""
    return [found for source in every for found in _kept(source)]


def _cutoffs(source: Source) -> set[ast.AST]:
    return {
        node.value for node in walk(source.tree) if isinstance(node, ast.keyword) and node.arg == "cutoff"
    }


def _kept(source: Source) -> Iterator[str]:
    yield from _lower_case_containers(source)
    module_names = {name for name, _ in _module_assignments(source.tree)}
    for node in walk(source.tree):
        if isinstance(node, ast.Global):
            yield f"{source.place(node)}: global {', '.join(node.names)}"
    for function in functions(source):
        for node, name in _mutations(function):
            if name in module_names - _local_names(function):
                yield f"{source.place(node)}: {function.name} changes {name}"


def _lower_case_containers(source: Source) -> Iterator[str]:
    for name, value in _module_assignments(source.tree):
        made = isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in _MAKERS
        if (made or isinstance(value, _MUTABLE)) and not CONSTANT.match(name):
            yield f"{source.place(value)}: {name} is no constant"


def _module_assignments(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                yield name, value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                yield name, value


def _mutations(function: Function) -> Iterator[tuple[ast.AST, str]]:
    for node in walk(function):
        match node:
            case ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()):
                yield node, name
            case ast.Attribute(value=ast.Name(id=name), ctx=ast.Store() | ast.Del()):
                yield node, name
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=verb)) if verb in MUTATING:
                yield node, name


def _local_names(function: Function) -> set[str]:
    parameters = {node.arg for node in walk(function) if isinstance(node, ast.arg)}
    stored = {
        node.id for node in walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    return parameters | stored


def _parts(*parts: str) -> list[Source]:
    return [source for source in sources(PACKAGE) if source.part in parts]


def test_no_text_is_run_as_code() -> None:
    assert calls_of(RUNS_TEXT, sources(PACKAGE)) == []


def test_nothing_becomes_a_float_behind_the_readers() -> None:
    # the cells of a workbook are floats; `kpicalc.facts` turns them into decimals
    behind = [source for source in sources(PACKAGE) if source.part != "facts"]

    assert calls_of(frozenset({"float"}), behind) == []


def test_no_float_is_written_where_money_is_computed() -> None:
    assert float_literals(_parts(*CORE[: CORE.index("facts")], "engine")) == []


def test_the_core_keeps_no_state() -> None:
    assert kept_state(_parts(*CORE)) == []


def leaking_contexts(every: Sequence[Source]) -> list[str]:
    """Return the places that yield within a decimal context: it leaks to whoever asks for the next."""
    return [
        source.place(node)
        for source in every
        for node in walk(source.tree)
        if isinstance(node, ast.With) and "localcontext" in ast.unparse(node.items[0])
        if any(isinstance(part, ast.Yield | ast.YieldFrom) for part in walk(node))
    ]


def test_no_decimal_context_leaks() -> None:
    assert leaking_contexts(sources(PACKAGE)) == []
    leaking = "def f():\n    with localcontext(CONTEXT):\n        yield 1"
    assert leaking_contexts([snippet(leaking)]) == ["sample.py:2"]


def test_forbidden_calls_are_found() -> None:
    assert calls_of(RUNS_TEXT, [snippet("eval('1')")]) == ["sample.py:1: eval()"]
    assert calls_of(RUNS_TEXT, [snippet("import re\nre.compile('1')")]) == []
    assert float_literals([snippet("HALF = 0.5")]) == ["sample.py:1: 0.5"]


@pytest.mark.parametrize(
    "text",
    [
        "seen = []",
        "names = set()",
        "SEEN = {}\ndef f(a):\n    SEEN[a] = 1",
        "SEEN = []\ndef f(a):\n    SEEN.append(a)",
        "COUNT = 0\ndef f():\n    global COUNT",
        "SEEN = {}\ndef f(a):\n    del SEEN[a]",
    ],
)
def test_kept_state_is_found(text: str) -> None:
    assert len(kept_state([snippet(text)])) == 1


@pytest.mark.parametrize(
    "text",
    [
        "WORDS = {'a': 1}\ndef f(a):\n    return WORDS[a]",
        "SEEN = []\ndef f(a):\n    SEEN = []\n    SEEN.append(a)",
    ],
)
def test_constants_and_local_lists_are_no_state(text: str) -> None:
    assert kept_state([snippet(text)]) == []


def test_what_is_asked_of_the_book_names_no_parameter_by_number() -> None:
    # Python 3.14 refuses `?1` with a tuple of values; earlier versions only warn.
    asked = [each.place(node) for each in _parts("months") for node in walk(each.tree) if _is_numbered(node)]

    assert asked == []
    assert any(_is_numbered(node) for node in walk(snippet('"SELECT 1 WHERE run = ?1"').tree))


def _is_numbered(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and re.search(r"\?\d", str(node.value)) is not None
