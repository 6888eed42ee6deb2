"""Files as they stood in a revision of git."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kpicalc.cli.outcome import Refusal
from kpicalc.cli.revisions import Repository, names_revision, open_repository, run_git, take_out_scheme
from tests.cli.small_repository import commit, git

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("inside", "asked", "found"),
    [
        (".", "raise:schemes/seller.yaml", "raise/schemes/seller.yaml"),
        (".", "raise:schemes", "raise/schemes"),
        (".", "raise:.", "raise"),
        ("schemes", "raise:schemes/seller.yaml", "raise/schemes/seller.yaml"),
        ("schemes", "raise:seller.yaml", "raise/schemes/seller.yaml"),
        ("schemes", "moved~1:.\\seller.yaml", "moved~1/schemes/seller.yaml"),
        ("schemes", "moved^:./seller.yaml", "moved_/schemes/seller.yaml"),
        ("schemes", "raise:../march.csv", "raise/march.csv"),
        ("schemes", "raise:./march.csv", "usage.no_file"),
        (".", "raise:schemes/sales.yaml", "usage.no_file"),
        (".", "raise:../../x.yaml", "usage.no_file"),
        (".", "risen:schemes/seller.yaml", "usage.no_revision"),
    ],
)
def test_a_file_of_a_revision(
    inside: str, asked: str, found: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder / inside)
    with open_repository(Path.cwd()) as opened:
        assert isinstance(opened, Repository)
        taken = take_out_scheme(opened, Path(asked))
        if isinstance(taken, Refusal):
            assert taken.key == found
            return
        assert taken.relative_to(opened.folder).as_posix() == found
        revision, _, rest = found.partition("/")
        assert opened.call_file(str(taken)) == f"{revision}:{rest}"
        texts = [
            each.read_text(encoding="utf-8")
            for each in (taken.rglob("*.yaml") if taken.is_dir() else [taken])
        ]
    assert ["52_000" in each or "1,Ann" in each for each in texts] == [True]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("HEAD~1:schemes/seller.yaml", True),
        ("ab:seller.yaml", True),
        ("C:seller.yaml", False),
        ("C:/pay/seller.yaml", False),
        (":seller.yaml", False),
        ("HEAD:", False),
        ("seller.yaml", False),
        ("here:seller.yaml", False),
    ],
)
def test_what_names_a_revision(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, typed: str, *, expected: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("here:seller.yaml").touch()

    assert names_revision(Path(typed)) is expected


def test_where_two_revisions_have_parted(folder: Path) -> None:
    git(folder, "checkout", "-q", "--orphan", "alone")
    commit(folder, "apart")
    git(folder, "checkout", "-q", "main")
    with open_repository(folder) as opened:
        assert isinstance(opened, Repository)
        first = run_git(folder, "rev-parse", "first")
        assert first is not None
        assert opened.find_parting("first", "raise") == first.decode().strip()
        assert opened.find_parting("first", "apart") == "first"
