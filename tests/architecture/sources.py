"""The Python sources of the repository as trees, and what they import."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "kpicalc"
LAYERS = (
    ("model",),
    ("i18n",),
    ("formula",),
    ("scheme",),
    ("compiler", "facts", "engine"),
    ("lab",),
    ("analysis", "testing", "report"),
    ("months",),
    ("validation",),
    ("api",),
    ("spread",),
    ("cli",),
)
CORE = ("model", "i18n", "formula", "scheme", "compiler", "facts", "engine", "lab", "analysis", "testing")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file: its dotted name, its path from the root of the repository, its text and tree."""

    name: str
    path: str
    text: str
    tree: ast.Module

    @property
    def part(self) -> str:
        """The layer the file belongs to: `facts` for `kpicalc.facts.bind`, "" for the package itself."""
        return part_of(self.name)

    def place(self, node: ast.AST) -> str:
        """Return `path:line` of a node of this file."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


@dataclass(frozen=True, slots=True)
class Import:
    """One imported module, or name of a module, wherever in the file the import stands."""

    target: str
    place: str


@cache
def sources(folder: str) -> tuple[Source, ...]:
    """Read every Python file below a folder of the repository, in the order of their paths."""
    paths = sorted((ROOT / folder).rglob("*.py"))
    return tuple(_read(path) for path in paths if "__pycache__" not in path.parts)


@cache
def walk(tree: ast.AST) -> tuple[ast.AST, ...]:
    """Return every node of a tree: each of the rules looks at all of them, so they are found once."""
    return tuple(ast.walk(tree))


def snippet(text: str, name: str = "kpicalc.model.sample") -> Source:
    """Make a source of a text, to show that a rule can fail."""
    return Source(name, "sample.py", text, ast.parse(text))


def part_of(name: str) -> str:
    """Return the layer of a dotted name of the package, "" for the package itself."""
    _, _, rest = name.partition(".")
    return rest.split(".")[0]


def imports(source: Source) -> tuple[Import, ...]:
    """Return everything that a source imports, also inside functions, relative names resolved."""
    return tuple(Import(target, source.place(node)) for node, target in _targets(source))


def functions(source: Source) -> tuple[Function, ...]:
    """Return every function and method of a source, nested ones too."""
    return tuple(node for node in walk(source.tree) if isinstance(node, Function))


def definitions(source: Source) -> tuple[Function | ast.ClassDef, ...]:
    """Return every function, method and class of a source."""
    return tuple(node for node in walk(source.tree) if isinstance(node, Function | ast.ClassDef))


def called_name(call: ast.Call) -> str:
    """Return the last word of what is called: `open` for `open(x)`, `today` for `date.today()`."""
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _read(path: Path) -> Source:
    relative = path.relative_to(ROOT)
    parts = relative.with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    text = path.read_text(encoding="utf-8")
    return Source(name, relative.as_posix(), text, ast.parse(text))


def _targets(source: Source) -> Iterator[tuple[ast.stmt, str]]:
    for node in walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node, each.name) for each in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node, target) for target in _from_targets(source, node))


def _from_targets(source: Source, node: ast.ImportFrom) -> Iterator[str]:
    module = node.module or ""
    if node.level:
        package = (
            source.name.split(".") if source.path.endswith("__init__.py") else source.name.split(".")[:-1]
        )
        kept = package[: len(package) - node.level + 1]
        module = ".".join([*kept, module] if module else kept)
    yield from (f"{module}.{each.name}" for each in node.names)
