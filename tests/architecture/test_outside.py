"""Only the edges touch files; only the command line and the terminal ask the machine anything."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

import pytest

from tests.architecture.sources import PACKAGE, Source, called_name, imports, snippet, sources, walk

# may touch files; a name stands for all that begins with it and `.` or `_`, so `read` for every reader
FILE_EDGES = (
    "kpicalc.i18n.stored_text",
    "kpicalc.scheme.file_text",
    "kpicalc.scheme.load",
    "kpicalc.facts.read",
    "kpicalc.facts.annotate",
    "kpicalc.facts.archive",
    "kpicalc.facts.encodings",
    "kpicalc.facts.guess_encoding",
    "kpicalc.report.writers",
    "kpicalc.months",
    "kpicalc.validation",
    "kpicalc.api",
    "kpicalc.spread",
    "kpicalc.cli",
)
# may ask the machine: what was typed, in what language, how wide and colourful the terminal is
MACHINE_EDGES = ("kpicalc.cli", "kpicalc.report.writers.to_terminal")

FILE_LIBRARIES = frozenset({"os", "pathlib", "tempfile", "shutil", "zipfile", "glob", "fcntl", "msvcrt"})
PURE_NAMES = frozenset({"pathlib.PurePath"})  # cuts names of files, opens none
MACHINE_LIBRARIES = frozenset(
    {"locale", "time", "ctypes", "platform", "subprocess", "threading", "multiprocessing"}
)
NOWHERE = frozenset({"random", "secrets", "pickle", "socket", "urllib", "logging"})

FILE_CALLS = frozenset({"open", "print", "input"})
FILE_METHODS = frozenset({"open", "read_text", "read_bytes", "write_text", "write_bytes", "iterdir", "rglob"})
MACHINE_METHODS = frozenset({"now", "today", "utcnow", "getenv", "setlocale", "getlocale"})
MACHINE_PARTS = {"os": frozenset({"environ", "environb"}), "sys": frozenset({"argv", "stdin", "platform"})}
# `sys.intern` is no way out of the program
FILE_PARTS_OF_SYS = frozenset({"stdout", "stderr", "stdin", "argv", "exit", "platform", "path", "modules"})


def touches_outside(every: Sequence[Source]) -> list[str]:
    """Return the places that reach out of the program where they may not."""
    return [found for source in every for found in _touches(source)]


def _touches(source: Source) -> Iterator[str]:
    libraries, calls, methods = _forbidden(source.name)
    parts = _forbidden_parts(source.name)
    for each in imports(source):
        if each.target.split(".")[0] in libraries and each.target not in PURE_NAMES:
            yield f"{each.place}: imports {each.target}"
    for node in walk(source.tree):
        if isinstance(node, ast.Call):
            forbidden = methods if isinstance(node.func, ast.Attribute) else calls
            if called_name(node) in forbidden:
                yield f"{source.place(node)}: calls {called_name(node)}()"
        elif (part := _part(node)) in parts:
            yield f"{source.place(node)}: uses {part}"


def _forbidden(name: str) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    if _lies_in(name, *MACHINE_EDGES):
        return NOWHERE, frozenset(), frozenset()
    if _lies_in(name, *FILE_EDGES):
        return NOWHERE | MACHINE_LIBRARIES, frozenset(), MACHINE_METHODS
    return NOWHERE | MACHINE_LIBRARIES | FILE_LIBRARIES, FILE_CALLS, MACHINE_METHODS | FILE_METHODS


def _forbidden_parts(name: str) -> frozenset[str]:
    if _lies_in(name, *MACHINE_EDGES):
        return frozenset()
    machine = {f"{library}.{part}" for library, parts in MACHINE_PARTS.items() for part in parts}
    if _lies_in(name, *FILE_EDGES):
        return frozenset(machine)
    return frozenset(machine | {f"sys.{part}" for part in FILE_PARTS_OF_SYS})


def _part(node: ast.AST) -> str:
    match node:
        case ast.Attribute(value=ast.Name(id=library), attr=part):
            return f"{library}.{part}"
        case _:
            return ""


def _lies_in(name: str, *edges: str) -> bool:
    return any(name == edge or name.startswith((f"{edge}.", f"{edge}_")) for edge in edges)


def test_only_the_edges_reach_outside() -> None:
    assert touches_outside(sources(PACKAGE)) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("kpicalc.engine.sample", "open('facts.csv')"),
        ("kpicalc.facts.bind", "path.read_bytes()"),
        ("kpicalc.model.sample", "import os"),
        ("kpicalc.report.views.sample", "print('pay')"),
        ("kpicalc.engine.sample", "import sys\nsys.stdout"),
        ("kpicalc.facts.read_csv", "from datetime import date\ndate.today()"),
        ("kpicalc.report.writers.to_csv", "import os\nos.environ['TZ']"),
        ("kpicalc.api", "import locale"),
        ("kpicalc.cli.compute", "import random"),
    ],
)
def test_reaching_outside_is_found(name: str, text: str) -> None:
    assert len(touches_outside([snippet(text, name)])) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("kpicalc.facts.cells", "import sys\nsys.intern('Иванов')"),
        ("kpicalc.facts.read_csv", "path.open()"),
        ("kpicalc.report.writers.to_csv", "import os\nos.replace(a, b)"),
        ("kpicalc.cli.language", "import os\nos.environ"),
        ("kpicalc.scheme.scalars", "read_text(node)"),
        ("kpicalc.facts.find_period", "from pathlib import PurePath"),
    ],
)
def test_what_an_edge_may_do_is_not_found(name: str, text: str) -> None:
    assert touches_outside([snippet(text, name)]) == []
