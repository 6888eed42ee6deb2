"""A run that is killed while it writes: what it leaves is whole, and the next run finishes or clears it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kpicalc.report.writers.atomically import write_atomically

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="files cannot be locked there")

OLD, NEW = b"old", b"new"
OPERATIONS: tuple[tuple[Any, str], ...] = (
    (tempfile, "mkstemp"),
    (os, "fsync"),
    (os, "chmod"),
    (os, "replace"),
    (os, "unlink"),
    (shutil, "copyfile"),
)


def names(folder: Path) -> list[str]:
    """Return the names of the files below a folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def kill_at(number: int, outputs: dict[Path, bytes]) -> bool:
    """Write in another process that is killed before its n-th operation; say whether it came so far."""
    child = os.fork()
    if not child:
        countdown = [number]
        for owner, name in OPERATIONS:
            setattr(owner, name, deadly(getattr(owner, name), countdown))
        write_atomically({path: [content] for path, content in outputs.items()})
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


def deadly(action: Callable[..., Any], countdown: list[int]) -> Callable[..., Any]:
    """Return an operation before which the process is killed when the countdown has come to its end."""

    def act(*arguments: Any, **named: Any) -> Any:
        if not countdown[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        countdown[0] -= 1
        return action(*arguments, **named)

    return act


@pytest.mark.parametrize("old", [(), ("a.csv",), ("x/b.json",), ("a.csv", "x/b.json")])
def test_a_killed_set_is_all_old_or_all_new_after_the_next_run(tmp_path: Path, old: tuple[str, ...]) -> None:
    for number in range(200):
        folder = tmp_path / str(number)
        (folder / "x").mkdir(parents=True)
        for name in old:
            (folder / name).write_bytes(OLD)
        outputs = {folder / "a.csv": NEW, folder / "x" / "b.json": NEW}
        killed = kill_at(number, outputs)
        found = {path: path.read_bytes() for path in outputs if path.exists()}
        assert set(found.values()) <= {OLD, NEW}

        write_atomically({folder / "c.csv": [NEW], folder / "x" / "c.csv": [NEW]})
        states = {path: path.read_bytes() for path in outputs if path.exists()}
        assert states in (outputs, {folder / name: OLD for name in old})
        assert set(names(folder)) - {"a.csv", "x/b.json"} == {"c.csv", "x/c.csv"}
        if not killed:
            break
    else:
        pytest.fail("the loop did not end")


def test_a_set_that_was_not_announced_everywhere_is_dropped_whoever_comes_first(tmp_path: Path) -> None:
    places = [tmp_path / "a", tmp_path / "b"]
    outputs = {place / "pay.csv": NEW for place in places}
    for place in places:
        place.mkdir()
        (place / "pay.csv").write_bytes(OLD)
    number = 0
    while [len(list(place.glob(".kpicalc-*.set"))) for place in places] != [1, 0]:
        assert kill_at(number, outputs)
        number += 1

    # What lies in the second folder is forgotten there before the first one is looked at.
    for place in reversed(places):
        assert write_atomically({place / "next.csv": [NEW]}) is None
    assert [path.read_bytes() for path in outputs] == [OLD, OLD]
    assert names(tmp_path) == ["a/next.csv", "a/pay.csv", "b/next.csv", "b/pay.csv"]


def test_a_file_that_was_written_since_is_not_replaced_by_what_a_killed_run_meant(tmp_path: Path) -> None:
    outputs = {tmp_path / name: NEW for name in ("a.csv", "b.csv")}
    number = 0
    while not ((tmp_path / "a.csv").exists() and not (tmp_path / "b.csv").exists()):
        shutil.rmtree(tmp_path)
        tmp_path.mkdir()
        assert kill_at(number, outputs)
        number += 1
    (tmp_path / "b.csv").write_bytes(b"later")
    os.utime(tmp_path / "b.csv", (2_000_000_000, 2_000_000_000))

    assert write_atomically({tmp_path / "c.csv": [NEW]}) is None
    assert (tmp_path / "b.csv").read_bytes() == b"later"
    assert names(tmp_path) == ["a.csv", "b.csv", "c.csv"]


def test_the_temporary_files_of_a_run_at_work_are_left_to_it(tmp_path: Path) -> None:
    def content() -> Any:
        yield b"ne"
        assert write_atomically({tmp_path / "b.csv": [NEW]}) is None
        yield b"w"

    assert write_atomically({tmp_path / "a.csv": content()}) is None
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.csv": NEW, "b.csv": NEW}


def test_only_forgotten_files_of_ours_are_cleared(tmp_path: Path) -> None:
    kept = ("notes.tmp", ".kpicalc-notes.tmp", ".kpicalc", ".kpicalc-abcd1234.txt")
    for name in (*kept, ".kpicalc-abcd1234.tmp"):
        (tmp_path / name).write_bytes(OLD)
    (tmp_path / ".kpicalc-abcd1235.tmp").symlink_to(tmp_path / "notes.tmp")
    (tmp_path / ".kpicalc-abcd1236.tmp").mkdir()

    assert write_atomically({tmp_path / "a.csv": [NEW]}) is None
    assert names(tmp_path) == sorted((*kept, "a.csv", ".kpicalc-abcd1235.tmp"))
    assert (tmp_path / "notes.tmp").read_bytes() == OLD


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"[]",
        b'{"moves": [[1, 2]], "announced": []}',
        json.dumps({"moves": [["{folder}/x.csv", "{folder}/a.csv"]], "announced": []}).encode(),
        json.dumps({"moves": [], "announced": ["{folder}/x.csv"]}).encode(),
    ],
)
def test_an_announcement_that_is_not_ours_moves_nothing(tmp_path: Path, told: bytes) -> None:
    (tmp_path / "x.csv").write_bytes(OLD)
    (tmp_path / ".kpicalc-abcd1234.set").write_bytes(told.replace(b"{folder}", str(tmp_path).encode()))

    assert write_atomically({tmp_path / "b.csv": [NEW]}) is None
    assert names(tmp_path) == ["b.csv", "x.csv"]


