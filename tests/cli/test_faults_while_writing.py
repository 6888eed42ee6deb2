"""A run that fails or is killed while it writes: the workbook, other files and a hand-off are one set."""

from __future__ import annotations

import errno
import gc
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.disk_faults import try_faults, try_kills
from tests.cli.kills import NAMES, OLD, TYPED, begin, kill_at, look
from tests.cli.stand_in import invoke
from tests.report.test_killed_writes import OPERATIONS


@pytest.fixture(name="workshops", autouse=True)
def open_workshops(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in a folder with old files, and with a folder of the system of its own."""
    (tmp_path / "month").mkdir()
    (tmp_path / "system").mkdir()
    monkeypatch.chdir(tmp_path / "month")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "system"))
    begin(Path())
    return tmp_path / "system"


def faulty(action: Callable[..., Any], countdown: list[int]) -> Callable[..., Any]:
    """Return an operation that finds the disk full when the countdown has come to its end."""

    def act(*arguments: Any, **named: Any) -> Any:
        countdown[0] -= 1
        if countdown[0] == 0:
            raise OSError(errno.ENOSPC, "full")
        return action(*arguments, **named)

    return act


@pytest.mark.skipif(sys.platform == "win32", reason="processes cannot be forked there")
@pytest.mark.parametrize("number", [8, 34])
def test_a_killed_run_leaves_one_set_and_no_litter(workshops: Path, number: int) -> None:
    assert kill_at(number)

    assert look(Path(), workshops) == []


@pytest.mark.parametrize("number", [2, 11, 24])
def test_a_full_disk_leaves_the_old_set(
    monkeypatch: pytest.MonkeyPatch, workshops: Path, number: int
) -> None:
    before = sorted(Path().iterdir())
    countdown = [number]
    for owner, name in OPERATIONS:
        monkeypatch.setattr(owner, name, faulty(getattr(owner, name), countdown))

    done = invoke(*TYPED)
    # What is left behind is told when it is collected, and not in another test.
    gc.collect()

    assert (done.exit_code, countdown[0] <= 0) == (1, True), done.output
    assert {name: Path(name).read_bytes() for name in NAMES} == dict.fromkeys(NAMES, OLD)
    assert sorted(Path().iterdir()) == before
    assert list(workshops.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="processes cannot be forked there")
@pytest.mark.parametrize(("name", "step"), [("init", 4), ("annotate", 1), ("schema", 3)])
def test_an_operation_of_the_disk_that_fails_leaves_the_old_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, step: int
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", None)

    *wrong, told = try_faults(tmp_path / "work", name, step=step, most=2)

    assert (wrong, told[: len(name) + 6]) == ([], f"= {name}: 2 ")


@pytest.mark.skipif(sys.platform == "win32", reason="processes cannot be forked there")
def test_a_run_killed_at_a_moment_of_chance_leaves_one_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", None)

    told = list(try_kills(tmp_path / "work", "sheets", 2))

    assert [each[:9] for each in told] == ["= sheets:"]
