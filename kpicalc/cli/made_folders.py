"""The folders of files that are about to be written: made for them, and gone again where nothing was."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from kpicalc.cli.outcome import Refusal, refuse

Written = TypeVar("Written")


def write_in_folders(
    files: Iterable[Path], write: Callable[[], Written], rights: int = 0o777
) -> Written | Refusal:
    """Make the folders of files and write these, or say why a folder cannot be made.

    One that stays empty is removed again: nothing was written.
    """
    made: list[Path] = []
    try:
        try:
            made.extend(_make_missing(files, rights))  # what was made before one failed is known, too
        except OSError as problem:
            return refuse("output.failed", path=str(problem.filename), reason=str(problem.strerror))
        return write()
    finally:
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()


def _make_missing(files: Iterable[Path], rights: int) -> Iterator[Path]:
    """Make the folders that are not there, and yield each that is made here, the outer ones first."""
    for folder in dict.fromkeys(path.parent for path in files):
        missing = [each for each in (folder, *folder.parents) if not each.exists()]
        yield from (each for each in reversed(missing) if _make_folder(each, rights))


def _make_folder(place: Path, rights: int) -> bool:
    """Make a folder; say whether it is ours: a job beside this one may have made it a moment ago."""
    try:
        place.mkdir(mode=rights)
    except FileExistsError:
        if not place.is_dir():
            raise
        return False
    return True