@pytest.mark.parametrize(("mask", "rights"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_a_new_file_has_the_rights_of_any_new_file(tmp_path: Path, mask: int, rights: int) -> None:
    seen: list[int] = []

    def content() -> Any:
        seen.extend(path.stat().st_mode & 0o777 for path in tmp_path.iterdir())
        yield NEW

    before = os.umask(mask)
    try:
        assert write_atomically({tmp_path / "a.csv": content()}) is None
        assert os.umask(mask) == mask
    finally:
        os.umask(before)
    assert (seen, (tmp_path / "a.csv").stat().st_mode & 0o777) == ([0o600], rights)


@pytest.mark.parametrize("rights", [0o600, 0o640, 0o664, 0o444])
def test_a_replaced_file_keeps_its_rights(tmp_path: Path, rights: int) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(OLD)
    path.chmod(rights)
    refused = write_atomically({path: [NEW], tmp_path / "b.csv": [NEW]})
    if not os.access(path, os.W_OK):
        assert refused is not None
        assert (refused.reason, path.read_bytes()) == ("denied", OLD)
    else:
        assert (refused, path.read_bytes()) == (None, NEW)
    assert path.stat().st_mode & 0o777 == rights


def test_another_group_gains_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(OLD)
    path.chmod(0o664)
    if os.getuid():
        pytest.skip("only the administrator can give a file to another group")
    os.chown(path, -1, 12345)

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "chown", refuse)
    assert write_atomically({path: [NEW]}) is None
    assert path.stat().st_mode & 0o777 == 0o644


def test_a_device_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").symlink_to(os.devnull)
    refused = write_atomically({tmp_path / "a.csv": [NEW]})
    assert refused is not None
    assert (refused.reason, names(tmp_path)) == ("no_file", [])
