"""Folders are made for files, and are gone again where nothing was written."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from kpicalc.cli.made_folders import write_in_folders
from kpicalc.cli.outcome import refuse


def test_a_folder_that_another_job_makes_at_the_same_moment_is_shared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "2026-03" / "north" / "a.csv"
    make = Path.mkdir

    def make_after_another(path: Path, mode: int = 0o777) -> None:
        os.makedirs(tmp_path / "2026-03", exist_ok=True)  # noqa: PTH103 - `Path.mkdir` is what is tried
        make(path, mode)

    monkeypatch.setattr(Path, "mkdir", make_after_another)
    kept = os.umask(0o027)
    assert write_in_folders([file], lambda: stat.S_IMODE(file.parent.stat().st_mode)) == 0o750
    os.umask(kept)
    assert [each.name for each in tmp_path.iterdir()] == ["2026-03"]
    assert list((tmp_path / "2026-03").iterdir()) == []


@pytest.mark.parametrize("is_link", [False, True])
def test_what_stands_in_the_place_of_a_folder_is_told_and_nothing_made_stays(
    tmp_path: Path, *, is_link: bool
) -> None:
    blocked = tmp_path / "b"
    if is_link:
        blocked.symlink_to(tmp_path / "nowhere")
    else:
        blocked.touch()
    found = write_in_folders([tmp_path / "a" / "x.csv", blocked / "c" / "x.csv"], lambda: "written")
    named, number = (blocked, errno.EEXIST) if is_link else (blocked / "c", errno.ENOTDIR)

    assert found == refuse("output.failed", path=str(named), reason=os.strerror(number))
    assert [each.name for each in tmp_path.iterdir()] == ["b"]
