"""The files of the repository speak of the project alone: no path of anybody's machine."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

FOLDERS = ("kpicalc", "tests", "docs", "schemes", "examples", "benchmarks", ".ci")
TEXTS = {".py", ".md", ".yaml", ".yml", ".toml", ".txt", ".csv", ".json", ".cfg", ".sh", ""}
_PRIVATE_FOLDERS = ("work", "tmp", "root", "home", "Users")
PRIVATE_PATH = re.compile(rf"(?<![\w./}}>-])(?:[A-Z]:)?[/\\](?:{'|'.join(_PRIVATE_FOLDERS)})[/\\]")


def private_paths(text: str) -> list[str]:
    """Return the absolute paths in a text that belong to one machine."""
    return [match.group() for match in PRIVATE_PATH.finditer(text)]


def _texts() -> Iterator[Path]:
    yield from (path for path in sorted(ROOT.iterdir()) if _is_text(path) and not path.name.startswith("."))
    for folder in FOLDERS:
        yield from (path for path in sorted((ROOT / folder).rglob("*")) if _is_text(path))


def _is_text(path: Path) -> bool:
    return path.is_file() and path.suffix in TEXTS and "__pycache__" not in path.parts


def test_no_file_names_a_private_path() -> None:
    found = [
        f"{path.relative_to(ROOT).as_posix()}: {private}"
        for path in _texts()
        for private in private_paths(path.read_bytes().decode("utf-8", errors="replace"))
    ]

    assert found == []


@pytest.mark.parametrize("folder", _PRIVATE_FOLDERS)
def test_a_private_path_is_found(folder: str) -> None:
    assert [f"/{folder}/"] == private_paths(f"see /{folder}/notes.txt")
    assert private_paths(f"see docs/{folder}/notes.txt") == []
