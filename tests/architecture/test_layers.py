"""Imports go downwards only, and each heavy library is known to one layer only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.architecture.sources import LAYERS, PACKAGE, ROOT, Source, imports, part_of, snippet, sources

RANKS = {part: rank for rank, parts in enumerate(LAYERS) for part in parts}

# A row of the table of the layers: its name, and whom it knows.
LAYER = re.compile(r"^\| `(\w+)` \|[^|\n]*\| ([^|\n]+) \|$", re.MULTILINE)

# library → the only dotted names (and what lies below them) that may import it
OWNERS = {
    "pydantic": ("kpicalc.scheme",),
    "yaml": ("kpicalc.scheme",),
    "openpyxl": ("kpicalc.facts",),
    "python_calamine": ("kpicalc.facts",),
    "rich": ("kpicalc.report.writers",),
    "matplotlib": ("kpicalc.report.writers",),
    "docx": ("kpicalc.report.writers",),
    "xlsxwriter": ("kpicalc.report.writers",),
    "fpdf": ("kpicalc.report.writers",),
    "sqlite3": ("kpicalc.months",),
    "dask": ("kpicalc.spread",),
    "distributed": ("kpicalc.spread",),
    "typer": ("kpicalc.cli",),
    "click": ("kpicalc.cli",),
}


def upward_imports(every: Sequence[Source]) -> list[str]:
    """Return the imports of our own modules that do not go down to a lower layer."""
    return [
        f"{each.place}: {source.name} imports {each.target}"
        for source in every
        for each in imports(source)
        if each.target.split(".")[0] == PACKAGE and not _is_allowed(source.part, part_of(each.target))
    ]


def foreign_imports(every: Sequence[Source]) -> list[str]:
    """Return the imports of heavy libraries outside the layer that owns them."""
    return [
        f"{each.place}: {source.name} imports {each.target}"
        for source in every
        for each in imports(source)
        if not _may_know(source.name, each.target.split(".")[0])
    ]


def circle_of(every: Sequence[Source]) -> list[str]:
    """Return modules that import each other, none where nobody does; what is loaded late counts, too."""
    known = {source.name for source in every}
    loaded = {
        source.name: {_module_of(each.target, known) for each in imports(source)} - {"", source.name}
        for source in every
    }
    try:
        TopologicalSorter(loaded).prepare()
    except CycleError as circle:
        return list(circle.args[1])
    return []


def _module_of(target: str, known: set[str]) -> str:
    while target and target not in known:
        target = target.rpartition(".")[0]
    return target


def _is_allowed(importer: str, target: str) -> bool:
    if importer == target:
        return True
    if target not in RANKS:  # the package itself: its version and its public verbs
        return RANKS.get(importer, -1) >= RANKS["report"]
    if importer not in RANKS:  # `kpicalc/__init__.py` shows the public verbs
        return target in {"api", "model"}
    return RANKS[target] < RANKS[importer]


def _may_know(name: str, library: str) -> bool:
    owners = OWNERS.get(library)
    return owners is None or any(name == owner or name.startswith(f"{owner}.") for owner in owners)


def test_imports_go_down_only() -> None:
    assert upward_imports(sources(PACKAGE)) == []


def wrongly_told(page: str) -> list[str]:
    """Return the layers of which a page tells in its table that they know others than they do."""
    known = {part: set[str]() for part in RANKS}
    for source in sources(PACKAGE):
        known.setdefault(source.part, set()).update(part_of(each.target) for each in imports(source))
    wrong = []
    for part, told in LAYER.findall(page):
        named = set(re.findall(r"`(\w+)`", told.partition(";")[0]))
        others = known.pop(part) & set(RANKS) - {part}
        if others & named if told.startswith("all but") else others != named:
            wrong.append(part)
    return wrong + [part for part in RANKS if part in known]


def test_the_page_tells_whom_each_layer_knows() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")

    assert wrongly_told(page) == []
    assert wrongly_told(page.replace("all but `compiler`", "all but `report`")) == ["cli"]


def test_no_modules_import_each_other() -> None:
    assert circle_of(sources(PACKAGE)) == []


def test_a_circle_is_found() -> None:
    first = snippet("def late():\n    from kpicalc.cli.second import name", "kpicalc.cli.first")
    second = snippet("from kpicalc.cli import first", "kpicalc.cli.second")

    assert set(circle_of([first, second])) == {first.name, second.name}


def test_each_library_is_known_to_its_owner_only() -> None:
    assert foreign_imports(sources(PACKAGE)) == []


def test_every_folder_has_a_layer() -> None:
    parts = {source.part for source in sources(PACKAGE)} - {""}

    assert set() == parts - set(RANKS)


def test_every_folder_is_a_package() -> None:
    folders = {path.parent for path in (ROOT / PACKAGE).rglob("*.py")}

    assert [str(folder) for folder in sorted(folders) if not (folder / "__init__.py").is_file()] == []


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("kpicalc.model.sample", "from kpicalc.i18n.catalogue import words"),
        ("kpicalc.compiler.sample", "from kpicalc.facts.bind import bind_facts"),
        ("kpicalc.engine.sample", "from kpicalc.compiler import passes"),
        ("kpicalc.engine.sample", "def late():\n    import kpicalc.report.views"),
        ("kpicalc.facts.sample", "from kpicalc import api"),
        ("kpicalc.facts.sample", "from ..report import views"),
        ("kpicalc.api", "from kpicalc.cli.app import main"),
        ("kpicalc.model.sample", "from kpicalc import __version__"),
    ],
)
def test_an_upward_import_is_found(name: str, line: str) -> None:
    assert len(upward_imports([snippet(line, name)])) == 1


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("kpicalc.engine.sample", "import yaml"),
        ("kpicalc.compiler.sample", "from pydantic import BaseModel"),
        ("kpicalc.report.views.sample", "from rich.table import Table"),
        ("kpicalc.api", "def late():\n    import openpyxl"),
    ],
)
def test_a_library_in_the_wrong_layer_is_found(name: str, line: str) -> None:
    assert len(foreign_imports([snippet(line, name)])) == 1
