"""The files of tests: how they are called, where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kpicalc.scheme.load import TESTS


def holds_tests(path: Path) -> bool:
    """Say whether a path is a file of tests, by its name."""
    return path.name.endswith(TESTS) and path.is_file()


def trials_beside(scheme: Path) -> Iterator[Path]:
    """Yield the files of tests that stand beside a scheme."""
    candidates = (scheme.with_name(f"{scheme.stem}{suffix}") for suffix in TESTS)
    return (each for each in candidates if each.is_file())


def trials_below(folder: Path) -> Iterator[Path]:
    """Yield the files of tests below a folder in the order of their names, not those of hidden folders."""
    for path in sorted(folder.rglob("*.test.y*ml")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if holds_tests(path) and not hidden:
            yield path
