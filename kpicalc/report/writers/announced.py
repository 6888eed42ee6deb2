"""Sets of files announced before they are moved, so that what a killed run began can be finished."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from kpicalc.model.dataclass import dataclass
from kpicalc.report.writers.beside import (
    Temporary,
    clear_forgotten,
    create_beside,
    is_temporary,
    take_forgotten,
)

_SUFFIX = ".set"
_PATTERN = ".kpicalc-*" + _SUFFIX


@dataclass(frozen=True, slots=True)
class Proof:
    """Bytes that stand in a file once a set is decided: before it is dropped, after it is finished."""

    file: Path
    mark: bytes


def announce(
    moves: Mapping[Path, Path], folders: Iterable[Path], proof: Proof | None = None
) -> list[Temporary]:
    """Write down, in each folder concerned, which temporary file is going to be which target.

    While it stands there, no other run takes what lies beside it for forgotten. With a `proof` the set goes
    with something else, such as the book of months, which decides whether it holds.
    """
    made: list[Temporary] = []
    try:
        made.extend(create_beside(folder / "set") for folder in dict.fromkeys(folders))
        named = [each.path.with_suffix(_SUFFIX) for each in made]
        told = {
            "moves": [[str(fresh), str(target)] for fresh, target in moves.items()],
            "announced": list(map(str, named)),
            **({} if proof is None else {"proof": [str(proof.file.resolve()), proof.mark.hex()]}),
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
            _read_announcement(stream).settle_set(path)


@dataclass(frozen=True, slots=True)
class _Announcement:
    """What an announcement says: which file becomes which, the announcements of the set, and its proof."""

    moves: dict[Path, Path]
    announced: list[Path]
    proof: Proof | None = None

    def settle_set(self, path: Path) -> None:
        """Finish or drop a set; one whose proof is being written or undone is left for the next time.

        Where not every folder has its announcement, either nothing was moved yet, or all was.
        """
        decided = None if self.proof is None else _is_decided(self.proof)
        if self.proof is None or decided is not None:
            whole = all(each.exists() for each in self.announced)
            begun = whole and any(not fresh.exists() for fresh in self.moves)
            self._move_rest(path, begun=bool(decided) or begun)

    def _move_rest(self, path: Path, *, begun: bool) -> None:
        """Move the rest of a set into place where it has begun; else drop it: all is as it was."""
        for fresh, target in self.moves.items():
            if begun and fresh.exists() and not _is_newer(target, path):
                fresh.replace(target)
            else:
                fresh.unlink(missing_ok=True)
        for copy in (*self.announced, path):
            copy.unlink(missing_ok=True)


def _is_decided(proof: Proof) -> bool | None:
    """Say whether a set is decided; None while what a killed run had begun of the book is not undone.

    A journal whose head is still blank stands there until somebody writes again; the book was not touched.
    """
    with (
        suppress(FileNotFoundError),
        proof.file.with_name(f"{proof.file.name}-journal").open("rb") as journal,
    ):
        if journal.read(1) > b"\0":
            return None
    return proof.file.exists() and proof.mark in proof.file.read_bytes()


def _read_announcement(stream: BinaryIO) -> _Announcement:
    """Return what an announcement says, as far as it speaks of files of ours; nothing where it is torn."""
    try:
        told = json.loads(stream.read())
        moves = {Path(fresh): Path(target) for fresh, target in told["moves"]}
        announced = [Path(each) for each in told["announced"]]
        file, mark = told.get("proof", (None, ""))
        proof = None if file is None else Proof(Path(file), bytes.fromhex(mark))
    except (ValueError, TypeError, KeyError, AttributeError):
        return _Announcement({}, [])
    ours = {fresh: target for fresh, target in moves.items() if is_temporary(fresh)}
    return _Announcement(
        {fresh: target for fresh, target in ours.items() if fresh.parent == target.parent},
        [each for each in announced if each.match(_PATTERN)],
        proof,
    )


def _is_newer(target: Path, announced: Path) -> bool:
    """Say whether somebody has written the target since: then his is the last word."""
    return target.exists() and target.stat().st_mtime_ns > announced.stat().st_mtime_ns
