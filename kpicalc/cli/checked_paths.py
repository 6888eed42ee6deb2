"""The files that a check was asked to look at: named, found in folders, or those of the project."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kpicalc.cli.discover import find_schemes, is_scheme_name
from kpicalc.cli.refusal import Refusal, refuse
from kpicalc.cli.trial_files import trials_beside
from kpicalc.scheme.raw_text import MAX_BYTES

STDIN = Path("-")

# The first line may begin with the mark of its encoding (UTF-8 or UTF-16), as editors on Windows write it.
_KEY = re.compile(
    rb"""(?:^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)*|[\r\n])[ \t]*\{?[ \t]*["']?kpicalc["']?[ \t]*:"""
)


@dataclass(frozen=True, slots=True)
class CheckedPaths:
    """The files to look at, each once, and the YAML files of folders that are no schemes."""

    files: tuple[Path, ...]
    passed_over: tuple[Path, ...] = ()


def find_checked(paths: Iterable[Path], folder: Path) -> CheckedPaths | Refusal:
    """Return the files of some paths; without any, the schemes of the project around `folder`.

    Files of tests are only looked at when they are named.
    """
    given = tuple(paths)
    if not given:
        return _of_project(folder)
    absent = [path for path in given if path != STDIN and not path.exists()]
    if absent:
        return refuse("usage.no_file", path=str(absent[0]))
    files: list[Path] = []
    passed_over: list[Path] = []
    for path in given:
        found = list(_below(path)) if path != STDIN and path.is_dir() else [path]
        named = found == [path]
        files += [each for each in found if named or _is_scheme(each)]
        passed_over += [each for each in found if not named and not _is_scheme(each)]
    if not files:
        return refuse("usage.empty_folder", path=str(given[0]))
    return CheckedPaths(tuple(dict.fromkeys(files)), tuple(dict.fromkeys(passed_over)))


def with_tests(found: CheckedPaths) -> CheckedPaths:
    """Add the files of tests that stand beside schemes."""
    beside = [test for path in found.files if path != STDIN for test in trials_beside(path)]
    return CheckedPaths(tuple(dict.fromkeys((*found.files, *beside))), found.passed_over)


def _of_project(folder: Path) -> CheckedPaths | Refusal:
    found = find_schemes(None, (), folder)
    if isinstance(found, Refusal):
        return refuse("usage.nothing_to_check") if found.key == "usage.no_scheme" else found
    return CheckedPaths(found)


def _below(folder: Path) -> Iterator[Path]:
    """Yield the YAML files below a folder in the order of their names; hidden folders are left alone."""
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            if not path.name.startswith(".") and not path.is_symlink():
                yield from _below(path)
        elif is_scheme_name(path):
            yield path


def _is_scheme(path: Path) -> bool:
    """Say whether a file has the key `kpicalc`; what cannot be read is for the check to tell."""
    try:
        with path.open("rb") as opened:
            # Two bytes to a letter still show the word.
            return _KEY.search(opened.read(MAX_BYTES).replace(b"\0", b"")) is not None
    except OSError:
        return True
