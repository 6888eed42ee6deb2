"""Sets of files announced before they are moved, so that what a killed run began can be finished."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from kpicalc.report.writers.beside import (
    Temporary,
    clear_forgotten,
    create_beside,
    is_temporary,
    take_forgotten,
)

_SUFFIX = ".set"
_PATTERN = ".kpicalc-*" + _SUFFIX


def announce(moves: Mapping[Path, Path], folders: Iterable[Path]) -> list[Temporary]:
    """Write down, in each folder concerned, which temporary file is going to be which target.

    While it stands there, no other run takes what lies beside it for forgotten.
    """
    made: list[Temporary] = []
    try:
        made.extend(create_beside(folder / "set") for folder in dict.fromkeys(folders))
        named = [each.path.with_suffix(_SUFFIX) for each in made]
        told = {
            "moves": [[str(fresh), str(target)] for fresh, target in moves.items()],
            "announced": list(map(str, named)),
        }
        for copy in made:
            copy.stream.write(json.dumps(told).encode())
            copy.settle()
        for each, name in zip(tuple(made), named, strict=True):
            each.path.replace(name)
            made[made.index(each)] = Temporary(name, each.stream)
    except BaseException:
        for copy in made:
            copy.clear()
            Temporary(copy.path.with_suffix(_SUFFIX), copy.stream).clear()
        raise
    return made


def mend_folders(folders: Iterable[Path]) -> None:
    """Finish or drop what killed runs of the same user have left in some folders."""
    for folder in dict.fromkeys(folders):
        for path in sorted(folder.glob(_PATTERN)):
            _finish_set(path)
        # Where a set is still at work, its temporary files may seem forgotten.
        if not any(folder.glob(_PATTERN)):
            clear_forgotten(folder)


def _finish_set(path: Path) -> None:
    """Finish a set, unless its run is still at work."""
    stream = take_forgotten(path)
    if stream is not None:
        with stream, suppress(OSError):
            _move_rest(path, *_read_announcement(stream))


def _move_rest(path: Path, moves: dict[Path, Path], announced: list[Path]) -> None:
    """Move the rest of a set into place where a part was moved already; else drop it: all is as it was."""
    begun = any(not fresh.exists() for fresh in moves)
    for fresh, target in moves.items():
        if begun and fresh.exists() and not _is_newer(target, path):
            fresh.replace(target)
        else:
            fresh.unlink(missing_ok=True)
    for copy in (*announced, path):
        copy.unlink(missing_ok=True)


def _read_announcement(stream: BinaryIO) -> tuple[dict[Path, Path], list[Path]]:
    """Return what an announcement says, as far as it speaks of files of ours; nothing where it is torn."""
    try:
        told = json.loads(stream.read())
        moves = {Path(fresh): Path(target) for fresh, target in told["moves"]}
        announced = [Path(each) for each in told["announced"]]
    except (ValueError, TypeError, KeyError):
        return {}, []
    ours = {fresh: target for fresh, target in moves.items() if is_temporary(fresh)}
    return (
        {fresh: target for fresh, target in ours.items() if fresh.parent == target.parent},
        [each for each in announced if each.match(_PATTERN)],
    )


def _is_newer(target: Path, announced: Path) -> bool:
    """Say whether somebody has written the target since: then his is the last word."""
    return target.exists() and target.stat().st_mtime_ns > announced.stat().st_mtime_ns
