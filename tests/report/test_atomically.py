"""Files are written whole or not at all, whatever fails and whenever."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kpicalc.report.writers.atomically import write_atomically
from kpicalc.report.writers.beside import open_workshop

OLD, NEW = b"old", b"new"


def test_several_files_are_written(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.json"
    first.write_bytes(OLD)

    assert write_atomically({first: [b"ne", b"w"], second: iter([NEW])}) is None
    assert (first.read_bytes(), second.read_bytes()) == (NEW, NEW)
    assert names(tmp_path) == ["a.csv", "b.json"]
    assert {0o644} == {path.stat().st_mode & 0o777 for path in (first, second)}


def test_nothing_to_write() -> None:
    assert write_atomically({}) is None


def test_a_link_is_written_through(tmp_path: Path) -> None:
    target, link = tmp_path / "a.csv", tmp_path / "link.csv"
    target.write_bytes(OLD)
    link.symlink_to(target)

    assert write_atomically({link: [NEW]}) is None
    assert (link.is_symlink(), target.read_bytes()) == (True, NEW)


def test_a_missing_folder(tmp_path: Path) -> None:
    refused = write_atomically({tmp_path / "gone" / "a.csv": [NEW]})

    assert refused is not None
    assert (refused.reason, refused.detail) == ("no_folder", "No such file or directory")


def test_a_folder_in_the_place(tmp_path: Path) -> None:
    refused = write_atomically({tmp_path: [NEW]})

    assert refused is not None
    assert (refused.reason, refused.detail) == ("is_folder", "IsADirectoryError")


@pytest.mark.parametrize("mark", ["~$march.csv", "~$rch.csv", ".~lock.march.csv#"])
def test_a_file_open_in_a_spreadsheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mark: str) -> None:
    (tmp_path / mark).touch()
    monkeypatch.setattr(Path, "replace", fail_with(PermissionError(errno.EACCES, "denied")))

    refused = write_atomically({tmp_path / "march.csv": [NEW]})

    assert refused is not None
    assert refused.reason == "locked"
    assert [mark] == names(tmp_path)


@pytest.mark.parametrize(
    ("problem", "reason"),
    [(PermissionError(errno.EACCES, "denied"), "denied"), (OSError(errno.ENOSPC, "disk full"), "failed")],
)
def test_other_refusals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, problem: OSError, reason: str
) -> None:
    monkeypatch.setattr(os, "fsync", fail_with(problem))

    refused = write_atomically({tmp_path / "march.csv": [NEW]})

    assert refused is not None
    assert reason == refused.reason
    assert names(tmp_path) == []


def test_an_interrupt_while_the_content_is_made(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(OLD)

    def content() -> Iterator[bytes]:
        yield NEW
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_atomically({path: content()})
    assert (path.read_bytes(), names(tmp_path)) == (OLD, ["a.csv"])


def names(folder: Path) -> list[str]:
    """Return the names in a folder."""
    return sorted(path.name for path in folder.iterdir())


OPERATIONS: tuple[tuple[Any, str], ...] = (
    (os, "fsync"),
    (os, "close"),
    (Path, "replace"),
    (Path, "chmod"),
    (tempfile, "mkstemp"),
    (shutil, "copyfile"),
)
FAULTS = (OSError(errno.ENOSPC, "full"), PermissionError(errno.EACCES, "denied"), KeyboardInterrupt())


@pytest.mark.parametrize("old", [(), ("a.csv",), ("a.csv", "b.json")])
@pytest.mark.parametrize("fault", FAULTS, ids=lambda each: type(each).__name__)
def test_the_nth_fault_leaves_all_old_or_all_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException, old: tuple[str, ...]
) -> None:
    for number in range(100):
        folder = tmp_path / str(number)
        folder.mkdir()
        for name in old:
            (folder / name).write_bytes(OLD)
        if not _write_with_fault(folder, monkeypatch, number, fault):
            break
        left = {path.name: path.read_bytes() for path in folder.iterdir()}
        assert left in ({"a.csv": NEW, "b.json": NEW}, dict.fromkeys(old, OLD))
    else:
        pytest.fail("the loop did not end")


@pytest.mark.parametrize("old", [(), ("a.csv",), ("a.csv", "b.json")])
def test_a_set_that_cannot_be_put_back_is_finished_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: tuple[str, ...]
) -> None:
    for name in old:
        (tmp_path / name).write_bytes(OLD)
    moves = Path.replace
    undo = Path.unlink

    def move(path: Path, target: Path) -> Path:
        if target.name == "b.json" or moved:
            raise OSError(errno.EROFS, "read-only")
        if target.name == "a.csv":
            moved.append(target)
        return moves(path, target)

    def remove(path: Path, **named: bool) -> None:
        if path.name == "a.csv":
            raise OSError(errno.EROFS, "read-only")
        undo(path, **named)

    moved: list[Path] = []
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", move)
        patch.setattr(Path, "unlink", remove)
        refused = write_atomically({tmp_path / "a.csv": [NEW], tmp_path / "b.json": [NEW]})

    assert refused is not None
    assert (refused.path.name, refused.reason) == ("b.json", "torn")
    assert write_atomically({tmp_path / "c.csv": [NEW]}) is None
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == dict.fromkeys(
        ("a.csv", "b.json", "c.csv"), NEW
    )


def _write_with_fault(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int, fault: BaseException
) -> bool:
    """Write two files; the operation of this number fails once. Return whether there was one."""
    countdown = [number]
    with monkeypatch.context() as patch:
        for owner, name in OPERATIONS:
            patch.setattr(owner, name, fail_once(getattr(owner, name), countdown, fault))
        try:
            write_atomically({folder / "a.csv": [NEW], folder / "b.json": [NEW]})
        except KeyboardInterrupt:
            assert isinstance(fault, KeyboardInterrupt)
    return countdown[0] < 0


def fail_once(action: Callable[..., Any], countdown: list[int], fault: BaseException) -> Callable[..., Any]:
    """Return the action, failing when the countdown, shared with others, reaches zero."""

    def act(*arguments: Any, **named: Any) -> Any:
        countdown[0] -= 1
        if countdown[0] == -1:
            raise fault
        return action(*arguments, **named)

    return act


def fail_with(problem: BaseException) -> Callable[..., Any]:
    """Return an action that always fails."""

    def act(*_: Any, **__: Any) -> Any:
        raise problem

    return act


def test_a_workshop_removes_the_empty_folders_of_killed_runs_and_no_other(tmp_path: Path) -> None:
    for name in (".kpicalc-12345678", ".kpicalc-of-mine"):
        (tmp_path / name).mkdir()
    with open_workshop(tmp_path) as ours:
        left = {each.name for each in tmp_path.iterdir()} - {ours.name}

    assert left == {".kpicalc-of-mine"}
