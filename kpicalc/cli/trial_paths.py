"""The schemes and the files of tests that `kpicalc test` was asked to run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kpicalc.cli.checked_paths import find_checked
from kpicalc.cli.refusal import Refusal, refuse

_SUFFIXES = (".test.yaml", ".test.yml")


@dataclass(frozen=True, slots=True)
class TrialPaths:
    """Scheme files, and files of tests; each once, shown from the working folder."""

    schemes: tuple[Path, ...]
    tests: tuple[Path, ...]


def find_trials(paths: tuple[Path, ...], folder: Path) -> TrialPaths | Refusal:
    """Return what to run: of a folder all below it, of a scheme also the file of tests beside it."""
    absent = [path for path in paths if not path.exists()]
    if absent:
        return refuse("usage.no_file", path=str(absent[0]))
    alone = [path for path in paths if _holds_tests(path)]
    below = [each for path in paths if path.is_dir() for each in _tests_below(path)]
    others = [path for path in paths if path not in alone]
    schemes: tuple[Path, ...] = ()
    if others or not paths:
        found = find_checked(others, folder)
        if isinstance(found, Refusal) and not below:
            return found
        schemes = () if isinstance(found, Refusal) else found.files
    beside = [each for path in schemes for each in _beside(path)]
    tests = dict.fromkeys(map(_shorten, (*alone, *below, *beside)))
    return TrialPaths(tuple(map(_shorten, schemes)), tuple(tests))


def _holds_tests(path: Path) -> bool:
    return path.name.endswith(_SUFFIXES) and path.is_file()


def _tests_below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*.test.y*ml")):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if _holds_tests(path) and not hidden:
            yield path


def _beside(scheme: Path) -> Iterator[Path]:
    candidates = (scheme.with_name(f"{scheme.stem}{suffix}") for suffix in _SUFFIXES)
    return (each for each in candidates if each.is_file())


def _shorten(path: Path) -> Path:
    """Name a file below the working folder from there, as people do."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
