"""Temporary files beside their targets: locked while their run lives, cleared once it is gone."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from kpicalc.model.dataclass import dataclass

try:
    import fcntl
except ImportError:
    # Windows has none: there nothing is locked, and nothing is taken for forgotten.
    LOCKS = False
else:
    LOCKS = True

_PREFIX = ".kpicalc-"
_TEMPORARY = re.compile(r"\.kpicalc-\w{8}\.tmp")
_FOLDER = re.compile(r"\.?kpicalc-\w{8}")
# A folder of the system, and the file in it that is locked while its run lives.
_WORKSHOP, _HELD = "kpicalc-", "held"
_OTHERS = 0o7
_RIGHTS = 0o777
_NEW = 0o666


@dataclass(frozen=True, slots=True)
class Temporary:
    """A temporary file; while `stream` is open no other run takes it for forgotten."""

    path: Path
    stream: BinaryIO

    def settle(self) -> None:
        """Force what was written to disk; where files cannot be locked it is closed, so that it can move."""
        self.stream.flush()
        os.fsync(self.stream.fileno())
        if not LOCKS:
            self.stream.close()

    def clear(self) -> None:
        """Remove the file, if it was not moved away, and let go of it."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
        with suppress(OSError):
            self.stream.close()


def create_beside(target: Path) -> Temporary:
    """Create an empty file in the folder of the target; what is half written is for its owner only."""
    while True:
        handle, name = tempfile.mkstemp(prefix=_PREFIX, suffix=".tmp", dir=target.parent)
        try:
            made = Temporary(Path(name), os.fdopen(handle, "w+b"))
            # Another run may have taken it for forgotten before it was locked.
            if not lock(made.stream, wait=True) or made.path.exists():
                return made
            made.stream.close()
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def is_temporary(path: Path) -> bool:
    """Say whether a file is one of ours, by its name."""
    return _TEMPORARY.fullmatch(path.name) is not None


def lock(stream: BinaryIO, *, wait: bool = False) -> bool:
    """Lock a file for this run; False where another run holds it, or where the system has no such locks."""
    if not LOCKS:
        return False
    try:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True


def take_forgotten(path: Path) -> BinaryIO | None:
    """Open and lock a file that a run of the same user left behind; None where it still has its run."""
    try:
        stream = os.fdopen(os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0)), "r+b")
    except OSError:
        return None
    if lock(stream) and os.fstat(stream.fileno()).st_uid == os.getuid():
        return stream
    stream.close()
    return None


def clear_forgotten(folder: Path) -> None:
    """Remove the temporary files that killed runs have left in a folder."""
    for path in sorted(folder.glob(f"{_PREFIX}*.tmp")):
        stream = take_forgotten(path) if is_temporary(path) else None
        if stream is not None:
            Temporary(path, stream).clear()


@contextmanager
def open_workshop(beside: Path | None = None) -> Iterator[Path]:
    """Give a folder for what is half made, in one of the system or hidden in another.

    Only its owner may read it. Those that killed runs have left are removed.
    """
    around, prefix = (Path(tempfile.gettempdir()), _WORKSHOP) if beside is None else (beside, _PREFIX)
    for old in sorted(around.glob(f"{prefix}*")):
        # Remove a folder of half made things whose run is gone; an empty one had not got so far.
        stream = take_forgotten(old / _HELD)
        if stream is not None:
            with stream:
                shutil.rmtree(old, ignore_errors=True)
        elif LOCKS and _FOLDER.fullmatch(old.name):
            with suppress(OSError):
                old.rmdir()
    taken = True
    while taken:
        with (
            tempfile.TemporaryDirectory(prefix=prefix, dir=around, ignore_cleanup_errors=True) as folder,
            _held(Path(folder)) as ours,
        ):
            taken = not ours
            if ours:
                yield Path(folder)


@contextmanager
def _held(folder: Path) -> Iterator[bool]:
    """Lock a new folder for this run; False where another run has taken it for forgotten meanwhile."""
    try:
        stream = (folder / _HELD).open("w+b")
    except FileNotFoundError:
        yield False
        return
    with stream:
        lock(stream, wait=True)
        yield (folder / _HELD).exists()


def give_rights(made: Temporary, target: Path) -> None:
    """Give a file the rights and the owner of the one that it replaces, or those of any new file.

    Where its group cannot be kept, another group must not gain by it.
    """
    if not target.exists():
        mask = os.umask(0)
        os.umask(mask)
        made.path.chmod(_NEW & ~mask)
        return
    old = target.stat()
    rights = old.st_mode & _RIGHTS
    if LOCKS:
        for owner, group in ((old.st_uid, -1), (-1, old.st_gid)):
            with suppress(OSError):
                os.chown(made.path, owner, group)
        if made.path.stat().st_gid != old.st_gid:
            rights &= ~0o70 | (rights & _OTHERS) << 3
    made.path.chmod(rights)
