"""Files, functions, parameter lists and nesting stay small; there is no list of exceptions."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

import pytest

from tests.architecture.sources import Function, Source, functions, snippet, sources

FILE_LINES = 300
BODY_LINES = 40
PARAMETERS = 5
NESTING = 3

SHIPPED = ("kpicalc", "benchmarks", "examples")
EVERYTHING = (*SHIPPED, "tests")

_BLOCKS = (
    ast.If | ast.For | ast.AsyncFor | ast.While | ast.With | ast.AsyncWith | ast.Try | ast.TryStar | ast.Match
)


def long_files(every: Sequence[Source]) -> list[str]:
    """Return the files with too many lines."""
    return [
        f"{source.path}: {lines} lines"
        for source in every
        if (lines := len(source.text.splitlines())) > FILE_LINES
    ]


def long_functions(every: Sequence[Source]) -> list[str]:
    """Return the functions with too many lines below the docstring."""
    return [
        f"{source.place(function)}: {function.name} has {lines} lines"
        for source in every
        for function in functions(source)
        if (lines := _body_lines(function)) > BODY_LINES
    ]


def wide_functions(every: Sequence[Source]) -> list[str]:
    """Return the functions with too many parameters.

    `self` and `cls` are not counted, nor are the options of a command, which typer takes as parameters.
    """
    return [
        f"{source.place(function)}: {function.name} has {count} parameters"
        for source in every
        for function in functions(source)
        if (count := _parameters(function)) > PARAMETERS
    ]


def deep_functions(every: Sequence[Source]) -> list[str]:
    """Return the functions whose blocks stand too deep in each other."""
    return [
        f"{source.place(function)}: {function.name} has {depth} blocks in each other"
        for source in every
        for function in functions(source)
        if (depth := _nesting(function.body)) > NESTING
    ]


def _body_lines(function: Function) -> int:
    first = function.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    body = function.body[1:] if documented else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def _parameters(function: Function) -> int:
    given = function.args
    named = [
        each for each in (*given.posonlyargs, *given.args, *given.kwonlyargs) if not _is_command_option(each)
    ]
    stars = [each for each in (given.vararg, given.kwarg) if each is not None]
    return len([each for each in named if each.arg not in {"self", "cls"}]) + len(stars)


def _is_command_option(parameter: ast.arg) -> bool:
    written = "" if parameter.annotation is None else ast.unparse(parameter.annotation)
    return written.startswith("Annotated[") and "typer." in written


def _nesting(body: Iterable[ast.stmt]) -> int:
    return max((_depth(statement) for statement in body), default=0)


def _depth(statement: ast.stmt) -> int:
    if not isinstance(statement, _BLOCKS):
        return 0
    return max(_inner_depths(statement), default=0) + 1


def _inner_depths(block: ast.stmt) -> Iterator[int]:
    for child in ast.iter_child_nodes(block):
        if isinstance(child, ast.If) and _is_elif(block, child):
            yield _depth(child) - 1  # `elif` goes on at the same depth
        elif isinstance(child, ast.stmt):
            yield _depth(child)
        elif isinstance(child, ast.ExceptHandler | ast.match_case):
            yield _nesting(child.body)


def _is_elif(block: ast.stmt, child: ast.If) -> bool:
    return isinstance(block, ast.If) and block.orelse == [child] and child.col_offset == block.col_offset


def _sources(folders: Iterable[str]) -> list[Source]:
    return [source for folder in folders for source in sources(folder)]


def test_files_are_short() -> None:
    assert long_files(_sources(EVERYTHING)) == []


def test_functions_are_short() -> None:
    assert long_functions(_sources(EVERYTHING)) == []


def test_functions_take_few_parameters() -> None:
    assert wide_functions(_sources(SHIPPED)) == []


def test_blocks_are_not_deep() -> None:
    assert deep_functions(_sources(EVERYTHING)) == []


def test_a_long_file_is_found() -> None:
    assert long_files([snippet("x = 1\n" * 301)]) == ["sample.py: 301 lines"]


def test_a_long_function_is_found() -> None:
    lines = "    x = 1\n"

    assert long_functions([snippet('def f():\n    """Do."""\n' + lines * 40)]) == []
    assert long_functions([snippet("def f():\n" + lines * 41)]) == ["sample.py:1: f has 41 lines"]


def test_a_wide_function_is_found() -> None:
    assert wide_functions([snippet("def f(self, a, b, c, *d, e): ...")]) == []
    assert wide_functions([snippet("def f(a, b, c, d, e, f: Annotated[int, typer.Option()]): ...")]) == []
    assert wide_functions([snippet("def f(a, b, c, /, *d, e, **g): ...")]) == [
        "sample.py:1: f has 6 parameters"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("def f():\n if a:\n  for b in c:\n   with d:\n    pass", []),
        ("def f():\n if a:\n  pass\n elif b:\n  pass\n elif c:\n  for d in e:\n   with g:\n    pass", []),
        (
            "def f():\n if a:\n  for b in c:\n   try:\n    d()\n   except E:\n    if g:\n     pass",
            ["sample.py:1: f has 4 blocks in each other"],
        ),
        (
            "def f():\n match a:\n  case b:\n   if c:\n    if d:\n     if e:\n      pass",
            ["sample.py:1: f has 4 blocks in each other"],
        ),
    ],
)
def test_nesting_is_counted(text: str, expected: list[str]) -> None:
    assert expected == deep_functions([snippet(text)])
