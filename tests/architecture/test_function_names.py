"""What a function is, only its record says: its name stands literally in no other room."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

import pytest

from kpicalc.formula.functions import AGGREGATES, FUNCTIONS, TABLE_FUNCTIONS, WINDOWS
from tests.architecture.sources import PACKAGE, Source, called_name, snippet, sources, walk

NAMES = frozenset({*FUNCTIONS, *AGGREGATES, *WINDOWS, *TABLE_FUNCTIONS})
# Words that mean other things too, such as keys of a scheme: they are looked at only beside a function.
ORDINARY = frozenset(
    {"min", "max", "round", "floor", "sum", "count", "before", "rank", "best", "split", "portion"}
)
# The records, and the constructs that are written down as formulas.
HOMES = ("kpicalc.formula.functions", "kpicalc.compiler.constructs")
NODES = frozenset({"Call", "Aggregate", "Window"})


def literal_names(every: Sequence[Source]) -> list[str]:
    """Return the places where a function is named by a literal outside its home."""
    return [
        f"{source.place(node)}: {ast.unparse(node)}"
        for source in every
        if not source.name.startswith(HOMES)
        for node in _literals(source.tree)
    ]


def _literals(tree: ast.Module) -> Iterator[ast.Constant]:
    beside = {id(node) for holder in walk(tree) for node in _beside_functions(holder)}
    for node in walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and _is_named(node, beside):
            yield node


def _is_named(node: ast.Constant, beside: set[int]) -> bool:
    return node.value in NAMES and (node.value not in ORDINARY or id(node) in beside)


def _beside_functions(holder: ast.AST) -> Iterator[ast.AST]:
    """Yield what is compared with a `function`, matched as one, or made into a node of a formula."""
    match holder:
        case ast.Compare(left=left, comparators=comparators):
            if any(_is_function(each) for each in (left, *comparators)):
                yield from (part for each in (left, *comparators) for part in walk(each))
        case ast.MatchClass(cls=ast.Name(id=name), kwd_attrs=keys, kwd_patterns=patterns) if name in NODES:
            for key, pattern in zip(keys, patterns, strict=True):
                yield from walk(pattern) if key == "function" else ()
        case ast.Call(args=[first, *_]) if called_name(holder) in NODES:
            yield first
        case ast.Subscript(value=ast.Name(id=name), slice=key) if name.endswith(
            ("FUNCTIONS", "AGGREGATES", "WINDOWS")
        ):
            yield key


def _is_function(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute | ast.Name) and ast.unparse(node).split(".")[-1] == "function"


def test_no_function_is_named_outside_its_record() -> None:
    assert literal_names(sources(PACKAGE)) == []


@pytest.mark.parametrize(
    "line",
    [
        'TURNS = {"clamp"}',
        'found = node.function == "max"',
        'found = function in {"min", "max"}',
        'match node:\n    case Call(function="round" | "floor", arguments=(inner, *_)):\n        pass',
        'Aggregate("sum", grain, target, body, None, span)',
        'meaning = FUNCTIONS["round"].meaning',
    ],
)
def test_a_literal_name_is_found(line: str) -> None:
    assert len(literal_names([snippet(line)])) > 0


@pytest.mark.parametrize("line", ['KEYS = ("min", "max")', 'case = node.kind == "count"', 'Spec("round")'])
def test_words_of_other_rooms_are_left_alone(line: str) -> None:
    assert literal_names([snippet(line)]) == []
