"""The mutants of a source file: each a small change of its text that may pay a wrong sum."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

_SIGNS: dict[type[ast.AST], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
    ast.In: "in",
    ast.NotIn: "not in",
    ast.Is: "is",
    ast.IsNot: "is not",
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.And: "and",
    ast.Or: "or",
}
# A sign and the one put in its place: a bound moved by one, a condition turned round.
_TURNED = {
    "<": "<=",
    "<=": "<",
    ">": ">=",
    ">=": ">",
    "==": "!=",
    "!=": "==",
    "in": "not in",
    "not in": "in",
    "is": "is not",
    "is not": "is",
    "+": "-",
    "-": "+",
    "*": "/",
    "/": "*",
    "//": "*",
    "and": "or",
    "or": "and",
}
_RENAMED = {
    "max": "min",
    "min": "max",
    "any": "all",
    "all": "any",
    "bisect_left": "bisect_right",
    "bisect_right": "bisect_left",
    "ROUND_HALF_UP": "ROUND_HALF_EVEN",
    "ROUND_HALF_EVEN": "ROUND_HALF_UP",
    "ROUND_FLOOR": "ROUND_CEILING",
    "ROUND_CEILING": "ROUND_FLOOR",
}
_TAKEN_OFF = frozenset({"strip", "rstrip", "lstrip", "lower", "casefold"})
_KEYWORDS = frozenset({"key", "strict", "reverse", "default"})


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change: the characters from `start` to `end` of a file become `text`."""

    file: str
    line: int
    kind: str
    start: int
    end: int
    text: str

    def apply(self, source: str) -> str:
        """Return the source with the change."""
        return source[: self.start] + self.text + source[self.end :]


def find_mutants(file: str, source: str) -> Iterator[Mutant]:
    """Yield every mutant of a file; type hints, docstrings and decorators are left alone."""
    text = _Text(source)
    skipped = set(_skipped(ast.parse(source)))
    for node in ast.walk(ast.parse(source)):
        if getattr(node, "lineno", None) is None or (node.lineno, node.col_offset) in skipped:  # type: ignore[attr-defined]
            continue
        for kind, start, end, new in _changes(node, text):
            line = node.lineno  # type: ignore[attr-defined] # asked above
            yield Mutant(file, line, kind, start, end, new)


class _Text:
    """A source in characters; the syntax tree counts bytes of a line."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._lines = source.splitlines(keepends=True)
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line))

    def at(self, line: int, column: int) -> int:
        return self._starts[line - 1] + len(self._lines[line - 1].encode()[:column].decode())

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return self.at(node.lineno, node.col_offset), self.at(node.end_lineno, node.end_col_offset)

    def of(self, node: ast.expr | ast.stmt) -> str:
        start, end = self.span(node)
        return self.source[start:end]


_Change = tuple[str, int, int, str]


def _changes(node: ast.AST, text: _Text) -> Iterator[_Change]:
    match node:
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            yield from _sign(text, left, operator, right)
        case ast.BinOp(left=left, op=operator, right=right):
            yield from _sign(text, left, operator, right)
        case ast.BoolOp(op=operator, values=values):
            yield from _sign(text, values[0], operator, values[1])
            for each in values:
                yield ("operand", *text.span(node), f"({text.of(each)})")
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield ("not", *text.span(node), f"({text.of(operand)})")
        case ast.Constant(value=bool(value)):
            yield ("constant", *text.span(node), str(not value))
        case ast.Constant(value=int(value)):
            yield ("constant", *text.span(node), str(value + 1))
        case ast.Name(id=name) if name in _RENAMED:
            yield ("name", *text.span(node), _RENAMED[name])
        case ast.If(test=test) | ast.IfExp(test=test):
            yield ("branch", *text.span(test), f"(not ({text.of(test)}))")
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts) if len(parts) > 1:
            yield from _element(text, node, parts)
        case ast.Call():
            yield from _call(node, text)
        case ast.Raise() | ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()) | ast.AugAssign():
            yield ("statement", *text.span(node), "pass")


def _sign(text: _Text, left: ast.expr, operator: ast.AST, right: ast.expr) -> Iterator[_Change]:
    written = _SIGNS.get(type(operator))
    if written is None:
        return
    start, end = text.span(left)[1], text.span(right)[0]
    at = text.source.find(written, start, end)
    if at >= 0:
        yield "sign", at, at + len(written), _TURNED[written]


def _element(text: _Text, node: ast.expr, parts: list[ast.expr]) -> Iterator[_Change]:
    """Leave out the last element of a list of values that is no target of an assignment."""
    if not all(isinstance(each, ast.Constant | ast.Attribute) for each in parts):
        return
    end = text.span(node)[1] - (text.source[text.span(node)[1] - 1] in "])}")
    yield "element", text.span(parts[-2])[1], end, "," if isinstance(node, ast.Tuple) else ""


def _call(node: ast.Call, text: _Text) -> Iterator[_Change]:
    match node.func:
        case ast.Attribute(value=value, attr=name) if name in _TAKEN_OFF and not node.args:
            yield ("call", *text.span(node), text.of(value))
        case ast.Name(id="sorted") if len(node.args) == 1:
            yield ("call", *text.span(node), f"list({text.of(node.args[0])})")
    for keyword in node.keywords:
        if keyword.arg in _KEYWORDS:
            start = text.at(keyword.lineno, keyword.col_offset)
            end = text.span(keyword.value)[1]
            before = text.source.rfind(",", 0, start)
            if before >= text.span(node.func)[1]:
                yield "keyword", before, end, ""


def _skipped(tree: ast.AST) -> Iterator[tuple[int, int]]:
    """Yield the places of hints, docstrings, decorators and imports, with all that is in them."""
    for node in ast.walk(tree):
        for part in _passive(node):
            yield from (
                (each.lineno, each.col_offset)
                for each in ast.walk(part)
                if isinstance(each, ast.expr | ast.stmt)
            )


def _passive(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield from (*node.decorator_list, *([node.returns] if node.returns else ()))
        case ast.ClassDef():
            yield from node.decorator_list
        case ast.arg(annotation=ast.expr() as hint) | ast.AnnAssign(annotation=hint):
            yield hint
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            yield node
        case ast.Assert():
            yield node
        case ast.Assign(value=ast.BinOp(op=ast.BitOr())):
            yield node
