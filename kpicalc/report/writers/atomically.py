"""Files written whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class WriteRefused:
    """Why nothing was written: `reason` is locked, denied, no_folder, is_folder or failed."""

    path: Path
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class _Pending:
    """The temporary files of a set of outputs: the new contents and, for several, copies of the old."""

    together: bool
    fresh: dict[Path, Path] = field(default_factory=dict)
    kept: dict[Path, Path] = field(default_factory=dict)
    replaced: list[Path] = field(default_factory=list)


def write_atomically(outputs: Mapping[Path, Iterable[bytes]]) -> WriteRefused | None:
    """Write several files so that all are new or all are as they were; only the owner may read them.

    Each is written beside its target, forced to disk and moved into place at the end. Nothing is left
    behind when it fails, also by an interrupt. Returns why it was refused, or None.
    """
    pending = _Pending(together=len(outputs) > 1)
    current = next(iter(outputs), Path())
    try:
        for current, chunks in outputs.items():
            _prepare(current, chunks, pending)
        for current in outputs:
            _replace(current, pending)
    except OSError as problem:
        _restore(pending)
        return _explain(current, problem)
    except BaseException:
        _restore(pending)
        raise
    finally:
        _clear(pending)
    return None


def _prepare(path: Path, chunks: Iterable[bytes], pending: _Pending) -> None:
    target = path.resolve()
    if target.is_dir():
        raise IsADirectoryError
    pending.fresh[path] = _create_beside(target)
    with pending.fresh[path].open("wb") as stream:
        for chunk in chunks:
            stream.write(chunk)
        stream.flush()
        os.fsync(stream.fileno())
    if pending.together and target.exists():
        pending.kept[path] = _create_beside(target)
        shutil.copyfile(target, pending.kept[path])


def _create_beside(target: Path) -> Path:
    """Create an empty file, readable by the owner alone, in the folder of the target."""
    handle, name = tempfile.mkstemp(prefix=".kpicalc-", suffix=".tmp", dir=target.parent)
    try:
        os.close(handle)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)


def _replace(path: Path, pending: _Pending) -> None:
    target = path.resolve()
    pending.replaced.append(path)
    pending.fresh[path].replace(target)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    # Windows cannot open a folder; there the move itself is durable enough.
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _restore(pending: _Pending) -> None:
    """Put the old files back where only some of several were replaced."""
    moved = [path for path in pending.replaced if pending.together and not pending.fresh[path].exists()]
    for path in moved:
        with suppress(OSError):
            if path in pending.kept:
                pending.kept[path].replace(path.resolve())
            else:
                path.resolve().unlink()


def _clear(pending: _Pending) -> None:
    for temporary in (*pending.fresh.values(), *pending.kept.values()):
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _explain(path: Path, problem: OSError) -> WriteRefused:
    detail = problem.strerror or type(problem).__name__
    if _is_open_elsewhere(path):
        return WriteRefused(path, "locked", detail)
    match problem:
        case FileNotFoundError() | NotADirectoryError():
            return WriteRefused(path, "no_folder", detail)
        case IsADirectoryError():
            return WriteRefused(path, "is_folder", detail)
        case PermissionError():
            return WriteRefused(path, "denied", detail)
        case _:
            return WriteRefused(path, "failed", detail)


def _is_open_elsewhere(path: Path) -> bool:
    """Look for the mark that Excel and LibreOffice put beside a file while it is open."""
    marks = (f"~${path.name}", f"~${path.name[2:]}", f".~lock.{path.name}#")
    return any((path.parent / mark).exists() for mark in marks)
